// How much a value says for a profile. A register that by chance would fit anything says nothing; a float that lies within
// its narrow range, a text, a code of a short list say much. Measured in bits: minus the binary logarithm of the chance
// that arbitrary registers would have looked as right.
import type { PointReading } from './read-points.ts';

export interface Evidence {
  readonly forIt: number;
  readonly against: number;
  /** It is a zero: it counts only beside values that are none. */
  readonly isZero?: boolean;
}

const neutral: Evidence = { forIt: 0, against: 0 };
/** A register that the profile has and the device has not. */
const missingBits = 3;
/** A value that cannot be is against it, but never more than this: sensors break. */
const mostAgainst = 6;
const mostFor = 12;
/** Zeros stand everywhere. */
const shareOfZero = 0.15;

/** Reasons of bad quality that say that the registers hold no such value. */
const impossible = new Set([
  'out-of-range',
  'not-a-number',
  'not-finite',
  'unknown-code',
  'not-text',
  'bad-bcd',
  'bad-time',
]);
const absent = new Set(['illegal-address', 'illegal-value', 'illegal-function']);

export function evidenceOf({ point, decoded, raw }: PointReading): Evidence {
  const reason = decoded.quality.replace(/^bad:/, '');
  const bits = informationOf(point);
  if (decoded.value === null) {
    if (absent.has(reason)) return { forIt: 0, against: missingBits };
    return impossible.has(reason) ? { forIt: 0, against: Math.min(mostAgainst, Math.max(1, bits)) } : neutral;
  }
  if (typeof decoded.value === 'string' && point.point.type === 'string') {
    const printable = /^[\x20-\x7e]*$/.test(decoded.value);
    return printable ? { forIt: Math.min(24, 2 * decoded.value.trim().length), against: 0 } : { forIt: 0, against: 2 };
  }
  const { range } = point.point;
  const isTiny = Math.abs(Number(decoded.value)) < smallest * Math.max(...(range ?? [0]).map(Math.abs));
  // A code is a text: its register may be as empty as any other.
  const isZero = isTiny || !decoded.value || /^[0 ]*$/.test(raw);
  return { forIt: bits * (isZero ? shareOfZero : 1), against: 0, isZero };
}

/** Bits that a value which fits says for its point. */
function informationOf({ point, table }: PointReading['point']): number {
  const { type, range, scale = 1, offset = 0 } = point;
  if (table === 'coil' || table === 'discrete' || type === 'bool' || type === 'bit') return 0.5;
  if (point.enum) {
    const [lowest, highest] = point.bits ?? [0, 15];
    return chance(Object.keys(point.enum).length / 2 ** (highest - lowest + 1));
  }
  // Of all patterns of a float some fifth lies between a millionth and a thousand million.
  if (!range) return type.startsWith('float') ? 2 : 0.2;
  const [low, high] = [(range[0] - offset) / scale, (range[1] - offset) / scale].sort((a, b) => a - b) as [
    number,
    number,
  ];
  if (type === 'float32') return chance(floatShare(low, high));
  const size = { int16: 16, uint16: 16, int32: 32, uint32: 32 }[type as string];
  return size === undefined ? 2 : chance((high - low + 1) / 2 ** size);
}

const chance = (p: number) => Math.min(mostFor, Math.max(0, -Math.log2(Math.min(1, Math.max(p, 2 ** -mostFor)))));

/** Values far smaller than a range is wide stand in it only by chance. */
const smallest = 1e-5;

/** Of all patterns of a float, those between two numbers that are not tiny beside them. */
function floatShare(low: number, high: number): number {
  const tiny = smallest * Math.max(Math.abs(low), Math.abs(high));
  const side = (from: number, to: number) => Math.max(0, rank32(to) - rank32(from)) / 2 ** 32;
  return side(Math.max(low, tiny), high) + side(Math.max(-high, tiny), -low);
}

const scratch = new DataView(new ArrayBuffer(4));
/** Where a float stands among all floats in their order, one step each. */
function rank32(x: number): number {
  scratch.setFloat32(0, Math.fround(x));
  const bits = scratch.getUint32(0);
  return bits & 0x8000_0000 ? -(bits & 0x7fff_ffff) : bits;
}
