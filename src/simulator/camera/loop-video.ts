// Makes what the simulated camera serves: raw H.264 at a constant rate whose end joins its beginning, from any video
// file or from the drawn road scene. Made once and kept in a cache folder.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import { roadScene } from '../scene/road-scene.ts';
import { encodeFile, rawFrames } from './encode.ts';

export interface LoopVideo {
  /** Raw H.264, cut by access unit delimiters, beginning with a key frame. */
  readonly file: string;
  /** Whole frames per second. */
  readonly fps: number;
}

/** A longer file is shown up to here: nobody waits minutes for a demonstration to begin. */
const longestLoopSeconds = 120;
const loopFps = 12;

/** x264 as `rtsp_server.py` counts on it: delimiters, parameter sets in the stream, no B-frames, a key frame a second. */
const encoding = [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '25', '-pix_fmt', 'yuv420p', '-bf', '0', '-g', String(loopFps)],
  ...['-x264-params', 'aud=1:repeat-headers=1:scenecut=0', '-threads', '2', '-bitexact', '-f', 'h264'],
];

/**
 * The loop of a video file.
 * @throws HaidangError (`configuration`, `no-video`) where the file is missing or ffmpeg cannot read it.
 */
export async function loopOfFile(file: string, cache: string, signal?: AbortSignal): Promise<LoopVideo> {
  const path = resolve(file);
  const info = await stat(path).catch((error: unknown) => {
    throw new HaidangError('configuration', 'no-video', messageOf(error));
  });
  const made = join(cache, `loop-${digest([`${path}|${info.size}|${info.mtimeMs}`])}.h264`);
  // At most 1280 wide, even sides; a constant rate, since a file may come with a varying one.
  const filter = `fps=${loopFps},scale='trunc(min(1280,iw)/2)*2':-2`;
  const input = ['-i', path, '-an', '-t', String(longestLoopSeconds), '-vf', filter];
  if (!existsSync(made)) await encodeFile(made, { input, output: encoding, ...(signal ? { signal } : {}) });
  return { file: made, fps: loopFps };
}

/** True where the drawn scene has been made before: it takes some ten seconds. */
export async function sceneLoopIsMade(cache: string): Promise<boolean> {
  return existsSync(await sceneFile(cache));
}

/** The loop of the drawn road scene. Drawn anew when the drawing's source has changed. */
export async function loopOfScene(cache: string, signal?: AbortSignal): Promise<LoopVideo> {
  const made = await sceneFile(cache);
  if (!existsSync(made)) {
    const scene = roadScene();
    const frames = function* () {
      for (let i = 0; i < scene.loopSeconds * loopFps; i++) yield scene.frame(i / loopFps);
    };
    const input = rawFrames(scene, loopFps);
    await encodeFile(made, { input, output: encoding, frames: frames(), ...(signal ? { signal } : {}) });
    await removeOlderScenes(made);
  }
  return { file: made, fps: loopFps };
}

async function removeOlderScenes(made: string): Promise<void> {
  const folder = dirname(made);
  for (const name of await readdir(folder)) {
    if (/^road-scene-[0-9a-f]+\.h264$/.test(name) && name !== basename(made))
      await rm(join(folder, name), { force: true });
  }
}

async function sceneFile(cache: string): Promise<string> {
  const folder = fileURLToPath(new URL('../scene', import.meta.url));
  const sources = (await readdir(folder)).filter((f) => /(?<!\.test)\.[jt]s$/.test(f)).sort();
  return join(cache, `road-scene-${digest(await Promise.all(sources.map((f) => readFile(join(folder, f)))))}.h264`);
}

function digest(of: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256').update(encoding.join(' '));
  for (const part of of) hash.update(part);
  return hash.digest('hex').slice(0, 16);
}
