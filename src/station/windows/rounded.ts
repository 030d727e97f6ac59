// Ten digits of a number. What comes after them is the noise of the sum that it came out of.

const digits = 10;
const powers = Array.from({ length: digits }, (_, i) => 10 ** i);
/** Nearer to a half than this, a product that is rounded itself does not say which way the number goes. */
const doubt = 1e-4;

/**
 * The same as `Number(v.toPrecision(10))`, without a text: from 0.1 to 10^10 the ten digits are a whole number less than
 * 2^53 over a power of ten that a double holds exactly, and their quotient is the double nearest to that decimal, as the one
 * that is read from its text.
 */
export function rounded(v: number | null): number | null {
  if (v === null) return null;
  const size = Math.abs(v);
  if (size >= 0.1 && size < 1e9) {
    let left = digits;
    while (left > 0 && size >= powers[digits - left]!) left--;
    const scale = left === digits ? 1e10 : powers[left]!;
    const scaled = size * scale;
    const whole = Math.round(scaled);
    if (Math.abs(scaled - whole) < 0.5 - doubt) return (v < 0 ? -whole : whole) / scale;
  }
  return Number(v.toPrecision(digits));
}
