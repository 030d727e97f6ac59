// The families that select their boxes in the file: end2end and detr. Input 32 x 32; three classes: car, one that is
// none of ours, person.
import { describe, expect, it } from 'vitest';
import { decoded, filled, said } from '../testing/decode.ts';

const box = { x: 6, y: 8, width: 4, height: 8 };

describe('the end-to-end head', () => {
  const output = { family: 'end2end', tensor: 'out' };

  it('is a list of corners, score and class', () => {
    const out = filled([1, 4, 6], { 0: [6, 8, 10, 16, 0.9, 2], 6: [0, 0, 4, 4, 0.9, 1], 12: [0, 0, 4, 4, 0.2, 0] });
    expect(decoded(output, { out })).toEqual([{ class: 'person', score: expect.closeTo(0.9), box }]);
  });

  it('may have its columns in another order, as YOLOv7 with a batch number', () => {
    const columns = ['batch', 'x1', 'y1', 'x2', 'y2', 'class', 'score'];
    const out = filled([2, 7], { 0: [0, 6, 8, 10, 16, 0, 0.8] });
    expect(decoded({ ...output, columns }, { out })).toMatchObject([{ class: 'car', box }]);
    expect(said({ ...output, columns }, { out: ['n', 7] })).toBe('fine');
  });

  it('leaves out classes that no card speaks of', () => {
    expect(decoded(output, { out: filled([1, 1, 6], { 0: [6, 8, 10, 16, 0.9, 17] }) })).toEqual([]);
  });

  it('is refused with the line to change', () => {
    expect(said(output, { out: [1, 300, 6] })).toBe('fine');
    expect(said(output, { out: [300, 7] })).toMatch(/-> .*output\.columns/);
    expect(said(output, { out: [1, 84, 8400] })).toMatch(/\[1, 84, 8400\].*-> .*output\.family/);
  });
});

describe('the DETR head that selects in the file', () => {
  const output = { family: 'detr', boxes: 'boxes', scores: 'scores', labels: 'labels', format: 'xyxy', unit: 'pixels' };
  const labels = { data: BigInt64Array.of(2n, 1n, 0n), dims: [1, 3], type: 'int64' };
  const boxes = filled([1, 3, 4], { 0: [6, 8, 10, 16], 4: [0, 0, 4, 4], 8: [0, 0, 4, 4] });

  it('is labels, boxes and scores', () => {
    const scores = filled([1, 3], { 0: [0.9, 0.8, 0.1] });
    expect(decoded(output, { labels, boxes, scores })).toEqual([{ class: 'person', score: expect.closeTo(0.9), box }]);
  });

  it('is refused with the line to change', () => {
    const shapes = { labels: [1, 300], boxes: [1, 300, 4], scores: [1, 300] };
    expect(said(output, shapes)).toBe('fine');
    expect(said({ ...output, labels: 'classes' }, shapes)).toMatch(/"classes".*-> .*output\.labels/);
    expect(said({ ...output, boxes: 'scores' }, shapes)).toMatch(/"scores".*\[1, 300\].*\[1, N, 4\]/);
    expect(said(output, { ...shapes, boxes: [1, 300, 80] })).toMatch(/-> .*output\.boxes/);
  });
});

describe('the DETR head with the scores of every class', () => {
  const output = { family: 'detr', boxes: 1, scores: 0, format: 'cxcywh', unit: 'share' };
  const boxes = filled([1, 2, 4], { 0: [8 / 32, 12 / 32, 4 / 32, 8 / 32] });

  it('applies the sigmoid of RT-DETR', () => {
    const scores = filled([1, 2, 3], { 0: [2, -3, -1, -9, -9, -9] });
    const [only, ...others] = decoded({ ...output, activation: 'sigmoid' }, { scores, boxes });
    expect(only).toMatchObject({ class: 'car', box });
    expect(only?.score).toBeCloseTo(1 / (1 + Math.exp(-2)));
    expect(others).toEqual([]);
  });

  it('applies the softmax of DETR with its column for no object', () => {
    const scores = filled([1, 2, 4], { 0: [1, 0, 2, 1, 0, 0, 0, 9] });
    const settings = { ...output, activation: 'softmax', noObject: true };
    const sum = Math.E + 1 + Math.E ** 2 + Math.E;
    const [only, ...others] = decoded(settings, { scores, boxes });
    expect(only).toMatchObject({ class: 'person', box });
    expect(only?.score).toBeCloseTo(Math.E ** 2 / sum);
    expect(others).toEqual([]);
    const every = decoded(settings, { scores, boxes }, { classes: 'every', scoreFloor: 0.01 });
    expect(every.map((d) => d.score)).toEqual([Math.E ** 2 / sum, Math.E / sum].map((p) => expect.closeTo(p)));
  });

  it('is refused with the line to change', () => {
    expect(said(output, { logits: [1, 300, 3], pred: [1, 300, 4] })).toBe('fine');
    expect(said(output, { logits: [1, 300, 91], pred: [1, 300, 4] })).toMatch(/classes \(3; 91 in the file\)/);
    expect(said({ ...output, boxes: 7 }, { logits: [1, 300, 3] })).toMatch(/"7".*-> .*output\.boxes/);
  });
});
