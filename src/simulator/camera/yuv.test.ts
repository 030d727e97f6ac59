import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random.ts';
import { y4mFrame, y4mHeader } from './yuv.ts';

/** The bytes of the planes that ffmpeg makes of the same picture. */
function byFfmpeg(pixels: Buffer, width: number, height: number): Buffer {
  const input = ['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${width}x${height}`, '-i', 'pipe:0'];
  const output = ['-sws_flags', 'accurate_rnd+full_chroma_int+area', '-pix_fmt', 'yuv420p', '-f', 'rawvideo', 'pipe:1'];
  const { stdout } = spawnSync('ffmpeg', ['-loglevel', 'error', ...input, ...output], { input: pixels });
  return stdout;
}

describe('a drawn picture as cameras send it', () => {
  it('has the colours that ffmpeg gives it, within two steps', () => {
    const [width, height] = [32, 16];
    const random = seededRandom(4);
    // Blocks of two by two of one colour: how chroma is averaged is then no question.
    const pixels = Buffer.alloc(width * height * 4, 255);
    for (let y = 0; y < height; y += 2) {
      for (let x = 0; x < width; x += 2) {
        const colour = [0, 0, 0].map(() => Math.floor(random() * 256));
        for (const [dx, dy] of [
          [0, 0],
          [1, 0],
          [0, 1],
          [1, 1],
        ] as const)
          pixels.set(colour, ((y + dy) * width + x + dx) * 4);
      }
    }
    const ours = y4mFrame({ pixels, width, height }).subarray('FRAME\n'.length);
    const theirs = byFfmpeg(pixels, width, height);
    expect(ours.length).toBe(theirs.length);
    const differences = [...ours].map((v, i) => Math.abs(v - theirs[i]!));
    expect(Math.max(...differences)).toBeLessThanOrEqual(2);
  });

  it('is announced with its size and rate, also where that is no whole number', () => {
    expect(y4mHeader({ width: 640, height: 360 }, 2.5)).toBe('YUV4MPEG2 W640 H360 F2500:1000 Ip A1:1 C420jpeg\n');
  });
});
