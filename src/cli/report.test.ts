import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { archiveFolder } from '../station/archive/archive.ts';
import { cli } from './cli.ts';

const config = fileURLToPath(new URL('../../config/examples/station.yaml', import.meta.url));
let data: string;
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'haidang-report-'));
  mkdirSync(archiveFolder(data), { recursive: true });
  const from = Date.parse('2026-11-18T00:00:00+07:00');
  const row = {
    ...{ k: 'w', point: 'pm25', window: '5min', from, to: from + 300_000, mean: 20, min: 10, max: 30, capture: 100 },
    ...{ valid: true, count: 30, uncertain: 0, left: [0, 0, 0], rev: 0 },
  };
  writeFileSync(join(archiveFolder(data), '2026-11-18.jsonl'), `${JSON.stringify(row)}\n{"k":"w`);
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const argv = ['report', 'station', '--config', config, '--data', data, ...args];
  const code = await cli(argv, { out: (l) => out.push(l), err: (l) => err.push(l), lang: 'en', env: {} });
  return { code, out, err: err.join('\n') };
}

it('writes the page of the days that are archived, and says what is in it', async () => {
  const file = join(data, 'page.html');
  const { code, out } = await run('--from', '2026-11-18', '--out', file, '--json');
  expect([code, JSON.parse(out[0] ?? '')]).toEqual([0, { file, windows: 1, alarms: 0, days: 1, torn: 1 }]);
  expect(readFileSync(file, 'utf8')).toContain('PM2.5 (pm25)');
});
it('says which days there are where nothing is archived, and refuses a period that is none', async () => {
  const none = await run('--from', '2026-11-01');
  expect([none.code, none.err]).toEqual([1, expect.stringContaining('2026-11-18')]);
  expect((await run('--from', '2026-11-18', '--to', '2026-11-17')).code).toBe(2);
  expect((await run('--from', '2026-02-30')).code).toBe(2);
});
