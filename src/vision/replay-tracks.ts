// The rules of a camera on a recorded track file: what is seen there becomes tracks as it is, without a detector and a
// tracker, so that a rule is proved by itself. As with a video, the same file gives the same bytes.
import type { Outgoing } from '../domain/outgoing.ts';
import { toIso } from '../domain/time.ts';
import { message } from '../messages/catalogue.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import type { Place } from './calibration/place.ts';
import { Column } from './column.ts';
import type { CameraConfig } from './config.ts';
import type { Film } from './evidence/film/film.ts';
import type { Look } from './evidence/film/film-state.ts';
import { type ReplaySummary, Sums } from './replay.ts';
import type { Label } from './rules/rule.ts';
import { type RuleScore, Score } from './score.ts';
import { SignalMemory } from './signal/signal.ts';
import type { Track } from './track/track.ts';
import { type HappeningLine, readTracks, type TracksFrame, unreadableTracks } from './tracks-file.ts';

export interface TracksReplayOptions {
  readonly config: Pick<CameraConfig, 'id' | 'rules'> & Partial<Pick<CameraConfig, 'calibration'>>;
  /** Path of the track file. */
  readonly tracks: string;
  /** Of the pictures in which the file's boxes are, pixels; without it the file's first line says it, or it is 960 x 540. */
  readonly size?: { readonly width: number; readonly height: number };
  /** What really happened; without it nothing is scored. */
  readonly happenings?: readonly HappeningLine[];
  /** Wall-clock time of `tMs` 0, milliseconds since the epoch. */
  readonly startMs: number;
  /**
   * file: where road users are on the ground is taken from the file, as whoever wrote it knows it. boxes: it is worked
   * out from their boxes by the camera's calibration, as it is for a live camera. Default boxes.
   */
  readonly places?: 'file' | 'boxes';
  /** Less of a road user in sight than this share is no sighting. Default 0.3. */
  readonly leastVisible?: number;
  readonly timezone: string;
  readonly out: (outgoing: Outgoing) => void;
  /** Takes every frame with what the rules saw, without a picture. The caller ends it. */
  readonly film?: Film;
  readonly signal?: AbortSignal;
}

export interface TracksSummary extends ReplaySummary {
  /** By rule, for those rules that the happenings speak of. */
  readonly rules?: Readonly<Record<string, RuleScore>>;
}

const usualLeastVisible = 0.3;
const usualSize = { width: 960, height: 540 } as const;
/** A road user that is out of sight for longer has ended, milliseconds. */
const lostMs = 1000;
/** Frames further apart than this have a gap between them, milliseconds. */
const longestStepMs = 2500;

/** @throws HaidangError (`configuration`) where a line of the file is wrong. */
export async function replayTracks(options: TracksReplayOptions): Promise<TracksSummary> {
  const { config, startMs, timezone } = options;
  let { size } = options;
  const clock = new ManualClock(startMs);
  const sums = new Sums();
  const score = options.happenings && new Score(options.happenings, startMs);
  // What is only observed is not sent, and is held against what happened before it is switched on.
  const observed = new Set(config.rules.filter(({ mode }) => mode === 'observe').map(({ id }) => id));
  let look: Look | undefined;
  const column = new Column({
    camera: config.id,
    rules: config.rules,
    calibration: config.calibration,
    onObserved: (rule) => sums.observed(rule),
    onLook: (l) => {
      look = l;
      for (const s of l.said) if (observed.has(s.rule.id)) score?.event(scored(s, l.scene, startMs));
    },
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
  const signals = new Map<string, SignalMemory>();
  for await (const { frame, size: said, tMs, objects, signals: shown } of readTracks(options.tracks)) {
    options.signal?.throwIfAborted();
    size ??= said ? { width: said[0], height: said[1] } : usualSize;
    frames++;
    clock.advance(Math.round(tMs) - clock.monotonicMs());
    const inSight = objects.filter((o) => o.visible >= (options.leastVisible ?? usualLeastVisible));
    score?.frame(tMs, inSight);
    const seen = presence.update(clock.monotonicMs(), inSight);
    const monotonicMs = clock.monotonicMs();
    const timed = { ...size, data, index: frame, at: clock.now(), monotonicMs };
    column.follow(timed, seen, {
      ...(options.places === 'file' ? { places: placesIn(inSight) } : {}),
      signals: signalsIn(signals, shown ?? {}, monotonicMs),
      labels: labelsIn(inSight),
    });
    await column.settled();
    if (look) await options.film?.add(timed, look);
  }
  if (frames === 0) throw unreadableTracks(message('replay.no-frames', { file: options.tracks }));
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

function scored({ rule, event }: Look['said'][number], { monotonicMs }: Look['scene'], startMs: number) {
  const { phase, track, direction, doubt, moment } = event;
  return {
    ...{ rule: rule.id, phase, at: { ms: startMs + (moment?.monotonicMs ?? monotonicMs) } },
    ...(track ? { track: track.id } : {}),
    ...(direction === undefined ? {} : { direction }),
    ...(doubt === undefined ? {} : { doubt }),
  };
}

/** Known exactly: the error is none. */
function placesIn(objects: TracksFrame['objects']): Map<string, Place> {
  return new Map(
    objects.flatMap(({ id, ground, front = ground }) => {
      if (!ground || !front) return [];
      const pointOf = ([x, y]: readonly [number, number]) => ({ x, y });
      return [[id, { at: pointOf(ground), front: pointOf(front), error: 0 }] as const];
    }),
  );
}

function labelsIn(objects: TracksFrame['objects']): Map<string, Map<string, Label>> {
  const byModel = new Map<string, Map<string, Label>>();
  for (const { id, labels = {} } of objects) {
    for (const [model, label] of Object.entries(labels)) {
      const of = byModel.get(model) ?? new Map<string, Label>();
      byModel.set(model, of.set(id, label));
    }
  }
  return byModel;
}

function signalsIn(known: Map<string, SignalMemory>, shown: NonNullable<TracksFrame['signals']>, ms: number) {
  return new Map(
    Object.entries(shown).map(([id, state]) => {
      const memory = known.get(id) ?? new SignalMemory();
      known.set(id, memory);
      return [id, memory.see(state, ms)] as const;
    }),
  );
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
