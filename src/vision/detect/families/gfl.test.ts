// Input 32 x 32 with strides 8 and 16: 16 + 4 cells; three classes: car, one that is none of ours, person.
import { describe, expect, it } from 'vitest';
import { decoded, filled, said } from '../testing/decode.ts';

const closeTo = (n: number) => expect.closeTo(n);
const output = { family: 'gfl', strides: [8, 16], scores: ['c8', 'c16'], distances: ['d8', 'd16'], bins: 4 };
/** Four sides of four bins, each sure of one distance. */
const sure = (...sides: number[]) => sides.flatMap((s) => [0, 1, 2, 3].map((bin) => (bin === s ? 50 : 0)));
const empty = {
  c8: filled([1, 16, 3], {}),
  d8: filled([1, 16, 16], {}),
  c16: filled([1, 4, 3], {}),
  d16: filled([1, 4, 16], {}),
};

describe('the head of NanoDet and PicoDet', () => {
  it('measures the sides from the centre of the cell, in strides', () => {
    // Cell 5 of the fine grid is column 1, row 1: its centre is (12, 12). One stride left and up, two right, none down.
    const c8 = filled([1, 16, 3], { 15: [0.9, 0, 0] });
    const d8 = filled([1, 16, 16], { 80: sure(1, 1, 2, 0) });
    const [only, ...others] = decoded(output, { ...empty, c8, d8 });
    expect(only).toMatchObject({ class: 'car', score: closeTo(0.9) });
    expect(only?.box).toEqual({ x: 4, y: 4, width: closeTo(24), height: closeTo(8) });
    expect(others).toEqual([]);
  });

  it('takes the mean of a doubtful side, and knows the coarse grid', () => {
    // The last cell's centre is (24, 24); left between 0 and 1 with equal weight: half a stride of 16.
    const c16 = filled([1, 4, 3], { 9: [0, 0, 0.6] });
    const d16 = filled([1, 4, 16], { 48: [50, 50, 0, 0, ...sure(1, 0, 0)] });
    const [only] = decoded(output, { ...empty, c16, d16 });
    expect(only?.class).toBe('person');
    expect(only?.box).toEqual({ x: closeTo(16), y: closeTo(8), width: closeTo(8), height: closeTo(16) });
  });

  it('reads one tensor with both side by side, without the batch, not activated, from the corner of the cell', () => {
    const row = [2, -9, -9, ...sure(1, 1, 1, 1)];
    const out = filled([20, 19], { 0: Array(380).fill(-9), [5 * 19]: row });
    const settings = { family: 'gfl', strides: [8, 16], tensor: 'out', bins: 4, activated: false, centre: 0 };
    const [only] = decoded(settings, { out });
    expect(only?.score).toBeCloseTo(1 / (1 + Math.exp(-2)));
    expect(only?.box).toEqual({
      x: closeTo(0),
      y: closeTo(0),
      width: closeTo(16),
      height: closeTo(16),
    });
  });

  it('rounds a grid up where the input is no multiple of the stride', () => {
    const settings = { ...output, strides: [64], scores: [0], distances: [1] };
    expect(said(settings, { c: [1, 49, 3], d: [1, 49, 16] }, { inputWidth: 416, inputHeight: 416 })).toBe('fine');
  });

  it('is refused with the line to change', () => {
    const shapes = { c8: [1, 16, 3], d8: [1, 16, 16], c16: [1, 4, 3], d16: [1, 4, 16] };
    expect(said(output, shapes)).toBe('fine');
    expect(said({ ...output, strides: [8] }, shapes)).toMatch(
      /2 under output\.scores for 1 strides -> .*output\.strides/,
    );
    expect(said({ ...output, strides: [8, 32] }, shapes)).toMatch(
      /"c16".*\[1, 4, 3\].*\[1, 1, 3\].*-> .*output\.strides/,
    );
    expect(said({ ...output, bins: 8 }, shapes)).toMatch(/"d8".*\[1, 16, 16\].*\[1, 16, 32\].*-> .*output\.bins/);
    expect(said(output, { ...shapes, c8: [1, 16, 80] })).toMatch(/-> .*classes \(3; 80 in the file\)/);
    expect(said({ ...output, scores: ['c16', 'c8'] }, shapes)).toMatch(/"c16".*-> .*output\.strides/);
    expect(said(output, { out: [1, 20, 19] })).toMatch(/no output named "c8"; it has: out -> .*output\.scores\[0\]/);
  });
});
