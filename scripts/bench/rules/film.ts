// Films of plans with what our detector finds in them. Painting and detecting are slow, the tracker and the rules are quick:
// what was filmed and found once is kept in a folder, so that a tracker or a rule that was changed is tried in seconds.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Detection } from '../../../src/domain/detection.ts';
import { SystemClock } from '../../../src/runtime/clock.ts';
import type { Logger } from '../../../src/runtime/logger.ts';
import { writeFilm } from '../../../src/simulator/scene/film.ts';
import type { Scene } from '../../../src/simulator/scene/scene.ts';
import type { FrameSource } from '../../../src/vision/camera-options.ts';
import { Detector } from '../../../src/vision/detect/detector.ts';
import type { UsableModel } from '../../../src/vision/detect/registry.ts';
import { FfmpegSource, type SourceHandlers } from '../../../src/vision/source/ffmpeg-source.ts';
import { type HappeningLine, readTracks, type TracksFrame } from '../../../src/vision/tracks-file.ts';

export interface Film {
  readonly video: string;
  readonly truth: readonly TracksFrame[];
  readonly happenings: readonly HappeningLine[];
}

/** A film of a scene from the folder, or a new one. */
export async function filmOf(
  cache: string,
  { scene, fps }: { readonly scene: Scene; readonly fps: number },
): Promise<Film> {
  const folder = join(cache, digest(JSON.stringify({ scenario: scene.scenario, fps, painter: painter() })));
  mkdirSync(folder, { recursive: true });
  const [video, truth, list] = [join(folder, 'film.mp4'), join(folder, 'truth.jsonl'), join(folder, 'happenings.json')];
  // The list is written last: where it is, the others are whole.
  if (!existsSync(list)) {
    await writeFilm(scene, { out: video, truth, fps });
    writeWhole(list, scene.violations());
  }
  const frames: TracksFrame[] = [];
  for await (const frame of readTracks(truth)) frames.push(frame);
  return { video, truth: frames, happenings: JSON.parse(readFileSync(list, 'utf8')) as HappeningLine[] };
}

/** What the detector finds in each frame of a film; from beside it where it has looked before. */
export async function foundIn(
  video: string,
  fps: number,
  { modelFile, card }: UsableModel,
  logger: Logger,
): Promise<Detection[][]> {
  const file = join(video, '..', `${digest(readFileSync(modelFile))}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Detection[][];
  const clock = new SystemClock();
  const detector = new Detector({ modelFile, card, clock, logger });
  await detector.start(new AbortController().signal, () => {});
  try {
    const kind = 'file' as const;
    const source = new FfmpegSource({
      ...{ id: 'film', source: { kind, path: video, loop: false }, fps, mode: 'lossless', clock, logger },
      random: Math.random,
    });
    const all: Promise<Detection[]>[] = [];
    await new Promise<void>((resolve, reject) => {
      source.start({
        onFrame: (frame, release) => {
          const found = detector.detect(frame).then(({ detections }) => detections.map(rounded));
          all.push(found);
          found.catch(reject).finally(release);
        },
        onState: (s) => s.state === 'blind' && reject(new Error(s.reason)),
        onEnd: () => resolve(),
      });
    }).finally(() => source.stop());
    const found = await Promise.all(all);
    writeWhole(file, found);
    return found;
  } finally {
    await detector.stop();
  }
}

/** Hundredths of a pixel and thousandths of a score are enough, and a third of the bytes. */
const rounded = ({ class: kind, score, box }: Detection): Detection => ({
  ...{ class: kind, score: Math.round(score * 1000) / 1000 },
  box: { x: cent(box.x), y: cent(box.y), width: cent(box.width), height: cent(box.height) },
});
const cent = (v: number) => Math.round(v * 100) / 100;

/** Frames without a picture, for those in which was looked before. */
export function blankFrames(count: number, fps: number, width: number, height: number) {
  const data = new Uint8Array((width * height * 3) / 2);
  return (): Pick<FrameSource, 'start' | 'stop'> => ({
    start: ({ onFrame, onEnd }: SourceHandlers) => {
      for (let index = 0; index < count; index++) {
        const ms = (index * 1000) / fps;
        onFrame({ width, height, data, index, at: { ms, quality: 'synced' }, monotonicMs: ms }, () => {});
      }
      onEnd?.(0);
    },
    stop: () => Promise.resolve(),
  });
}

/** Other bodies or other light are another film. */
function painter(): string {
  const folder = fileURLToPath(new URL('../../../src/simulator/scene/picture', import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => /(?<!\.test)\.ts$/.test(f));
  return digest(
    files
      .sort()
      .map((f) => digest(readFileSync(join(folder, f))))
      .join(),
  );
}

const digest = (of: string | Uint8Array) => createHash('sha256').update(of).digest('hex').slice(0, 16);

/** Nobody else finds half a file. */
function writeWhole(file: string, value: unknown): void {
  writeFileSync(`${file}.part`, JSON.stringify(value));
  renameSync(`${file}.part`, file);
}
