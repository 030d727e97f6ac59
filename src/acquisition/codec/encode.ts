// The exact inverse of decode.ts: from a value to the registers that read as it.
import { HaidangError } from '../../runtime/errors.ts';
import type { Point } from '../point.ts';
import { type ByteOrder, isBitTable, isFloat } from '../types.ts';
import { type Raw, rawCodec } from './raw.ts';
import { scaling } from './scale.ts';

export type Value = number | string | boolean;

/** Registers 0 to 65535, or one bit where the point is in a bit table. Bits that are not the point's are 0. */
export type Encode = (value: Value) => number[] | [boolean];

const wrong = (point: Point, value: Value, why: string) =>
  new HaidangError('configuration', 'not-encodable', `${point.name}: ${JSON.stringify(value)} ${why}`);

/** @throws HaidangError (`configuration`, `not-encodable`) from the function it returns, for a value the point cannot hold. */
export function encoder(point: Point, profileOrder: ByteOrder): Encode {
  const { type } = point;
  const codec = rawCodec(point, profileOrder);
  if (type === 'bool' || type === 'bit') {
    const on = type === 'bit' ? 1 << (point.bit ?? 0) : 1;
    return (value) => {
      if (typeof value !== 'boolean') throw wrong(point, value, 'is not true or false');
      const isSet = value !== (point.invert ?? false);
      return isBitTable(point.register.table) ? [isSet] : codec.write(isSet ? on : 0);
    };
  }
  if (type === 'string' || type === 'timestamp') {
    return (value) => {
      if (typeof value !== 'string') throw wrong(point, value, 'is no text');
      return codec.write(value);
    };
  }
  const toRaw = point.enum ? fromNames(point, point.enum) : point.flags ? fromFlags(point, point.flags) : undefined;
  if (toRaw) return (value) => codec.write(toRaw(value));
  const { invert } = scaling(point.scale, point.offset);
  const whole = !isFloat(type);
  return (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(point, value, 'is no number');
    return codec.write(invert(value, whole));
  };
}

function fromNames(point: Point, names: Readonly<Record<string, string>>): (value: Value) => Raw {
  const codes = new Map(Object.entries(names).map(([raw, name]) => [name, BigInt(raw)]));
  return (value) => {
    const raw = codes.get(String(value));
    if (raw === undefined) throw wrong(point, value, `is none of: ${[...codes.keys()].join(', ')}`);
    return Number.isSafeInteger(Number(raw)) ? Number(raw) : raw;
  };
}

function fromFlags(point: Point, names: Readonly<Record<string, string>>): (value: Value) => Raw {
  const bits = new Map(Object.entries(names).map(([bit, name]) => [name, Number(bit)]));
  return (value) => {
    if (typeof value !== 'string') throw wrong(point, value, 'is no text');
    let raw = 0n;
    for (const name of value.split(',').map((n) => n.trim())) {
      if (name === '') continue;
      const bit = bits.get(name) ?? numbered(name);
      if (bit === undefined) throw wrong(point, value, `has a flag that is none of: ${[...bits.keys()].join(', ')}`);
      raw |= 1n << BigInt(bit);
    }
    return point.type.startsWith('int') ? signed(raw, point) : raw;
  };
}

const numbered = (name: string) => {
  const match = /^bit (\d+)$/.exec(name);
  return match ? Number(match[1]) : undefined;
};

/** All bits set of a signed type is -1. */
function signed(raw: bigint, point: Point): bigint {
  const size = point.bits ? point.bits[1] - point.bits[0] + 1 : Number(/\d+/.exec(point.type)?.[0] ?? 16);
  return BigInt.asIntN(size, raw);
}

/** The registers that hold a raw number, before any scale: how a simulated device shows a sentinel. */
export function encodeRaw(point: Point, profileOrder: ByteOrder, raw: Raw): number[] {
  return rawCodec(point, profileOrder).write(raw);
}
