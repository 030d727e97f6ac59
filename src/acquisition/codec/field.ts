// Some bits of a whole number, as a number of its own.
import { HaidangError } from '../../runtime/errors.ts';
import type { ValueType } from '../types.ts';

/** Reads and writes the bits from `low` to `high` of the bytes of a value; the other bits are written as 0. */
export function fieldOf([low, high]: readonly [number, number], type: ValueType) {
  const size = high - low + 1;
  const mask = (1n << BigInt(size)) - 1n;
  const isSigned = type.startsWith('int');
  const [min, max] = isSigned ? [-(1n << BigInt(size - 1)), (1n << BigInt(size - 1)) - 1n] : [0n, mask];
  return {
    get(v: DataView): number | bigint {
      const part = (allBits(v) >> BigInt(low)) & mask;
      const n = isSigned ? BigInt.asIntN(size, part) : part;
      return Number.isSafeInteger(Number(n)) ? Number(n) : n;
    },
    set(v: DataView, raw: number | bigint | string): void {
      const isWhole = typeof raw === 'bigint' || (typeof raw === 'number' && Number.isInteger(raw));
      const n = isWhole ? BigInt(raw) : undefined;
      if (n === undefined || n < min || n > max) {
        const why = `bits ${low} to ${high} hold ${min} to ${max}`;
        throw new HaidangError('configuration', 'not-encodable', `${String(raw)} cannot be written: ${why}`);
      }
      let rest = (n & mask) << BigInt(low);
      for (let i = v.byteLength - 1; i >= 0; i--) {
        v.setUint8(i, Number(rest & 0xffn));
        rest >>= 8n;
      }
    },
  };
}

function allBits(v: DataView): bigint {
  if (v.byteLength === 2) return BigInt(v.getUint16(0));
  return v.byteLength === 4 ? BigInt(v.getUint32(0)) : v.getBigUint64(0);
}

/** The bits of its register that a point is made of: all of them, or those of `bit` and `bits`. */
export function maskOf(point: {
  readonly bit?: number | undefined;
  readonly bits?: readonly [number, number] | undefined;
}): number {
  if (point.bit !== undefined) return 1 << point.bit;
  if (!point.bits) return 0xffff;
  const [low, high] = point.bits;
  return (2 ** (high + 1) - 2 ** low) & 0xffff;
}
