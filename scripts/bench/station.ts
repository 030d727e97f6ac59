import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
/** STATION_DAYS=365 runs the whole year. */
const days = Number(process.env['STATION_DAYS'] ?? 6);
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
    let memoryMb = 0;
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
      // The disk is written behind: it gets its turn once an hour.
      if (step % 360 === 0) await new Promise((resolve) => setImmediate(resolve));
      // From the second day on everything is warm, and nothing more is kept than was.
      if (step === stepsOfDay) began = process.cpuUsage();
      if (step === 2 * stepsOfDay) memoryMb = process.memoryUsage().rss / 1e6;
    }
    const { user, system } = process.cpuUsage(began);
    await part.stop();
    const files = readdirSync(join(folder, 'out')).length;
    rmSync(folder, { recursive: true, force: true });
    const yearSeconds = ((user + system) / 1e6) * (365 / (days - 1));
    const counts = [...told].map(([kind, n]) => `${n} ${kind}`).join(', ');
    return [
      {
        name: `a station's year, of ${days} days, over ${wantedSeconds} s`,
        value: yearSeconds / wantedSeconds,
        unit: 'ratio',
        target: { atMost: 1 },
        detail: `${yearSeconds.toFixed(0)} s of processor time; ${counts}, ${files} files`,
      },
      {
        name: 'growth of memory after the second day',
        value: Math.max(0, process.memoryUsage().rss / 1e6 - memoryMb),
        unit: 'MB',
        target: { atMost: 30 },
        detail: `${memoryMb.toFixed(0)} MB then`,
      },
    ];
  },
};

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
