import { describe, expect, it } from 'vitest';
import { roadUserClasses } from '../../../domain/detection.ts';
import { render, renderHint } from '../../../messages/catalogue.ts';
import { Candidates } from '../candidates.ts';
import type { FamilyContext } from './family.ts';
import { yolox } from './yolox.ts';

// Input 32x32 with strides 8 and 16: 4x4 + 2x2 = 20 cells; three classes, of which the second is none of ours.
const car = roadUserClasses.indexOf('car');
const person = roadUserClasses.indexOf('person');
const context: FamilyContext = {
  inputWidth: 32,
  inputHeight: 32,
  classCount: 3,
  classMap: Int16Array.of(car, -1, person),
  scoreFloor: 0.25,
  classes: 'best',
};
const output = { family: 'yolox' as const, tensor: 'output', strides: [8, 16], activated: true };
const asIs = { frameWidth: 32, frameHeight: 32, left: 0, top: 0, width: 32, height: 32, scaleX: 1, scaleY: 1 };

function decoded(rows: Record<number, number[]>, settings = output) {
  const data = new Float32Array(20 * 8);
  for (const [row, values] of Object.entries(rows)) data.set(values, Number(row) * 8);
  const found = new Candidates(20);
  yolox.createDecode(settings, context, ['output'])({ output: { data, dims: [1, 20, 8], type: 'float32' } }, found);
  return found.best(0.6, 20, asIs);
}

describe('the YOLOX head', () => {
  it('turns a row of the raw grid into a box in pixels', () => {
    // Row 6 is cell x 2, y 1 of the fine grid; offsets 0.5; width e^0 * 8, height e^0.6931 * 8 = 16.
    const [only] = decoded({ 6: [0.5, 0.5, 0, Math.LN2, 0.8, 0.9, 0.1, 0.2] });
    expect(only?.class).toBe('car');
    expect(only?.score).toBeCloseTo(0.72);
    expect(only?.box.x).toBeCloseTo(2.5 * 8 - 4);
    expect(only?.box.y).toBeCloseTo(1.5 * 8 - 8);
    expect(only?.box.width).toBeCloseTo(8);
    expect(only?.box.height).toBeCloseTo(16);
  });

  it('knows the grid of every stride: row 19 is the last cell of the coarse one', () => {
    const [only] = decoded({ 19: [0, 0, -1, -1, 1, 0, 0, 0.5] });
    expect(only?.class).toBe('person');
    expect((only?.box.x ?? 0) + (only?.box.width ?? 0) / 2).toBeCloseTo(16);
  });

  it('leaves out what is weak, what is no road user, and what is no number', () => {
    expect(
      decoded({
        0: [0, 0, 0, 0, 0.5, 0.4, 0, 0], // 0.2 < 0.25
        1: [0, 0, 0, 0, 0.9, 0.3, 0.8, 0], // surest of a class we have no use for
        2: [Number.NaN, 0, 0, 0, 0.9, 0.9, 0, 0],
        3: [0, 0, 0, 0, Number.NaN, 0.9, 0, 0],
      }),
    ).toEqual([]);
  });

  it('applies the sigmoid where the file does not', () => {
    const [only] = decoded({ 6: [0.5, 0.5, 0, 0, 2, 1, -3, -3] }, { ...output, activated: false });
    expect(only?.score).toBeCloseTo((1 / (1 + Math.exp(-2))) * (1 / (1 + Math.exp(-1))));
  });

  it('names the line of the card that does not fit the file', () => {
    const problem = (shape: number[], name = 'output') => {
      const [p] = yolox.problems(output, context, [{ name, type: 'float32', shape }]);
      return p ? `${render(p, 'en')} -> ${renderHint(p, 'en')}` : 'fine';
    };
    expect(problem([1, 20, 8])).toBe('fine');
    expect(problem([-1, 20, 8])).toBe('fine');
    expect(problem([1, 21, 8])).toMatch(/has the shape \[1, 21, 8\].*expects \[1, 20, 8\].*-> .*output\.strides/);
    expect(problem([1, 20, 85])).toMatch(/-> .*classes \(3; 80 in the file\)/);
    expect(problem([1, 8400])).toMatch(/-> .*output\.family/);
    expect(problem([1, 20, 8], 'out')).toMatch(/no output named "output"; it has: out -> .*output\.tensor/);
  });
});
