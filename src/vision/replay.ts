// The vision column on a file: every frame in order, none dropped, as fast as the machine can. Time is the position in
// the file, counted from a start that is given, and runs on a clock of its own; nothing of this machine's time, speed or
// chance reaches what is printed, so the same input gives the same bytes.
import type { Outgoing } from '../domain/outgoing.ts';
import { toIso } from '../domain/time.ts';
import { type Message, message, render } from '../messages/catalogue.ts';
import type { Clock } from '../runtime/clock.ts';
import { HaidangError } from '../runtime/errors.ts';
import type { Logger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { longestStepMs } from './camera.ts';
import type { FrameSource } from './camera-options.ts';
import { Column } from './column.ts';
import { type CameraConfig, trackerOptionsOf } from './config.ts';
import type { Detector, DetectResult } from './detect/detector.ts';
import type { Film } from './evidence/film/film.ts';
import type { Look } from './evidence/film/film-state.ts';
import { Privacy } from './evidence/privacy.ts';
import { StillMaker, type StoreMedia } from './evidence/still-maker.ts';
import type { Frame } from './frame.ts';
import { SecondLooks, type SecondModel } from './second-looks.ts';
import type { ReadPoint } from './signal/signals.ts';
import { FfmpegSource } from './source/ffmpeg-source.ts';

export interface ReplayOptions {
  readonly config: CameraConfig;
  /** Path of the video. It takes the place of the camera's source. */
  readonly video: string;
  /** Wall-clock time of the file's first frame, milliseconds since the epoch. */
  readonly startMs: number;
  readonly detector: Pick<Detector, 'detect' | 'sha256'>;
  /** Models of the second stage that the camera needs, by id. */
  readonly secondModels?: ReadonlyMap<string, SecondModel>;
  /** Where stills go; without it none are made. */
  readonly storeMedia?: StoreMedia;
  /** Takes every frame with what the rules saw. The caller ends it. */
  readonly film?: Pick<Film, 'add'>;
  /** In which times are written on stills. */
  readonly timezone: string;
  /** Gets what a live camera would send, in order. */
  readonly out: (outgoing: Outgoing) => void;
  /** The machine's clock: for the watchdogs of ffmpeg alone. */
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  readonly signal?: AbortSignal;
  /** For traffic signals that come from points: a recording has none of its own. */
  readonly readPoint?: ReadPoint;
  /** In place of ffmpeg, for tests. */
  readonly openSource?: () => Pick<FrameSource, 'start' | 'stop'>;
}

export interface ReplaySummary {
  readonly kind: 'replay.summary';
  readonly camera: string;
  /** RFC 3339: the time of the first frame, and when the last one ended. */
  readonly from: string;
  readonly to: string;
  readonly frames: number;
  /**
   * Damages that ffmpeg spoke of, an end that was cut off too: what they took away was not judged, and pictures beside them
   * may show what never was. Absent where the video is whole.
   */
  readonly damages?: number;
  /** Events by rule. */
  readonly events: Readonly<Record<string, number>>;
  /** Events by rule that are only observed. Absent where there are none. */
  readonly observed?: Readonly<Record<string, number>>;
  /** All counts by rule, direction and class. */
  readonly counts: Readonly<Record<string, { forward: Record<string, number>; backward: Record<string, number> }>>;
  readonly modelSha256?: string;
}

/** Stills and films are made of frames that were just looked at. */
const privacyKeepMs = 2000;

/**
 * Resolves with the sums over the whole file.
 * @throws HaidangError of the fault `configuration` where the file cannot be read as a video.
 */
export async function replay(options: ReplayOptions): Promise<ReplaySummary> {
  const { config, detector, secondModels, startMs, timezone, storeMedia, logger } = options;
  const clock = new ManualClock(startMs);
  const sums = new Sums();
  let tracks = 0;
  let look: Look | undefined;
  const column = new Column({
    camera: config.id,
    rules: config.rules,
    secondLooks: secondModels?.size ? new SecondLooks(config.id, secondModels, logger) : undefined,
    calibration: config.calibration,
    signals: config.signals,
    ...(options.readPoint ? { readPoint: options.readPoint } : {}),
    onObserved: (rule) => sums.observed(rule),
    privacy: new Privacy(config.privacy, privacyKeepMs),
    onLook: (l) => {
      look = l;
    },
    tracker: trackerOptionsOf(config),
    nextTrackId: () => `${config.id}-replay-${++tracks}`,
    modelSha256: () => detector.sha256,
    ...(storeMedia ? { stills: new StillMaker({ storeMedia, clock, logger, bound: 1000 }) } : {}),
    timezone,
    longestStepMs: longestStepMs(config.fps),
    send: (o) => {
      sums.add(o);
      options.out(o);
    },
    clock,
  });
  column.start();
  let frames = 0;
  const damages = await eachFrame(options, async (frame, { detections }) => {
    frames++;
    // Whole milliseconds, so that no rest of a division shows in what is printed.
    clock.advance(Math.round(frame.monotonicMs) - clock.monotonicMs());
    const timed = { ...frame, at: clock.now(), monotonicMs: clock.monotonicMs() };
    column.process(timed, detections);
    await column.settled();
    if (look) await options.film?.add(timed, look);
  });
  if (frames === 0) throw unplayed(message('source.no-video'));
  clock.advance(Math.max(0, Math.round((frames * 1000) / config.fps) - clock.monotonicMs()));
  await column.stop();
  const to = toIso(clock.now());
  const sha256 = detector.sha256;
  return {
    kind: 'replay.summary',
    camera: config.id,
    from: toIso(startMs),
    to,
    frames,
    ...(damages > 0 ? { damages } : {}),
    ...sums.all(),
    ...(sha256 === undefined ? {} : { modelSha256: sha256 }),
  };
}

/**
 * Gives every frame with what was found in it, in order; the next one is at the detector meanwhile.
 * @returns the damages in the video.
 */
function eachFrame(
  options: ReplayOptions,
  process: (frame: Frame, found: DetectResult) => Promise<void>,
): Promise<number> {
  const { config, detector, signal } = options;
  const source = options.openSource?.() ?? ffmpegOf(options);
  return new Promise<number>((resolve, reject) => {
    let tail: Promise<void> = Promise.resolve();
    let isOver = false;
    let damages = 0;
    const end = (error?: unknown) => {
      if (isOver) return;
      isOver = true;
      signal?.removeEventListener('abort', onAbort);
      source.stop().then(() => (error === undefined ? resolve(damages) : reject(error)), reject);
    };
    const onAbort = () => end(signal?.reason ?? new Error('aborted'));
    signal?.addEventListener('abort', onAbort, { once: true });
    source.start({
      onFrame: (frame, release) => {
        const found = detector.detect(frame, config.id);
        // Whoever waits for it is asked below; until then a failure is no unhandled one.
        found.catch(() => {});
        tail = tail
          .then(async () => {
            if (!isOver) await process(frame, await found);
          })
          .catch(end)
          .finally(release);
      },
      onState: (sight) => {
        if (sight.state === 'online') return;
        end(unplayed(sight.message));
      },
      onEnd: (n) => {
        damages = n;
        void tail.then(() => end());
      },
    });
  });
}

/** A source speaks of a camera: of a file the same is said in other words. */
function unplayed(said: Message): HaidangError {
  if (said.code === 'source.ffmpeg-missing')
    return new HaidangError('ours', 'ffmpeg-missing', render(said, 'en'), { said });
  const ofFile = {
    'source.garbage': message('replay.no-video-file'),
    'source.no-video': message('replay.no-pictures'),
    'source.closed': message('replay.no-video-file'),
    'source.resolution-changed': message('replay.size-changes'),
    'source.silent': message('replay.stands-still', said.params),
    'source.stalled': message('replay.stands-still', said.params),
  }[said.code as string];
  const why = ofFile ?? said;
  return new HaidangError('configuration', 'video-unreadable', render(why, 'en'), { said: why });
}

function ffmpegOf(options: ReplayOptions) {
  const { config, video, clock, logger, random } = options;
  const { id, fps, maxWidth } = config;
  const source = { kind: 'file' as const, path: video, loop: false };
  return new FfmpegSource({ id, source, fps, maxWidth, mode: 'lossless', clock, logger, random });
}

/** What was said, summed up. */
export class Sums {
  readonly #events: Record<string, number> = {};
  readonly #observed: Record<string, number> = {};
  readonly #counts: Record<string, { forward: Record<string, number>; backward: Record<string, number> }> = {};

  add(o: Outgoing): void {
    if (o.kind === 'camera.event') this.#events[o.rule] = (this.#events[o.rule] ?? 0) + 1;
    if (o.kind !== 'camera.counts') return;
    this.#counts[o.rule] ??= { forward: {}, backward: {} };
    const of = this.#counts[o.rule]!;
    for (const direction of ['forward', 'backward'] as const) {
      for (const [c, n] of Object.entries(o[direction])) of[direction][c] = (of[direction][c] ?? 0) + n;
    }
  }

  observed(rule: string): void {
    this.#observed[rule] = (this.#observed[rule] ?? 0) + 1;
  }

  all(): Pick<ReplaySummary, 'events' | 'observed' | 'counts'> {
    const observed = Object.keys(this.#observed).length > 0 ? { observed: this.#observed } : {};
    return { events: this.#events, ...observed, counts: this.#counts };
  }
}
