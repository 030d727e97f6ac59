// Half precision, IEEE 754-2008 binary16: 1 sign, 5 exponent, 10 fraction bits. Written out because the type checker's
// library does not know DataView.getFloat16 yet.

export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

/** The nearest half to a number, ties to even. */
export function toFloat16(x: number): number {
  if (Number.isNaN(x)) return 0x7e00;
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0;
  const size = Math.abs(x);
  if (size === 0) return sign;
  const exponent = Math.max(Math.floor(Math.log2(size)), -14);
  const units = ties(size / 2 ** (exponent - 10));
  // Rounding up may carry into the next exponent, which is what the addition does.
  const bits = exponent === -14 ? units : ((exponent + 14) << 10) + units;
  return sign | Math.min(bits, 0x7c00);
}

function ties(x: number): number {
  const down = Math.floor(x);
  const rest = x - down;
  return rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down;
}

export const roundToFloat16 = (x: number) => fromFloat16(toFloat16(x));
