// ByteTrack's association (Zhang et al. 2022): the boxes that the detector is sure of find their tracks first, then the
// doubtful ones may continue a track that is left over, and never begin one. Everything that ByteTrack counts in frames
// is counted in milliseconds here, so that 5 and 30 frames a second give the same tracks.
//
// Three things differ from the paper, two of them because a gateway sees few frames a second. First, before two boxes are
// compared they are grown by what the prediction cannot know (a part of the standard deviation of the Kalman filter,
// as the buffered IoU of C-BIoU, Yang et al. 2023, grows them by a constant): a small fast motorcycle does not overlap
// its last box 0.2 s later, and its speed is not known yet. At 30 frames a second the growth is next to nothing.
// Second, a young track may be missed for a moment, for the same reason. Third, the edges of the picture are known
// (departure.ts): nobody inherits the id of one who has left.
//
// Tried and not kept. Colours of clothes (mean colours of chest, hip and legs, learnt while alone in the box, added to the
// cost of pairs): of people who walk through each other along a strip IDF1 rose from 0.67 to 0.75, and intrusions that were
// told of wrongly fell by a third; of crowds one in ten more was missed, and where only those who walk were judged, a strip
// gained what loitering and dwell times lost. A track that begins within a few steps of where one was lost, taken for that
// one: with colours 0.79 on the strip, but without them IDF1 on MOT17 fell by 2 to 4 points. A doubtful box that stays for a
// second or two and begins a track: not one crowd more by night and three gatherings of 86 fewer, for such tracks take the
// boxes of others. A bound on how much a doubtful box may change the height of a person: nothing gained.
import type { Detection } from '../../domain/detection.ts';
import { assign, unassigned } from './assignment.ts';
import type { Size } from './departure.ts';
import { mayHaveEntered } from './entry.ts';
import { type Sighting, sightings } from './kinds.ts';
import { grown, iou } from './overlap.ts';
import { Shadows } from './shadows.ts';
import { LiveTrack, type Track } from './track.ts';

export interface TrackerOptions {
  /** Scores from which a detection is sure, from which it counts at all, and from which it may begin a track. */
  readonly high: number;
  readonly low: number;
  readonly start: number;
  /** Dearest pair (1 - IoU, in the first and the young association times score) of the three associations. */
  readonly gates: { readonly first: number; readonly second: number; readonly young: number };
  /** How long a confirmed track may be out of sight, milliseconds. */
  readonly lostMs: number;
  /** The same for a track that is not confirmed yet. */
  readonly youngLostMs: number;
  /** A track is confirmed when it was seen this often and over this time. */
  readonly confirmHits: number;
  readonly confirmMs: number;
  /** Boxes are grown on each side by this many standard deviations of the prediction, those of young tracks by … */
  readonly growth: number;
  readonly youngGrowth: number;
  /** … and at most by this share of the smaller side, so that a track long unseen does not leap to a stranger. */
  readonly growthLimit: number;
}

/**
 * Measured with `npm run bench:mot` (MOT15 and MOT17 sequences) and on the truth of two junctions (Urban Tracker) at 25
 * and 5 frames a second: a looser first gate or more growth of confirmed tracks takes a neighbour's box in a crowd, and
 * none at all loses small fast road users at 5 frames a second.
 */
export const trackerDefaults: TrackerOptions = {
  high: 0.6,
  low: 0.1,
  start: 0.7,
  gates: { first: 0.8, second: 0.5, young: 0.9 },
  lostMs: 1000,
  youngLostMs: 400,
  confirmHits: 3,
  confirmMs: 200,
  growth: 0.5,
  youngGrowth: 2,
  growthLimit: 0.5,
};

/** A track that was seen this recently may be continued by a doubtful box, whatever the frame rate. */
const freshMs = 250;

export interface Tracked {
  /** The tracks seen in this frame, oldest first. */
  readonly tracks: readonly Track[];
  /** Ids that ended and never come back. */
  readonly ended: readonly string[];
}

/** Who stood is looked for there too where it should have gone from there by now; a box that is there overlaps this much. */
const pulledAway = 0.5;
const leastBack = 0.6;

/** What a box in the middle of the picture is likelier to be a road user that has just come in, than one at the edge is. */
const insideBonus = 0.35;

interface Moment {
  readonly now: number;
  /** Since the frame before. */
  readonly seconds: number;
  readonly picture: Size | undefined;
}

export class Tracker {
  readonly #options: TrackerOptions;
  readonly #nextId: () => string;
  readonly #shadows = new Shadows();
  #live: LiveTrack[] = [];
  #lastMs: number | null = null;

  /** @param nextId gives ids that were never used before, on this gateway and over its restarts. */
  constructor(nextId: () => string, options: Partial<TrackerOptions> = {}) {
    this.#options = { ...trackerDefaults, ...options };
    this.#nextId = nextId;
  }

  /** Tracks that may still be continued. */
  get size(): number {
    return this.#live.length;
  }

  /** The tracks that were not seen in the last frame and may still be continued; their boxes are where they should be by now. */
  get unseen(): readonly Track[] {
    return this.#live.filter((t) => t.seenMs !== this.#lastMs).map((t) => t.view());
  }

  /** Whether all who are followed are confirmed and were seen in the last frame. */
  get isSettled(): boolean {
    return this.#live.every((t) => t.confirmed && t.seenMs === this.#lastMs);
  }

