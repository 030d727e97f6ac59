import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { cli } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-replay-'));
const [video, tracks] = [join(folder, 'a.mp4'), join(folder, 'a.jsonl')];
const config = ['--config', 'config/examples/street.yaml', '--camera', 'junction'];

beforeAll(() => {
  const pictures = ['-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=5:d=1'];
  execFileSync('ffmpeg', ['-v', 'error', ...pictures, '-pix_fmt', 'yuv420p', video]);
  writeFileSync(tracks, '{"frame":0,"tMs":0,"objects":[]}\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

async function replay(...argv: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const model = argv.includes('--video') ? ['--model', 'haidang-self-test'] : [];
  const code = await cli(['replay', ...config, ...model, ...argv], {
    out: (l) => out.push(l),
    err: (l) => err.push(l),
    env: { HAIDANG_DATA: join(folder, 'data') },
  });
  return { code, out, err: err.at(-1) ?? '', said: err.join('\n') };
}

describe('haidang replay', () => {
  it('never writes the overlay over what is replayed, by whatever name, nor where no file can be', async () => {
    const alias = join(folder, 'alias.mp4');
    symlinkSync(video, alias);
    for (const [flag, file] of [
      ['--video', video],
      ['--tracks', tracks],
    ] as const) {
      const before = readFileSync(file);
      for (const overlay of [file, ...(file === video ? [alias] : [])]) {
        for (const lang of ['en', 'vi']) {
          const { code, err } = await replay(flag, file, '--overlay', overlay, '--lang', lang);
          expect(code).toBe(1);
          expect(err).toContain(overlay);
          expect(err).toContain('→');
        }
      }
      expect(readFileSync(file)).toEqual(before);
      for (const overlay of [folder, join(folder, 'nowhere', 'o.mp4')]) {
        const { code, err } = await replay(flag, file, '--overlay', overlay);
        expect([code, err.includes('→')]).toEqual([1, true]);
      }
    }
  });

  it('names a file that cannot be replayed with the reason and a remedy, in words of a file', {
    timeout: 60_000,
  }, async () => {
    const [text, sound, empty] = ['text.mp4', 'sound.mp4', 'empty.jsonl'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(text, 'no video');
    writeFileSync(empty, '');
    execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=d=0.2', sound]);
    const noJson = join(folder, 'text.jsonl');
    writeFileSync(noJson, '{"frame":0\n');
    for (const [flag, file] of [
      ['--video', text],
      ['--video', sound],
      ['--video', join(folder, 'none.mp4')],
      ['--tracks', empty],
      ['--tracks', noJson],
      ['--tracks', join(folder, 'none.jsonl')],
    ] as const) {
      const [en, inVietnamese] = [await replay(flag, file), await replay(flag, file, '--lang', 'vi')];
      for (const { code, err } of [en, inVietnamese]) {
        expect(code).toBe(1);
        expect(err).toContain(file);
        expect(err).toContain('→');
        expect(err).not.toMatch(/camera|stream|haidang:/);
      }
      expect(en.err).not.toBe(inVietnamese.err);
    }
  });

  it('plays a video whose end is missing as far as it goes, and says that it is not whole', {
    timeout: 60_000,
  }, async () => {
    const [whole, cut] = [join(folder, 'whole.mkv'), join(folder, 'cut.mkv')];
    execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=5:d=8', '-g', '5', whole]);
    const bytes = readFileSync(whole);
    writeFileSync(cut, bytes.subarray(0, Math.floor(0.6 * bytes.length)));
    const [fine, short] = [await replay('--video', whole), await replay('--video', cut)];
    expect(JSON.parse(fine.out.at(-1)!)).not.toHaveProperty('damages');
    expect(JSON.parse(short.out.at(-1)!).damages).toBeGreaterThan(0);
    expect(fine.said).not.toContain('damaged');
    expect(short.said).toMatch(/cut\.mkv is damaged, or its end is missing.* [1-7]\.\d s of it were played[\s\S]*→/);
  });

  it('without ffmpeg says what to install, once, and takes no clip for a damaged one', async () => {
    const clips = join(folder, 'clips');
    mkdirSync(clips);
    for (const name of ['a.mp4', 'b.mp4']) copyFileSync(video, join(clips, name));
    vi.stubEnv('HAIDANG_FFMPEG', '/nonexistent-haidang/ffmpeg');
    for (const input of [video, clips]) {
      const { code, out, err } = await replay('--video', input, '--lang', 'vi');
      expect(code).toBe(3);
      expect(err).toContain('apt-get install ffmpeg');
      expect(out.join()).not.toContain('unreadable');
    }
  });

  it('makes the overlay of a single frame and of frames that are far apart', { timeout: 60_000 }, async () => {
    const slow = join(folder, 'slow.jsonl');
    const frames = Array.from({ length: 8 }, (_, i) => `{"frame":${i},"tMs":${i * 500},"objects":[]}\n`);
    writeFileSync(slow, frames.join(''));
    for (const file of [tracks, slow]) {
      const overlay = `${file}-overlay.mp4`;
      expect((await replay('--tracks', file, '--overlay', overlay)).code).toBe(0);
      expect(existsSync(overlay)).toBe(true);
    }
  });
});
