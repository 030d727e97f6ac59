// All kinds of alarms over four hours of readings with everything that raises them, against another hand
// (test-fixtures/station/alarms_oracle.py).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { OutgoingOf } from '../../domain/outgoing.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { seededRandom } from '../../simulator/random.ts';
import { stationSchema } from '../config.ts';
import { Station } from '../station.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const oracle = new URL('../../../test-fixtures/station/alarms_oracle.py', import.meta.url).pathname;
const began = Date.parse('2026-11-21T07:00:00+07:00');
const periodMs = 10_000;
const hours = 4;

const alarms = [
  { id: 'high', kind: 'limit', above: 60, below: 5, hysteresis: 4, delay: '45s', clearDelay: '1min' },
  { id: 'fast', kind: 'rate', change: 18, within: '1min' },
  { id: 'stuck', kind: 'stuck', for: '10min', within: 0.05 },
  { id: 'missing', kind: 'missing', for: '5min' },
  { id: 'part', kind: 'cross', notAbove: 'pm10', tolerance: 2, delay: '30s' },
  { id: 'soon', kind: 'trend', above: 75, ahead: '30min', over: '20min', confidence: 90 },
  { id: 'mean', kind: 'limit', above: 50, hysteresis: 3, of: '5min' },
];

/** Every ten seconds, wandering; with ramps, steps, stretches that do not change and stretches that are not there. */
function readingsOf(seed: number) {
  const random = seededRandom(seed);
  const pm25: [number, number | null][] = [];
  const pm10: [number, number | null][] = [];
  let value = 30;
  let slope = 0;
  let rest = 0;
  let mode = 'wander';
  for (let ms = began; ms < began + hours * 3_600_000; ms += periodMs, rest--) {
    if (rest <= 0) {
      mode = ['wander', 'wander', 'ramp', 'still', 'gone', 'jump'][Math.floor(random() * 6)] ?? 'wander';
      rest = 20 + Math.floor(random() * 90);
      slope = (random() - (value > 45 ? 0.8 : 0.2)) * 1.2;
      if (mode === 'jump') value = 10 + 70 * random();
    }
    if (mode === 'ramp') value += slope;
    if (mode !== 'still') value = Math.min(120, Math.max(1, value + 1.5 * (random() - 0.5)));
    const shown = Math.round(value * 10) / 10;
    pm25.push([ms, mode === 'gone' || random() < 0.02 ? null : shown]);
    pm10.push([ms, random() < 0.02 ? null : Math.round((random() < 0.2 ? shown - 4 : shown * 1.5) * 10) / 10]);
  }
  return { pm25, pm10 };
}

it.each([1, 2])(
  'alarms of four hours are raised and cleared at the second that another hand finds (seed %i)',
  async (seed) => {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-alarms-'));
    folders.push(folder);
    const config = stationSchema.parse({
      points: [
        { id: 'pm25', device: 'd', point: 'pm25', windows: ['5min'], alarms },
        { id: 'pm10', device: 'd', point: 'pm10', windows: ['5min'] },
      ],
      flood: { most: 1000, within: '1s' },
    });
    const clock = new ManualClock(began);
    const told: OutgoingOf<'station.alarm'>[] = [];
    const station = new Station({
      config,
      packs: [],
      timezone: 'Asia/Ho_Chi_Minh',
      send: (o) => {
        if (o.kind === 'station.alarm') told.push(o);
      },
      store: { get: () => undefined, set: async () => {} },
      stored: async () => {},
      folder,
      clock,
      logger: silentLogger,
    });
    await station.start();
    const readings = readingsOf(seed);
    for (const [i, [ms, value]] of readings.pm25.entries()) {
      const other = readings.pm10[i]?.[1] ?? null;
      const of = (v: number | null) => ({ value: v, quality: v === null ? 'bad:timeout' : 'good' }) as const;
      const at = { ms, quality: 'synced' } as const;
      station.heard({ kind: 'device.readings', at, device: 'd', readings: { pm25: of(value), pm10: of(other) } });
      clock.advance(periodMs);
    }
    await station.stop();
    const rules = config.points[0]?.alarms.map((a) => ({ point: 'pm25', ...a }));
    const job = {
      began,
      until: clock.now().ms,
      grace: config.grace,
      period: periodMs,
      threshold: 75,
      alarms: rules,
      readings,
    };
    const right = JSON.parse(execFileSync('python3', [oracle], { input: JSON.stringify(job), encoding: 'utf8' }));
    const sorted = (rows: readonly unknown[]) => rows.map((r) => JSON.stringify(r)).sort();
    expect(sorted(told.map((a) => [a.at.ms, a.point, a.alarm, a.state]))).toEqual(sorted(right));
    expect(new Set(told.map((a) => a.alarm)).size).toBeGreaterThanOrEqual(5);
  },
  180_000,
);
