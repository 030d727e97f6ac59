import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Outgoing } from '../../src/domain/outgoing.ts';
import type { Clock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import { stationSchema } from '../../src/station/config.ts';
import { Station } from '../../src/station/station.ts';
import type { Bench } from './bench.ts';

const points = 30;
const stepMs = 10_000;
const stepsOfDay = 8640;
const stepsOfHour = 360;
/** Until then the readings of the longest window, two days of hours for the index and one of files are all there. */
const warmDays = 3;
/** STATION_DAYS=365 runs the whole year. */
const days = Math.max(warmDays + 1, Number(process.env['STATION_DAYS'] ?? 6));
/** A year of what is measured: the days after the first ones. */
const toYear = 365 / (days - warmDays);
const wantedSeconds = 180;
const parameters = ['PM2.5', 'PM10', 'O3', 'CO', 'SO2', 'NO2'];

/** A year of one station: 30 points every ten seconds through windows, alarms, the index and the files. */
export const station: Bench = {
  name: 'station',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-bench-station-'));
    let nowMs = Date.parse('2026-01-01T00:00:00+07:00');
    // Time goes on by hand: a step is a reading of each point.
    const now = () => ({ ms: nowMs, quality: 'synced' as const });
    const clock: Clock = { now, monotonicMs: () => nowMs, after: () => () => {} };
    const told = new Map<string, number>();
    const part = new Station({
      config: config(),
      packs: [],
      timezone: 'Asia/Ho_Chi_Minh',
      send: (o: Outgoing) => void told.set(o.kind, (told.get(o.kind) ?? 0) + 1),
      stored: async () => {},
      store: { get: () => undefined, set: async () => {} },
      folder,
      clock,
      logger: silentLogger,
    });
    await part.start();
    const random = seededRandom(1);
    const values = Array.from({ length: points }, () => 20 + 40 * random());
    let began = process.cpuUsage();
    let beganMs = performance.now();
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    let warm = { kept: 0, resident: 0 };
    for (let step = 0; step < days * stepsOfDay; step++) {
      nowMs += stepMs;
      const readings: Record<string, { value: number | null; quality: string }> = {};
      for (let p = 0; p < points; p++) {
        const value = Math.max(0, (values[p] ?? 0) + 4 * (random() - 0.5));
        values[p] = value;
        readings[`p${p}`] = random() < 0.01 ? { value: null, quality: 'bad:timeout' } : { value, quality: 'good' };
      }
      part.heard({ kind: 'device.readings', at: now(), device: 'd', readings });
      part.advance(now());
      // The disk is written behind, and keeps up: once an hour it is waited for.
      if (step % stepsOfHour === 0) await part.remember();
      if (step === warmDays * stepsOfDay) {
        warm = memory(collect);
        began = process.cpuUsage();
        beganMs = performance.now();
      }
    }
    const { user, system } = process.cpuUsage(began);
    const wall = ((performance.now() - beganMs) / 1000) * toYear;
    const { kept, resident } = memory(collect);
    await part.stop();
    const files = readdirSync(join(folder, 'out')).length;
    rmSync(folder, { recursive: true, force: true });
    const yearSeconds = ((user + system) / 1e6) * toYear;
    const counts = [...told].map(([kind, n]) => `${n} ${kind}`).join(', ');
    return [
      {
        name: `a station's year, of ${days} days, over ${wantedSeconds} s`,
        value: yearSeconds / wantedSeconds,
        unit: 'ratio',
        target: { atMost: 1 },
        detail: `${yearSeconds.toFixed(0)} s of processor time, ${wall.toFixed(0)} s by the clock; ${counts}, ${files} files`,
      },
      {
        name: `growth of what is kept, day ${warmDays} to ${days}`,
        value: Math.max(0, kept - warm.kept),
        unit: 'MB',
        target: { atMost: 1 },
        detail: `${warm.kept.toFixed(1)} to ${kept.toFixed(1)} MB after a collection; resident ${warm.resident.toFixed(0)} to ${resident.toFixed(0)} MB`,
      },
    ];
  },
};

/** What is reachable, and what the process has of the machine, MB. */
function memory(collect: () => void) {
  // Buffers are given back by the collection after the one that finds them unused.
  for (let i = 0; i < 2; i++) collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { kept: (heapUsed + external) / 1e6, resident: rss / 1e6 };
}

function config() {
  return stationSchema.parse({
    aqi: true,
    tt10: { name: 'a_{time}.txt', parameters: [{ point: 'p0', name: 'PM2,5', unit: 'ug/m3' }] },
    points: Array.from({ length: points }, (_, p) => ({
      id: `p${p}`,
      device: 'd',
      point: `p${p}`,
      parameter: parameters[p],
      windows: ['1min', '5min', '1h', '8h', '24h'],
      alarms: [
        { id: 'high', kind: 'limit', above: 90, hysteresis: 5, delay: '1min' },
        { id: 'fast', kind: 'rate', change: 30, within: '1min' },
        { id: 'stuck', kind: 'stuck', for: '1h' },
        { id: 'missing', kind: 'missing', for: '5min' },
        ...(p < 6 ? [{ id: 'soon', kind: 'trend', above: 90, ahead: '1h' }] : []),
      ],
    })),
  });
}
