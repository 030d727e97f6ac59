// What somebody may ask of `haidang replay` that would go wrong without a word, or cost a file.
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { cli } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-mistakes-'));
const at = (name: string) => join(folder, name);
const [site, tracks, truth, video] = [at('site.yaml'), at('tracks.jsonl'), at('truth.jsonl'), at('a.mp4')];
const config = ['--config', site, '--camera', 'gate'];
const happening = { type: 'crossing', id: 'x', startMs: 500, endMs: 500, objects: ['c1'] };
const frame = (i: number) =>
  `{"frame":${i},"tMs":${i * 100},"objects":[{"id":"c1","class":"car","box":[${10 + i},60,40,30]}]}\n`;

beforeAll(() => {
  writeFileSync(
    site,
    `version: 1
gateway: { id: gw, position: { latitude: 20.95, longitude: 107.08 } }
cameras:
  - id: gate
    source: { kind: file, path: none.mp4 }
    model: haidang-self-test
    rules:
      - { id: middle, kind: line-crossing, line: [[0.5, 0.1], [0.5, 0.9]], event: true }
`,
  );
  writeFileSync(tracks, [0, 1, 2, 3].map(frame).join(''));
  writeFileSync(truth, `${JSON.stringify({ ...happening, watch: 'midle' })}\n`);
  film('160x90', video);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

function film(size: string, file: string) {
  const input = ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=5:d=1`, '-pix_fmt', 'yuv420p'];
  execFileSync('ffmpeg', ['-v', 'error', ...input, file]);
}

async function replay(...argv: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { out: (l: string) => out.push(l), err: (l: string) => err.push(l), env: { HAIDANG_DATA: at('data') } };
  const code = await cli(['replay', ...config, ...argv], io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('haidang replay', () => {
  it('never writes the overlay over what it reads besides: the truth, the site file', async () => {
    symlinkSync(truth, at('alias.mp4'));
    for (const file of [truth, at('alias.mp4'), site]) {
      const before = readFileSync(file);
      const { code, err } = await replay('--tracks', tracks, '--truth', truth, '--overlay', file);
      expect([code, err]).toEqual([1, expect.stringContaining('→')]);
      expect(readFileSync(file)).toEqual(before);
    }
    const { code } = await replay('--video', video, '--overlay', site);
    expect([code, readFileSync(site, 'utf8')]).toEqual([1, expect.stringContaining('version: 1')]);
  });

  it('takes no time without its offset: it would be another one on a machine elsewhere', async () => {
    for (const start of ['2026-06-21T19:00:00', '2026-06-21 19:00', '2026-06-21', '5', 'June 21 2026', '']) {
      const { code, err } = await replay('--tracks', tracks, '--start', start);
      expect([start, code, err]).toEqual([start, 1, expect.stringContaining('+07:00')]);
    }
    for (const start of ['2026-06-21T19:00:00+07:00', '2026-06-21T12:00Z', '2026-06-21T19:00:00.000+07:00']) {
      const { out } = await replay('--tracks', tracks, '--start', start);
      expect(out).toContain('"from":"2026-06-21T12:00:00.000Z"');
    }
  });

  it('says of a flag that it does nothing with this input, in place of ignoring it', async () => {
    for (const [flag, value, ...input] of [
      ['--stills', at('stills'), '--tracks', tracks],
      ['--model', 'haidang-self-test', '--tracks', tracks],
      ['--size', '160x90', '--video', video],
    ] as const) {
      const { code, out, err } = await replay(flag, value, ...input);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(new RegExp(`^${flag} .*${input[0]}[\\s\\S]*→`));
    }
    expect((await replay('--tracks', tracks, '--size', '00x90')).code).toBe(2);
  });

  it('says that nothing is scored where no rule has the id of a watch, and with which', async () => {
    const { code, err } = await replay('--tracks', tracks, '--truth', truth);
    expect(code).toBe(0);
    expect(err).toMatch(/nothing is scored.*midle.*middle[\s\S]*→/);
    writeFileSync(at('right.jsonl'), `${JSON.stringify({ ...happening, watch: 'middle' })}\n`);
    expect((await replay('--tracks', tracks, '--truth', at('right.jsonl'))).err).not.toContain('nothing is scored');
  });

  it('says how many events have no still because the folder did not take it, and does not end as if all were well', async () => {
    const block = ['-vf', 'drawbox=x=100:y=100:w=90:h=90:color=white:t=fill', '-pix_fmt', 'yuv420p', at('block.mp4')];
    execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'color=black:s=320x320:r=5:d=2', ...block]);
    const zone = '[[0.01, 0.01], [0.99, 0.01], [0.99, 0.99], [0.01, 0.99]]';
    const rule = `{ id: some, kind: crowding, zone: ${zone}, enter: 1, leave: 0, hold: 100ms, anchor: centre }`;
    writeFileSync(at('blocks.yaml'), readFileSync(site, 'utf8').replace(/- \{ id: middle.*/, `- ${rule}`));
    const args = ['--config', at('blocks.yaml'), '--video', at('block.mp4'), '--stills'];
    const fine = await replay(...args, at('stills'));
    expect([fine.code, readdirSync(at('stills'))]).toEqual([0, ['gate-0001.jpg']]);
    // A folder in the place of the picture.
    mkdirSync(join(at('closed'), 'gate-0001.jpg'), { recursive: true });
    const lost = await replay(...args, at('closed'));
    expect(lost.code).toBe(1);
    expect(lost.err).toMatch(/1 events have no still: .*closed did not take it[\s\S]*→/);
  });

  it('names a video whose pictures change their size, with what helps, in words of a file', async () => {
    for (const [i, size] of ['160x90', '320x180', '160x90'].entries()) film(size, at(`part-${i}.ts`));
    writeFileSync(at('mixed.ts'), Buffer.concat([0, 1, 2].map((i) => readFileSync(at(`part-${i}.ts`)))));
    for (const lang of ['en', 'vi']) {
      const { code, err } = await replay('--video', at('mixed.ts'), '--lang', lang);
      expect(code).toBe(1);
      expect(err).toContain('ffmpeg -i VIDEO -vf scale=1280:720');
      expect(err).not.toContain('the camera changed');
    }
  });
});

describe('an overlay video that is broken off', () => {
  it('leaves the one that was there, and no half of its own', { timeout: 60_000 }, async () => {
    const place = mkdtempSync(at('place-'));
    const overlay = join(place, 'o.mp4');
    writeFileSync(overlay, 'the one before');
    const broken = at('ffmpeg.sh');
    writeFileSync(broken, '#!/bin/sh\nfor last; do :; done\necho half > "${last#file:}"\necho no room >&2\nexit 1\n');
    chmodSync(broken, 0o755);
    vi.stubEnv('HAIDANG_FFMPEG', broken);
    for (const lang of ['en', 'vi']) {
      const { code, err } = await replay('--tracks', tracks, '--overlay', overlay, '--lang', lang);
      expect(code).toBe(3);
      expect(err).toContain(overlay);
      expect(err).toMatch(/no room[\s\S]*→/);
    }
    expect([readdirSync(place), readFileSync(overlay, 'utf8')]).toEqual([['o.mp4'], 'the one before']);
  });

  it('by Ctrl-C neither, of a video or of tracks', { timeout: 60_000 }, async () => {
    const place = mkdtempSync(at('place-'));
    const overlay = join(place, 'o.mp4');
    writeFileSync(overlay, 'the one before');
    writeFileSync(at('long.jsonl'), Array.from({ length: 40_000 }, (_, i) => frame(i)).join(''));
    execFileSync('ffmpeg', ['-v', 'error', '-stream_loop', '2000', '-i', video, '-c', 'copy', at('long.mp4')]);
    const main = fileURLToPath(new URL('../main.ts', import.meta.url));
    for (const input of [
      ['--tracks', at('long.jsonl')],
      ['--video', at('long.mp4')],
    ]) {
      const child = spawn(process.execPath, [main, 'replay', ...config, ...input, '--overlay', overlay], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const ended = new Promise((resolve) => child.on('exit', resolve));
      while (readdirSync(place).length === 1 && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 20));
      expect(child.exitCode).toBeNull();
      child.kill('SIGINT');
      expect(await ended).toBe(3);
      expect([readdirSync(place), readFileSync(overlay, 'utf8')]).toEqual([['o.mp4'], 'the one before']);
    }
  });
});
