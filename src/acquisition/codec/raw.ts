// From registers to the number (or text) that stands in them, and back: type, width and byte order, nothing else.
import { isUtf8 } from 'node:buffer';
import { HaidangError } from '../../runtime/errors.ts';
import { type ByteOrder, type Point, type ValueType, widthOf } from '../point.ts';

/** What registers hold before scale and offset. A bigint only where a number could not hold it exactly. */
export type Raw = number | bigint | string;

/** Registers (0 to 65535) or bits, as a reply carries them. */
export type Cells = ArrayLike<number | boolean>;

export interface RawCodec {
  /** `undefined` where the bytes are no text. */
  read(cells: Cells, at: number): Raw | undefined;
  /** @throws HaidangError (`configuration`, `not-encodable`) where the type cannot hold it. */
  write(raw: Raw): number[];
}

type NumberType = Exclude<ValueType, 'string' | 'bool' | 'bit'>;

/** Reads and writes the 8 bytes of the scratch, highest byte first. */
const numbers: Record<NumberType, { get: (v: DataView) => number | bigint; set: (v: DataView, raw: Raw) => void }> = {
  int16: { get: (v) => v.getInt16(0), set: (v, raw) => v.setInt16(0, integer(raw, -0x8000, 0x7fff)) },
  uint16: { get: (v) => v.getUint16(0), set: (v, raw) => v.setUint16(0, integer(raw, 0, 0xffff)) },
  int32: { get: (v) => v.getInt32(0), set: (v, raw) => v.setInt32(0, integer(raw, -0x8000_0000, 0x7fff_ffff)) },
  uint32: { get: (v) => v.getUint32(0), set: (v, raw) => v.setUint32(0, integer(raw, 0, 0xffff_ffff)) },
  int64: {
    get: (v) => exact(v.getBigInt64(0)),
    set: (v, raw) => v.setBigInt64(0, big(raw, -(2n ** 63n), 2n ** 63n - 1n)),
  },
  uint64: { get: (v) => exact(v.getBigUint64(0)), set: (v, raw) => v.setBigUint64(0, big(raw, 0n, 2n ** 64n - 1n)) },
  float32: { get: (v) => v.getFloat32(0), set: (v, raw) => v.setFloat32(0, Number(raw)) },
  float64: { get: (v) => v.getFloat64(0), set: (v, raw) => v.setFloat64(0, Number(raw)) },
};

const exact = (n: bigint): number | bigint => (Number.isSafeInteger(Number(n)) ? Number(n) : n);

const notEncodable = (raw: Raw, why: string) =>
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

/** Are the words of a value, the bytes of a word, exchanged? */
const swapsOf: Record<ByteOrder, { words: boolean; bytes: boolean }> = {
  ABCD: { words: false, bytes: false },
  CDAB: { words: true, bytes: false },
  BADC: { words: false, bytes: true },
  DCBA: { words: true, bytes: true },
};

/** The codec of a point, resolved once. Not for single bits of the bit tables, which need none. */
export function rawCodec(point: Point, profileOrder: ByteOrder): RawCodec {
  const swaps = swapsOf[point.order ?? profileOrder];
  const width = widthOf(point);
  if (point.type === 'string') return textCodec(width, swaps.bytes);
  const type = point.type === 'bool' || point.type === 'bit' ? 'uint16' : point.type;
  const { get, set } = numbers[type];
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  const high = swaps.bytes ? 1 : 0;
  const low = 1 - high;
  const place = (i: number) => 2 * (swaps.words ? width - 1 - i : i);
  return {
    read(cells, at) {
      for (let i = 0; i < width; i++) {
        const word = Number(cells[at + i]);
        const to = place(i);
        bytes[to + high] = word >> 8;
        bytes[to + low] = word & 0xff;
      }
      return get(view);
    },
    write(raw) {
      set(view, raw);
      return Array.from({ length: width }, (_, i) => (bytes[place(i) + high]! << 8) | bytes[place(i) + low]!);
    },
  };
}

/** Text of two characters a register, ended by a NUL or padded with NULs or blanks. UTF-8, so plain ASCII too. */
function textCodec(width: number, swapped: boolean): RawCodec {
  const high = swapped ? 1 : 0;
  return {
    read(cells, at) {
      const bytes = Buffer.alloc(2 * width);
      for (let i = 0; i < width; i++) {
        const word = Number(cells[at + i]);
        bytes[2 * i + high] = word >> 8;
        bytes[2 * i + 1 - high] = word & 0xff;
      }
      const end = bytes.indexOf(0);
      const text = end < 0 ? bytes : bytes.subarray(0, end);
      return isUtf8(text) ? text.toString('utf8').trimEnd() : undefined;
    },
    write(raw) {
      const text = Buffer.from(String(raw), 'utf8');
      if (text.length > 2 * width) throw notEncodable(raw, `there is place for ${2 * width} bytes`);
      const bytes = Buffer.alloc(2 * width);
      text.copy(bytes);
      return Array.from({ length: width }, (_, i) => (bytes[2 * i + high]! << 8) | bytes[2 * i + 1 - high]!);
    },
  };
}
