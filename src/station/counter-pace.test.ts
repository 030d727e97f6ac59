// A counter whose meter is exchanged for one that stands about where it stood, or higher: only how fast it can count tells.
import { describe, expect, it } from 'vitest';
import { type Outgoing, type OutgoingOf, outgoingSchema } from '../domain/outgoing.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { checkStation } from './check.ts';
import { stationSchema } from './config.ts';
import { Station } from './station.ts';

const point = { id: 'kwh', device: 'd', point: 'e', kind: 'counter', every: '1min', windows: ['5min'] };
const maxRate = { change: 30, per: '1h' };

/** The windows that are told last of each span, of one reading a minute from 7 o'clock on. */
async function told(values: readonly (number | null)[], more: object = { maxRate }) {
  const clock = new ManualClock('2026-11-21T07:00:00+07:00');
  const sent: Outgoing[] = [];
  const station = new Station({
    config: stationSchema.parse({ points: [{ ...point, ...more }] }),
    ...{ packs: [], timezone: 'Asia/Ho_Chi_Minh', folder: '/nowhere', clock, logger: silentLogger },
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
  const windows = sent.filter((o): o is OutgoingOf<'station.window'> => o.kind === 'station.window');
  return [...new Map(windows.map((w) => [w.from, w])).values()];
}

const steady = (from: number, count: number, by = 0.5) => Array.from({ length: count }, (_, i) => from + i * by);
const saying = (windows: Awaited<ReturnType<typeof told>>) => windows.map((w) => [w.delta, w.reason]);

describe('a counter whose fastest pace is said', () => {
  it('has no number where its meter was exchanged for one that stands a little or much higher', async () => {
    for (const other of [18_400, 25_000]) {
      const windows = await told([...steady(18_340, 8), ...steady(other, 10)]);
      expect(saying(windows)).toEqual([
        [2.5, undefined],
        [null, 'counter-leapt'],
        [2.5, undefined],
      ]);
      expect(windows[1]).toMatchObject({ valid: false, fell: { before: 18_343.5, after: other } });
    }
  });

  it('has no number where its meter was exchanged for one that stands a little lower', async () => {
    expect(saying(await told([...steady(18_340, 8), ...steady(18_290, 10)]))).toEqual([
      [2.5, undefined],
      [null, 'counter-fell'],
      [2.5, undefined],
    ]);
  });

  it('may do in one step what it may do in that time, and as much more as it was away for longer', async () => {
    // A meter that tells whole steps of 25; one that was silent for two hours.
    expect(saying(await told([...steady(100, 7, 0), ...steady(125, 10, 0)]))).toEqual([
      [0, undefined],
      [25, undefined],
      [0, undefined],
    ]);
    const away = Array.from({ length: 120 }, () => null);
    const windows = await told([...steady(100, 5, 0), ...away, ...steady(150, 10, 0)]);
    expect(windows.some((w) => w.reason !== undefined)).toBe(false);
    expect(windows.reduce((sum, w) => sum + (w.delta ?? 0), 0)).toBeCloseTo(50, 6);
  });

  it('whose meter says far too much for a moment goes on as ever', async () => {
    const windows = await told(steady(100, 17).map((v, i) => (i === 7 ? 4_294_967 : v)));
    expect(saying(windows)).toEqual([
      [2.5, undefined],
      [2.5, undefined],
      [2.5, undefined],
    ]);
  });

  it('is counted on where nothing is said', async () => {
    expect(saying(await told([...steady(18_340, 8), ...steady(18_400, 10)], {}))[1]).toEqual([58.5, undefined]);
  });
});

it('a pace of what is no counter is warned of', () => {
  const config = stationSchema.parse({ points: [{ ...point, kind: 'scalar', maxRate }] });
  const found = checkStation(config, { points: new Map([['d', ['e']]]), packs: [], knownPacks: [] });
  expect(found.map((p) => [p.severity, p.path.join('.'), p.message.code])).toEqual([
    ['warning', 'station.points.0.maxRate', 'station.max-rate-of-counter'],
  ]);
});
