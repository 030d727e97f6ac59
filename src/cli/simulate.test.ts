import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { cli } from './cli.ts';

const scenarios = fileURLToPath(new URL('../../config/scenarios/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'haidang-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function simulate(...argv: string[]) {
  const err: string[] = [];
  const io = { out: (l: string) => err.push(l), err: (l: string) => err.push(l), env: {} };
  return { code: await cli(['simulate', 'scene', ...argv], io), err: err.join('\n') };
}

/** A line with the hash of each picture of a video. */
const picturesOf = (video: string): string =>
  spawnSync('ffmpeg', ['-v', 'error', '-i', video, '-f', 'framemd5', '-']).stdout.toString();

describe('haidang simulate scene', () => {
  it('writes truth, violations and zones, the same bytes for the same seed', async () => {
    const files = (run: string) => ['truth', 'violations', 'zones'].map((what) => join(folder, `${run}-${what}`));
    for (const run of ['a', 'b']) {
      const [truth, violations, zones] = files(run) as [string, string, string];
      const args = ['--scenario', `${scenarios}border-night.yaml`, '--seed', '3', '--seconds', '26', '--fps', '1'];
      const { code, err } = await simulate(...args, '--truth', truth, '--violations', violations, '--zones', zones);
      expect([code, err.includes('26 frames')], err).toEqual([0, true]);
    }
    const [a, b] = [files('a'), files('b')].map((run) => run.map((f) => readFileSync(f, 'utf8')));
    expect(a).toEqual(b);
    const [truth, violations, zones] = a as [string, string, string];
    const frames = truth
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l));
    expect(frames).toHaveLength(26);
    expect(Object.keys(frames[20])).toEqual(['frame', 'tMs', 'objects', 'signals']);
    expect(frames[20]).toMatchObject({ frame: 20, tMs: 20_000 });
    // Somebody came through the fence by then.
    expect(JSON.parse(violations.split('\n')[0] ?? '')).toMatchObject({ type: 'violation', class: 'person' });
    expect(Object.keys(JSON.parse(zones).zones)).toContain('strip');
  });

  it('gives the same truth, violations and pictures byte for byte in two processes of their own', () => {
    const main = fileURLToPath(new URL('../main.ts', import.meta.url));
    const made = ['c', 'd'].map((run) => {
      const [truth, violations, video] = ['truth', 'violations', 'mkv'].map((what) => join(folder, `${run}.${what}`));
      const args = ['--scenario', `${scenarios}ha-long-junction.yaml`, '--seed', '11', '--seconds', '2', '--fps', '2'];
      const files = ['--truth', truth!, '--violations', violations!, '--out', video!, '--size', '480x270'];
      const { status, stderr } = spawnSync(process.execPath, [main, 'simulate', 'scene', ...args, ...files]);
      expect(status, String(stderr)).toBe(0);
      return [truth!, violations!].map((f) => readFileSync(f, 'utf8')).concat(picturesOf(video!));
    });
    expect(made[0]).toEqual(made[1]);
    expect(made[0]![0]!.trim().split('\n')).toHaveLength(4);
    expect(made[0]![2]!.split('\n').filter((l) => /^0,/.test(l))).toHaveLength(4);
  }, 120_000);

  it('refuses a light and a size that it does not know: the scene would be another than was asked for', async () => {
    const args = ['--scenario', `${scenarios}border-night.yaml`, '--seconds', '1', '--truth', join(folder, 'none')];
    for (const wrong of [
      ['--light', 'noon'],
      ['--size', '1x1'],
    ]) {
      const { code, err } = await simulate(...args, ...wrong);
      expect(code).toBe(2);
      expect(err).toContain(wrong[1]);
      expect(err).toContain('→');
    }
  });

  it('says where a scenario is wrong, and what it may be asked for', async () => {
    const file = join(folder, 'wrong.yaml');
    writeFileSync(file, 'version: 1\ntitle: a\nplace: street\nfps: many\n');
    const wrong = await simulate('--scenario', file, '--truth', join(folder, 't'));
    expect([wrong.code, wrong.err.includes('wrong.yaml:4:')]).toEqual([1, true]);
    const nothing = await simulate('--scenario', `${scenarios}demo.yaml`);
    expect([nothing.code, nothing.err.includes('--out')]).toEqual([2, true]);
    const number = await simulate('--scenario', `${scenarios}demo.yaml`, '--fps', '99', '--truth', join(folder, 't'));
    expect([number.code, number.err.includes('--fps')]).toEqual([2, true]);
  });
});
