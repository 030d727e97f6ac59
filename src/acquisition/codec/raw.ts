// From registers to the number (or text) that stands in them, and back: type, width and byte order, nothing else.
import { isUtf8 } from 'node:buffer';
import { HaidangError } from '../../runtime/errors.ts';
import type { Point } from '../point.ts';
import { type ByteOrder, isInteger, type ValueType, widthOf } from '../types.ts';
import { fieldOf } from './field.ts';
import { fromFloat16, toFloat16 } from './float16.ts';
import { bytePlaces } from './order.ts';
import { timestampCodec } from './timestamp.ts';

/** What registers hold before scale and offset. A bigint only where a number could not hold it exactly. */
export type Raw = number | bigint | string;

/** Registers (0 to 65535) or bits, as a reply carries them. */
export type Cells = ArrayLike<number | boolean>;

export interface RawCodec {
  /** `undefined` where the bytes are nothing of this type: no text, no decimal digits, no moment. */
  read(cells: Cells, at: number): Raw | undefined;
  /** All bits of the registers in the order of the value, for comparing with a pattern. */
  bits(cells: Cells, at: number): bigint;
  /** @throws HaidangError (`configuration`, `not-encodable`) where the type cannot hold it. */
  write(raw: Raw): number[];
}

/** Reads and writes a scratch with the bytes of a value, highest first. */
interface Scratch {
  get(v: DataView): Raw | undefined;
  set(v: DataView, raw: Raw): void;
}

const exact = (n: bigint): number | bigint => (Number.isSafeInteger(Number(n)) ? Number(n) : n);

export const notEncodable = (raw: Raw, why: string) =>
  new HaidangError('configuration', 'not-encodable', `${String(raw)} cannot be written: ${why}`);

function integer(raw: Raw, min: number, max: number): number {
  const n = Number(raw);
  if (!Number.isInteger(n) || n < min || n > max) throw notEncodable(raw, `the register holds ${min} to ${max}`);
  return n;
}

function big(raw: Raw, min: bigint, max: bigint): bigint {
  if (typeof raw === 'number' && !Number.isInteger(raw)) throw notEncodable(raw, 'it is no whole number');
  const n = BigInt(raw);
  if (n < min || n > max) throw notEncodable(raw, `the registers hold ${min} to ${max}`);
  return n;
}

/** A finite number that is too large for a float would become infinite. */
function within(raw: Raw, most: number): number {
  const n = Number(raw);
  if (Math.abs(n) > most && Number.isFinite(n)) throw notEncodable(raw, `the register holds up to ${most}`);
  return n;
}

/** Packed decimal digits, four bits each, in the lowest bytes of the value. */
function bcd(bytes: number): Scratch {
  const unused = (v: DataView) => v.byteLength - bytes;
  return {
    get(v) {
      let n = 0;
      for (let i = unused(v); i < v.byteLength; i++) {
        const [high, low] = [v.getUint8(i) >> 4, v.getUint8(i) & 15];
        if (high > 9 || low > 9) return undefined;
        n = n * 100 + high * 10 + low;
      }
      return n;
    },
    set(v, raw) {
      let n = integer(raw, 0, 100 ** bytes - 1);
      for (let i = v.byteLength - 1; i >= unused(v); i--) {
        v.setUint8(i, (Math.floor((n % 100) / 10) << 4) | (n % 10));
        n = Math.floor(n / 100);
      }
      for (let i = 0; i < unused(v); i++) v.setUint8(i, 0);
    },
  };
}

type NumberType = Exclude<ValueType, 'string' | 'bool' | 'bit' | 'timestamp'>;

