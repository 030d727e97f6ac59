import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cli } from './cli.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fixture = 'test-fixtures/check/eight-mistakes.yaml';

async function check(file: string, ...flags: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const env = { HAIDANG_DATA: '/nonexistent-haidang' };
  const code = await cli(['check', file, ...flags], { out: (l) => out.push(l), err: (l) => err.push(l), env });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

interface Answer {
  readonly line: number;
  readonly code: string;
  readonly path: string;
  readonly message: string;
  readonly hint: string | null;
  readonly severity: string;
}

describe('haidang check', () => {
  it('gives eight mistakes eight answers, each with its own line and a remedy', async () => {
    const { code, out } = await check(fixture, '--json');
    const errors = (JSON.parse(out) as Answer[]).filter((p) => p.severity === 'error');
    expect(code).toBe(1);
    expect(errors.map((p) => [p.line, p.code])).toEqual([
      [10, 'config.unknown-name-near'],
      [11, 'config.bad-format'],
      [13, 'acquisition.unit-taken'],
      [16, 'config.secret-in-yaml'],
      [19, 'vision.zone-crossing'],
      [20, 'config.not-one-of-near'],
      [25, 'config.unknown-name-near'],
      [26, 'config.unknown-key-near'],
    ]);
    for (const p of errors) expect(p.hint, p.code).toBeTruthy();
    expect(errors[0]?.hint).toBe('did you mean "air-station"?');
    expect(errors[5]?.hint).toBe('did you mean "motorcycle"?');
    expect(errors[6]?.hint).toBe('did you mean "cabinet"?');
  });

  it('says the same in Vietnamese, without a stack trace and without the password', async () => {
    const { code, err } = await check(fixture, '--lang', 'vi');
    expect(code).toBe(1);
    expect(err).toContain(`${fixture}:13:`);
    expect(err).toContain('có phải ý bạn là "air-station"?');
    expect(err).not.toMatch(/\n\s+at /);
    expect(err).not.toContain('hunter2');
  });

  it.each([
    ['a section that is misspelt', 'lines:', 'line:', ['config.unknown-key-near']],
    ['a gateway without its id', '  id: qn-hl-001', '', ['config.missing-key']],
  ])('gives one answer to %s, and none to what hangs on it', async (_what, right, wrong, codes) => {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-check-'));
    const file = join(folder, 'site.yaml');
    const good = readFileSync(`${root}config/examples/lighting-calendar.yaml`, 'utf8');
    writeFileSync(file, good.replace(right, wrong));
    const { out } = await check(file, '--json');
    rmSync(folder, { recursive: true });
    const errors = (JSON.parse(out) as Answer[]).filter((p) => p.severity === 'error');
    expect(errors.map((p) => p.code)).toEqual(codes);
  });

  it.each(['/nonexistent/site.yaml', 'package-lock.json', 'src', 'biome.json', 'README.md'])(
    'answers %s, which is no site file, with a message and exit code 1',
    async (file) => {
      const { code, err } = await check(`${file.startsWith('/') ? '' : root}${file}`);
      expect(code).toBe(1);
      expect(err).not.toMatch(/\n\s+at /);
      expect(err.length).toBeGreaterThan(20);
    },
  );

  it('checks a device profile by itself, with its examples', async () => {
    const profile = await check(`${root}device-profiles/eastron-sdm630.yaml`);
    expect([profile.code, profile.err]).toEqual([0, '']);
    expect(profile.out).toContain('is fine: 87 points; its 2 examples come out as they should');
    const site = await check(`${root}config/minimal.yaml`);
    expect(site.out).toContain('0 devices');
  });

  it.each(examples())('finds nothing wrong in %s', async (file) => {
    const { code, err, out } = await check(file);
    expect(err.split('\n').filter((l) => l.includes('  error  '))).toEqual([]);
    expect([code, out.length > 0]).toEqual([0, true]);
  });
});

describe('haidang schema', () => {
  it.each([
    ['site', [], fixture],
    ['profile', ['--profile'], 'device-profiles/eastron-sdm630.yaml'],
    ['model card', ['--model-card'], 'models/yolox-nano/card.yaml'],
  ])('prints a JSON Schema of the %s that agrees with what is enforced', async (_name, flags, file) => {
    const out: string[] = [];
    expect(await cli(['schema', ...flags], { out: (l) => out.push(l), err: () => {} })).toBe(0);
    const schema = JSON.parse(out.join('\n'));
    const validate = new Ajv.default({ strict: false, allErrors: true }).compile(schema);
    const document = parse(readFileSync(`${root}${file}`, 'utf8'));
    expect(validate(document)).toBe(file !== fixture);
    for (const [key, value] of undescribed(schema)) expect.soft(value, `${key} is not explained`).toBeTruthy();
  });
});

function examples(): string[] {
  return [...readdirSync(`${root}config/examples`).map((f) => `config/examples/${f}`), 'config/minimal.yaml'].map(
    (f) => `${root}${f}`,
  );
}

/** Every property of a schema with its description. */
function undescribed(schema: unknown, path = ''): [string, unknown][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = Object.entries(
    (schema as { properties?: Record<string, { description?: string }> }).properties ?? {},
  ).map(([key, value]): [string, unknown] => [`${path}.${key}`, value.description]);
  const inner = Object.entries(schema).flatMap(([key, value]) =>
    key === 'examples' || key === 'default' ? [] : undescribed(value, `${path}/${key}`),
  );
  return [...own, ...inner];
}
