import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli } from '../cli/cli.ts';
import { SystemClock } from '../runtime/clock.ts';
import { silentLogger } from '../runtime/logger.ts';
import { cameraSchema } from './config.ts';
import type { Frame } from './frame.ts';
import { replay } from './replay.ts';
import { clipsIn, replayClips } from './replay-clips.ts';
import { boxAt, seen } from './testing/walk.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-clips-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() => {
  const clip = (name: string, seconds: number) =>
    execFileSync('ffmpeg', [
      ...['-v', 'error', '-f', 'lavfi', '-i', `testsrc=size=320x240:rate=10:duration=${seconds}`],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', join(folder, name)],
    ]);
  clip('b.mp4', 2);
  clip('a.MKV', 2);
  clip('B.mp4', 1);
  writeFileSync(join(folder, 'a-broken.mp4'), 'no video');
  writeFileSync(join(folder, 'notes.txt'), 'not a clip');
  writeFileSync(join(folder, '.hidden.mp4'), 'not a clip');
  mkdirSync(join(folder, 'older.mp4'));
});

const config = cameraSchema.parse({
  ...{ id: 'gate', source: { kind: 'file', path: 'x.mp4' }, model: 'm', fps: 5 },
  rules: [
    {
      id: 'in-out',
      kind: 'line-crossing',
      event: true,
      line: [
        [0, 0.5],
        [1, 0.5],
      ],
      classes: ['car'],
    },
  ],
});
/** A car that drives down through every clip; only the number of the frame decides where it is. */
const detector = {
  sha256: 'b'.repeat(64),
  detect: async ({ index }: Frame) => ({
    detections: [seen('car', boxAt(160, 60 + 20 * index, 80, 50))],
    inferenceMs: 0,
    totalMs: 0,
  }),
};

async function play() {
  const lines: string[] = [];
  const unreadable: string[] = [];
  const out = (line: object) => void lines.push(JSON.stringify(line));
  const totals = await replayClips({
    camera: 'gate',
    clips: (await clipsIn(folder)) ?? [],
    replayOne: (clip) =>
      replay({
        ...{ config, video: join(folder, clip), startMs: 0, detector, timezone: 'UTC', out },
        ...{ clock: new SystemClock(), logger: silentLogger, random: () => 0.5 },
      }),
    out,
    onUnreadable: (clip) => unreadable.push(clip),
  });
  out(totals);
  return { lines, unreadable, totals };
}

describe('a replay of a folder of clips', () => {
  it('plays what is a video, by the bytes of its name, and knows a folder from a file', async () => {
    expect(await clipsIn(folder)).toEqual(['B.mp4', 'a-broken.mp4', 'a.MKV', 'b.mp4']);
    expect(await clipsIn(join(folder, 'b.mp4'))).toBeUndefined();
    expect(await clipsIn(join(folder, 'nowhere'))).toBeUndefined();
  });

  it('begins each clip anew, sums them up, names the one that cannot be read, and gives the same bytes twice', {
    timeout: 60_000,
  }, async () => {
    const first = await play();
    expect(first.totals).toEqual({
      ...{ kind: 'replay.totals', camera: 'gate', clips: 3, frames: 25, seconds: 5 },
      ...{ events: { 'in-out': 2 }, counts: { 'in-out': { forward: { car: 2 }, backward: {} } } },
      ...{ unreadable: ['a-broken.mp4'], modelSha256: 'b'.repeat(64) },
    });
    expect(first.unreadable).toEqual(['a-broken.mp4']);
    const said = first.lines.map((l) => JSON.parse(l) as Record<string, unknown>);
    expect(said.filter((s) => s['kind'] === 'replay.clip').map((s) => s['clip'])).toEqual(await clipsIn(folder));
    const summaries = said.filter((s) => s['kind'] === 'replay.summary');
    expect(summaries.map((s) => [s['clip'], s['from'], s['to']])).toEqual([
      ['B.mp4', '1970-01-01T00:00:00.000Z', '1970-01-01T00:00:01.000Z'],
      ['a.MKV', '1970-01-01T00:00:00.000Z', '1970-01-01T00:00:02.000Z'],
      ['b.mp4', '1970-01-01T00:00:00.000Z', '1970-01-01T00:00:02.000Z'],
    ]);
    const events = said.filter((s) => s['kind'] === 'camera.event');
    // The same car at the same second of its clip: nothing came over from the clip before.
    expect(new Set(events.map((e) => JSON.stringify([e['at'], e['track']]))).size).toBe(1);
    expect((await play()).lines).toEqual(first.lines);
  });

  it('ends at once where something else goes wrong than a clip', async () => {
    const replayOne = () => Promise.reject(new Error('no model'));
    const pending = replayClips({ camera: 'gate', clips: ['a', 'b'], replayOne, out() {}, onUnreadable() {} });
    await expect(pending).rejects.toThrow('no model');
  });

  it('on the command line says, before any model is opened, that a folder holds no clip', async () => {
    const told: string[] = [];
    const site = fileURLToPath(new URL('../../config/examples/roadside.yaml', import.meta.url));
    const io = { out: () => {}, err: (line: string) => void told.push(line) };
    const args = ['replay', '--config', site, '--camera', 'roadside', '--video'];
    expect(await cli([...args, join(folder, 'older.mp4')], io)).toBe(1);
    expect(told.join('\n')).toContain('there is no video in the folder');
    expect(await cli([...args, folder, '--overlay', `${folder}/`, '--lang', 'vi'], io)).toBe(1);
    expect(told.join('\n')).toContain('chọn một thư mục khác cho --overlay');
  });
});