const numbers: Readonly<Record<NumberType, Scratch>> = {
  int16: { get: (v) => v.getInt16(0), set: (v, raw) => v.setInt16(0, integer(raw, -0x8000, 0x7fff)) },
  uint16: { get: (v) => v.getUint16(0), set: (v, raw) => v.setUint16(0, integer(raw, 0, 0xffff)) },
  int32: { get: (v) => v.getInt32(0), set: (v, raw) => v.setInt32(0, integer(raw, -0x8000_0000, 0x7fff_ffff)) },
  uint32: { get: (v) => v.getUint32(0), set: (v, raw) => v.setUint32(0, integer(raw, 0, 0xffff_ffff)) },
  int64: {
    get: (v) => exact(v.getBigInt64(0)),
    set: (v, raw) => v.setBigInt64(0, big(raw, -(2n ** 63n), 2n ** 63n - 1n)),
  },
  uint64: { get: (v) => exact(v.getBigUint64(0)), set: (v, raw) => v.setBigUint64(0, big(raw, 0n, 2n ** 64n - 1n)) },
  float16: { get: (v) => fromFloat16(v.getUint16(0)), set: (v, raw) => v.setUint16(0, toFloat16(within(raw, 65_504))) },
  float32: {
    get: (v) => v.getFloat32(0),
    set: (v, raw) => v.setFloat32(0, within(raw, 3.402_823_466_385_288_6e38)),
  },
  float64: { get: (v) => v.getFloat64(0), set: (v, raw) => v.setFloat64(0, Number(raw)) },
  bcd8: bcd(1),
  bcd16: bcd(2),
  bcd24: bcd(3),
  bcd32: bcd(4),
};

function scratchOf(point: Point): Scratch {
  const { type } = point;
  if (type === 'string') return textScratch(point.padding === 'space' ? 0x20 : 0);
  if (type === 'timestamp') {
    const codec = timestampCodec(point.format ?? 'unix-s', point.utcOffset);
    return {
      get: (v) => codec.read(v),
      set: (v, raw) => {
        if (!codec.write(String(raw), v)) throw notEncodable(raw, 'the device cannot write this moment');
      },
    };
  }
  const number = numbers[type === 'bool' || type === 'bit' ? 'uint16' : type];
  return point.bits && isInteger(type) ? fieldOf(point.bits, type) : number;
}

/** The codec of a point, resolved once. Not for single bits of the bit tables, which need none. */
export function rawCodec(point: Point, profileOrder: ByteOrder): RawCodec {
  const width = widthOf(point);
  const places = bytePlaces(point.order ?? profileOrder, width);
  const bytes = new Uint8Array(2 * width);
  const view = new DataView(bytes.buffer);
  const { get, set } = scratchOf(point);
  // In every order the two bytes of a register stay side by side, either way round.
  const isLittle = places[0]! > places[1]!;
  const offsets = Array.from({ length: width }, (_, i) => Math.min(places[2 * i]!, places[2 * i + 1]!));
  const fill = (cells: Cells, at: number) => {
    for (let i = 0; i < width; i++) view.setUint16(offsets[i]!, Number(cells[at + i]), isLittle);
  };
  return {
    read(cells, at) {
      fill(cells, at);
      return get(view);
    },
    bits(cells, at) {
      fill(cells, at);
      return bytes.reduce((n, byte) => (n << 8n) | BigInt(byte), 0n);
    },
    write(raw) {
      bytes.fill(0);
      set(view, raw);
      return offsets.map((offset) => view.getUint16(offset, isLittle));
    },
  };
}

/** Text of two characters a register, ended by a NUL or padded with NULs or blanks. UTF-8, so plain ASCII too. */
function textScratch(padding: number): Scratch {
  const all = (v: DataView) => Buffer.from(v.buffer, v.byteOffset, v.byteLength);
  return {
    get(v) {
      const bytes = all(v);
      const end = bytes.indexOf(0);
      const text = end < 0 ? bytes : bytes.subarray(0, end);
      return isUtf8(text) ? text.toString('utf8').trimEnd() : undefined;
    },
    set(v, raw) {
      const text = Buffer.from(String(raw), 'utf8');
      if (text.length > v.byteLength) throw notEncodable(raw, `there is place for ${v.byteLength} bytes`);
      all(v).fill(padding);
      text.copy(all(v));
    },
  };
}
