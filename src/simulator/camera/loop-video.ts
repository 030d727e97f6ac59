// Makes what the simulated camera serves: raw H.264 at a constant rate whose end joins its beginning, from any video
// file or from the drawn road scene. Made once and kept in a cache folder.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import { roadScene } from '../scene/road-scene.ts';

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
  if (!existsSync(made)) await encode(made, input, undefined, signal);
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
    const size = `${scene.width}x${scene.height}`;
    const input = ['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', size, '-r', String(loopFps), '-i', 'pipe:0'];
    const frames = function* () {
      for (let i = 0; i < scene.loopSeconds * loopFps; i++) yield scene.frame(i / loopFps);
    };
    await encode(made, input, frames(), signal);
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

/** Runs ffmpeg to a file beside the wanted one and puts it in place only when it is whole. */
async function encode(
  made: string,
  input: readonly string[],
  frames: Iterable<Buffer> | undefined,
  signal?: AbortSignal,
): Promise<void> {
  await mkdir(dirname(made), { recursive: true });
  const unfinished = `${made}.${process.pid}.part`;
  const args = ['-hide_banner', '-nostats', '-loglevel', 'error', '-y', ...input, ...encoding, unfinished];
  const child = spawn('ffmpeg', args, {
    stdio: [frames ? 'pipe' : 'ignore', 'ignore', 'pipe'],
    ...(signal ? { signal, killSignal: 'SIGKILL' } : {}),
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-500);
  });
  const ended = new Promise<string>((done) => {
    child.once('error', (error) => done(messageOf(error)));
    child.once('close', (code, by) => done(by ?? `exit ${code}`));
  });
  // ffmpeg that ends early closes the pipe under our hands: its own words tell why.
  child.stdin?.on('error', () => {});
  if (frames && child.stdin) await feed(frames, child.stdin, ended, signal);
  const how = await ended;
  if (how !== 'exit 0') {
    await rm(unfinished, { force: true });
    signal?.throwIfAborted();
    throw new HaidangError('configuration', 'no-video', said.trim().replaceAll('\n', ' | ') || `ffmpeg: ${how}`);
  }
  await rename(unfinished, made);
}

async function feed(
  frames: Iterable<Buffer>,
  pipe: NodeJS.WritableStream,
  ended: Promise<string>,
  signal?: AbortSignal,
): Promise<void> {
  for (const frame of frames) {
    if (signal?.aborted || !pipe.writable) break;
    // The canvas is drawn over next: what is still queued must be a copy.
    if (!pipe.write(Buffer.from(frame))) await Promise.race([once(pipe, 'drain'), ended]);
    await breathe();
  }
  pipe.end();
}
