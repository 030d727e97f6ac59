import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { cli } from './cli.ts';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const end of cleanUp.splice(0)) end();
});

async function haidang(...argv: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await cli(argv, { out: (l) => out.push(l), err: (l) => err.push(l), lang: 'en', env: {} });
  return { code, out, err: err.join('\n') };
}

function file(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-aqi-'));
  cleanUp.push(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'hours.csv');
  writeFileSync(path, text);
  return path;
}

describe('haidang aqi of single values', () => {
  it('takes them as averaged already', async () => {
    const { code, out } = await haidang('aqi', '--pm25', '35.4', '--json');
    expect([code, out]).toEqual([
      0,
      ['{"aqi":71,"dominant":"PM2.5","band":"Trung bình","reason":null,"sub":{"PM2.5":70.8}}'],
    ]);
    expect((await haidang('aqi', '--o3', '240', '--json')).out[0]).toContain('"reason":"no-dust"');
    expect((await haidang('aqi', '--pm10', '100', '--no2', '118.7')).out).toEqual([
      ' 75  Trung bình  PM10  (PM10 75, NO2 59.35)',
    ]);
  });

  it.each([
    [['aqi'], 2, 'nothing to compute from'],
    [['aqi', '--daily', '--pm25', '3'], 2, 'needs --csv'],
    [['aqi', '--pm25', 'much'], 1, '--pm25: "much" is no concentration'],
    [['aqi', '--pm25', '-3'], 1, 'not negative'],
    [['aqi', '--csv', '/nowhere.csv'], 1, '/nowhere.csv'],
  ])('%j is refused with the reason', async (argv, code, reason) => {
    const result = await haidang(...argv);
    expect([result.code, result.out]).toEqual([code, []]);
    expect(result.err).toContain(reason);
  });
});

describe('haidang aqi of a table', () => {
  const table = (...rows: string[]) => file(`time,PM2.5,PM10,O3,CO,SO2,NO2\n${rows.join('\n')}\n`);

  it('gives a line for each hour, those that are missing included, in the offset of the file', async () => {
    const csv = table(
      '2026-11-21T01:00:00+07:00,20,,240,,,',
      '2026-11-21T02:00:00+07:00,20,,,,,',
      '2026-11-21T04:00:00+07:00,,,10,,,',
    );
    const { code, out } = await haidang('aqi', '--csv', csv, '--json');
    expect(code).toBe(0);
    expect(out.map((line) => JSON.parse(line))).toEqual([
      // One hour of dust is not two of the latest three.
      { time: '2026-11-21T01:00:00+07:00', aqi: null, dominant: null, band: null, reason: 'no-dust', sub: { O3: 120 } },
      {
        time: '2026-11-21T02:00:00+07:00',
        aqi: 40,
        dominant: 'PM2.5',
        band: 'Tốt',
        reason: null,
        sub: { 'PM2.5': 40 },
      },
      {
        time: '2026-11-21T03:00:00+07:00',
        aqi: 40,
        dominant: 'PM2.5',
        band: 'Tốt',
        reason: null,
        sub: { 'PM2.5': 40 },
      },
      {
        time: '2026-11-21T04:00:00+07:00',
        aqi: null,
        dominant: null,
        band: null,
        reason: 'no-dust',
        sub: { O3: 3.13 },
      },
    ]);
  });

  it('takes the hours stamped 01:00 to 00:00 for a day', async () => {
    const stamps = Array.from({ length: 25 }, (_, i) => new Date(Date.UTC(2026, 10, 20, i)).toISOString().slice(0, 13));
    const csv = table(...stamps.map((s, i) => `${s}:00:00+07:00,${i === 0 ? 999 : 25},,,,,`));
    const { out } = await haidang('aqi', '--csv', csv, '--daily', '--json');
    expect(out.map((line) => JSON.parse(line)).map(({ time, aqi }) => [time, aqi])).toEqual([
      ['2026-11-19', null],
      ['2026-11-20', 50],
    ]);
  });

  it.each([
    ['time,PM25\n', 1, 'did you mean "PM2.5"?'],
    ['PM10\n5\n', 1, 'no column "time"'],
    ['time,PM10\n2026-11-21 07:00,5\n', 2, 'with its offset'],
    ['time,PM10\n2026-11-21T07:30:00+07:00,5\n', 2, 'full hour'],
    ['time,PM10\n2026-11-21T07:00:00+07:00,12,5\n', 2, '3 values'],
    ['time,PM10\n2026-11-21T07:00:00+07:00,n/a\n', 2, 'PM10 holds "n/a"'],
    ['time,PM10\n2026-11-21T07:00:00+07:00,1\n2026-11-21T00:00:00Z,1\n', 3, 'there twice'],
    ['time,PM10\n2026-11-21T07:00:00+07:00,1\n0226-11-21T07:00:00+07:00,1\n', 1, 'longer than any station'],
  ])('%j is refused with its line and the reason', async (text, line, reason) => {
    const csv = file(text);
    const { code, out, err } = await haidang('aqi', '--csv', csv);
    expect([code, out]).toEqual([1, []]);
    expect(err).toContain(`hours.csv:${line}: `);
    expect(err).toContain(reason);
  });
});

describe('the index of weeks of hours with gaps', () => {
  const oracle = new URL('../../test-fixtures/station/aqi_oracle.py', import.meta.url).pathname;
  const run = (...args: string[]) =>
    execFileSync('python3', [oracle, ...args], { encoding: 'utf8', maxBuffer: 1 << 26 });

  it.each([1, 2])(
    'is that of a calculation by another hand (seed %d)',
    async (seed) => {
      const csv = file(run('make', String(seed), '350'));
      for (const kind of ['hourly', 'daily']) {
        const expected = run(kind, csv)
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line));
        const { out } = await haidang('aqi', '--csv', csv, '--json', ...(kind === 'daily' ? ['--daily'] : []));
        expect(out.map((line) => JSON.parse(line)).map(({ time, aqi }) => ({ time, aqi }))).toEqual(expected);
        const values = expected.filter((e) => e.aqi !== null);
        expect(values.length).toBeGreaterThan(expected.length / 4);
      }
    },
    60_000,
  );
});
