import { describe, expect, it } from 'vitest';
import { roadUserClasses } from '../../domain/detection.ts';
import { Candidates } from './candidates.ts';
import type { Placement } from './placement.ts';

const asIs: Placement = {
  frameWidth: 100,
  frameHeight: 100,
  left: 0,
  top: 0,
  width: 100,
  height: 100,
  scaleX: 1,
  scaleY: 1,
};
const car = roadUserClasses.indexOf('car');
const bus = roadUserClasses.indexOf('bus');

describe('the suppression of boxes that are found twice', () => {
  it('keeps the better of two of one class that overlap, and both of two classes', () => {
    const all = new Candidates(10);
    all.add(10, 10, 20, 20, 0.6, car);
    all.add(12, 10, 20, 20, 0.9, car); // overlap 18*20 / (2*400 - 360) = 0.82
    all.add(12, 10, 20, 20, 0.5, bus);
    all.add(40, 10, 20, 20, 0.3, car);
    const best = all.best(0.6, 10, asIs).map((d) => [d.class, Number(d.score.toFixed(1)), d.box.x]);
    expect(best).toEqual([
      ['car', 0.9, 12],
      ['bus', 0.5, 12],
      ['car', 0.3, 40],
    ]);
  });

  it('keeps a third that overlaps only with one that was dropped', () => {
    const all = new Candidates(10);
    all.add(0, 0, 20, 20, 0.9, car);
    all.add(8, 0, 20, 20, 0.8, car); // 0.43 with the first
    all.add(16, 0, 20, 20, 0.7, car); // 0.43 with the second, 0.11 with the first
    expect(all.best(0.4, 10, asIs).map((d) => d.box.x)).toEqual([0, 16]);
  });

  it('brings boxes back to the frame, cut at its edges', () => {
    const letterbox: Placement = {
      ...asIs,
      frameWidth: 200,
      frameHeight: 100,
      top: 25,
      height: 50,
      scaleX: 0.5,
      scaleY: 0.5,
    };
    const all = new Candidates(10);
    all.add(-5, 20, 30, 15, 0.9, car);
    all.add(0, 0, 10, 20, 0.8, car); // in the padding above the picture
    expect(all.best(0.6, 10, letterbox).map((d) => d.box)).toEqual([{ x: 0, y: 0, width: 50, height: 20 }]);
  });

  it('gives no more than asked, and counts what did not fit', () => {
    const all = new Candidates(3);
    for (let i = 0; i < 5; i++) all.add(i * 20, 0, 10, 10, 0.5, car);
    expect(all.overflow).toBe(2);
    expect(all.best(0.6, 2, asIs)).toHaveLength(2);
    all.clear();
    expect(all.best(0.6, 2, asIs)).toEqual([]);
  });
});
