import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { score } from './score.ts';
import { detected, keptWhenSlower, leastKept, scoreOf, seen, sortOnCampus } from './standard.ts';
import { formatRows, parseRows, type Row, readRows } from './text.ts';
import { trackPlain, trackProduct } from './track.ts';

const material = fileURLToPath(new URL('../../../../shared/material/mot/', import.meta.url));
const isHere = existsSync(material);

/** Somebody of 10 x 20 pixels at x, in each of these frames. */
const walk = (id: number, frames: readonly number[], x: number): Row[] =>
  frames.map((frame) => ({ frame, id, box: { x, y: 0, width: 10, height: 20 }, confidence: 1, class: undefined }));
const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, i) => from + i);

describe('MOT Challenge text', () => {
  it('is read, with a class where there are nine columns', () => {
    expect(parseRows('1,2,3,4,5,6,0.5,-1,-1,-1\n\n')).toEqual([
      { frame: 1, id: 2, box: { x: 3, y: 4, width: 5, height: 6 }, confidence: 0.5, class: undefined },
    ]);
    expect(parseRows('1,2,3,4,5,6,1,7,0.3')[0]?.class).toBe(7);
    expect(parseRows('1,2,3,4,5,6,1,4.5,5.5,0')[0]?.class).toBeUndefined();
    expect(() => parseRows('1,2,3,4,5,6\n0,1,2,3', 'gt.txt')).toThrow(/gt\.txt:2: "0,1,2,3" is no line/);
  });

  it('is written as it is read', () => {
    const rows = parseRows('7,1,0.25,-3,10,20.5,0.9,-1,-1,-1');
    expect(parseRows(formatRows(rows))).toEqual(rows);
  });
});

describe('the metrics', () => {
  const truth = [...walk(1, upTo(10), 0), ...walk(2, upTo(10), 100)];

  it('are 1 for the truth itself', () => {
    const s = score(truth, truth);
    expect([s.mota, s.idf1, s.hota, s.recall, s.precision]).toEqual([1, 1, expect.closeTo(1), 1, 1]);
    expect([s.mostlyTracked, s.partlyTracked, s.mostlyLost, s.switches, s.fragments]).toEqual([2, 0, 0, 0, 0]);
  });

  it('count a change of id as one switch, and give the longer part to the id', () => {
    const result = [...walk(1, upTo(10), 0), ...walk(5, upTo(7), 100), ...walk(6, upTo(10, 8), 100)];
    const s = score(truth, result);
    expect(s).toMatchObject({ switches: 1, falseAlarms: 0, misses: 0, fragments: 0, mota: 1 - 1 / 20 });
    expect(s.idf1).toBeCloseTo((2 * 17) / 40);
    // Association: 10 boxes that agree wholly, 7 in 7 of 10 and 3 in 3 of 10 boxes.
    expect(s.hota).toBeCloseTo(Math.sqrt((10 + 7 * 0.7 + 3 * 0.3) / 20));
  });

  it('count a hole as a fragment and as misses, and the same id after it as no switch', () => {
    const result = [...walk(1, upTo(10), 0), ...walk(2, [1, 2, 3, 8, 9, 10], 100)];
    expect(score(truth, result)).toMatchObject({
      switches: 0,
      fragments: 1,
      misses: 4,
      mostlyTracked: 1,
      partlyTracked: 1,
    });
  });

  it('hold on to a pair that still overlaps by half where another overlaps more', () => {
    const held = walk(1, upTo(3), 0);
    const result = [...walk(7, [1], 0), ...walk(7, [2, 3], 3), ...walk(8, [2, 3], 0)];
    expect(score(held, result)).toMatchObject({ switches: 0, falseAlarms: 2, misses: 0 });
  });

  it('leave out what is not considered, other classes, and what lies on a distractor', () => {
    const others = parseRows(
      '1,3,300,0,10,20,0,1,1\n1,4,400,0,10,20,1,8,1\n1,5,500,0,10,20,1,3,1\n1,6,0,0,10,20,1,1,1',
    );
    const result = [...walk(1, [1], 0), ...walk(2, [1], 400), ...walk(3, [1], 500)];
    expect(score(others, result)).toMatchObject({ truthBoxes: 1, misses: 0, falseAlarms: 1 });
  });
});

describe.runIf(isHere)('on the sequences of the MOT Challenge (needs ../shared/material)', () => {
  const tenth = (share: number) => Math.round(1000 * share) / 10;

  it.each([
    // Published in the README of py-motmetrics.
    ['TUD-Campus', { idf1: 55.8, mota: 52.6, recall: 58.2, precision: 94.1, switches: 7 }],
    ['TUD-Stadtmitte', { idf1: 64.5, mota: 56.4, recall: 60.9, precision: 94.0, switches: 7 }],
  ])('%s has its published scores', (name, published) => {
    const folder = `${material}sort-mot15/${name}/`;
    const s = score(readRows(`${folder}gt/gt.txt`), readRows(`${folder}pymotmetrics_test.txt`));
    const { switches } = s;
    const found = { idf1: tenth(s.idf1), mota: tenth(s.mota), recall: tenth(s.recall), precision: tenth(s.precision) };
    expect({ ...found, switches }).toEqual(published);
  });

  it.each([
    // From a build of the C++ sources on these detections at 25 frames a second: boxes, ids, and the sums of x, y, width
    // and height, each box weighed by its frame and id, so that a box under another id shows.
    ['TUD-Campus', 71, 299, 12, [3885476.74, 2567274.14, 1210930.55, 3078184.55]],
    ['KITTI-17', 145, 570, 13, [18416539.16, 3896408.62, 1807180.47, 4394950.37]],
    ['ETH-Sunnyday', 354, 2017, 56, [22110098.06, 17926450.77, 4596021.65, 12363828.57]],
  ])('%s gives the plain tracker the ids and boxes of the original', (name, lastFrame, boxes, ids, sums) => {
    const detections = readRows(`${material}sort-mot15/${name}/det/det.txt`);
    const rows = trackPlain(detections, { fps: 25, every: 1, lastFrame });
    const sum = (of: (row: Row) => number) =>
      rows.reduce((all, row) => all + ((row.frame * 31 + row.id * 17) % 97) * of(row), 0);
    expect([rows.length, new Set(rows.map((r) => r.id)).size]).toEqual([boxes, ids]);
    const found = [sum((r) => r.box.x), sum((r) => r.box.y), sum((r) => r.box.width), sum((r) => r.box.height)];
    for (const [i, value] of found.entries()) expect(Math.abs(value - sums[i]!)).toBeLessThan(1);
  });

  // MOTA, IDF1, HOTA, switches. A change of the tracker that moves them says so here.
  it.each([
    ['TUD-Campus', 0, [63.2, 70.8, 51.3, 5]],
    ['TUD-Stadtmitte', 1, [70.8, 79.8, 55, 9]],
    ['MOT17-13', 2, [11.8, 19.2, 18.9, 7]],
  ])('the tracker keeps what it has on %s', (_name, index, kept) => {
    const s = scoreOf(detected[index]!(), trackProduct);
    expect([tenth(s.mota), tenth(s.idf1), tenth(s.hota), s.switches]).toEqual(kept);
    if (index === 0) expect(tenth(s.mota)).toBeGreaterThanOrEqual(sortOnCampus);
  });

  it.each(seen.map((create) => [create]))('the tracker is stable at a fifth of the frames (%#)', (create) => {
    expect(keptWhenSlower(create())).toBeGreaterThanOrEqual(leastKept);
  });
});
