// ByteTrack as its C++ deployment tracker runs it (github.com/ifzhang/ByteTrack, deploy/TensorRT/cpp: BYTETracker,
// STrack, kalmanFilter), to compare box by box with what others get from it: time is counted in frames, a box overlaps
// with one pixel added to its sides, no class, no fusing of scores, no floor for weak detections, nothing filtered.
//
// Its peculiarities are kept on purpose. A track that was lost for too long is still in the pool of the next frame, and
// found there it lives on; lost once more it is gone at once. Tracks seen once are compared where they were seen, not
// where they are predicted. The pool of lost tracks is in the order of their ids.
import type { Box } from '../../../src/domain/detection.ts';
import { assign, unassigned } from '../../../src/vision/track/assignment.ts';
import {
  beginMotion,
  boxOfMotion,
  correctMotion,
  type MotionState,
  predictMotion,
} from '../../../src/vision/track/kalman.ts';

const sure = 0.5;
const start = 0.6;
const gates = { first: 0.8, second: 0.5, young: 0.7 };
/** Of two tracks nearer than this (1 - overlap) the one with the longer past stays. */
const duplicate = 0.15;
/** The product's filter counts in seconds; this is its step that equals a frame of ByteTrack. */
const frameSeconds = 1 / 30;

export interface Scored {
  readonly box: Box;
  readonly score: number;
}

export interface PlainTrack extends Scored {
  readonly id: number;
}

interface Live {
  readonly id: number;
  readonly motion: MotionState;
  box: Box;
  score: number;
  state: 'tracked' | 'lost' | 'removed';
  activated: boolean;
  readonly startFrame: number;
  frame: number;
}

export class PlainTracker {
  readonly #framesLost: number;
  #frame = 0;
  #lastId = 0;
  #tracked: Live[] = [];
  #lost: Live[] = [];
  readonly #removed = new Set<number>();

  /** @param fps a track may be lost for a second. */
  constructor(fps: number) {
    this.#framesLost = Math.round((fps / 30) * 30);
  }

  /** @returns the tracks seen in this frame, with the box of the filter. */
  update(detections: readonly Scored[]): PlainTrack[] {
    this.#frame++;
    const high = detections.filter((d) => d.score >= sure);
    const low = detections.filter((d) => d.score < sure);
    const young = this.#tracked.filter((t) => !t.activated);
    const pool = joined(
      this.#tracked.filter((t) => t.activated),
      this.#lost,
    );
    for (const t of pool) {
      predictMotion(t.motion, frameSeconds, t.state !== 'tracked');
      t.box = boxOfMotion(t.motion);
    }
    const found: Live[] = [];
    const again: Live[] = [];
    const first = associate(pool, high, gates.first);
    for (const [t, d] of first.pairs) (t.state === 'tracked' ? found : again).push(this.#see(t, d));
    const rest = first.tracks.filter((t) => t.state === 'tracked');
    const second = associate(rest, low, gates.second);
    for (const [t, d] of second.pairs) found.push(this.#see(t, d));
    for (const t of second.tracks) t.state = 'lost';
    const third = associate(young, first.detections, gates.young);
    for (const [t, d] of third.pairs) found.push(this.#see(t, d));
    for (const t of third.tracks) t.state = 'removed';
    for (const d of third.detections) if (d.score >= start) found.push(this.#begin(d));

    const expired = this.#lost.filter((t) => this.#frame - t.frame > this.#framesLost);
    for (const t of expired) t.state = 'removed';
    this.#tracked = joined(
      this.#tracked.filter((t) => t.state === 'tracked'),
      [...found, ...again],
    );
    const ids = new Set(this.#tracked.map((t) => t.id));
    this.#lost = [...this.#lost.filter((t) => !ids.has(t.id)).sort(byId), ...second.tracks]
      .filter((t) => !this.#removed.has(t.id))
      .sort(byId);
    for (const t of [...third.tracks, ...expired]) this.#removed.add(t.id);
    this.#dropDuplicates();
    return this.#tracked.filter((t) => t.activated).map(({ id, box, score }) => ({ id, box, score }));
  }

  #begin({ box, score }: Scored): Live {
    const motion = beginMotion(box);
    const activated = this.#frame === 1;
    const frame = this.#frame;
    return { id: ++this.#lastId, motion, box, score, state: 'tracked', activated, startFrame: frame, frame };
  }

  #see(t: Live, { box, score }: Scored): Live {
    correctMotion(t.motion, box);
    t.box = boxOfMotion(t.motion);
    t.score = score;
    t.state = 'tracked';
    t.activated = true;
    t.frame = this.#frame;
    return t;
  }

  #dropDuplicates(): void {
    const dropped = new Set<Live>();
    for (const t of this.#tracked) {
      for (const l of this.#lost) {
        if (1 - overlap(t.box, l.box) >= duplicate) continue;
        dropped.add(t.frame - t.startFrame > l.frame - l.startFrame ? l : t);
      }
    }
    this.#tracked = this.#tracked.filter((t) => !dropped.has(t));
    this.#lost = this.#lost.filter((t) => !dropped.has(t));
  }
}

const byId = (a: Live, b: Live) => a.id - b.id;

/** Both lists, each track once. */
function joined(a: readonly Live[], b: readonly Live[]): Live[] {
  return [...new Map([...a, ...b].map((t) => [t.id, t])).values()];
}

function associate(tracks: readonly Live[], detections: readonly Scored[], gate: number) {
  const cost = new Float64Array(tracks.length * detections.length);
  tracks.forEach((t, i) => {
    detections.forEach((d, j) => {
      cost[i * detections.length + j] = 1 - overlap(t.box, d.box);
    });
  });
  const columns = assign(cost, tracks.length, detections.length, gate);
  const taken = new Set<number>();
  const pairs = tracks.flatMap((t, i): [Live, Scored][] => {
    const j = columns[i] ?? unassigned;
    const d = detections[j];
    if (j === unassigned || !d) return [];
    taken.add(j);
    return [[t, d]];
  });
  const left = tracks.filter((_, i) => (columns[i] ?? unassigned) === unassigned);
  return { pairs, tracks: left, detections: detections.filter((_, j) => !taken.has(j)) };
}

/** Intersection over union of boxes whose last pixel belongs to them. */
function overlap(a: Box, b: Box): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) + 1;
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) + 1;
  if (across <= 0 || down <= 0) return 0;
  const both = across * down;
  return both / ((a.width + 1) * (a.height + 1) + (b.width + 1) * (b.height + 1) - both);
}
