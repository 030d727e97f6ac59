// A scene frame by frame: its pictures, its truth, its violations, written to files that appear only when they are whole: what
// is proved against half a truth is proved wrongly.
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { clear, complete, placeOf } from '../../runtime/beside.ts';
import { encodeFile, encodeToStdout, rawFrames } from '../camera/encode.ts';
import type { Frame } from './picture/faults.ts';
import type { Scene } from './scene.ts';
import { shoot } from './shoot.ts';
import { truthLines } from './truth/truth-lines.ts';

export interface FilmOptions {
  /** Frames a second and seconds; the scenario's own without them. */
  readonly fps?: number;
  readonly seconds?: number;
  /** A video file (the ending says which kind), or `-` for raw yuv4mpeg on standard output; none draws nothing. */
  readonly out?: string;
  /** ffmpeg's output arguments instead of the usual ones. */
  readonly output?: readonly string[];
  readonly truth?: string;
  readonly violations?: string;
  /** Also the people on two-wheelers in the truth. */
  readonly riders?: boolean;
  readonly onFrame?: (index: number, of: number) => void;
  readonly signal?: AbortSignal;
}

export interface Filmed {
  readonly frames: number;
  /** Of all frames together. */
  readonly objects: number;
  readonly violations: number;
}

/** @throws HaidangError (`configuration`, `no-video`) where ffmpeg cannot write the video. */
export async function writeFilm(scene: Scene, options: FilmOptions): Promise<Filmed> {
  const { scenario, camera } = scene;
  const fps = options.fps ?? scenario.fps;
  const count = Math.max(1, Math.round((options.seconds ?? scenario.duration / 1000) * fps));
  const truth = options.truth === undefined ? undefined : placeOf(options.truth);
  const lines = truth && openSync(truth.fresh, 'w');
  const lineOf = truthLines(camera, fps);
  const take = shoot(scene, options.riders ?? false);
  let objects = 0;
  const takeNoted = (index: number) => {
    const shot = take(index, index / fps);
    objects += shot.truth.objects.length;
    if (lines !== undefined) writeSync(lines, `${lineOf(shot.truth)}\n`);
    options.onFrame?.(index + 1, count);
    return shot;
  };
  try {
    if (options.out === undefined) {
      for (let i = 0; i < count; i++) {
        options.signal?.throwIfAborted();
        takeNoted(i);
      }
    } else {
      const frames = function* () {
        // A file has a frame at each time: where none is sent, the last one stands still.
        let last: Buffer = Buffer.alloc(camera.width * camera.height * 4);
        for (let i = 0; i < count; i++) {
          const picture = takeNoted(i).picture();
          if (picture) last = fitted(picture, camera);
          yield last;
        }
      };
      const input = rawFrames(camera, fps);
      const encode = { input, frames: frames(), ...(options.signal ? { signal: options.signal } : {}) };
      const usual =
        options.out === '-'
          ? ['-f', 'yuv4mpegpipe', '-pix_fmt', 'yuv420p']
          : outputOf(options.out, fps, scenario.bitrate);
      const output = options.output ?? usual;
      if (options.out === '-') await encodeToStdout({ ...encode, output });
      else await encodeFile(options.out, { ...encode, output });
    }
    if (truth) await complete(truth);
  } finally {
    if (lines !== undefined) closeSync(lines);
    if (truth) await clear(truth);
  }
  const violations = scene.violations();
  if (options.violations !== undefined) {
    writeFileSync(options.violations, violations.map((v) => `${JSON.stringify(v)}\n`).join(''));
  }
  return { frames: count, objects, violations: violations.filter((v) => v.type === 'violation').length };
}

/** Of the size that the file has: another one is stretched, as a player would. */
function fitted({ pixels, width, height }: Frame, size: { readonly width: number; readonly height: number }): Buffer {
  if (width === size.width && height === size.height) return pixels;
  const out = Buffer.alloc(size.width * size.height * 4);
  for (let y = 0; y < size.height; y++) {
    const row = Math.floor((y * height) / size.height) * width;
    for (let x = 0; x < size.width; x++) {
      const from = (row + Math.floor((x * width) / size.width)) * 4;
      pixels.copy(out, (y * size.width + x) * 4, from, from + 4);
    }
  }
  return out;
}

/** H.264 as cameras send it: no B-frames, a key frame every two seconds. */
function outputOf(file: string, fps: number, kbit: number | undefined): string[] {
  const quality =
    kbit === undefined ? ['-crf', '23'] : ['-b:v', `${kbit}k`, '-maxrate', `${kbit}k`, '-bufsize', `${kbit}k`];
  const container = file.endsWith('.h264') ? 'h264' : file.endsWith('.mkv') ? 'matroska' : 'mp4';
  return [
    ...['-c:v', 'libx264', '-preset', 'veryfast', ...quality, '-pix_fmt', 'yuv420p', '-bf', '0', '-g', String(2 * fps)],
    ...['-threads', '2', '-bitexact', '-movflags', '+faststart', '-f', container].filter(
      (word) => container === 'mp4' || !['-movflags', '+faststart'].includes(word),
    ),
  ];
}
