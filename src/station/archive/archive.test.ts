import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { OutgoingOf } from '../../domain/outgoing.ts';
import { toIso } from '../../domain/time.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { stationPointSchema } from '../config.ts';
import { Archive, archiveFolder } from './archive.ts';
import { readArchive } from './read.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'haidang-archive-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const points = [
  stationPointSchema.parse({ id: 'pm25', device: 'd', point: 'p', windows: ['1min', '5min', '1h'] }),
  stationPointSchema.parse({ id: 'ph', device: 'd', point: 'q', windows: ['1min'] }),
];
const newArchive = (more: { days?: number; bytes?: number } = {}) => {
  const clock = new ManualClock('2026-11-21T08:00:00+07:00');
  return new Archive({ points, timezone: 'Asia/Ho_Chi_Minh', data, clock, logger: silentLogger, ...more });
};

type Window = OutgoingOf<'station.window'>;
function window(from: string, mean: number, more: Partial<Window> = {}): Window {
  const ms = Date.parse(from);
  const left = { bad: 0, calibrating: 0, maintenance: 0 };
  return {
    ...{ kind: 'station.window', at: { ms: ms + 300_000, quality: 'synced' }, device: 'd', point: 'pm25' },
    ...{ window: '5min', from: toIso(ms), to: toIso(ms + 300_000), mean, min: mean, max: mean, sigma: 0 },
    ...{ count: 30, capture: 100, valid: true, left, uncertain: 0, revision: 0, ...more },
  };
}

it('keeps windows by the local day, and minutes only of points that have no five minutes', async () => {
  const archive = newArchive();
  await archive.start();
  archive.heard(window('2026-11-20T23:55:00+07:00', 1));
  archive.heard(window('2026-11-21T00:00:00+07:00', 2));
  archive.heard(window('2026-11-21T00:00:00+07:00', 3, { window: '1min' }));
  archive.heard(window('2026-11-21T00:00:00+07:00', 7, { window: '1min', point: 'ph' }));
  await archive.stop();
  expect(readdirSync(archiveFolder(data))).toEqual(['2026-11-20.jsonl', '2026-11-21.jsonl']);
  const { windows } = await readArchive(data, '2026-11-21', '2026-11-21');
  expect(windows.map((w) => [w.point, w.mean])).toEqual([
    ['pm25', 2],
    ['ph', 7],
  ]);
});

it('gives of a window the last revision, in whatever order it was told', async () => {
  const archive = newArchive();
  await archive.start();
  const at = '2026-11-21T08:00:00+07:00';
  archive.heard(window(at, 1, { revision: 1 }));
  archive.heard(window(at, 2, { revision: 2 }));
  archive.heard(window(at, 3, { revision: 0 }));
  await archive.stop();
  const { windows } = await readArchive(data, '2026-11-21', '2026-11-21');
  expect(windows.map((w) => w.mean)).toEqual([2]);
});

it('skips and counts a line that a power cut tore, and writes on behind it', async () => {
  const archive = newArchive();
  await archive.start();
  archive.heard(window('2026-11-21T08:00:00+07:00', 1));
  await archive.stop();
  const file = join(archiveFolder(data), '2026-11-21.jsonl');
  appendFileSync(file, '{"k":"w","point":"pm');
  const after = newArchive();
  await after.start();
  after.heard(window('2026-11-21T08:05:00+07:00', 2));
  await after.flush();
  after.heard(window('2026-11-21T08:10:00+07:00', 3));
  await after.stop();
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(5);
  const { windows, torn } = await readArchive(data, '2026-11-01', '2026-11-30');
  expect([windows.map((w) => w.mean), torn]).toEqual([[1, 2, 3], 1]);
});

it.each([
  ['days', { days: 2 }, 2],
  ['bytes', { bytes: 500 }, 2],
] as const)('is bounded by %s: the oldest go, and are counted', async (_, more, kept) => {
  const archive = newArchive(more);
  await archive.start();
  for (const day of ['18', '19', '20', '21']) {
    archive.heard(window(`2026-11-${day}T08:00:00+07:00`, 1));
    await archive.flush();
  }
  expect(archive.health().facts).toMatchObject({ rows: 4, daysRemoved: 4 - kept, dropped: 0 });
  expect(readdirSync(archiveFolder(data))).toEqual(['2026-11-20.jsonl', '2026-11-21.jsonl']);
  await archive.stop();
});

it('says that it cannot write, keeps what waits, and writes it when the disk takes it again', async () => {
  const archive = newArchive();
  await archive.start();
  rmSync(archiveFolder(data), { recursive: true });
  archive.heard(window('2026-11-21T08:00:00+07:00', 1));
  await archive.flush();
  expect(archive.health()).toMatchObject({ state: 'degraded', facts: { waiting: 1 } });
  await archive.start();
  await archive.stop();
  expect(archive.health()).toMatchObject({ state: 'ok', facts: { waiting: 0, rows: 1 } });
});

it('gives the alarms that were raised before the days and still stood at their beginning', async () => {
  const archive = newArchive();
  await archive.start();
  const alarm = (time: string, name: string, state: 'raised' | 'cleared' | 'acknowledged') =>
    archive.heard({
      ...{ kind: 'station.alarm', at: { ms: Date.parse(time), quality: 'synced' }, device: 'd', point: 'ph' },
      ...{ alarm: name, type: 'limit', state, severity: 'error', texts: { en: name, vi: name } },
    });
  alarm('2026-11-18T08:00:00+07:00', 'over', 'raised');
  alarm('2026-11-18T09:00:00+07:00', 'stands', 'raised');
  alarm('2026-11-19T08:00:00+07:00', 'over', 'cleared');
  alarm('2026-11-19T09:00:00+07:00', 'stands', 'acknowledged');
  alarm('2026-11-21T08:00:00+07:00', 'stands', 'cleared');
  await archive.stop();
  const told = async (from: string, to: string) =>
    (await readArchive(data, from, to)).alarms.map((a) => [a.alarm, a.state]);
  expect(await told('2026-11-20', '2026-11-20')).toEqual([
    ['stands', 'raised'],
    ['stands', 'acknowledged'],
  ]);
  expect(await told('2026-11-22', '2026-11-22')).toEqual([]);
});
