import { describe, expect, it } from 'vitest';
import type { RoadUserClass } from '../../domain/detection.ts';
import { boxAt, picture, seen } from '../testing/walk.ts';
import { Tracker } from './tracker.ts';

/** Ids and classes in order, of one box in each frame at 10 a second. */
function follow(frames: readonly { readonly x: number; readonly as: readonly (readonly [RoadUserClass, number])[] }[]) {
  let n = 0;
  const tracker = new Tracker(() => `t-${++n}`);
  const [all, ended]: [string[], string[]] = [[], []];
  for (const [i, { x, as }] of frames.entries()) {
    const found = as.map(([c, score]) => seen(c, boxAt(x, 300, 200, 120), score));
    const now = tracker.update(100 * i, found, picture);
    all.push(...now.tracks.map((t) => `${t.id} ${t.class}`));
    ended.push(...now.ended);
  }
  return { all: [...new Set(all)], ended };
}

const away = Array.from({ length: 20 }, (_, i) => ({ x: 450 + 20 * i, as: [['bus', 0.9]] as const }));
const back = (as: readonly (readonly [RoadUserClass, number])[]) =>
  Array.from({ length: 10 }, (_, i) => ({ x: 820 - 20 * i, as }));

describe('a vehicle whose box goes over to another one', () => {
  it('ends where the other, of another class, comes into sight in its place and moves the other way', () => {
    const { all, ended } = follow([...away, ...back([['car', 0.9]])]);
    expect(all).toEqual(['t-1 bus', 't-2 car']);
    expect(ended).toEqual(['t-1']);
  });

  it('is the same one where only the class changes, or only the motion, or the class is in doubt', () => {
    const onwards = away.map((f, i) => (i < 10 ? f : { ...f, as: [['truck', 0.9]] as const }));
    expect(follow(onwards).ended).toEqual([]);
    expect(follow([...away, ...back([['bus', 0.9]])]).ended).toEqual([]);
    const inDoubt = back([
      ['truck', 0.8],
      ['bus', 0.7],
    ]);
    expect(follow([...away, ...inDoubt]).ended).toEqual([]);
  });
});
