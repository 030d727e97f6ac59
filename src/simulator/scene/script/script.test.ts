import { describe, expect, it } from 'vitest';
import { scenarioSchema } from '../scenario.ts';
import { openScene } from '../scene.ts';
import type { Actor } from '../world.ts';

// Nobody but those whom the script sends. Where they are at a moment follows from where they begin and how fast they are:
// `from` metres along a straight way whose ends are written in the plan; where the ways, lines and areas lie is written
// here once more, in metres.
function played(place: string, script: object[], watch: object[], seconds: number) {
  const scenario = scenarioSchema.parse({
    ...{ version: 1, title: 'one script', place, size: '320x180', warmUp: '0s' },
    script,
    watch: watch.map((w, i) => ({ id: `w${i}`, ...w })),
  });
  const scene = openScene(scenario);
  const seen: { readonly seconds: number; readonly actors: readonly Actor[] }[] = [];
  for (let k = 0; k <= seconds * 20; k++) seen.push(scene.at(k / 20));
  return { found: scene.violations(), seen };
}

/** First and last of the moments at which something is true, ms. */
function spell(seen: ReturnType<typeof played>['seen'], holds: (actors: readonly Actor[]) => boolean) {
  const times = seen.filter((m) => holds(m.actors)).map((m) => m.seconds * 1000);
  return [times[0] ?? Number.NaN, times.at(-1) ?? Number.NaN] as const;
}

/** The longest run of moments, with no pause of more than 0.3 s in it: its first and its last, ms. */
function longest(times: readonly number[]) {
  let best: readonly [number, number] = [0, -1];
  let from = times[0] ?? 0;
  times.forEach((t, i) => {
    if (i > 0 && t - (times[i - 1] ?? t) > 301) from = t;
    if (t - from > best[1] - best[0]) best = [from, t];
  });
  return best;
}

/** Looks are 50 ms apart. */
const near = (ms: number | undefined, wanted: number, by = 51) =>
  expect(Math.abs((ms ?? Number.NaN) - wanted), `${ms} and not ${wanted}`).toBeLessThan(by);

const kmh = (v: number) => v / 3.6;

