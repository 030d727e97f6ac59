import { describe, expect, it } from 'vitest';
import type { Spot } from '../world.ts';
import { crossOf, distanceTo, inside } from './geometry.ts';
import { type Drive, half, happenings, site } from './testing/drives.ts';

describe('geometry of watches', () => {
  it('knows where a step crosses a line, and which way', () => {
    const line: Spot[] = [
      [0, 0],
      [10, 0],
    ];
    expect(crossOf(line, [4, -1], [4, 3])).toEqual({ share: 0.25, direction: 'backward' });
    expect(crossOf(line, [4, 3], [4, -1])).toEqual({ share: 0.75, direction: 'forward' });
    // Past its end, and along it without touching.
    expect(crossOf(line, [11, -1], [11, 3])).toBeUndefined();
    expect(crossOf(line, [1, 1], [9, 1])).toBeUndefined();
  });

  it('tells inside from outside, and how near the edge is', () => {
    const { outline } = site.zones['box']!;
    expect([inside(outline, [20, 0]), inside(outline, [31, 0])]).toEqual([true, false]);
    expect(distanceTo(outline, [33, 9])).toBe(5);
  });
});

describe('watches', () => {
  it('count a crossing at its exact moment', () => {
    // From x = 3 at 7 m/s the line at 20 is reached after 17 / 7 s.
    expect(happenings({ kind: 'crossing', line: 'line' }, 6, { id: 'a', x: 3, speed: 7 })).toEqual([
      {
        ...{ type: 'crossing', id: 'w-crossing-1', kind: 'crossing', watch: 'w', startMs: Math.round(17_000 / 7) },
        ...{ endMs: Math.round(17_000 / 7), objects: ['a'], class: 'car', direction: 'forward' },
      },
    ]);
  });

  it('find a run at red from the front’s passage on, for 20 m; amber is a near miss, green is nothing', () => {
    const at = (front: number, speed: number) => ({ x: 20 - half - speed * front, speed });
    const all = happenings(
      { kind: 'red-light', line: 'line' },
      30,
      { id: 'green', ...at(9.5, 8) },
      { id: 'amber', ...at(12, 8) },
      { id: 'red', ...at(20, 8) },
    );
    expect(all.map((h) => [h.type, h.objects[0], h.startMs])).toEqual([
      ['near-miss', 'amber', 12_000],
      ['violation', 'red', 20_000],
    ]);
    // 20 m at 8 m/s are 2.5 s; it is looked every 50 ms.
    expect(all[1]!.endMs - 22_500).toBeLessThanOrEqual(100);
  });

  it('take who waits at red and then runs it for the run alone; who waits and goes at green for a near miss', () => {
    const line = { kind: 'red-light', line: 'line' };
    // Stands 1 m before the line from second 15 on.
    const waits = (id: string, until: number) => ({
      ...{ id, x: 20 - half - 1 - 15 * 2, speed: 2, stands: [15, until] as const },
    });
    const ran = happenings(line, 38, waits('runs', 20));
    expect(ran.map((h) => [h.type, h.startMs])).toEqual([['violation', 20_500]]);
    const went = happenings(line, 52, waits('goes', 41));
    expect(went.map((h) => [h.type, h.note])).toEqual([['near-miss', 'stops at the line']]);
  });

  it('find who stands over the stop line at red, not who stands before it', () => {
    const watch = { kind: 'stop-line', line: 'line', after: '2s' };
    const stands = [18, 26] as const;
    const [one, ...none] = happenings(
      watch,
      30,
      { id: 'over', x: 20 - 18 * 2 + 1, speed: 2, stands },
      { id: 'before', x: 20 - 18 * 2 - half - 0.5, speed: 2, stands },
    );
    expect(none).toEqual([]);
    expect(one).toMatchObject({ type: 'violation', objects: ['over'], startMs: 18_050, endMs: 25_950 });
  });

  it('find the wrong way, from the area’s edge to its other edge', () => {
    const all = happenings(
      { kind: 'wrong-way', zone: 'box' },
      12,
      { id: 'wrong', x: 40, speed: -5 },
      { id: 'right', x: 0, speed: 5 },
    );
    // In the area from x = 30 (2 s) to x = 10 (6 s).
    expect(all).toMatchObject([{ type: 'violation', objects: ['wrong'], startMs: 2050, endMs: 6000 }]);
  });

  it('tell a stop from a short one by its length', () => {
    const watch = { kind: 'stopping', zone: 'box', after: '10s' };
    const all = happenings(
      watch,
      60,
      { id: 'long', x: 0, speed: 5, stands: [4, 16] },
      { id: 'short', x: 0, speed: 5, stands: [4, 13] },
    );
    expect(all.map((h) => [h.type, h.objects[0]])).toEqual([
      ['violation', 'long'],
      ['near-miss', 'short'],
    ]);
    expect(all[0]!.endMs - all[0]!.startMs).toBeCloseTo(11_900, -1);
  });

  it('tell a speed just above the limit from one just below', () => {
    const watch = { kind: 'speeding', zone: 'box', limitKmh: 50 };
    const all = happenings(watch, 9, { id: 'a', x: 0, speed: 50.1 / 3.6 }, { id: 'b', x: 0, speed: 49.9 / 3.6 });
    expect(all).toMatchObject([
      { type: 'violation', objects: ['a'], peak: 50.1 },
      { type: 'near-miss', objects: ['b'], peak: 49.9 },
    ]);
    // The area is 20 m long.
    expect(all[0]!.endMs - all[0]!.startMs).toBeGreaterThan((20 / (50.1 / 3.6)) * 1000 - 101);
  });

  it('find who enters an area, who stays too long, and only classes asked for', () => {
    const person = { id: 'p', class: 'person', x: 0, speed: 2 } as const;
    const car = { id: 'c', x: 0, speed: 2 };
    const intrusion = happenings({ kind: 'intrusion', zone: 'box', classes: ['person'] }, 20, person, car);
    expect(intrusion).toMatchObject([{ type: 'violation', objects: ['p'] }]);
    // 10 s to cross 20 m.
    expect(happenings({ kind: 'loitering', zone: 'box', after: '9s' }, 20, person)[0]!.type).toBe('violation');
    expect(happenings({ kind: 'loitering', zone: 'box', after: '11s' }, 20, person)[0]!.type).toBe('near-miss');
  });

  it('count a crowd to the number', () => {
    const people = [0, 1, 2].map((i): Drive => ({ id: `p${i}`, class: 'person', x: -i, speed: 2 }));
    const of = (count: number) => happenings({ kind: 'crowding', zone: 'box', count, hold: '2s' }, 20, ...people);
    // All three are in the area from 6 s (the last comes in) to 15 s (the first leaves).
    expect(of(3)).toMatchObject([{ type: 'violation', peak: 3, startMs: 6000, endMs: 14_950 }]);
    expect(of(4)).toMatchObject([{ type: 'near-miss', peak: 3 }]);
    expect(of(5)).toEqual([]);
  });

  it('take too many for too short a time, and one too few for long, for near misses of a crowd', () => {
    const stays = (id: string, stands: readonly [number, number]) => ({ id, x: 5, speed: 5, stands });
    const of = (...people: Drive[]) =>
      happenings({ kind: 'crowding', zone: 'box', count: 3, hold: '2s' }, 30, ...people);
    const two = [stays('a', [3, 13]), stays('b', [3, 12])];
    expect(of(...two).map(({ type, peak }) => [type, peak])).toEqual([['near-miss', 2]]);
    // The third is in the box from 5 s to 6 s, and from 5 s to 9 s.
    const third = (seconds: number) => ({ id: 'c', x: 10 - 100, speed: 20 / seconds, start: 5 - 5 * seconds });
    expect(of(...two, third(1)).map(({ type, peak }) => [type, peak])).toEqual([['near-miss', 3]]);
    expect(of(...two, third(4)).map(({ type, peak }) => [type, peak])).toEqual([['violation', 3]]);
  });

  it('find a jam where many are slow, not where they flow', () => {
    const queue = (speed: number) => [0, 1, 2].map((i): Drive => ({ id: `c${i}`, x: 12 + 6 * i, speed }));
    const watch = { kind: 'jam', zone: 'box', count: 3, belowKmh: 8, hold: '5s' };
    expect(happenings(watch, 8, ...queue(0.3))).toMatchObject([{ type: 'violation', peak: 3 }]);
    expect(happenings(watch, 8, ...queue(4))).toEqual([]);
  });
});
