// The rules of a camera on a recorded track file: what is seen there becomes tracks as it is, without a detector and a
// tracker, so that a rule is proved by itself. As with a video, the same file gives the same bytes.
import type { Outgoing } from '../domain/outgoing.ts';
import { toIso } from '../domain/time.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { Column } from './column.ts';
import type { CameraConfig } from './config.ts';
import { type ReplaySummary, Sums } from './replay.ts';
import { type RuleScore, Score } from './score.ts';
import type { Track } from './track/track.ts';
import { type HappeningLine, readTracks, type TracksFrame } from './tracks-file.ts';

export interface TracksReplayOptions {
  readonly config: Pick<CameraConfig, 'id' | 'rules'>;
  /** Path of the track file. */
  readonly tracks: string;
  /** Of the pictures in which the file's boxes are, pixels. */
  readonly size: { readonly width: number; readonly height: number };
  /** What really happened; without it nothing is scored. */
  readonly happenings?: readonly HappeningLine[];
  /** Wall-clock time of `tMs` 0, milliseconds since the epoch. */
  readonly startMs: number;
  readonly timezone: string;
  readonly out: (outgoing: Outgoing) => void;
  readonly signal?: AbortSignal;
}

export interface TracksSummary extends ReplaySummary {
  /** By rule, for those rules that the happenings speak of. */
  readonly rules?: Readonly<Record<string, RuleScore>>;
}

/** Less of a road user in sight than this share is no sighting. */
const leastVisible = 0.3;
/** A road user that is out of sight for longer has ended, milliseconds. */
const lostMs = 1000;
/** Frames further apart than this have a gap between them, milliseconds. */
const longestStepMs = 2500;

/** @throws HaidangError (`configuration`) where a line of the file is wrong. */
export async function replayTracks(options: TracksReplayOptions): Promise<TracksSummary> {
  const { config, size, startMs, timezone } = options;
  const clock = new ManualClock(startMs);
  const sums = new Sums();
  const score = options.happenings && new Score(options.happenings, startMs);
  const column = new Column({
    camera: config.id,
    rules: config.rules,
    tracker: {},
    nextTrackId: () => '',
    modelSha256: () => undefined,
    timezone,
    longestStepMs,
    send: (o) => {
      sums.add(o);
      if (o.kind === 'camera.event') score?.event(o);
      options.out(o);
    },
    clock,
  });
  column.start();
  const presence = new Presence();
  const data = new Uint8Array(0);
  let frames = 0;
  for await (const { frame, tMs, objects } of readTracks(options.tracks)) {
    options.signal?.throwIfAborted();
    frames++;
    clock.advance(Math.round(tMs) - clock.monotonicMs());
    const inSight = objects.filter((o) => o.visible >= leastVisible);
    score?.frame(tMs, inSight);
    const seen = presence.update(clock.monotonicMs(), inSight);
    column.follow({ ...size, data, index: frame, at: clock.now(), monotonicMs: clock.monotonicMs() }, seen);
    await column.settled();
  }
  await column.stop();
  return {
    kind: 'replay.summary',
    camera: config.id,
    from: toIso(startMs),
    to: toIso(clock.now()),
    frames,
    ...sums.all(),
    ...(score ? { rules: score.all(config.rules.map(({ id }) => id)) } : {}),
  };
}

/** Who is there, since when, and who has gone. */
class Presence {
  readonly #known = new Map<string, { readonly bornMs: number; seenMs: number }>();

  update(nowMs: number, inSight: TracksFrame['objects']): { tracks: Track[]; ended: string[] } {
    const tracks = inSight.map(({ id, class: c, box: [x, y, width, height] }): Track => {
      const known = this.#known.get(id) ?? { bornMs: nowMs, seenMs: nowMs };
      known.seenMs = nowMs;
      this.#known.set(id, known);
      const box = { x, y, width, height };
      return { id, class: c, score: 1, box, seenAs: box, confirmed: true, bornMs: known.bornMs };
    });
    const ended = [...this.#known].flatMap(([id, { seenMs }]) => (nowMs - seenMs > lostMs ? [id] : []));
    for (const id of ended) this.#known.delete(id);
    return { tracks, ended };
  }
}
