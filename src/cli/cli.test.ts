import { describe, expect, it } from 'vitest';
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
});
