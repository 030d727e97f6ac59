// A device profile is mended, and the readings of a point are in another unit from then on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { type Outgoing, type OutgoingOf, outgoingSchema } from '../domain/outgoing.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { stationSchema } from './config.ts';
import { Station } from './station.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Runs of a station one after another, over the same journal. */
async function runs(
  more: object,
  ...each: readonly { readonly value: number; readonly unit?: string; readonly minutes: number }[]
) {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-unit-'));
  folders.push(folder);
  const clock = new ManualClock('2026-11-21T07:00:00+07:00');
  const kept = new Map<string, unknown>();
  const sent: Outgoing[] = [];
  for (const { value, unit, minutes } of each) {
    const station = new Station({
      config: stationSchema.parse({
        points: [{ id: 'co', device: 'd', point: 'co', every: '1min', windows: ['1h'], ...more }],
      }),
      ...{ packs: [], timezone: 'Asia/Ho_Chi_Minh', clock, logger: silentLogger },
      ...{ folder: join(folder, 'tt10'), journal: join(folder, 'journal') },
      send: (o) => void sent.push(outgoingSchema.parse(o)),
      store: {
        get: ((key: string) => kept.get(key)) as never,
        set: async (key: string, v: unknown) => void kept.set(key, JSON.parse(JSON.stringify(v))),
      },
      stored: async () => {},
    });
    await station.start();
    for (let i = 0; i < minutes; i++) {
      const reading = { value, quality: 'good' as const, ...(unit === undefined ? {} : { unit }) };
      station.heard({ kind: 'device.readings', at: clock.now(), device: 'd', readings: { co: reading } });
      await clock.advanceAsync(60_000);
    }
    await station.stop();
  }
  const windows = sent.filter((o): o is OutgoingOf<'station.window'> => o.kind === 'station.window');
  return windows.map(({ unit, mean, count, valid }) => ({ unit, mean, count, valid }));
}

it('the unit that is told is the one that the readings say now, and no mean is made over two of them', async () => {
  const windows = await runs(
    {},
    { value: 2000, unit: 'ug/m3', minutes: 30 },
    { value: 2, unit: 'mg/m3', minutes: 15 },
    // A restart later the old readings are still in the journal.
    { value: 2, unit: 'mg/m3', minutes: 80 },
  );
  expect(windows).toEqual([
    { unit: 'mg/m3', mean: 2, count: 30, valid: false },
    { unit: 'mg/m3', mean: 2, count: 60, valid: true },
  ]);
});

it('the unit of the site file is that of readings that say none', async () => {
  expect(await runs({ unit: 'mg/m3' }, { value: 2, minutes: 65 })).toMatchObject([{ unit: 'mg/m3', mean: 2 }]);
  expect(await runs({ unit: 'mg/m3' }, { value: 2, unit: 'ug/m3', minutes: 65 })).toMatchObject([{ unit: 'ug/m3' }]);
  const relabelled = await runs({ unit: 'mg/L' }, { value: 2, minutes: 30 }, { value: 2, minutes: 35 });
  expect(relabelled).toEqual([{ unit: 'mg/L', mean: 2, count: 60, valid: true }]);
});
