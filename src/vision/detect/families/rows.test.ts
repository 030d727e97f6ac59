// The families whose boxes are complete in the file: boxes, yolov5, ultralytics. Input 32 x 32; three classes: car, one
// that is none of ours, person.
import { describe, expect, it } from 'vitest';
import { decoded, filled, said } from '../testing/decode.ts';

const box = { x: 6, y: 8, width: 4, height: 8 };

describe('decoded boxes', () => {
  const output = { family: 'boxes', tensor: 'out', format: 'xyxy' };
  const corners = [6, 8, 10, 16];

  it('are read row by row', () => {
    const out = filled([1, 5, 7], { 14: [...corners, 0.9, 0.1, 0.2], 28: [0, 0, 2, 2, 0.1, 0.2, 0.24] });
    expect(decoded(output, { out })).toEqual([{ class: 'car', score: expect.closeTo(0.9), box }]);
  });

  it('are read column by column', () => {
    // Place 1 of 5: its seven numbers stand five apart.
    const out = filled([1, 7, 5], { 1: [6], 6: [8], 11: [10], 16: [16], 21: [0.1], 26: [0.2], 31: [0.7] });
    expect(decoded({ ...output, order: 'columns' }, { out })).toMatchObject([{ class: 'person', box }]);
  });

  it('may be centre and size, shares of the input, with an objectness, not yet activated, with numbers behind', () => {
    const logit = (p: number) => Math.log(p / (1 - p));
    const row = [8 / 32, 12 / 32, 4 / 32, 8 / 32, logit(0.8), logit(0.9), logit(0.1), logit(0.2), 99, 99];
    const settings = { ...output, format: 'cxcywh', unit: 'share', objectness: true, activation: 'sigmoid', extra: 2 };
    const [only] = decoded(settings, { out: filled([1, 1, 10], { 0: row }) });
    expect(only).toMatchObject({ class: 'car', box });
    expect(only?.score).toBeCloseTo(0.72);
  });

  it('are one candidate a place in the product, and one a class in an evaluation', () => {
    const out = filled([1, 1, 7], { 0: [...corners, 0.6, 0.1, 0.5] });
    const both = decoded(output, { out }, { classes: 'every' });
    expect(both.map((d) => [d.class, Math.round(d.score * 10)])).toEqual([
      ['car', 6],
      ['person', 5],
    ]);
    const dog = filled([1, 1, 7], { 0: [...corners, 0.6, 0.9, 0.5] });
    expect(decoded(output, { out: dog })).toEqual([]);
    expect(decoded(output, { out: dog }, { classes: 'every' })).toHaveLength(2);
  });

  it('leave out what has no size or is no number', () => {
    const rows = { 0: [10, 8, 6, 16, 0.9], 7: [Number.NaN, 0, 1, 1, 0.9], 14: [6, 8, 10, 16, Number.NaN] };
    expect(decoded(output, { out: filled([1, 3, 7], rows) })).toEqual([]);
  });

  it('are refused with the line to change', () => {
    expect(said(output, { out: [1, 20, 7] })).toBe('fine');
    expect(said(output, { out: ['batch', 'n', 7] })).toBe('fine');
    expect(said(output, { out: [1, 7, 20] })).toMatch(/\[1, 7, 20\].*boxes expects \[1, N, 7\].*-> .*output\.order/);
    expect(said(output, { out: [1, 20, 84] })).toMatch(/-> .*classes \(3; 80 in the file\)/);
    expect(said(output, { out: [1, 20, 8] })).toMatch(/-> .*output\.family \/ classes \(3; 4 in the file\)/);
    expect(said(output, { boxes: [1, 20, 7] })).toMatch(/no output named "out"; it has: boxes -> .*output\.tensor/);
    expect(said({ ...output, strides: [8, 16] }, { out: [1, 21, 7] })).toMatch(/-> .*output\.strides/);
    expect(said({ ...output, tensor: 0 }, { out: [1, 20, 7] })).toBe('fine');
  });
});

describe('the YOLOv5 head', () => {
  const output = { family: 'yolov5', tensor: 'out', strides: [8, 16] };

  it('multiplies objectness and class', () => {
    // 3 anchors on 16 + 4 cells.
    const out = filled([1, 60, 8], { [59 * 8]: [8, 12, 4, 8, 0.8, 0.1, 0.2, 0.9] });
    expect(decoded(output, { out })).toEqual([{ class: 'person', score: expect.closeTo(0.72), box }]);
  });

  it('is refused with the line to change', () => {
    expect(said(output, { out: [1, 60, 8] })).toBe('fine');
    expect(said(output, { out: [1, 20, 8] })).toMatch(/output\.strides.*output\.anchorsPerCell/);
    expect(said(output, { out: [1, 7, 20] })).toMatch(/-> .*output\.family/);
  });
});

describe('the Ultralytics head', () => {
  const output = { family: 'ultralytics', tensor: 'out', strides: [8, 16] };

  it('is read as it is exported, and turned', () => {
    const columns = filled([1, 7, 20], { 3: [8], 23: [12], 43: [4], 63: [8], 83: [0.7] });
    const rows = filled([1, 20, 7], { 21: [8, 12, 4, 8, 0.7] });
    expect(decoded(output, { out: columns })).toMatchObject([{ class: 'car', box }]);
    expect(decoded({ ...output, order: 'rows' }, { out: rows })).toMatchObject([{ class: 'car', box }]);
  });

  it('is refused with the line to change', () => {
    expect(said(output, { out: [1, 7, 20] })).toBe('fine');
    expect(said(output, { out: [1, 20, 7] })).toMatch(/-> .*output\.order/);
    expect(said(output, { out: [1, 7, 84] })).toMatch(/-> .*output\.strides \/ input\.width \/ input\.height/);
    expect(said(output, { out: [1, 84, 20] })).toMatch(/-> .*classes \(3; 80 in the file\)/);
    expect(said(output, { out: [1, 60, 85] })).toMatch(/-> .*output\.family/);
    expect(said(output, { out: [1, 39, 20] })).toMatch(/classes \(3; 35 in the file\)/);
    expect(said({ ...output, extra: 32 }, { out: [1, 39, 20] })).toBe('fine');
  });
});
