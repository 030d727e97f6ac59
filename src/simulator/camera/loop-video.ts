// Makes what the simulated camera serves: raw H.264 at a constant rate that begins with a key frame, from any video file or
// from the demo's scene. Made once and kept in a cache folder; beside a scene's loop lies what is really in it.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import { demoScenario } from '../scene/demo.ts';
import { writeFilm } from '../scene/film.ts';
import { openScene } from '../scene/scene.ts';
import { encodeFile } from './encode.ts';

export interface LoopVideo {
  /** Raw H.264, cut by access unit delimiters, beginning with a key frame. */
  readonly file: string;
  /** Whole frames per second. */
  readonly fps: number;
  /** Of a drawn scene: its truth and what happens in it, a line of JSON each; see scene/truth.ts and scene/watch/happening.ts. */
  readonly truth?: string;
  readonly happenings?: string;
}

/** A longer file is shown up to here: nobody waits minutes for a demonstration to begin. */
const longestLoopSeconds = 120;
const loopFps = 12;

/** x264 as `rtsp_server.py` counts on it: delimiters, parameter sets in the stream, no B-frames, a key frame a second. */
const encoding = (fps: number) => [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '25', '-pix_fmt', 'yuv420p', '-bf', '0', '-g', String(fps)],
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
  if (!existsSync(made)) await encodeFile(made, { input, output: encoding(loopFps), ...(signal ? { signal } : {}) });
  return { file: made, fps: loopFps };
}

/** True where the scene has been drawn before: it takes about a minute. */
export async function sceneLoopIsMade(cache: string): Promise<boolean> {
  return existsSync((await sceneFiles(cache)).file);
}

/** The loop of the demo's scene with its truth. Drawn anew when the scenario or the drawing's source has changed. */
export async function loopOfScene(cache: string, signal?: AbortSignal): Promise<LoopVideo> {
  const made = await sceneFiles(cache);
  if (!existsSync(made.file)) {
    await mkdir(cache, { recursive: true });
    const scene = openScene(demoScenario());
    await writeFilm(scene, {
      ...{ out: made.file, output: encoding(made.fps), truth: made.truth, violations: made.happenings },
      ...(signal ? { signal } : {}),
    });
    await removeOlderScenes(made.file);
  }
  return made;
}

async function removeOlderScenes(made: string): Promise<void> {
  const folder = dirname(made);
  const kept = basename(made, '.h264');
  for (const name of await readdir(folder)) {
    if (/^road-scene-[0-9a-f]+\./.test(name) && !name.startsWith(`${kept}.`))
      await rm(join(folder, name), { force: true });
  }
}

async function sceneFiles(cache: string): Promise<Required<LoopVideo>> {
  const folder = fileURLToPath(new URL('../scene', import.meta.url));
  const names = await readdir(folder, { recursive: true });
  const sources = names.filter((f) => /(?<!\.test)\.[jt]s$/.test(f) && !f.startsWith('dataset')).sort();
  const scenario = demoScenario();
  const drawnBy = await Promise.all(sources.map((f) => readFile(join(folder, f))));
  const name = join(cache, `road-scene-${digest([JSON.stringify(scenario), ...drawnBy])}`);
  return {
    ...{ file: `${name}.h264`, fps: scenario.fps },
    ...{ truth: `${name}.truth.jsonl`, happenings: `${name}.happenings.jsonl` },
  };
}

function digest(of: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256').update(encoding(loopFps).join(' '));
  for (const part of of) hash.update(part);
  return hash.digest('hex').slice(0, 16);
}
