import { describe, expect, it } from 'vitest';
import type { Detection } from '../../domain/detection.ts';
import { boxAt, seen } from '../testing/walk.ts';
import { RoadUsers } from './road-users.ts';

/** A rider and a passenger who travel up the picture until 3 s. */
const both = (t: number): Detection[] => {
  const y = 420 - 50 * Math.min(t, 3);
  return [seen('person', boxAt(500, y, 32, 80), 0.7), seen('person', boxAt(514, y + 4, 32, 80), 0.7)];
};
const machine = (t: number): Detection => seen('motorcycle', boxAt(506, 426 - 50 * t, 40, 70), 0.6);
/** One of them goes on as before, the other one goes off to the side. */
const apart = (t: number): Detection[] => [
  seen('person', boxAt(500, 270, 32, 80), 0.7),
  seen('person', boxAt(514 + 60 * (t - 3), 274, 32, 80), 0.7),
];

describe('two who came on one machine', () => {
  it('are two road users when they are seen far apart, though the machine is seen no more', () => {
    let n = 0;
    const users = new RoadUsers(() => `b-${++n}`, { high: 0.4, start: 0.5 });
    const frames = Array.from({ length: 80 }, (_, i) => i / 10).map((t) => {
      const { tracks } = users.update(1000 * t, t < 3 ? [...both(t), machine(t)] : apart(t));
      return { t, tracks };
    });
    const at = (from: number, until: number) =>
      frames.filter(({ t }) => t >= from && t < until).map(({ tracks }) => tracks.length);
    expect(new Set(at(2, 3))).toEqual(new Set([1]));
    expect(new Set(at(6, 8))).toEqual(new Set([2]));
  });
});

describe('a weak box of a part of a rider', () => {
  /** Found by headlamps again and again: lower than the head of the rider, inside the box of the machine with its rider. */
  const part = (t: number, dx = 0): Detection => seen('person', boxAt(512 + dx, 424 - 50 * t, 20, 52), 0.5);
  const whole = (t: number): Detection => seen('motorcycle', boxAt(506, 426 - 50 * t, 46, 94), 0.8);
  const ids = (scene: (t: number) => Detection[]) => {
    let n = 0;
    const users = new RoadUsers(() => `b-${++n}`, { high: 0.4, start: 0.5 });
    const frames = Array.from({ length: 40 }, (_, i) => users.update(100 * i, scene(i / 10)).tracks);
    return frames.slice(15).map((tracks) =>
      tracks
        .filter((t) => t.confirmed)
        .map((t) => `${t.id} ${t.class}`)
        .join(),
    );
  };

  it('that travels with the box of the machine is no road user of its own', () => {
    expect(new Set(ids((t) => [whole(t), ...(t > 0.5 ? [part(t)] : [])]))).toEqual(new Set(['b-1 motorcycle']));
  });

  it('is somebody else where it stays behind as the machine goes on', () => {
    const left = ids((t) => [whole(t), ...(t > 0.5 ? [part(Math.min(t, 0.7))] : [])]);
    expect(left.at(-1)).toBe('b-1 motorcycle,b-2 person');
  });
});

describe('a rider far away, whose machine is a weak box at first', () => {
  const person = (t: number) => seen('person', boxAt(200 + 60 * t, 200, 26, 52), 0.55);
  const cycle = (x: number, score: number) => seen('bicycle', boxAt(x, 206, 44, 66), score);
  const road = (scene: (t: number) => Detection[]) => {
    let n = 0;
    const users = new RoadUsers(() => `b-${++n}`, { high: 0.4, start: 0.5 });
    const frames = Array.from({ length: 80 }, (_, i) => users.update(125 * i, scene(i / 8)).tracks);
    return frames.map((tracks) => tracks.filter((t) => t.confirmed).length);
  };

  it('is one road user soon after the machine is sure, slow as it goes', () => {
    const counts = road((t) => [person(t), cycle(200 + 60 * t, t < 6 ? 0.22 : 0.65)]);
    expect(counts.slice(56)).toEqual(Array(24).fill(1));
  });

  it('stays somebody on foot before a machine that stands, and before one that goes by', () => {
    expect(road(() => [person(0), cycle(200, 0.65)]).at(-1)).toBe(2);
    const passing = road((t) => [person(0), ...(t > 2 && t < 6 ? [cycle(200 + 120 * (t - 4), 0.65)] : [])]);
    expect(passing[47]).toBe(2);
  });
});
