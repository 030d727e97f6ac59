// A clock that is wrong for hours: nothing is told of a time that is not, nothing is lost, and where files were made for times
// to come because nobody could know better, they are taken back once somebody does.
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { OutgoingOf } from '../domain/outgoing.ts';
import type { TimeQuality } from '../domain/time.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { ClockLeaps } from './clock-leaps.ts';
import { stationSchema } from './config.ts';
import { Station } from './station.ts';
import type { StationStore } from './told-memory.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const hourMs = 3_600_000;

const tt10 = { name: 'QN_{time}.txt', parameters: [{ point: 'pm', name: 'PM2,5', unit: 'ug/m3' }] };
const noStore: StationStore = { get: () => undefined, set: async () => {} };

/** @param disk what another one left that was killed; it had no files. */
async function start(
  quality: TimeQuality,
  at = '2026-11-21T07:00:00+07:00',
  disk: { readonly clock?: ManualClock; readonly store?: StationStore } = {},
) {
  const { clock = new ManualClock(at, quality), store = noStore } = disk;
  const folder = mkdtempSync(join(tmpdir(), 'haidang-wrong-clock-'));
  folders.push(folder);
  const windows: OutgoingOf<'station.window'>[] = [];
  const station = new Station({
    config: stationSchema.parse({
      points: [{ id: 'pm', device: 'd', point: 'pm', windows: ['5min'] }],
      ...(disk.store ? {} : { tt10 }),
    }),
    packs: [],
    timezone: 'Asia/Ho_Chi_Minh',
    send: (o) => {
      if (o.kind === 'station.window') windows.push(o);
    },
    store,
    stored: async () => {},
    folder,
    clock,
    logger: silentLogger,
  });
  await station.start();
  const run = async (minutes: number, value: number) => {
    for (let i = 0; i < minutes * 6; i++) {
      const readings = { pm: { value, quality: 'good' as const } };
      station.heard({ kind: 'device.readings', at: clock.now(), device: 'd', readings });
      clock.advance(10_000);
    }
    await station.remember();
  };
  const names = (of: string) => readdirSync(join(folder, of)).sort();
  return {
    ...{ station, clock, run, windows, names },
    text: (of: string, name: string) => readFileSync(join(folder, of, name), 'utf8'),
    /** Everything that waits is with the authority. */
    deliver: () => {
      for (const name of names('out')) renameSync(join(folder, 'out', name), join(folder, 'sent', name));
    },
    told: () => windows.map((w) => [w.to.slice(11, 16), w.mean, w.count, w.revision]),
    reasons: () => station.health().reasons.map((r) => r.code),
  };
}

it.each([
  ['ahead', 3 * hourMs],
  ['ahead', 40 * hourMs],
  ['behind', -3 * hourMs],
])('a clock that is set %s for an hour costs no reading, no window and no file', async (way, byMs) => {
  const s = await start('synced');
  await s.run(12, 10);
  s.clock.step(byMs);
  await s.run(60, 20);
  expect(s.reasons()).toEqual([`station.clock-leapt-${way}`]);
  s.clock.step(-byMs);
  await s.run(9, 30);
  expect(s.reasons()).toEqual([]);
  const ends = Array.from(
    { length: 16 },
    (_, i) => `0${Math.floor((i + 1) / 12)}:${String(((i + 1) % 12) * 5).padStart(2, '0')}`,
  );
  expect(s.told().map(([end, , count, revision]) => [end, count, revision])).toEqual(ends.map((end) => [end, 30, 0]));
  expect(s.windows.slice(3, 14).every((w) => w.mean === 20)).toBe(true);
  expect(s.names('out')).toHaveLength(16);
});

it('a clock that keeps to where it leapt is believed after a day, and after a minute where it was synchronised then', () => {
  const leap = (quality: TimeQuality) => {
    const clock = new ManualClock(0, quality);
    const leaps = new ClockLeaps(clock);
    leaps.look();
    clock.setQuality('synced');
    clock.step(3 * hourMs);
    const minutes = (n: number) => {
      clock.advance(n * 60_000);
      return Math.round(leaps.look() / hourMs);
    };
    return [leaps.look() / hourMs, minutes(0.9), minutes(0.1), minutes(24 * 60 - 2), minutes(1)];
  };
  expect(leap('synced')).toEqual([3, 3, 3, 3, 0]);
  expect(leap('unsynced')).toEqual([3, 3, 0, 0, 0]);
});

it('a machine that was ahead when it ended is found out once the next one is synchronised, where it was not', () => {
  const clock = new ManualClock('2026-11-21T07:00:00+07:00', 'unsynced');
  const ended = clock.now().ms + 40 * hourMs;
  const corrected = (isSynced: boolean) => {
    clock.setQuality('unsynced');
    const leaps = new ClockLeaps(clock, { offsetMs: ended - 1e9, monotonicMs: 1e9, isSynced });
    return ['unsynced', 'synced', 'synced'].map((quality) => {
      clock.setQuality(quality as TimeQuality);
      leaps.look();
      return leaps.correctedMs / hourMs;
    });
  };
  expect(corrected(false)).toEqual([0, -40, 0]);
  expect(corrected(true)).toEqual([0, 0, 0]);
});

it('files that were made ahead of time are taken back once the clock is synchronised, and come right in their time', async () => {
  const s = await start('unsynced', '2026-11-21T08:30:00+07:00');
  await s.run(16, 99);
  s.deliver();
  const [early = ''] = s.names('sent');
  expect(s.text('sent', early)).toBe('PM2,5\t99.00\tug/m3\t20261121083500\t00\n');
  await s.run(5, 99);
  // It was 07:21 all the time.
  s.clock.setQuality('synced');
  s.clock.step(-90 * 60_000);
  await s.run(2, 10);
  expect(s.reasons()).toEqual(['station.files-withdrawn']);
  // What the authority has is followed by what says nothing; what it has not is not sent.
  expect(s.names('out').filter((name) => name > 'QN_20261121080000')).toEqual([
    'QN_20261121083500.txt',
    'QN_20261121084000.txt',
    'QN_20261121084500.txt',
  ]);
  expect(s.text('out', early)).toBe('PM2,5\t\tug/m3\t20261121083500\t02\n');
  s.deliver();
  await s.run(100, 10);
  expect(s.text('out', early)).toBe('PM2,5\t10.00\tug/m3\t20261121083500\t00\n');
  expect(s.reasons()).toEqual([]);
  expect(s.names('void')).toEqual([]);
  expect(s.station.health().facts).toMatchObject({ withdrawn: 4, tooLate: 0 });
});

it('a clock that was set by seconds, then leaps while the station is killed, puts readings where they belong', async () => {
  const kept = new Map<string, unknown>();
  const store: StationStore = {
    get: (key) => structuredClone(kept.get(key)),
    set: async (key, value) => {
      kept.set(key, structuredClone(value));
    },
  };
  const first = await start('synced', '2026-11-21T06:55:00+07:00', { store });
  await first.run(7, 10);
  // No window ends after it: nothing else is to be kept.
  first.clock.step(46_000);
  await first.clock.advanceAsync(10_000);
  // Killed: nothing is stopped, and its time stands still.
  const monotonicMs = first.clock.monotonicMs();
  const clock = new ManualClock(first.clock.now().ms - 24 * hourMs - monotonicMs);
  clock.advance(monotonicMs);
  const second = await start('synced', '', { store, clock });
  // It is 07:02:56 by the clock that was right.
  await second.run(4, 20);
  const told = second.windows.map((w) => [w.from.slice(11, 16), w.mean, w.count]);
  expect(told.at(-1)).toEqual(['00:00', 20, 13]);
});