  /**
   * Takes in the detections of one frame.
   * @param nowMs the frame's time on an axis that never goes back, milliseconds. A frame that is not later than the one
   *   before it is taken as 1 ms later.
   * @param picture of the frame, pixels: who was out of sight in the frame before and has left through the edge by now
   *   ends, and who is about to is not continued by somebody else. Without it, edges are nothing special.
   */
  update(nowMs: number, detections: readonly Detection[], picture?: Size): Tracked {
    const o = this.#options;
    const before = this.#lastMs ?? nowMs;
    const now = this.#lastMs === null ? nowMs : Math.max(nowMs, before + 1);
    this.#lastMs = now;
    const ended: string[] = [];
    this.#keep((t) => now - t.seenMs <= (t.confirmed ? o.lostMs : o.youngLostMs), ended);
    if (picture) this.#keep((t) => t.seenMs === before || !t.hasLeft(now, picture), ended);
    for (const t of this.#live) t.predict((now - before) / 1000, t.seenMs < before);

    const seen = sightings(detections, o.low);
    const sure = seen.filter((s) => s.detection.score >= o.high);
    const doubtful = seen.filter((s) => s.detection.score < o.high);
    const old = this.#live.filter((t) => t.confirmed);
    const young = this.#live.filter((t) => !t.confirmed);

    const at = { now, seconds: (now - before) / 1000, picture };
    const first = this.#associate(old, sure, o.gates.first, true, at);
    const fresh = first.tracks.filter((t) => t.seenMs >= before || now - t.seenMs <= freshMs);
    this.#associate(fresh, doubtful, o.gates.second, false, at);
    const { sightings: unclaimed } = this.#associate(young, first.sightings, o.gates.young, true, at);

    this.#live = this.#live.map((t) => {
      const other = t.seenMs === now ? t.successor(this.#nextId) : undefined;
      if (other) ended.push(t.id);
      return other ?? t;
    });
    for (const t of this.#live) {
      t.confirmed ||= t.hits >= o.confirmHits && t.seenMs - t.bornMs >= o.confirmMs;
    }
    for (const s of unclaimed) {
      if (s.detection.score >= o.start) this.#live.push(new LiveTrack(this.#nextId(), s, now));
    }
    const followed = this.#live.filter((t) => t.seenMs === now);
    const shadows = this.#shadows.see(
      now,
      followed.map((t) => ({ id: t.id, kind: t.kind, bornMs: t.bornMs, box: t.seenAs, isSure: t.score >= o.high })),
    );
    this.#keep((t) => !shadows.includes(t.id), ended);
    this.#shadows.forget(ended);
    return { tracks: followed.filter((t) => !shadows.includes(t.id)).map((t) => t.view()), ended };
  }

  /** Ends all tracks: after the picture changed its size or the camera was away, nothing may be continued. */
  reset(): readonly string[] {
    const ended: string[] = [];
    this.#keep(() => false, ended);
    this.#lastMs = null;
    return ended;
  }

  #keep(stays: (t: LiveTrack) => boolean, ended: string[]): void {
    for (const t of this.#live) if (!stays(t)) ended.push(t.id);
    this.#live = this.#live.filter(stays);
  }

  /** Pairs tracks with sightings of their kind and returns what is left of both. */
  #associate(tracks: readonly LiveTrack[], seen: readonly Sighting[], gate: number, fused: boolean, at: Moment) {
    const o = this.#options;
    const cost = new Float64Array(tracks.length * seen.length).fill(Number.POSITIVE_INFINITY);
    tracks.forEach((t, i) => {
      const { width, height } = t.predicted;
      const margin = Math.min(
        (t.confirmed ? o.growth : o.youngGrowth) * t.spread,
        o.growthLimit * Math.min(width, height),
      );
      const predicted = grown(t.predicted, margin);
      const { seconds, picture } = at;
      const before = t.stoodAt(at.now);
      const stood = before && iou(before, t.predicted) < pulledAway ? before : undefined;
      const hasJustEntered = picture && t.hits === 1 && mayHaveEntered(t.predicted, seconds, picture);
      seen.forEach((s, j) => {
        if (s.kind !== t.kind) return;
        const there = stood ? iou(stood, s.detection.box) : 0;
        const likeness = Math.max(iou(predicted, grown(s.detection.box, margin)), there >= leastBack ? there : 0);
        if (likeness <= 0 || (at.picture && !t.mayBe(s.detection.box, at.picture))) return;
        const own = 1 - likeness * (fused ? s.detection.score : 1);
        const isInside = hasJustEntered && own <= gate && !mayHaveEntered(s.detection.box, seconds, picture);
        cost[i * seen.length + j] = isInside ? Math.max(0, own - insideBonus) : own;
      });
    });
    const columns = assign(cost, tracks.length, seen.length, gate);
    const claimed = new Set<number>();
    const left: LiveTrack[] = [];
    tracks.forEach((t, i) => {
      const j = columns[i] ?? unassigned;
      const s = j === unassigned ? undefined : seen[j];
      if (!s) left.push(t);
      else {
        claimed.add(j);
        t.see(s, at.now, at.picture);
      }
    });
    return { tracks: left, sightings: seen.filter((_, j) => !claimed.has(j)) };
  }
}
