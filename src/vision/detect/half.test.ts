import { describe, expect, it } from 'vitest';
import { fromHalfBits, halfBits, widened } from './half.ts';

describe('half-precision numbers', () => {
  it('have the bits that IEEE 754 gives them', () => {
    const known: [number, number][] = [
      [0, 0x0000],
      [1, 0x3c00],
      [-2, 0xc000],
      [65504, 0x7bff],
      [1 / 3, 0x3555],
      [2 ** -14, 0x0400],
      [2 ** -24, 0x0001],
      [Number.POSITIVE_INFINITY, 0x7c00],
    ];
    for (const [value, bits] of known) {
      expect(halfBits(value)).toBe(bits);
      if (value !== 1 / 3) expect(fromHalfBits(bits)).toBe(value);
    }
    expect(halfBits(70_000)).toBe(0x7c00);
    expect(halfBits(Number.NaN)).toBe(0x7e00);
    expect(fromHalfBits(0x7e00)).toBeNaN();
  });

  it('come back as they went, all 63488 of them', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      if ((bits & 0x7c00) !== 0x7c00) expect(halfBits(fromHalfBits(bits)) === bits || (bits & 0x7fff) === 0).toBe(true);
    }
  });

  it('are rounded to the nearest, ties to the even one', () => {
    expect(halfBits(1 + 2 ** -11)).toBe(0x3c00);
    expect(halfBits(1 + 3 * 2 ** -11)).toBe(0x3c02);
    expect(halfBits(1 + 2 ** -11 + 2 ** -20)).toBe(0x3c01);
  });

  it('are widened from bits and from numbers', () => {
    expect([...widened(Uint16Array.of(0x3c00, 0xc000))]).toEqual([1, -2]);
    expect([...widened([1, -2])]).toEqual([1, -2]);
  });
});
