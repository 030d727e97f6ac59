// Makes any video into what the simulated camera serves: raw H.264 at a constant rate whose end joins its beginning.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Clock } from '../../runtime/clock.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import { startProgram } from '../program.ts';

export interface LoopVideo {
  /** Raw H.264, cut by access unit delimiters, beginning with a key frame. */
  readonly file: string;
  /** Whole frames per second. */
  readonly fps: number;
}

/** x264 options that `rtsp_server.py` counts on: delimiters, parameter sets in the stream, no B-frames, short GOPs. */
export function loopEncoding(fps: number): string[] {
  return [
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '21', '-pix_fmt', 'yuv420p', '-bf', '0', '-g', String(fps)],
    ...['-x264-params', 'aud=1:repeat-headers=1:scenecut=0', '-threads', '2', '-bitexact', '-f', 'h264'],
  ];
}

/** A longer file is shown up to here: nobody waits minutes for a demonstration to begin. */
export const longestLoopSeconds = 120;
const loopFps = 12;

/**
 * The loop of a video file, made once and kept in the cache folder.
 * @throws HaidangError (`configuration`, `no-video`) where the file is missing or ffmpeg cannot read it.
 */
export async function loopOf(clock: Clock, file: string, cache: string): Promise<LoopVideo> {
  const path = resolve(file);
  const info = await stat(path).catch((error: unknown) => {
    throw new HaidangError('configuration', 'no-video', messageOf(error));
  });
  const key = createHash('sha256').update(`${path}|${info.size}|${info.mtimeMs}`).digest('hex').slice(0, 16);
  const made = join(cache, `loop-${key}.h264`);
  if (!existsSync(made)) {
    // At most 1280 wide, even sides; a constant rate, since a file may come with a varying one.
    const filter = `fps=${loopFps},scale='trunc(min(1280,iw)/2)*2':-2`;
    await encode(clock, made, ['-i', path, '-an', '-t', String(longestLoopSeconds), '-vf', filter]);
  }
  return { file: made, fps: loopFps };
}

async function encode(clock: Clock, made: string, input: readonly string[]): Promise<void> {
  await mkdir(dirname(made), { recursive: true });
  const unfinished = `${made}.${process.pid}.part`;
  const said: string[] = [];
  const how = await new Promise<string>((done, failed) => {
    startProgram({
      command: 'ffmpeg',
      args: ['-hide_banner', '-nostdin', '-loglevel', 'error', '-y', ...input, ...loopEncoding(loopFps), unfinished],
      clock,
      onLine: (line) => {
        if (said.length < 3) said.push(line);
      },
      onExit: done,
    }).catch(failed);
  });
  if (how !== 'exit 0') {
    await rm(unfinished, { force: true });
    throw new HaidangError('configuration', 'no-video', said.join(' | ') || `ffmpeg: ${how}`);
  }
  await rename(unfinished, made);
}
