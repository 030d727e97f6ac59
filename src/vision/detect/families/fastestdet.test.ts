// Input 32 x 32 with a stride of 16: 2 x 2 cells; three classes: car, one that is none of ours, person.
import { describe, expect, it } from 'vitest';
import { decoded, filled, said } from '../testing/decode.ts';

const output = { family: 'fastestdet', tensor: 'out' };
/** The numbers of a cell stand four apart. */
const cell = (at: number, numbers: number[]) => Object.fromEntries(numbers.map((v, i) => [i * 4 + at, [v]]));

describe('the head of FastestDet', () => {
  it('is objectness, box and classes in planes', () => {
    // Cell 3 is column 1, row 1; its centre moves by tanh(0.5) and tanh(-0.5) cells; a half and a quarter of the input.
    const out = filled([1, 8, 2, 2], cell(3, [0.9, 0.5, -0.5, 0, Math.log(1 / 3), 0.8, 0, 0.1]));
    const [only, ...others] = decoded(output, { out });
    expect(only).toMatchObject({ class: 'car', score: expect.closeTo(0.9 ** 0.6 * 0.8 ** 0.4) });
    expect(only?.box.height).toBeCloseTo(8);
    expect(only?.box.y).toBeCloseTo((1 - Math.tanh(0.5)) * 16 - 4);
    expect(only?.box.x).toBeCloseTo((1 + Math.tanh(0.5)) * 16 - 8);
    expect(others).toEqual([]);
  });

  it('leaves out what is weak by its score, not by its objectness alone', () => {
    const weak = filled([1, 8, 2, 2], cell(0, [0.12, 0, 0, 0, 0, 0.9, 0, 0]));
    expect(decoded(output, { out: weak })).toHaveLength(1); // 0.12^0.6 * 0.9^0.4 = 0.27
    const weaker = filled([1, 8, 2, 2], cell(0, [0.09, 0, 0, 0, 0, 0.9, 0, 0]));
    expect(decoded(output, { out: weaker })).toEqual([]);
  });

  it('is refused with the line to change', () => {
    expect(said(output, { out: [1, 8, 2, 2] })).toBe('fine');
    expect(said(output, { out: [1, 85, 2, 2] })).toMatch(/-> .*classes \(3; 80 in the file\)/);
    expect(said(output, { out: [1, 8, 4, 4] })).toMatch(/\[1, 8, 4, 4\].*\[1, 8, 2, 2\].*-> .*output\.stride /);
    expect(said(output, { out: [1, 84, 8400] })).toMatch(/-> .*output\.family/);
  });
});