describe('what a script commands', () => {
  it('wrong way: from the area’s edge to its other edge at the speed asked for', () => {
    const drive = { do: 'drive', at: '2s', class: 'motorcycle', way: 'west', against: true, from: 80, exact: true };
    const { found } = played(
      'street',
      [{ ...drive, speedKmh: 20, offsets: [{ s: 0, offset: 2.3 }] }],
      [{ kind: 'wrong-way', zone: 'west' }],
      16,
    );
    // The way west runs from x = 150 to x = -150: against it one begins at -150 + 80; the area reaches from -60 to -6.
    expect(found.map((h) => h.type)).toEqual(['violation']);
    near(found[0]?.startMs, 2000 + (10 / kmh(20)) * 1000);
    near(found[0]?.endMs, 2000 + (64 / kmh(20)) * 1000);
  });

  it('speeding at an exact speed: one tenth of a km/h tells', () => {
    const car = (id: string, speedKmh: number, offset: number) => ({
      ...{ do: 'drive', at: '1s', class: 'car', way: 'west', from: 200, exact: true, kind: 'saloon' },
      ...{ id, speedKmh, offsets: [{ s: 0, offset }] },
    });
    const limit = { kind: 'speeding', zone: 'west', limitKmh: 80 };
    const { found } = played('highway', [car('above', 80.1, 0), car('below', 79.9, 3.6)], [limit], 12);
    expect(found.map((h) => [h.type, h.objects[0], h.peak]).sort()).toEqual([
      ['near-miss', 'below', 79.9],
      ['violation', 'above', 80.1],
    ]);
    // The way runs from x = 260 down: the area from -8 to -90 is entered 268 m along it and left after 350.
    const above = found.find((h) => h.type === 'violation');
    near(above?.startMs, 1000 + (68 / kmh(80.1)) * 1000);
    near(above?.endMs, 1000 + (150 / kmh(80.1)) * 1000);
  });

  it('forbidden lane: while a motorcycle keeps to it', () => {
    const ride = { do: 'drive', at: '1s', class: 'motorcycle', way: 'west', from: 230, exact: true, speedKmh: 54 };
    const { found } = played(
      'highway',
      [{ ...ride, offsets: [{ s: 0, offset: 3 }] }],
      [{ kind: 'forbidden-lane', zone: 'fast-lane', classes: ['motorcycle'] }],
      12,
    );
    expect(found.map((h) => h.type)).toEqual(['violation']);
    near(found[0]?.startMs, 1000 + (38 / 15) * 1000);
    near(found[0]?.endMs, 1000 + (120 / 15) * 1000);
  });

  it('solid line: when the sideways movement has come to it', () => {
    const ride = { do: 'drive', at: '1s', class: 'car', way: 'west', from: 240, exact: true, speedKmh: 72 };
    const offsets = [
      { s: 0, offset: 0 },
      { s: 280, offset: 3.6 },
    ];
    const { found } = played('highway', [{ ...ride, offsets }], [{ kind: 'solid-line', line: 'solid' }], 8);
    expect(found.map((h) => h.type)).toEqual(['violation']);
    // 40 m at 20 m/s to where it sets off sideways, 1.8 m to the line at 1.1 m/s: the most that a car moves sideways.
    near(found[0]?.startMs, 1000 + 2000 + (1.8 / 1.1) * 1000, 76);
  });

  it('counting line and tripwire: to some milliseconds', () => {
    const ride = { do: 'drive', at: '0.5s', class: 'car', way: 'west', from: 100, exact: true, speedKmh: 36 };
    const { found } = played(
      'street',
      [ride],
      [
        { kind: 'crossing', line: 'count' },
        { kind: 'tripwire', line: 'count' },
      ],
      9,
    );
    // The line lies at x = -13: 163 m along the way, 63 m from the start at 10 m/s.
    expect(found.map((h) => h.kind).sort()).toEqual(['crossing', 'tripwire']);
    for (const { startMs } of found) near(startMs, 500 + 6300, 2);
  });

  it('red light: the front passes the stop line at red', () => {
    const ride = { do: 'drive', class: 'car', kind: 'saloon', way: 'west-straight', from: 86.4, exact: true };
    const { found } = played(
      'junction',
      [
        { ...ride, id: 'runs', at: '22s', speedKmh: 36, ignoresSignals: true },
        { ...ride, id: 'amber', at: '13s', speedKmh: 36, ignoresSignals: true },
      ],
      [{ kind: 'red-light', line: 'stop-west' }],
      32,
    );
    // The line lies 138.7 m along the way: the front of a car of 4.6 m is there 50 m after its start. Green ends after 17 s,
    // amber after 20 s.
    expect(found.map((h) => [h.type, h.objects[0]])).toEqual([
      ['near-miss', 'amber'],
      ['violation', 'runs'],
    ]);
    near(found[0]?.startMs, 18_000, 6);
    near(found[1]?.startMs, 27_000, 6);
    near(found[1]?.endMs, 29_000);
  });

  it('run-red: one of the traffic passes the line at red, at the moment its front is there', () => {
    const scenario = scenarioSchema.parse({
      ...{ version: 1, title: 'run', place: 'junction', size: '320x180', warmUp: '20s', seed: 3 },
      traffic: { main: { motorcycle: 30 } },
      script: [{ do: 'run-red', at: '21s', way: 'west-straight' }],
      watch: [{ id: 'red', kind: 'red-light', line: 'stop-west' }],
    });
    const scene = openScene(scenario);
    const fronts = new Map<string, number>();
    const passed: { id: string; ms: number }[] = [];
    for (let k = 0; k <= 50 * 20; k++) {
      const now = scene.at(k / 20);
      for (const a of now.actors) {
        // The middle of a motorcycle of 1.9 to 2 m is 0.95 to 1 m behind its front; the line lies at x = -35.3.
        const front = a.at[0] + 0.96 * Math.cos(a.heading);
        const before = fronts.get(a.id);
        const goesEast = Math.cos(a.heading) > 0.9 && a.at[1] < 22;
        if (goesEast && before !== undefined && before < -35.3 && front >= -35.3) passed.push({ id: a.id, ms: k * 50 });
        fronts.set(a.id, front);
      }
    }
    // Red from 20 s to 52 s.
    const atRed = passed.filter((p) => p.ms > 20_100 && p.ms < 52_000);
    const runs = scene.violations().filter((h) => h.type === 'violation');
    expect(runs.map((h) => h.objects[0])).toEqual(atRed.map((p) => p.id));
    expect(runs).toHaveLength(1);
    near(runs[0]?.startMs, atRed[0]?.ms ?? 0, 80);
  });

  it('stopping, and parking: where it is told to and for as long', () => {
    const ride = { do: 'drive', at: '0s', class: 'car', way: 'west', from: 120, speedKmh: 30, kind: 'saloon' };
    const halts = [{ s: 172, for: '20s', offset: -2 }];
    const stop = (after: string) => ({ kind: 'stopping', zone: 'no-stopping', after });
    const { found, seen } = played('street', [{ ...ride, halts }], [stop('10s'), stop('19s'), stop('40s')], 45);
    expect(found.map((h) => h.type)).toEqual(['violation', 'violation', 'near-miss']);
    // Slower than 0.3 m/s between x = -34 and x = -14.
    const [from, to] = spell(seen, ([a]) => a !== undefined && a.speed < 0.3 && a.at[0] > -34 && a.at[0] < -14);
    near(found[0]?.startMs, from);
    near(found[0]?.endMs, to);
    // It waits for 20 s once it stands (below 0.08 m/s), and sets off at 1.7 m/s²: below 0.3 m/s for 0.18 s more.
    const [stands] = spell(seen, ([a]) => a !== undefined && a.speed < 0.08);
    near(to, stands + 20_000 + (0.3 / 1.7) * 1000, 151);
    // Its front, 2.3 m before its middle, is 172 m along the way: at x = 150 - 172; 2 m to the left of it.
    const still = seen.find((m) => m.seconds * 1000 > stands + 1000)?.actors[0];
    expect(Math.abs((still?.at[0] ?? 0) - 2.3 - (150 - 172))).toBeLessThan(0.6);
    expect(Math.abs((still?.at[1] ?? 0) - (10.1 + 2))).toBeLessThan(0.3);
  });

  it('standing over the stop line at red', () => {
    const ride = { do: 'drive', at: '12s', class: 'motorcycle', kind: 'underbone', way: 'west-straight', from: 90 };
    const { found, seen } = played(
      'junction',
      [{ ...ride, speedKmh: 30, ignoresSignals: true, halts: [{ s: 141, for: '14s' }] }],
      [{ kind: 'stop-line', line: 'stop-west', after: '2s' }],
      45,
    );
    expect(found.map((h) => h.type)).toEqual(['violation']);
    // Slow, its front past x = -35.3, and the signal red, from 20 s on.
    const [from, to] = spell(seen, ([a]) => a !== undefined && a.speed <= 0.3 && a.at[0] + 0.975 > -35.3);
    near(found[0]?.startMs, Math.max(20_000, from));
    near(found[0]?.endMs, to);
    expect(to - Math.max(20_000, from)).toBeGreaterThan(2000);
  });

  it('a crowd to the number, from when the last is there until the first goes', () => {
    const come = { do: 'linger', at: '20s', zone: 'square', count: 6, over: '4s', for: '15s' };
    const crowd = (count: number) => ({ kind: 'crowding', zone: 'square', count, hold: '2s' });
    const { found, seen } = played('square', [come], [crowd(6), crowd(7)], 60);
    // Six to the number: a violation for the one, one too few for the other.
    expect(found.map((h) => [h.type, h.watch, h.peak])).toEqual([
      ['violation', 'w0', 6],
      ['near-miss', 'w1', 6],
    ]);
    const within = (a: Actor) => a.at[0] > -12 && a.at[0] < 8 && a.at[1] > 10 && a.at[1] < 18.5;
    const [from, to] = spell(seen, (actors) => actors.filter(within).length === 6);
    near(found[0]?.startMs, from);
    near(found[0]?.endMs, to);
    // The sixth is to be in its place at 20 + 4 * 5 / 6 s; the first goes from there 15 s after 20 s.
    expect(from).toBeLessThan(23_400 + 3000);
    expect(to).toBeGreaterThan(35_000 - 3000);
  });

  it('intrusion and loitering: for as long as somebody stays', () => {
    const { found, seen } = played(
      'border',
      [{ do: 'linger', at: '15s', zone: 'strip', for: '12s' }],
      [
        { kind: 'intrusion', zone: 'strip' },
        { kind: 'loitering', zone: 'strip', after: '12s' },
        { kind: 'tripwire', line: 'strip' },
      ],
      70,
    );
    const of = (kind: string) => found.filter((h) => h.kind === kind && h.type === 'violation');
    expect([of('intrusion').length, of('loitering').length]).toEqual([1, 1]);
    expect(of('tripwire').map((h) => h.direction)).toHaveLength(2);
    // Into the strip and out of it again: that is when the stay begins and ends.
    const [comes, goes] = of('tripwire');
    near(of('loitering')[0]?.startMs, comes?.startMs ?? 0);
    near(of('loitering')[0]?.endMs, goes?.startMs ?? 0);
    expect((goes?.startMs ?? 0) - (comes?.startMs ?? 0)).toBeGreaterThan(12_000);
    const [there] = spell(seen, ([a]) => a !== undefined && a.speed < 0.08);
    near(there, 15_000, 3000);
  });

  it('queueing: so many as the script sends to the counter', () => {
    const come = { do: 'linger', at: '25s', zone: 'queue', count: 5, over: '5s', for: '20s' };
    const queue = (count: number) => ({ kind: 'queueing', zone: 'queue', count, hold: '3s' });
    const { found, seen } = played('square', [come], [queue(5), queue(6)], 70);
    const five = found.find((h) => h.watch === 'w0' && h.type === 'violation');
    expect(five?.peak).toBe(5);
    expect(found.filter((h) => h.watch === 'w1' && h.type === 'violation')).toEqual([]);
    const within = (a: Actor) => a.at[0] > -14 && a.at[0] < 3.9 && a.at[1] > 19.5 && a.at[1] < 20.85;
    const full = seen.filter((m) => m.actors.filter(within).length === 5).map((m) => m.seconds * 1000);
    const [from, to] = longest(full);
    near(five?.startMs, from);
    near(five?.endMs, to);
    expect(to - from).toBeGreaterThan(10_000);
  });

  it('a jam: those on the stretch go no faster than told, and no longer than told', () => {
    const scenario = scenarioSchema.parse({
      ...{ version: 1, title: 'jam', place: 'highway', size: '320x180', warmUp: '30s', seed: 2 },
      traffic: { main: { car: 60 } },
      script: [{ do: 'slow', at: '5s', for: '40s', way: 'west', speedKmh: 3, from: 235, to: 350 }],
      watch: [{ id: 'jam', kind: 'jam', zone: 'west', count: 4, belowKmh: 8, hold: '5s' }],
    });
    const scene = openScene(scenario);
    const below: number[] = [];
    for (let k = 0; k <= 70 * 20; k++) {
      const { actors } = scene.at(k / 20);
      const here = actors.filter(({ at: [x, y] }) => x > -90 && x < -8 && y > 15.6 && y < 22.8);
      const mean = here.reduce((sum, a) => sum + a.speed, 0) / Math.max(1, here.length);
      if (here.length >= 4 && mean < kmh(8)) below.push(k * 50);
    }
    const jams = scene.violations().filter((h) => h.type === 'violation');
    expect(jams).toHaveLength(1);
    const [from, to] = longest(below);
    near(jams[0]?.startMs, from);
    near(jams[0]?.endMs, to);
    // Braking from 72 km/h at 2.5 m/s² takes 8 s and 80 m: nobody is held before it begins. Once it is over they drive off.
    expect(from).toBeGreaterThan(5000 + 8000);
    expect(to).toBeGreaterThan(45_000);
    expect(to).toBeLessThan(45_000 + 5000);
  });
});
