// Input 32 x 32 with one stride of 16: 2 x 2 cells; two anchors; three classes: car, one that is none of ours, person.
import { describe, expect, it } from 'vitest';
import { decoded, filled, said } from '../testing/decode.ts';

const anchors = [
  [
    [4, 6],
    [8, 10],
  ],
];
const output = { family: 'anchor', tensors: ['out'], strides: [16], anchors, boxes: 'yolov5', layout: 'anchors-first' };
const logit = (p: number) => Math.log(p / (1 - p));
const inverse = (p: number) => (p === 0 ? -50 : logit(p));

/** Anchor 1 of the cell in column 1, row 0: box, objectness, classes, as probabilities. */
const place = { cell: 1, anchor: 1 };
const numbers = [0.5, 0.5, 0.5, 0.75, 0.8, 0.9, 0, 0.1];
// Centre (2 * 0.5 - 0.5 + cell) * 16 = (24, 8); size (2 * 0.5)^2 * 8 and (2 * 0.75)^2 * 10, cut by the upper edge.
const box = { x: 24 - 4, y: 0, width: expect.closeTo(8) };
const found = [{ class: 'car', score: expect.closeTo(0.72, 4), box }];
const silent = (length: number) => Array(length).fill(-50);

describe('a head with anchors', () => {
  it('reads [1, anchors, rows, columns, n]', () => {
    const at = (place.anchor * 4 + place.cell) * 8;
    const out = filled([1, 2, 2, 2, 8], { 0: silent(64), [at]: numbers.map(inverse) });
    expect(decoded(output, { out })).toMatchObject(found);
  });

  it('reads [1, anchors x n, rows, columns]', () => {
    const spread = numbers.map((p, i) => [(place.anchor * 8 + i) * 4 + place.cell, [inverse(p)]] as const);
    const out = filled([1, 16, 2, 2], { 0: silent(64) });
    for (const [at, value] of spread) out.data.set(value, at);
    expect(decoded({ ...output, layout: 'channels-first' }, { out })).toMatchObject(found);
  });

  it('reads [rows, columns, anchors x n], activated', () => {
    const out = filled([2, 2, 16], { [place.cell * 16 + place.anchor * 8]: numbers });
    const settings = { ...output, layout: 'channels-last', activated: true };
    expect(decoded(settings, { out })).toMatchObject(found);
  });

  it('reads class scores that all anchors of a cell share, as Yolo-FastestV2 has them', () => {
    // A cell of 13: two boxes, two objectnesses, three classes.
    const cell = [...Array(4).fill(0), ...numbers.slice(0, 4), 0, 0.8, 0.9, 0, 0.1];
    const settings = { ...output, layout: 'channels-last', activated: true, classScores: 'shared' };
    expect(decoded(settings, { out: filled([2, 2, 13], { [place.cell * 13]: cell }) })).toMatchObject(found);
    expect(said(settings, { out: [1, 2, 2, 13] })).toBe('fine');
    const first = filled([1, 13, 2, 2], {});
    for (const [i, v] of cell.entries()) first.data[i * 4 + place.cell] = v;
    expect(decoded({ ...settings, layout: 'channels-first' }, { out: first })).toMatchObject(found);
  });

  it('knows the boxes of YOLOv3: an offset in the cell, a size that is a power of e', () => {
    const row = [logit(0.25), logit(0.5), Math.log(2), 0, logit(0.8), logit(0.9), -50, -50];
    const out = filled([1, 2, 2, 2, 8], { 0: silent(64), [3 * 8]: row });
    const [only] = decoded({ ...output, boxes: 'yolov3' }, { out });
    // Cell (1, 1), anchor 0: centre (20, 24), size 8 x 6.
    expect(only?.box).toEqual({
      x: expect.closeTo(16),
      y: expect.closeTo(21),
      width: expect.closeTo(8),
      height: expect.closeTo(6),
    });
  });

  it('is refused with the line to change', () => {
    expect(said(output, { out: [1, 2, 2, 2, 8] })).toBe('fine');
    expect(said(output, { out: [1, 3, 2, 2, 8] })).toMatch(/-> .*output\.anchors\[0\]/);
    expect(said(output, { out: [1, 2, 4, 4, 8] })).toMatch(/-> .*output\.strides\[0\]/);
    expect(said(output, { out: [1, 2, 2, 2, 85] })).toMatch(/-> .*classes \(3; 80 in the file\)/);
    expect(said({ ...output, strides: [8, 16] }, { out: [1, 2, 2, 2, 8] })).toMatch(
      /1 under output\.tensors for 2 strides/,
    );
    const channels = { ...output, layout: 'channels-first' };
    expect(said(channels, { out: [1, 16, 2, 2] })).toBe('fine');
    expect(said(channels, { out: [1, 170, 2, 2] })).toMatch(/classes \(3; 80 in the file\)/);
    expect(said(channels, { out: [1, 2, 2, 2, 8] })).toMatch(/-> .*output\.family/);
  });
});
