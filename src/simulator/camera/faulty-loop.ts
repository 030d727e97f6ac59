// The loop of a camera that fails on script: frames that were never sent are missing in the file, a change of resolution
// is a new stream of parameter sets within it, and the server is told where it pauses or closes its port.
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Fault, type Frame, isActive, isSent } from '../scene/picture/faults.ts';
import { encodeFile, rawFrames } from './encode.ts';

/** In frames, for each turn of the loop: `[picture, frames]` before this picture of the file. */
export interface StreamFaults {
  /** Nothing is sent for so many frames. */
  readonly gaps: readonly (readonly [picture: number, frames: number])[];
  /** All clients are thrown out and the port is closed for so long. */
  readonly refused: readonly (readonly [picture: number, frames: number])[];
}

/** What the server has to do where frames of a film of `count` frames are not sent. */
export function streamFaultsOf(faults: readonly Fault[], count: number, fps: number, seed: number): StreamFaults {
  const gaps: [number, number][] = [];
  const refused: [number, number][] = [];
  let sent = 0;
  for (let i = 0; i < count; i++) {
    const ms = (i * 1000) / fps;
    if (isSent(faults, ms, seed)) {
      sent++;
      continue;
    }
    const list = faults.some((f) => f.kind === 'refused' && isActive(f, ms)) ? refused : gaps;
    const last = list.at(-1);
    if (last?.[0] === sent) last[1]++;
    else list.push([sent, 1]);
  }
  // What is missing at the end is missing before the first picture of the next turn.
  const turned = (list: readonly [number, number][]) =>
    list.map(([at, n]): [number, number] => [at === sent ? 0 : at, n]);
  return { gaps: turned(gaps), refused: turned(refused) };
}

export interface FaultyLoopOptions {
  readonly file: string;
  readonly fps: number;
  readonly faults: readonly Fault[];
  readonly seed: number;
  /** ffmpeg's arguments for raw H.264 as the server wants it. */
  readonly output: readonly string[];
  /** The whole film's frames with their faults of the picture, in order, also those that are not sent. */
  readonly frames: Iterable<Frame>;
  readonly signal?: AbortSignal;
}

/**
 * Encodes what the camera sends. Each run of frames of one size becomes a stream of its own; they lie one after the other.
 * @throws HaidangError (`configuration`, `no-video`) where ffmpeg cannot encode it.
 */
export async function encodeFaultyLoop(options: FaultyLoopOptions): Promise<StreamFaults> {
  const { file, fps, faults, seed, output, signal } = options;
  await mkdir(dirname(file), { recursive: true });
  const aside = await mkdtemp(join(dirname(file), '.faulty-'));
  try {
    const source = options.frames[Symbol.iterator]();
    let count = 0;
    /** The next frame that is sent. */
    const next = (): Frame | undefined => {
      for (;;) {
        const { value, done } = source.next();
        if (done) return undefined;
        const ms = (count++ * 1000) / fps;
        if (isSent(faults, ms, seed)) return value;
      }
    };
    const parts: string[] = [];
    let waiting = next();
    while (waiting) {
      const { width, height } = waiting;
      const run = function* () {
        for (; waiting?.width === width && waiting.height === height; waiting = next()) yield waiting.pixels;
      };
      const part = join(aside, `${parts.length}.h264`);
      const input = rawFrames({ width, height }, fps);
      await encodeFile(part, { input, output, frames: run(), ...(signal ? { signal } : {}) });
      parts.push(part);
    }
    const whole = join(aside, 'whole.h264');
    for (const part of parts) await append(whole, part);
    await rename(whole, file);
    return streamFaultsOf(faults, count, fps, seed);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function append(to: string, from: string): Promise<void> {
  const handle = await open(from);
  try {
    const out = createWriteStream(to, { flags: 'a' });
    for await (const chunk of handle.createReadStream({ autoClose: false })) if (!out.write(chunk)) await drained(out);
    await new Promise<void>((done, fail) => out.once('error', fail).end(done));
  } finally {
    await handle.close();
  }
}

const drained = (out: NodeJS.WritableStream) => new Promise<void>((done) => out.once('drain', () => done()));
