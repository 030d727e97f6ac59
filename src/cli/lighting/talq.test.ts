// The commands, on the site file of the examples, with an override that an agent left in its state file.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { cli } from '../cli.ts';

const config = new URL('../../../config/examples/lighting-calendar.yaml', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'haidang-talq-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...argv: string[]) {
  const err: string[] = [];
  const io = { out: () => undefined, err: (l: string) => void err.push(l), lang: 'en' as const, env: {} };
  return { code: await cli(['lighting', ...argv], io), err: err.join('\n') };
}

it('exports a site, imports it, and exports what was imported to the same document', async () => {
  const [first, second, fragment, again] = ['a.json', 'b.json', 'site.yaml', 'again.yaml'].map((n) =>
    join(folder, n),
  ) as [string, string, string, string];
  const kept = { 'l-01': { id: 'works', level: 100, until: Date.UTC(2030, 0) } };
  writeFileSync(join(folder, 'state.json'), JSON.stringify({ 'lighting.overrides': kept }));
  const exported = await run('export', '--talq', '--config', config, '--data', folder, '--out', first);
  expect(exported.code).toBe(0);
  expect(exported.err).toMatch(/1 commands.*\n.*programs street: civil twilight/);
  const imported = await run('import', '--talq', first, '--out', fragment);
  expect(imported.code).toBe(0);
  expect(imported.err).toMatch(/overrides \(1\)/);
  const text = readFileSync(config, 'utf8');
  const [head, tail] = [text.slice(0, text.indexOf('lighting:')), text.slice(text.indexOf('outbox:'))];
  writeFileSync(again, `${head.replace(/^#.*$/gm, '')}${readFileSync(fragment, 'utf8')}${tail}`);
  expect((await run('export', '--talq', '--config', again, '--data', folder, '--out', second)).code).toBe(0);
  expect(readFileSync(second, 'utf8')).toBe(readFileSync(first, 'utf8'));
});

it('refuses a file that is not TALQ, and an export in no form', async () => {
  const file = join(folder, 'other.json');
  writeFileSync(file, '{ "devices": 3 }');
  expect(await run('import', '--talq', file)).toMatchObject({
    code: 1,
    err: expect.stringContaining('no TALQ document'),
  });
  expect((await run('export', '--config', config)).code).toBe(2);
});
