// Scale, offset and rounding as a person with pencil and paper would compute them: exactly, in decimals.
import { type Decimal, decimalOf, dividedBy, isEqual, minus, multiplied, plus, rounded, toNumber } from './decimal.ts';
import { roundToFloat16 } from './float16.ts';

export interface Scaling {
  /** A finite number, or a whole one too long for a number. */
  apply(raw: number | bigint): number;
  /** Is the result of `apply` exactly the value, not only the number nearest to it? */
  isExact(raw: number | bigint): boolean;
  /** The raw number whose value comes nearest; a whole number where `whole` is true. */
  invert(value: number, whole: boolean): number | bigint;
}

/** Places that keep some 20 digits of a number of this size: more than a float has. */
const placesFor = (size: number) => 20 - Math.min(0, Math.floor(Math.log10(Math.abs(size) || 1)));

export function scaling(scale = 1, offset = 0, round?: number): Scaling {
  const s = decimalOf(scale);
  const o = decimalOf(offset);
  const exactly = (raw: number | bigint): Decimal => {
    const d = plus(multiplied(decimalOf(raw), s), o);
    return round === undefined ? d : rounded(d, round);
  };
  return {
    apply: quick(s, o, round) ?? ((raw) => toNumber(exactly(raw))),
    isExact: (raw) => {
      const d = exactly(raw);
      return isEqual(d, decimalOf(toNumber(d)));
    },
    invert(value, whole) {
      const places = whole ? 0 : placesFor((value - offset) / scale);
      const raw = dividedBy(minus(decimalOf(value), o), s, places);
      if (!whole) return toNumber(raw);
      const n = Number(raw.digits);
      return Number.isSafeInteger(n) ? n : raw.digits;
    },
  };
}

/** The same in plain numbers wherever that is as exact: whole numbers, divided once by a power of ten. */
function quick(s: Decimal, o: Decimal, round: number | undefined): Scaling['apply'] | undefined {
  const places = Math.max(s.places, o.places);
  if (places > 22 || (round !== undefined && round < places)) return undefined;
  const factor = Number(s.digits * 10n ** BigInt(places - s.places));
  const summand = Number(o.digits * 10n ** BigInt(places - o.places));
  const divisor = 10 ** places;
  const isUnchanged = factor === 1 && summand === 0 && divisor === 1;
  const exactly = (raw: number | bigint) => {
    const d = plus(multiplied(decimalOf(raw), s), o);
    return toNumber(round === undefined ? d : rounded(d, round));
  };
  return (raw) => {
    if (typeof raw === 'number') {
      if (isUnchanged && round === undefined) return raw;
      const whole = raw * factor + summand;
      if (Number.isInteger(raw) && Number.isSafeInteger(whole)) return whole / divisor;
    }
    return exactly(raw);
  };
}

/**
 * The shortest decimal that is this 16- or 32-bit float: 230.2, not 230.1999969482422.
 * @param sure decimal digits that such a float always keeps: 3 of 16 bits, 6 of 32.
 */
export function shortest(x: number, toFloat: (x: number) => number, sure: 3 | 6): number {
  if (Number.isInteger(x)) return x;
  for (let digits: number = sure; digits < 9; digits++) {
    const short = Number(x.toPrecision(digits));
    if (toFloat(short) === x) return short;
  }
  return Number(x.toPrecision(9));
}

export const shortestFloat32 = (x: number) => shortest(x, Math.fround, 6);
export const shortestFloat16 = (x: number) => shortest(x, roundToFloat16, 3);
