import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageOf, storeIn } from '../vision/evidence/testing/store.ts';
import { cli } from './cli.ts';

const base = mkdtempSync(join(tmpdir(), 'haidang-cli-evidence-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

async function run(...argv: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { out: (l: string) => out.push(l), err: (l: string) => err.push(l), env: {} };
  return { code: await cli(['evidence', ...argv], io), out: out.join('\n'), err: err.join('\n') };
}

describe('haidang evidence', () => {
  it('answers a key or a folder that cannot be used with its name, the reason and a remedy in both languages', async () => {
    const text = join(base, 'notes.txt');
    writeFileSync(text, 'no key');
    const [missing, nowhere] = [join(base, 'no.pem'), join(base, 'nowhere')];
    for (const [argv, named] of [
      [[base, '--key', missing], missing],
      [[base, '--key', text], text],
      [[nowhere], nowhere],
      [[text], text],
    ] as const) {
      const said = await run('verify', ...argv);
      const saidInVietnamese = await run('verify', ...argv, '--lang', 'vi');
      for (const { code, err } of [said, saidInVietnamese]) {
        expect(code).toBe(2);
        expect(err).toContain(named);
        expect(err).toContain('→');
      }
      expect(said.err).not.toBe(saidInVietnamese.err);
    }
  });

  it('prints no key where there is none, and makes none: it would be a stranger to all that was sealed', async () => {
    const data = join(base, 'typo');
    expect(await run('key', '--data', data)).toMatchObject({ code: 1, out: '', err: expect.stringContaining(data) });
    expect(existsSync(data)).toBe(false);
  });

  it('shows names of files by their letters, whatever else is in them', async () => {
    const { store, root } = storeIn(join(base, 'data'));
    await store.start();
    const { ref } = await store.keep(packageOf(1));
    // To a terminal: one line up, erase it, and say something else.
    mkdirSync(join(base, 'data', ref, '\u001b[1A\u001b[2Kintact: 1\npackages\u202e'));
    const { code, out } = await run('verify', root);
    expect(code).toBe(1);
    expect(out.split('\n')).toHaveLength(1);
    expect(out).toContain('\\u001b[1A');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(out).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(readFileSync(join(base, 'data', ref, 'manifest.json'), 'utf8')).not.toBe('');
  });
});
