import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cli } from './cli.ts';

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await cli(argv, { out: (l) => out.push(l), err: (l) => err.push(l), env: {} });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('the command line', () => {
  it('lists its commands and its exit codes', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    for (const name of ['run', 'check', 'status', 'schema']) expect(out).toContain(`  ${name}`);
    expect(out).toContain('Exit codes: 0 fine');
  });

  it.each(['run', 'check', 'status', 'schema'])('explains %s with an example, in both languages', async (name) => {
    const en = await run(name, '--help');
    expect([en.code, en.out.includes(`Example:\n  haidang ${name}`)]).toEqual([0, true]);
    expect((await run(name, '--help', '--lang', 'vi')).out).toContain('Ví dụ:');
  });

  it('answers wrong usage with exit code 2 and the nearest command', async () => {
    const { code, err } = await run('chekc', 'site.yaml');
    expect(code).toBe(2);
    expect(err).toContain('Did you mean check?');
    expect((await run('run')).code).toBe(2);
    expect((await run('status', '--nonsense')).code).toBe(2);
  });

  it('refuses a language that it does not speak, at every command, and names those that it does', async () => {
    for (const argv of [
      ['schema', '--lang', 'xx'],
      ['--lang=de', 'check', 'site.yaml'],
      ['lighting', 'plan', '--lang', 'fr'],
    ]) {
      const { code, out, err } = await run(...argv);
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain('→ one of: en, vi');
    }
    expect((await run('schema', '--help', '--lang', 'vi_VN')).out).toContain('Ví dụ:');
  });

  it('answers a file that is not there with its name and a remedy, in both languages', async () => {
    const file = '/nonexistent-haidang/night';
    for (const argv of [
      ['aqi', '--csv', file],
      ['ioc', 'verify', file],
    ]) {
      for (const lang of ['en', 'vi']) {
        const { code, err } = await run(...argv, '--lang', lang);
        expect(code).toBe(1);
        expect(err).toContain(file);
        expect(err).toContain('→');
      }
    }
  });

  it('says that no agent runs, with what to do, and gives programs the same as JSON', async () => {
    const folder = '/nonexistent-haidang';
    const human = await run('status', '--data', folder, '--lang', 'vi');
    expect([human.code, human.err.includes('không có chương trình nào trả lời')]).toEqual([3, true]);
    const json = await run('status', '--data', folder, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ healthy: false, error: 'not-running' });
  });

  it('answers what is missing, too much or unknown in both languages, with the command that explains it', async () => {
    for (const [argv, named, remedy] of [
      [['run'], '--config <site.yaml>', 'haidang run --help'],
      [['check'], 'site.yaml', 'haidang check --help'],
      [['lighting', 'plan', '--config'], '--config', 'haidang lighting plan --help'],
      [['models', 'list', 'more', 'words'], 'more, words', 'haidang models list --help'],
      [['run', '--config', 'x', '--log-level', 'loud'], '"loud"', 'debug, info, warn, error'],
      [['nonsense'], 'nonsense', 'haidang --help'],
      [['status', '--nonsense'], '--nonsense', 'haidang status --help'],
      [['check', 'x', '--jsn'], '--jsn', '--json'],
    ] as const) {
      const [en, vi] = [await run(...argv, '--lang', 'en'), await run('--lang', 'vi', ...argv)];
      for (const { code, out, err } of [en, vi]) {
        expect([code, out]).toEqual([2, '']);
        expect(err).toContain(named);
        expect(err.split('→')[1]).toContain(remedy);
        expect(err).not.toContain('error:');
      }
      expect(en.err).not.toBe(vi.err);
    }
    expect((await run('ioc', '--help', '--lang', 'vi')).out).not.toContain('display help');
  });

  it('answers a place that cannot be what it was named for in both languages, and never with the words of the system', async () => {
    const [street, folder] = ['config/examples/street.yaml', 'config/examples'];
    for (const argv of [
      ['lighting', 'plan', '--config', street, '--date', '2026-06-21', '--svg', folder],
      ['lighting', 'import', '--talq', '/nonexistent-haidang/talq.json'],
      ['contract', '--out', street],
      ['run', '--config', 'config/minimal.yaml', '--data', street],
    ]) {
      for (const lang of ['en', 'vi']) {
        const { code, err } = await run(...argv, '--lang', lang);
        expect(code).toBe(1);
        expect(err).toContain('→');
        expect(err).not.toMatch(/ENOENT|EISDIR|ENOTDIR|EEXIST/);
      }
    }
  });

  it('answers a lamp, an outbox and a line that there are not with the reason and a remedy', async () => {
    for (const [argv, code] of [
      [
        [
          'lighting',
          'explain',
          '--config',
          'config/examples/street.yaml',
          '--lamp',
          'l-9',
          '--at',
          '2026-01-01T00:00Z',
        ],
        1,
      ],
      [['outbox', 'list', '--data', '/nonexistent-haidang'], 1],
      [['ioc', 'verify', '/dev/null'], 1],
      [['ioc', 'verify', '/dev/null', '--key', 'package.json'], 2],
      [['probe', '--tcp', '192.0.2.999'], 2],
      [['scan', '--serial', 'COM3'], 2],
    ] as const) {
      for (const lang of ['en', 'vi']) {
        const said = await run(...argv, '--lang', lang);
        expect(said.code).toBe(code);
        expect(said.err).toContain('→');
        expect(said.err).not.toContain('[');
      }
    }
  });

  it('starts no second agent on a data folder: two would drive the same lamps', async () => {
    const data = mkdtempSync(join(tmpdir(), 'haidang-cli-'));
    const first = createServer().listen(join(data, 'agent.sock'));
    onTestFinished(() => {
      first.close();
      rmSync(data, { recursive: true });
    });
    for (const lang of ['en', 'vi']) {
      const { code, err } = await run('run', '--config', 'config/minimal.yaml', '--data', data, '--lang', lang);
      expect(code).toBe(3);
      expect(err).toContain(data);
      expect(err).toContain('→');
    }
  });

  it.skipIf(process.getuid?.() === 0)(
    'does not call missing what lies in a data folder that is closed to the user',
    async () => {
      const data = mkdtempSync(join(tmpdir(), 'haidang-cli-'));
      chmodSync(data, 0);
      onTestFinished(() => rmSync(data, { recursive: true }));
      for (const argv of [
        ['status'],
        ['key', 'show'],
        ['evidence', 'key'],
        ['outbox', 'list'],
        ['lighting', 'emergency'],
      ]) {
        const { code, err } = await run(...argv, '--data', data);
        expect(code).not.toBe(0);
        expect(err).toMatch(/may not be used by this user\n {2}→/);
      }
    },
  );
});
