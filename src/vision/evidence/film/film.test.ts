import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli } from '../../../cli/cli.ts';

const base = mkdtempSync(join(tmpdir(), 'haidang-film-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const site = `
version: 1
gateway: { id: gw, position: { latitude: 20.95, longitude: 107.08 } }
cameras:
  - id: gate
    source: { kind: file, path: none.mp4 }
    model: haidang-self-test
    rules:
      - { id: middle, kind: line-crossing, line: [[0.5, 0.1], [0.5, 0.9]], event: true, severity: error }
`;
/** A car that drives from left to right for three seconds, ten pictures a second. */
const tracks = Array.from({ length: 30 }, (_, frame) =>
  JSON.stringify({
    frame,
    tMs: frame * 100,
    objects: [{ id: 'c1', class: 'car', box: [10 + frame * 10, 60, 40, 30], visible: 1 }],
  }),
);

async function film(name: string) {
  const file = join(base, name);
  writeFileSync(join(base, 'site.yaml'), site);
  writeFileSync(join(base, 'tracks.jsonl'), `${tracks.join('\n')}\n`);
  const input = ['--config', join(base, 'site.yaml'), '--camera', 'gate', '--tracks', join(base, 'tracks.jsonl')];
  const out: string[] = [];
  const io = { out: (line: string) => void out.push(line), err: () => {} };
  const code = await cli(['replay', ...input, '--size', '320x180', '--overlay', file], io);
  return { file, code, out };
}

describe('an overlay video', () => {
  it('shows every frame at its pace, the event in its colour while it is news, and is the same each time', {
    timeout: 120_000,
  }, async () => {
    const first = await film('first.mp4');
    expect(first.code).toBe(0);
    expect(first.out.filter((line) => line.includes('"camera.event"'))).toHaveLength(1);
    const probe = ['-v', 'error', '-show_entries', 'stream=width,nb_frames,r_frame_rate', '-of', 'csv=p=0', first.file];
    expect(execFileSync('ffprobe', probe, { encoding: 'utf8' }).trim()).toBe('640,10/1,30');
    const red = (second: string) => {
      const args = [
        '-v',
        'error',
        '-ss',
        second,
        '-i',
        first.file,
        '-frames:v',
        '1',
        '-f',
        'rawvideo',
        '-pix_fmt',
        'rgb24',
        '-',
      ];
      const pixels = execFileSync('ffmpeg', args, { maxBuffer: 1e8 });
      let n = 0;
      for (let i = 0; i < pixels.length; i += 3) {
        if ((pixels[i] ?? 0) > 180 && (pixels[i + 1] ?? 255) < 90 && (pixels[i + 2] ?? 0) < 150) n++;
      }
      // Nothing is written into the corners of the picture, where cameras write themselves.
      const corner = Array.from({ length: 20 }, (_, y) => [...pixels.subarray(y * 1920, y * 1920 + 600)]).flat();
      return { n, brightest: Math.max(...corner) };
    };
    expect(red('0.5').n).toBeLessThan(20);
    expect(red('2.0').n).toBeGreaterThan(200);
    expect(red('2.0').brightest).toBeLessThan(80);
    const second = await film('second.mp4');
    expect(readFileSync(second.file).equals(readFileSync(first.file))).toBe(true);
  });

  it('that cannot be written is a failure that says why', { timeout: 120_000 }, async () => {
    symlinkSync('/dev/full', join(base, 'full.mp4'));
    const { code } = await film('full.mp4');
    expect(code).toBe(3);
  });
});
