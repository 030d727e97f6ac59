import { describe, expect, it } from 'vitest';
import { averagePrecision, type Found, type Labelled } from './metric.ts';

/** A square of 10 pixels that begins at x: shifted by s it overlaps the unshifted one by (10 - s) / (10 + s). */
const at = (x: number) => ({ x, y: 0, width: 10, height: 10 });
const label = (x: number, ignored = false): Labelled => ({ box: at(x), ignored });
const found = (x: number, score: number): Found => ({ box: at(x), score });
const half = [0.5];

describe('average precision', () => {
  it('is 1 where every box is found and nothing else', () => {
    const image = { labels: [label(0), label(100)], found: [found(0, 0.3), found(100, 0.9)] };
    expect(averagePrecision([image])).toEqual(Array(10).fill(1));
  });

  it('is 0 where nothing is found, and unknown where there is nothing to find', () => {
    expect(averagePrecision([{ labels: [label(0)], found: [] }], half)).toEqual([0]);
    expect(averagePrecision([{ labels: [], found: [found(0, 0.9)] }], half)).toBeNull();
    expect(averagePrecision([{ labels: [label(0, true)], found: [found(0, 0.9)] }], half)).toBeNull();
  });

  it('of right, wrong, right over two boxes is 51 recalls at 1 and 50 at 2/3', () => {
    const image = { labels: [label(0), label(100)], found: [found(0, 0.9), found(50, 0.8), found(100, 0.7)] };
    expect(averagePrecision([image], half)![0]).toBeCloseTo((51 * 1 + (50 * 2) / 3) / 101, 12);
    expect(averagePrecision([image], half, 'all')![0]).toBeCloseTo(0.5 * 1 + (0.5 * 2) / 3, 12);
  });

  it('stops at the recall that is reached: one of four boxes is recalls 0 to 0.25', () => {
    const image = { labels: [0, 100, 200, 300].map((x) => label(x)), found: [found(0, 0.9)] };
    expect(averagePrecision([image], half)![0]).toBeCloseTo(26 / 101, 12);
    expect(averagePrecision([image], half, 'all')![0]).toBeCloseTo(0.25, 12);
  });

  it('counts a second detection of one box as wrong', () => {
    const image = { labels: [label(0)], found: [found(1, 0.9), found(0, 0.8)] };
    expect(averagePrecision([image], half)).toEqual([1]);
    const other = { labels: [label(0), label(100)], found: [found(0, 0.9), found(1, 0.8), found(100, 0.7)] };
    expect(averagePrecision([other], half, 'all')![0]).toBeCloseTo(0.5 + 0.5 * (2 / 3), 12);
  });

  it('lets a detection take the free box it overlaps most, not one that is taken', () => {
    // Both lie nearest to the box at 0; the second still finds the one at 3 (overlap 8/12).
    const image = { labels: [label(0), label(3)], found: [found(0, 0.9), found(1, 0.8)] };
    expect(averagePrecision([image], half)).toEqual([1]);
  });

  it('of one box found with an overlap of 9/11 counts at the overlaps up to 0.80', () => {
    const each = averagePrecision([{ labels: [label(0)], found: [found(1, 0.9)] }])!;
    expect(each).toEqual([1, 1, 1, 1, 1, 1, 1, 0, 0, 0]);
  });

  it('orders the detections of all images by score', () => {
    const images = [
      { labels: [label(0)], found: [found(0, 0.2)] },
      { labels: [], found: [found(0, 0.9)] },
    ];
    expect(averagePrecision(images, half)).toEqual([0.5]);
  });

  it('counts what lies on an ignored box neither way, as often as it lies there, and never misses one', () => {
    const image = {
      labels: [label(0), label(100, true), label(200, true)],
      found: [found(100, 0.9), found(101, 0.8), found(0, 0.7)],
    };
    expect(averagePrecision([image], half)).toEqual([1]);
  });

  it('prefers a box that counts to an ignored one that it overlaps more', () => {
    const image = { labels: [label(0, true), label(2)], found: [found(0, 0.9)] };
    expect(averagePrecision([image], half)).toEqual([1]);
  });

  it('agrees with a curve of ten detections worked out by hand', () => {
    // Right at ranks 1, 2, 4, 7, 10 of five boxes: precision 1, 1, 3/4, 4/7, 5/10 at recalls .2 .4 .6 .8 1.
    const labels = [0, 100, 200, 300, 400].map((x) => label(x));
    const places = [0, 100, 950, 200, 960, 970, 300, 980, 990, 400];
    const image = { labels, found: places.map((x, i) => found(x, 1 - i / 100)) };
    expect(averagePrecision([image], half, 'all')![0]).toBeCloseTo(0.2 * (1 + 1 + 3 / 4 + 4 / 7 + 1 / 2), 12);
    const coco = (41 * 1 + 20 * (3 / 4) + 20 * (4 / 7) + 20 * (1 / 2)) / 101;
    expect(averagePrecision([image], half)![0]).toBeCloseTo(coco, 12);
  });
});
