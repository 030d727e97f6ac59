// Scale and offset as a person with pencil and paper would compute them: 3 × 0.1 is 0.3. Scale and offset are taken as
// decimals; for whole numbers the computation is done in whole numbers and divided once by a power of ten, which gives
// the number nearest to the exact result.
import type { Raw } from './raw.ts';

export interface Scaling {
  apply(raw: number | bigint): number;
  /** The raw number whose value comes nearest; not rounded to a whole number where `whole` is false. */
  invert(value: number, whole: boolean): Raw;
}

/** x = digits / 10^places, exactly as x is written; places may be negative only by way of larger digits. */
function decimal(x: number): { digits: number; places: number } {
  const [mantissa = '0', exponent = '0'] = x.toExponential().split('e');
  const fraction = mantissa.split('.')[1] ?? '';
  const places = fraction.length - Number(exponent);
  const digits = Number(mantissa.replace('.', ''));
  return places >= 0 ? { digits, places } : { digits: digits * 10 ** -places, places: 0 };
}

/** A product of floating-point numbers without the noise of its last digits. */
const tidy = (x: number) => Number(x.toPrecision(15));

export function scaling(scale = 1, offset = 0): Scaling {
  if (scale === 1 && offset === 0)
    return { apply: (raw) => Number(raw), invert: (v, whole) => (whole ? Math.round(v) : v) };
  const s = decimal(scale);
  const o = decimal(offset);
  const places = Math.max(s.places, o.places);
  const factor = s.digits * 10 ** (places - s.places);
  const summand = o.digits * 10 ** (places - o.places);
  const divisor = 10 ** places;
  const apply = (raw: number | bigint): number => {
    if (typeof raw === 'bigint') return Number(raw) * scale + offset;
    if (!Number.isInteger(raw)) return tidy(raw * scale + offset);
    const whole = raw * factor + summand;
    return Number.isSafeInteger(whole) ? whole / divisor : tidy(raw * scale + offset);
  };
  const invert = (value: number, whole: boolean): number => {
    const raw = (value - offset) / scale;
    if (!whole) return tidy(raw);
    const nearest = Math.round(raw);
    // Beyond some 2^50 the quotient may miss by one what the value was made of.
    return [nearest, nearest - 1, nearest + 1].find((r) => apply(r) === value) ?? nearest;
  };
  return { apply, invert };
}

/** The shortest decimal that is this 32-bit float: 230.2, not 230.1999969482422. */
export function shortestFloat32(x: number): number {
  if (Number.isInteger(x)) return x;
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(x.toPrecision(digits));
    if (Math.fround(short) === x) return short;
  }
  return Number(x.toPrecision(9));
}
