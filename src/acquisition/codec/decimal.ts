// Exact arithmetic with decimal numbers: 3 × 0.1 is 0.3. A number is digits × 10^-places with whole digits of any length,
// so that sums and products lose nothing; it is rounded once, at the very end, to the nearest number there is.

export interface Decimal {
  readonly digits: bigint;
  /** Digits behind the point; never negative. */
  readonly places: number;
}

/** The number exactly as it is written: the shortest decimal that is this number. */
export function decimalOf(x: number | bigint): Decimal {
  if (typeof x === 'bigint') return { digits: x, places: 0 };
  const [mantissa = '0', exponent = '0'] = x.toExponential().split('e');
  const fraction = mantissa.split('.')[1] ?? '';
  const places = fraction.length - Number(exponent);
  const digits = BigInt(mantissa.replace('.', ''));
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}

const raised = (d: Decimal, places: number) => d.digits * 10n ** BigInt(places - d.places);

export function plus(a: Decimal, b: Decimal): Decimal {
  const places = Math.max(a.places, b.places);
  return { digits: raised(a, places) + raised(b, places), places };
}

export const minus = (a: Decimal, b: Decimal): Decimal => plus(a, { digits: -b.digits, places: b.places });

export const multiplied = (a: Decimal, b: Decimal): Decimal => ({
  digits: a.digits * b.digits,
  places: a.places + b.places,
});

/** a / b to so many places, halves away from zero. */
export function dividedBy(a: Decimal, b: Decimal, places: number): Decimal {
  const shift = places + b.places - a.places;
  const top = shift >= 0 ? a.digits * 10n ** BigInt(shift) : a.digits;
  const bottom = shift >= 0 ? b.digits : b.digits * 10n ** BigInt(-shift);
  return { digits: divideRounded(top, bottom), places };
}

/** To so many places, halves away from zero. */
export function rounded(d: Decimal, places: number): Decimal {
  if (d.places <= places) return d;
  return { digits: divideRounded(d.digits, 10n ** BigInt(d.places - places)), places };
}

function divideRounded(top: bigint, bottom: bigint): bigint {
  const isNegative = top < 0n !== bottom < 0n;
  const [t, b] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom];
  const n = (2n * t + b) / (2n * b);
  return isNegative ? -n : n;
}

/** The number nearest to it. */
export const toNumber = (d: Decimal): number => Number(`${d.digits}e-${d.places}`);

export function isEqual(a: Decimal, b: Decimal): boolean {
  const places = Math.max(a.places, b.places);
  return raised(a, places) === raised(b, places);
}
