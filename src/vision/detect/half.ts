// 16-bit floating point (IEEE 754 binary16), as networks take and give it to halve their memory.

const scratch = new Float32Array(1);
const bitsOf = new Uint32Array(scratch.buffer);

/** The 16 bits of the nearest half-precision number; ties go to the even one, what is too large becomes infinite. */
export function halfBits(value: number): number {
  scratch[0] = value;
  const bits = bitsOf[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fff_ffff;
  if (size > 0x7f80_0000) return sign | 0x7e00; // no number
  if (size >= 0x477f_f000) return sign | 0x7c00; // from 65520 on
  if (size < 0x3880_0000) {
    // Below 2^-14 halves have a fixed step of 2^-24: what is left of adding 0.5 is the rounded count of steps.
    scratch[0] = Math.abs(scratch[0]!) + 0.5;
    return sign | (bitsOf[0]! - 0x3f00_0000);
  }
  const odd = (size >>> 13) & 1;
  return sign | ((size - 0x3800_0000 + 0xfff + odd) >>> 13);
}

export function fromHalfBits(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The numbers of a float16 tensor, whether the runtime gives them as numbers (Float16Array) or as bits. */
export function widened(data: unknown): Float32Array {
  return data instanceof Uint16Array ? Float32Array.from(data, fromHalfBits) : Float32Array.from(data as number[]);
}
