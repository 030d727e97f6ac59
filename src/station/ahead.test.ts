// A clock that was ahead for a while, of the gateway or of a device, costs nothing of before and nothing of afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { OutgoingOf } from '../domain/outgoing.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { stationSchema } from './config.ts';
import { Station } from './station.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const yearMs = 365 * 86_400_000;

async function start(at = '2026-11-21T07:00:00+07:00', memory = new Map<string, unknown>()) {
  const clock = new ManualClock(at);
  const folder = mkdtempSync(join(tmpdir(), 'haidang-ahead-'));
  folders.push(folder);
  const windows: OutgoingOf<'station.window'>[] = [];
  const hours: OutgoingOf<'station.aqi'>[] = [];
  const station = new Station({
    config: stationSchema.parse({
      points: [{ id: 'pm', device: 'd', point: 'pm', parameter: 'PM2.5', windows: ['5min', '1h'] }],
      aqi: true,
    }),
    packs: [],
    timezone: 'Asia/Ho_Chi_Minh',
    send: (o) => {
      if (o.kind === 'station.window') windows.push(o);
      if (o.kind === 'station.aqi' && o.period === 'hour') hours.push(o);
    },
    store: { get: (k) => memory.get(k), set: async (k, v) => void memory.set(k, v) },
    stored: async () => {},
    folder,
    clock,
    logger: silentLogger,
  });
  await station.start();
  const hear = (value: number, ms = clock.now().ms) =>
    station.heard({
      kind: 'device.readings',
      at: { ms, quality: 'synced' },
      device: 'd',
      readings: { pm: { value, quality: 'good' } },
    });
  const run = (minutes: number, value: number) => {
    for (let i = 0; i < minutes * 6; i++) {
      hear(value);
      clock.advance(10_000);
    }
  };
  const told = () =>
    windows
      .filter((w) => w.window === '5min' && w.to.startsWith('2026-11-21') && w.count > 0)
      .map((w) => [w.to.slice(11, 16), w.mean, w.count, w.revision]);
  const fives = () => windows.filter((w) => w.window === '5min');
  return { station, clock, hear, run, told, hours, memory, windows: fives };
}

it('readings of a device that is a year ahead are refused and counted, and those before and after count', async () => {
  const { station, clock, hear, run, told } = await start();
  run(3, 10);
  hear(99, clock.now().ms + yearMs);
  run(3, 10);
  expect(told()).toEqual([['00:05', 10, 30, 0]]);
  expect(station.health().facts).toMatchObject({ refused: 0, ahead: 1 });
});

it.each([
  ['a year', yearMs],
  ['three hours', 3 * 3_600_000],
])('after the clock of the gateway was %s ahead, windows and hours go on where they were', async (_, aheadMs) => {
  const { station, clock, run, told, hours } = await start();
  run(3, 10);
  clock.step(aheadMs);
  run(1, 99);
  clock.step(-aheadMs - 60_000);
  run(7, 10);
  expect(told()).toEqual(expect.arrayContaining([['00:05', 10, 30, 0]]));
  expect(station.health().facts).toMatchObject({ refused: 0 });
  // The index needs two hours.
  run(120, 10);
  expect(hours.findLast((a) => a.time === '2026-11-21T02:00:00.000Z')).toMatchObject({ aqi: expect.any(Number) });
});

it('what was remembered by a clock that was ahead does not keep a restart from telling', async () => {
  const first = await start('2027-11-21T07:00:00+07:00');
  first.run(6, 10);
  await first.station.stop();
  const second = await start('2026-11-21T07:00:00+07:00', first.memory);
  second.run(6, 10);
  expect(second.told()).toEqual([['00:05', 10, 30, 0]]);
});

it('a restart while the clock is a day back goes on where it was once the clock is right again', async () => {
  const memory = new Map<string, unknown>();
  const first = await start('2026-11-21T07:00:00+07:00', memory);
  first.run(6, 10);
  await first.station.stop();
  const at = first.clock.now().ms;
  const kept = memory.get('station') as { clock: { offsetMs: number; monotonicMs: number } };
  // The same boot: its monotonic clock has gone on.
  memory.set('station', { ...kept, clock: { offsetMs: at, monotonicMs: 0 } });
  const second = await start(new Date(at - 86_400_000).toISOString(), memory);
  second.run(2, 99);
  second.clock.step(86_400_000);
  second.run(8, 10);
  const ends = second.windows().map((w) => w.to.slice(0, 16));
  expect(ends).toEqual(['2026-11-21T00:10', '2026-11-21T00:15']);
});
