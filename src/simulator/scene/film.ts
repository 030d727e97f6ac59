// A scene frame by frame: its pictures, its truth, its violations, written to files.
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { encodeFile, encodeToStdout, rawFrames } from '../camera/encode.ts';
import { createPainter } from './picture/painter.ts';
import type { Scene } from './scene.ts';
import { createTruth } from './truth.ts';
import type { Moment } from './world.ts';

export interface FilmFrame {
  readonly index: number;
  readonly moment: Moment;
  /** RGBA; drawn over by the next frame. */
  readonly pixels: Buffer;
}

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
  const truthFile = options.truth === undefined ? undefined : openSync(options.truth, 'w');
  const truthAt = createTruth({ plan: scene.site.plan, camera, riders: options.riders ?? false });
  let objects = 0;
  const note = (moment: Moment, index: number) => {
    const truth = truthAt(moment, index);
    objects += truth.objects.length;
    if (truthFile !== undefined) writeSync(truthFile, `${JSON.stringify(truth)}\n`);
    options.onFrame?.(index + 1, count);
  };
  try {
    if (options.out === undefined) {
      for (let i = 0; i < count; i++) {
        options.signal?.throwIfAborted();
        note(scene.at(i / fps), i);
      }
    } else {
      const frames = function* () {
        const painter = painterOf(scene);
        for (let i = 0; i < count; i++) {
          const moment = scene.at(i / fps);
          note(moment, i);
          yield painter.paint(moment);
        }
      };
      const input = rawFrames(camera, fps);
      const encode = { input, frames: frames(), ...(options.signal ? { signal: options.signal } : {}) };
      if (options.out === '-')
        await encodeToStdout({ ...encode, output: ['-f', 'yuv4mpegpipe', '-pix_fmt', 'yuv420p'] });
      else
        await encodeFile(options.out, {
          ...encode,
          output: options.output ?? outputOf(options.out, fps, scenario.bitrate),
        });
    }
  } finally {
    if (truthFile !== undefined) closeSync(truthFile);
  }
  const violations = scene.violations();
  if (options.violations !== undefined) {
    writeFileSync(options.violations, violations.map((v) => `${JSON.stringify(v)}\n`).join(''));
  }
  return { frames: count, objects, violations: violations.filter((v) => v.type === 'violation').length };
}

/** What a burnt-in clock shows at the first frame, so that it suits the light: UTC milliseconds, shown in Vietnam's time. */
const clockAt = {
  day: Date.UTC(2026, 2, 20, 2, 30),
  overcast: Date.UTC(2026, 2, 20, 8, 5),
  dusk: Date.UTC(2026, 2, 20, 11, 5),
  night: Date.UTC(2026, 2, 20, 14, 20),
} as const;

export function painterOf({ site, camera, conditions, scenario }: Scene) {
  const { caption } = scenario;
  return createPainter({
    plan: site.plan,
    camera,
    conditions,
    seed: scenario.seed,
    ...(caption === undefined ? {} : { caption: { name: caption, startMs: clockAt[conditions.light] } }),
  });
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
