// The exact inverse of decode.ts: from a value to the registers that read as it.
import { HaidangError } from '../../runtime/errors.ts';
import { type ByteOrder, isBitTable, type Point } from '../point.ts';
import { type Raw, rawCodec } from './raw.ts';
import { scaling } from './scale.ts';

export type Value = number | string | boolean;

/** Registers 0 to 65535, or one bit where the point is in a bit table. */
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
      return isBitTable(point.register.table) ? [value] : [value ? on : 0];
    };
  }
  if (type === 'string') {
    return (value) => {
      if (typeof value !== 'string') throw wrong(point, value, 'is no text');
      return codec.write(value);
    };
  }
  if (point.enum) {
    const codes = new Map(Object.entries(point.enum).map(([raw, name]) => [name, Number(raw)]));
    return (value) => {
      const raw = codes.get(String(value));
      if (raw === undefined) throw wrong(point, value, `is none of: ${[...codes.keys()].join(', ')}`);
      return codec.write(raw);
    };
  }
  const { invert } = scaling(point.scale, point.offset);
  const whole = !type.startsWith('float');
  return (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(point, value, 'is no number');
    return codec.write(invert(value, whole));
  };
}

/** The registers that hold a raw number, before any scale: how a simulated device shows a sentinel. */
export function encodeRaw(point: Point, profileOrder: ByteOrder, raw: Raw): number[] {
  return rawCodec(point, profileOrder).write(raw);
}
