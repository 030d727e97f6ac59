// The air quality index of the soak's hours against another hand (test-fixtures/station/aqi_oracle.py), made of the hourly
// means that the agent told; those are compared by themselves.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface HourMean {
  readonly parameter: string;
  readonly toMs: number;
  /** null: not valid. */
  readonly mean: number | null;
}

export interface IndexTold {
  readonly period: string;
  readonly time: string;
  readonly revision: number;
  readonly aqi: number | null;
}

const names = ['PM2.5', 'PM10', 'O3', 'CO', 'SO2', 'NO2'];

export function indicesOf(means: readonly HourMean[], told: readonly IndexTold[]) {
  const hours = [...new Set(means.map((m) => m.toMs))].sort((a, b) => a - b);
  if (hours.length === 0) return { wrong: [], hours: 0, valued: 0 };
  const cell = (toMs: number, name: string) => means.find((m) => m.toMs === toMs && m.parameter === name)?.mean ?? '';
  const line = (ms: number) => [
    new Date(ms).toISOString().replace('.000Z', '+00:00'),
    ...names.map((n) => cell(ms, n)),
  ];
  const folder = mkdtempSync(join(tmpdir(), 'station-aqi-'));
  const file = join(folder, 'hours.csv');
  writeFileSync(file, `time,${names.join(',')}\n${hours.map((ms) => line(ms).join(',')).join('\n')}\n`);
  const oracle = fileURLToPath(new URL('../../test-fixtures/station/aqi_oracle.py', import.meta.url));
  const answer = execFileSync('python3', [oracle, 'hourly', file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  const wrong: string[] = [];
  let valued = 0;
  const right = answer
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as { time: string; aqi: number | null });
  for (const { time, aqi } of right) {
    const mine = told.filter((t) => t.period === 'hour' && Date.parse(t.time) === Date.parse(time));
    const last = mine.toSorted((a, b) => a.revision - b.revision).at(-1);
    if (aqi !== null) valued++;
    if (!last || last.aqi !== aqi) wrong.push(`index of the hour until ${time}: ${last?.aqi} and not ${aqi}`);
  }
  return { wrong, hours: right.length, valued };
}
