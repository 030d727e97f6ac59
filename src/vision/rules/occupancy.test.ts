import { describe, expect, it } from 'vitest';
import type { Ground } from '../calibration/ground.ts';
import { leftHalf, picture, trackAt, type Walk } from '../testing/walk.ts';
import { Occupancy } from './occupancy.ts';

/** From above: 50 pixels a metre. */
const ground: Ground = {
  toGround: ({ x, y }) => ({ x: x / 50, y: y / 50 }),
  toPicture: ({ x, y }) => ({ x: 50 * x, y: 50 * y }),
  knowsHeights: false,
  scaleError: 0,
  metresPerPixel: () => 1 / 50,
};

interface Seen extends Walk {
  readonly id: string;
  /** Feet, metres. */
  readonly at: readonly [number, number];
  readonly bornMs?: number;
}

/** Frames each 0.1 s; gives how many are counted in each. */
function counts(untilMs: number, seen: (ms: number) => readonly Seen[], ended: (ms: number) => string[] = () => []) {
  const occupancy = new Occupancy({ zone: leftHalf, anchor: 'ground' });
  const found: number[] = [];
  for (let ms = 0; ms <= untilMs; ms += 100) {
    const all = seen(ms);
    const tracks = all.map(({ at: [x, y], bornMs = 0, ...walk }) => ({
      ...trackAt(50 * x, 50 * y, { class: 'person', ...walk }),
      bornMs,
    }));
    const places = new Map(
      all.map(({ id, at: [x, y] }) => [id, { at: { x, y }, front: { x, y }, error: 0.1 }] as const),
    );
    const boxes = occupancy.update({ monotonicMs: ms, ...picture, tracks, ended: ended(ms), ground, places });
    found.push(boxes.length);
  }
  return found;
}
const last = (all: readonly number[]) => all.at(-1);

describe('who is in a zone', () => {
  it('is counted once where a part of its body is followed as well', () => {
    const seen = (ms: number): Seen[] => [
      { id: 'a', at: [5, 5] },
      ...(ms >= 1000 ? [{ id: 'b', at: [5.2, 5.1] as const, height: 40 }] : []),
    ];
    expect(new Set(counts(5000, seen))).toEqual(new Set([1]));
  });

  it('is two where one passes close by the other', () => {
    const seen = (ms: number): Seen[] => [
      { id: 'a', at: [5, 5] },
      { id: 'b', at: [2 + ms / 1000, 5.2] },
    ];
    expect(new Set(counts(6000, seen))).toEqual(new Set([2]));
  });

  it('is two where both walk side by side, each with a box of its own', () => {
    const walk = (ms: number) => 2 + (1.2 * ms) / 1000;
    const seen = (ms: number): Seen[] => [
      { id: 'a', at: [walk(ms), 5], height: 60 },
      { id: 'b', at: [walk(ms) + 0.45, 5], height: 60 },
    ];
    expect(new Set(counts(4000, seen))).toEqual(new Set([2]));
  });

  it('is counted once at once where a second track of the body goes on alone', () => {
    const seen = (ms: number): Seen[] => [
      ...(ms <= 1000 ? [{ id: 'a', at: [5, 5] as const }] : []),
      ...(ms >= 900 ? [{ id: 'b', at: [5.3, 5.2] as const, height: 30, bornMs: 900 }] : []),
    ];
    expect(counts(2000, seen).slice(11)).toEqual(Array.from({ length: 10 }, () => 1));
  });

  it('is two again when who came behind another one goes its own way', () => {
    const seen = (ms: number): Seen[] => [
      { id: 'a', at: [5, 5] },
      { id: 'b', at: [5.2 + Math.max(0, (ms - 1000) / 1000), 5] },
    ];
    expect(last(counts(4500, seen))).toBe(2);
  });

  it('is still there for a moment when its track ends in the middle of the zone, and once when it is found again', () => {
    const seen = (ms: number): Seen[] => {
      if (ms < 2000) return [{ id: 'a', at: [5, 5] }];
      return ms < 3500 ? [] : [{ id: 'b', at: [5.3, 5], bornMs: 3500 }];
    };
    const found = counts(5000, seen, (ms) => (ms === 3000 ? ['a'] : []));
    expect(new Set(found)).toEqual(new Set([1]));
  });

  it('has gone when it is not found again within some seconds', () => {
    const found = counts(5000, (ms) => (ms < 2000 ? [{ id: 'a', at: [5, 5] }] : []));
    expect([found[35], last(found)]).toEqual([1, 0]);
  });

  it('has left where it walked on when it was seen last and is over the edge by now', () => {
    const found = counts(3000, (ms) => (ms < 1000 ? [{ id: 'a', at: [8.5 + (1.3 * ms) / 1000, 5] }] : []));
    expect([found[9], found[13]]).toEqual([1, 0]);
  });

  it('is nobody where its box is metres too wide for its kind', () => {
    expect(last(counts(1000, () => [{ id: 'a', at: [5, 5], class: 'bicycle', height: 450 }]))).toBe(0);
    expect(last(counts(1000, () => [{ id: 'a', at: [5, 5], class: 'bicycle', height: 90 }]))).toBe(1);
  });
});
