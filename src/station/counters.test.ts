// What a station tells of a counter that does not only go on: exchanged, rolled over, away for a moment.
import { describe, expect, it } from 'vitest';
import { type Outgoing, type OutgoingOf, outgoingSchema } from '../domain/outgoing.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { checkStation } from './check.ts';
import { stationSchema } from './config.ts';
import { Station } from './station.ts';
import type { Wrap } from './windows/wrap.ts';

const points = [{ id: 'kwh', device: 'd', point: 'e', kind: 'counter', every: '1min', windows: ['5min'] }];
interface Told {
  readonly wraps?: Map<string, Wrap>;
  readonly points?: readonly object[];
}
const registers: Wrap = { low: 0, size: 65_536, isDeclared: false };

/** What is said of one reading a minute from 7 o'clock on. */
async function said(values: readonly (number | null)[], { wraps = new Map<string, Wrap>(), ...more }: Told = {}) {
  const clock = new ManualClock('2026-11-21T07:00:00+07:00');
  const sent: Outgoing[] = [];
  const station = new Station({
    config: stationSchema.parse({ points, ...more }),
    ...{ packs: [], wraps, timezone: 'Asia/Ho_Chi_Minh', folder: '/nowhere', clock, logger: silentLogger },
    send: (o) => void sent.push(outgoingSchema.parse(o)),
    store: { get: () => undefined, set: async () => {} },
    stored: async () => {},
  });
  await station.start();
  for (const value of values) {
    const quality = value === null ? 'bad:timeout' : 'good';
    station.heard({ kind: 'device.readings', at: clock.now(), device: 'd', readings: { e: { value, quality } } });
    clock.advance(60_000);
  }
  await station.stop();
  return sent;
}

/** The windows that are told last of each span. */
async function told(values: readonly (number | null)[], wraps = new Map<string, Wrap>()) {
  const sent = await said(values, { wraps });
  const windows = sent.filter((o): o is OutgoingOf<'station.window'> => o.kind === 'station.window');
  return [...new Map(windows.map((w) => [w.from, w])).values()];
}

const steady = (from: number, count: number, by = 1) => Array.from({ length: count }, (_, i) => from + i * by);

describe('a counter', () => {
  it('of a meter that is exchanged has no number and is not valid in that window, which says why; the next one has', async () => {
    const windows = await told([...steady(18_340, 8), ...steady(512, 10)]);
    expect(windows.map(({ delta, valid, resets }) => ({ delta, valid, resets }))).toEqual([
      { delta: 5, valid: true, resets: 0 },
      { delta: null, valid: false, resets: 1 },
      { delta: 5, valid: true, resets: 0 },
    ]);
    expect(windows[1]).toMatchObject({
      reason: 'counter-fell',
      fell: { at: '2026-11-21T00:08:00.000Z', before: 18_347, after: 512 },
    });
    expect(windows[0]).not.toHaveProperty('reason');
  });

  it('that rolls over where its registers end is counted over it', async () => {
    const values = [...steady(65_520, 8, 2), ...steady(0, 10, 2)];
    const windows = await told(values, new Map([['d/e', registers]]));
    expect(windows.map((w) => [w.delta, w.valid])).toEqual([
      [10, true],
      [10 + (65_536 - 65_534 - 2), true],
      [10, true],
    ]);
  });

  it('whose meter says far too much at the border of two windows is told again without it', async () => {
    const values = steady(100, 17, 0.5).map((v, i) => (i === 5 ? 4_294_967 : v));
    const windows = await told(values);
    expect(windows.map((w) => [w.delta, w.valid])).toEqual([
      [2.5, true],
      [2.5, true],
      [2.5, true],
    ]);
    const still = await told(steady(100, 17, 0).map((v, i) => (i === 5 ? 4_294_967 : v)));
    // How fast it goes is not known: nobody can tell.
    expect(still.map((w) => [w.delta, w.valid])).toEqual([
      [null, false],
      [null, false],
      [0, true],
    ]);
  });

  it('near its end whose meter says 0 for a moment is not taken for one that rolled over', async () => {
    const wraps = new Map([['d/e', { ...registers, isDeclared: true }]]);
    const dip = (values: number[]) => values.map((v, i) => (i === 7 ? 0 : v));
    const going = await told(dip(steady(65_400, 17, 2)), wraps);
    expect(going.map((w) => [w.delta, w.valid])).toEqual([
      [10, true],
      [10, true],
      [10, true],
    ]);
    // How fast it goes is not known: nobody can tell.
    const still = await told(dip(steady(65_400, 17, 0)), wraps);
    expect(still.map((w) => [w.delta, w.valid])).toEqual([
      [0, true],
      [null, false],
      [0, true],
    ]);
  });

  it('that goes in bursts and leaps there and back has no number: it was a stray or a reset', async () => {
    const bursts = Array.from({ length: 17 }, (_, i) => 100 + 40 * Math.floor(i / 3));
    const windows = await told(bursts.map((v, i) => (i === 7 ? 900 : v)));
    expect(windows.map((w) => [w.delta, w.valid])).toEqual([
      [40, true],
      [null, false],
      [80, true],
    ]);
  });

  it('whose meter says 0 while it starts is not counted from 0 again', async () => {
    const values = steady(100, 17, 0.5).map((v, i) => (i === 4 || i === 5 ? 0 : v));
    expect((await told(values)).map((w) => [w.delta, w.valid])).toEqual([
      [2.5, true],
      [2.5, true],
      [2.5, true],
    ]);
  });
});

it('a limit of the windows of a counter is one of how much it went on, as of rain', async () => {
  const alarms = [{ id: 'heavy', kind: 'limit', of: '5min', above: 4 }];
  const rain = { ...points[0], id: 'rain', alarms };
  const messages = await said([...steady(1000, 6, 0.2), ...steady(1002, 5, 2), ...steady(1010, 10, 0.2)], {
    points: [rain],
  });
  const found = messages.flatMap((o) => (o.kind === 'station.alarm' ? [[o.alarm, o.state, o.value]] : []));
  expect(found).toEqual([
    ['heavy', 'raised', 9],
    ['heavy', 'cleared', 0.8],
  ]);
});

it.each([
  [{ kind: 'scalar', rollover: 1000 }, 'station.rollover-of-counter'],
  [{ rollover: 100_000 }, 'station.rollover-beyond'],
  [{ rollover: 10_000 }, undefined],
])('a rollover that does nothing is warned of: %j', (keys, key) => {
  const config = stationSchema.parse({ points: [{ ...points[0], ...keys }] });
  const known = { points: new Map([['d', ['e']]]), packs: [], knownPacks: [], wraps: new Map([['d/e', registers]]) };
  const found = checkStation(config, known).map((p) => [p.path.join('.'), p.severity, p.message.code]);
  expect(found).toEqual(key === undefined ? [] : [['station.points.0.rollover', 'warning', key]]);
});
