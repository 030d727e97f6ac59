// ffmpeg as the encoder of drawn frames or of other videos, into a file that appears only when it is whole.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { clear, complete, placeOf } from '../../runtime/beside.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';

/** ffmpeg's input of raw RGBA frames on its standard input. */
export const rawFrames = (size: { width: number; height: number }, fps: number): string[] => [
  ...['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${size.width}x${size.height}`, '-r', String(fps), '-i', 'pipe:0'],
];

export interface EncodeOptions {
  /** ffmpeg's arguments before and after its input's name; see `rawFrames`. */
  readonly input: readonly string[];
  readonly output: readonly string[];
  /** What goes to standard input; taken as fast as ffmpeg can. A frame is copied before the next one is asked for. */
  readonly frames?: Iterable<Buffer>;
  readonly signal?: AbortSignal;
}

/**
 * Runs ffmpeg to a file beside the wanted one and puts it in place only when it is whole.
 * @throws HaidangError (`configuration`, `no-video`) with ffmpeg's words, or the signal's reason.
 */
export async function encodeFile(made: string, options: EncodeOptions): Promise<void> {
  await mkdir(dirname(made), { recursive: true });
  const place = placeOf(made);
  try {
    await runFfmpeg([...options.output, place.fresh], options, 'ignore');
    await complete(place);
  } finally {
    await clear(place);
  }
}

/** The same to our own standard output. */
export function encodeToStdout(options: EncodeOptions): Promise<void> {
  return runFfmpeg([...options.output, 'pipe:1'], options, 'inherit');
}

async function runFfmpeg(
  output: readonly string[],
  { input, frames, signal }: EncodeOptions,
  stdout: 'ignore' | 'inherit',
): Promise<void> {
  const child = spawn('ffmpeg', ['-hide_banner', '-nostats', '-loglevel', 'error', '-y', ...input, ...output], {
    stdio: [frames ? 'pipe' : 'ignore', stdout, 'pipe'],
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
  if (how === 'exit 0') return;
  signal?.throwIfAborted();
  throw new HaidangError('configuration', 'no-video', said.trim().replaceAll('\n', ' | ') || `ffmpeg: ${how}`);
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
