import { describe, expect, it } from 'vitest';
import { watchSchema } from './schema.ts';
import { half, happenings } from './testing/drives.ts';

// The area reaches from x = 10 to x = 30 and from y = -5 to 5, the line lies at x = 20 and runs from y = -4 to 4. Where
// somebody is follows from x = x0 + v t; what lies between two looks, 50 ms apart, may be a look late or early.
const look = 50;
const near = (ms: number | undefined, wanted: number) => expect(Math.abs((ms ?? 0) - wanted)).toBeLessThanOrEqual(look);

describe('instants of violations', () => {
  it('solid line: the moment at which the middle passes it, to the millisecond, either way', () => {
    const all = happenings(
      { kind: 'solid-line', line: 'line' },
      6,
      { id: 'over', x: 3, speed: 7 },
      { id: 'back', x: 31, speed: -3 },
      // Past the line's end: from y = -4 to 4 it reaches.
      { id: 'beside', x: 3, y: 9, speed: 7 },
    );
    // 17 m at 7 m/s; 11 m at 3 m/s.
    expect(all.map((h) => [h.type, h.objects[0], h.direction, h.startMs, h.endMs])).toEqual([
      ['violation', 'over', 'forward', 2429, 2429],
      ['violation', 'back', 'backward', 3667, 3667],
    ]);
  });

  it('solid line: who comes within 1.5 m and stays on its side is a near miss from there on', () => {
    // 5 m/s from x = 0: at 18.5 after 3.7 s, stands at 19 from 3.8 s on.
    const all = happenings({ kind: 'solid-line', line: 'line' }, 8, { id: 'a', x: 0, speed: 5, stands: [3.8, 99] });
    expect(all.map((h) => h.type)).toEqual(['near-miss']);
    near(all[0]?.startMs, 3700);
    expect(all[0]?.endMs).toBe(8000);
  });

  it('tripwire: only the way that is watched, to the millisecond', () => {
    const drives = [
      { id: 'in', x: 8, speed: 5 },
      { id: 'out', x: 28, speed: -4 },
    ];
    const of = (direction: string) =>
      happenings({ kind: 'tripwire', line: 'line', direction }, 4, ...drives)
        .filter((h) => h.type === 'violation')
        .map((h) => [h.objects[0], h.startMs]);
    // 12 m at 5 m/s; 8 m at 4 m/s.
    expect(of('forward')).toEqual([['in', 2400]]);
    expect(of('backward')).toEqual([['out', 2000]]);
    expect(of('both')).toEqual([
      ['out', 2000],
      ['in', 2400],
    ]);
  });

  it('red light: not within the grace after red began', () => {
    // The signal shows red from 13 s on; fronts pass the line after 13.4 s and after 14.1 s.
    const at = (seconds: number) => ({ x: 20 - half - 8 * seconds, speed: 8 });
    const all = happenings(
      { kind: 'red-light', line: 'line', grace: '1s' },
      20,
      { id: 'late', ...at(13.4) },
      { id: 'runs', ...at(14.1) },
    );
    expect(all.map((h) => [h.type, h.objects[0], h.startMs])).toEqual([
      ['near-miss', 'late', 13_400],
      ['violation', 'runs', 14_100],
    ]);
    // 20 m past the line at 8 m/s: 2.5 s more.
    near(all[1]?.endMs, 16_600);
  });

  it('stop line: too short over it is a near miss', () => {
    const over = { id: 'a', x: 21 - 2 * 18, speed: 2, stands: [18, 19.5] as const };
    const all = happenings({ kind: 'stop-line', line: 'line', after: '2s' }, 25, over);
    expect(all.map((h) => h.type)).toEqual(['near-miss']);
    near(all[0]?.startMs, 18_000);
    near(all[0]?.endMs, 19_500);
  });

  it('forbidden lane: from edge to edge, by how long it is used', () => {
    const lane = { kind: 'forbidden-lane', zone: 'box', hold: '500ms' };
    const [one] = happenings(lane, 8, { id: 'a', class: 'motorcycle', x: -4, speed: 7 });
    // In from x = 10 (14 m: 2 s) to x = 30 (34 m: 4.857 s).
    expect(one?.type).toBe('violation');
    near(one?.startMs, 2000);
    near(one?.endMs, 4857);
    // 20 m in 0.4 s, and in 0.1 s.
    expect(happenings(lane, 3, { id: 'a', x: 0, speed: 50 }).map((h) => h.type)).toEqual(['near-miss']);
    expect(happenings(lane, 3, { id: 'a', x: 0, speed: 200 })).toEqual([]);
    // Another class than those asked for.
    expect(happenings({ ...lane, classes: ['bus'] }, 8, { id: 'a', x: -4, speed: 7 })).toEqual([]);
  });

  it('wrong way: for less than its time is a near miss, and standing is none', () => {
    const watch = { kind: 'wrong-way', zone: 'box', hold: '1s' };
    // 20 m at 25 m/s are 0.8 s, from 0.4 s on.
    const [one, ...more] = happenings(watch, 4, { id: 'a', x: 40, speed: -25 });
    expect([one?.type, more]).toEqual(['near-miss', []]);
    near(one?.startMs, 400);
    near(one?.endMs, 1200);
    expect(happenings(watch, 8, { id: 'a', x: 20, speed: -0.4 })).toEqual([]);
  });

  it('stopping and parking: while it stands, and only in the area', () => {
    const stands = [4, 41.5] as const;
    const long = { id: 'a', x: 0, speed: 5, stands };
    for (const after of ['10s', '30s']) {
      const [one] = happenings({ kind: 'stopping', zone: 'box', after }, 50, long);
      expect(one?.type).toBe('violation');
      near(one?.startMs, 4000);
      near(one?.endMs, 41_500);
    }
    expect(happenings({ kind: 'stopping', zone: 'box', after: '60s' }, 50, long)[0]?.type).toBe('near-miss');
    expect(happenings({ kind: 'stopping', zone: 'box', after: '10s' }, 50, { ...long, y: 6 })).toEqual([]);
  });

  it('speeding: from edge to edge at a speed above the limit', () => {
    // 72 km/h are 20 m/s: in the area from 1 s to 2 s.
    const [one] = happenings({ kind: 'speeding', zone: 'box', limitKmh: 71.9 }, 5, { id: 'a', x: -10, speed: 20 });
    expect([one?.type, one?.peak]).toEqual(['violation', 72]);
    near(one?.startMs, 1000);
    near(one?.endMs, 2000);
  });

  it('intrusion: from 1.5 m before the edge to 1.5 m behind it; passing by within that is a near miss', () => {
    const watch = { kind: 'intrusion', zone: 'box' };
    const [in_] = happenings(watch, 20, { id: 'p', class: 'person', x: 0, speed: 2 });
    expect(in_?.type).toBe('violation');
    near(in_?.startMs, 4250);
    near(in_?.endMs, 15_750);
    // One metre beside the area, and two metres.
    expect(happenings(watch, 20, { id: 'p', x: 0, y: 6, speed: 2 }).map((h) => h.type)).toEqual(['near-miss']);
    expect(happenings(watch, 20, { id: 'p', x: 0, y: 7, speed: 2 })).toEqual([]);
  });

  it('loitering: from coming in to going out, by how long it lasts', () => {
    const watch = { kind: 'loitering', zone: 'box', after: '12s' };
    const stays = { id: 'p', class: 'person' as const, x: 0, speed: 2, stands: [10, 24] as const };
    const [one] = happenings(watch, 40, stays);
    expect(one?.type).toBe('violation');
    // In from 5 s; at the far edge, 20 m on, after 10 s of walking and 14 s of standing.
    near(one?.startMs, 5000);
    near(one?.endMs, 29_000);
    expect(happenings(watch, 40, { ...stays, stands: [10, 10] }).map((h) => h.type)).toEqual(['near-miss']);
  });

  it('loitering: out for no longer than the bridge, the stay goes on; for longer, it is another', () => {
    // In the area from 5 s on, out from 12 s to 15 s, in again from 15 s to 24 s.
    const stands = [6, 99] as const;
    const person = { id: 'p', class: 'person' as const, x: 0, speed: 2, stands };
    const twice = [
      { ...person, seen: [0, 12] as const },
      { ...person, seen: [15, 24] as const },
    ];
    const of = (bridge: string) =>
      happenings({ kind: 'loitering', zone: 'box', after: '8s', bridge }, 40, ...twice).map((h) => [h.type, h.startMs]);
    expect(of('3s')).toEqual([['violation', 5000]]);
    expect(of('2s')).toEqual([
      ['near-miss', 5000],
      ['violation', 15_000],
    ]);
  });

  it('queueing: while so many stand or walk in the area', () => {
    const people = [0, 1, 2, 3].map((i) => ({ id: `p${i}`, class: 'person' as const, x: -2 * i, speed: 2 }));
    const watch = { kind: 'queueing', zone: 'box', count: 4, hold: '3s' };
    const [one] = happenings(watch, 25, ...people);
    // The last comes in after 8 s, the first leaves after 15 s.
    expect([one?.type, one?.peak, one?.objects]).toEqual(['violation', 4, ['p0', 'p1', 'p2', 'p3']]);
    near(one?.startMs, 8000);
    near(one?.endMs, 15_000);
    expect(happenings({ ...watch, hold: '8s' }, 25, ...people)[0]?.type).toBe('near-miss');
  });

  it('gathering: so many more than at the least within its time', () => {
    const first = { id: 'p0', class: 'person' as const, x: 20, speed: 1, stands: [0, 99] as const };
    // They come in at x = 10 after 5, 6 and 7 s, and stand from 10 s on.
    const come = [5, 6, 7].map((s) => ({
      ...{ id: `p${s}`, class: 'person' as const, x: 10 - 2 * s, speed: 2, stands: [10, 99] as const },
    }));
    const watch = { kind: 'gathering', zone: 'box', count: 3, within: '30s', hold: '3s' };
    const [one] = happenings(watch, 60, first, ...come);
    expect([one?.type, one?.peak]).toEqual(['violation', 3]);
    near(one?.startMs, 7000);
    // Up to 5 s one was there: that is forgotten after 30 + 3 s.
    near(one?.endMs, 38_000);
    expect(happenings({ ...watch, count: 4 }, 60, first, ...come)[0]?.type).toBe('near-miss');
    expect(happenings({ ...watch, count: 5 }, 60, first, ...come)).toEqual([]);
  });

  it('jam: while those in the area stand, from the moment their mean speed falls', () => {
    const cars = [-2, 4, 10].map((x) => ({ id: `c${x}`, x, speed: 4, stands: [4, 20] as const }));
    const watch = { kind: 'jam', zone: 'box', count: 3, belowKmh: 8, hold: '5s' };
    const [one, ...more] = happenings(watch, 30, ...cars);
    expect([one?.type, one?.peak, more]).toEqual(['violation', 3, []]);
    near(one?.startMs, 4000);
    near(one?.endMs, 20_000);
    expect(happenings({ ...watch, hold: '17s' }, 30, ...cars)[0]?.type).toBe('near-miss');
  });

  it('every kind that may be watched has its instants tested', () => {
    const kinds = watchSchema.options.map((o) => o.shape.kind.value);
    // Crossing and crowding stand in watch.test.ts.
    expect(kinds.sort()).toEqual(
      [
        ...['crossing', 'crowding', 'forbidden-lane', 'gathering', 'intrusion', 'jam', 'loitering', 'queueing'],
        ...['red-light', 'solid-line', 'speeding', 'stop-line', 'stopping', 'tripwire', 'wrong-way'],
      ].sort(),
    );
  });
});
