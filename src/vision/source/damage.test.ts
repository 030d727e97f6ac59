import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SystemClock } from '../../runtime/clock.ts';
import { DamageReader } from './damage.ts';
import { until, watch } from './testing/bench.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-damage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A minute of a test picture, and the same with about one bit in 2,400 turned over. */
function streams(): readonly [string, string] {
  const [sound, damaged] = [join(folder, 'sound.mp4'), join(folder, 'damaged.mp4')];
  const run = (...args: string[]) => execFileSync('ffmpeg', ['-v', 'error', '-y', ...args]);
  run('-f', 'lavfi', '-i', 'testsrc2=s=320x240:r=25:d=8', '-c:v', 'libx264', '-g', '25', '-pix_fmt', 'yuv420p', sound);
  run('-i', sound, '-c', 'copy', '-bsf:v', 'noise=amount=300', damaged);
  return [sound, damaged];
}

describe('damages of a stream', () => {
  it('are counted by the lines of ffmpeg, with those it did not repeat', () => {
    const reader = new DamageReader();
    const lines = [
      '[h264 @ 0x1] error while decoding MB 3 4, bytestream -7',
      'Last message repeated 4 times',
      '[yuv4mpegpipe @ 0x1] Non-monotonous DTS in output stream 0:0; previous: 0, current: 0; changing to 1.',
      'Last message repeated 9 times',
      '[h264 @ 0x1] co located POCs unavailable',
      '[rtsp @ 0x1] RTP: missed 12 packets',
    ];
    expect(lines.map((line) => reader.take(line))).toEqual([1, 4, 0, 0, 0, 1]);
  });

  it('are many in a damaged stream whose pictures still come, and none in a sound one', async () => {
    const counted: number[] = [];
    for (const path of streams()) {
      const w = watch(new SystemClock(), { kind: 'file', path, loop: false }, { fps: 5, mode: 'lossless' });
      await until(() => w.isOver() || w.reasons().includes('garbage'), 'the end', 20_000);
      expect(w.frames.length).toBeGreaterThan(20);
      counted.push(w.source.stats().decodeErrors);
      await w.source.stop();
    }
    expect(counted[0]).toBe(0);
    expect(counted[1]).toBeGreaterThan(40);
  }, 40_000);
});
