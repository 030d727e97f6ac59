import { describe, expect, it } from 'vitest';
import type { TruthFrame } from '../truth.ts';
import { truthLines } from './truth-lines.ts';

const at = (frame: number): TruthFrame => ({
  frame,
  tMs: frame * 100,
  objects: [{ id: 'car-1', class: 'car', box: [1, 2, 3, 4], visible: 1, ground: [0, 0], front: [2, 0], speedKmh: 30 }],
  signals: {},
});

describe('the lines of a truth file', () => {
  it('say in the first how large the picture is, and nothing more than the frame after it', () => {
    const line = truthLines({ width: 960, height: 540 }, 10);
    expect(line(at(0))).toBe(JSON.stringify({ size: [960, 540], ...at(0) }));
    expect(line(at(1))).toBe(JSON.stringify(at(1)));
  });

  it('run on where a live scene begins anew, with other road users, and also where its first frames were late', () => {
    const line = truthLines({ width: 960, height: 540 }, 10);
    const said = [0, 1, 4, 0, 2, 1].map((frame) => JSON.parse(line(at(frame))));
    expect(said.map((l) => [l.frame, l.tMs, l.objects[0].id])).toEqual([
      [0, 0, 'car-1'],
      [1, 100, 'car-1'],
      [4, 400, 'car-1'],
      [5, 500, 'car-1.2'],
      [7, 700, 'car-1.2'],
      [9, 900, 'car-1.3'],
    ]);
  });
});
