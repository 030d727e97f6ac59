// Who has crossed a line. Shared by the rules of lines.
//
// A crossing is believed when a confirmed track was on one side of the line, is now settled on the other, and its path
// between went through the line itself and not around its ends. "On a side" means clear of a band along the line whose
// width goes with how well its point is known, so that a road user who stands on the line and trembles crosses nothing;
// and "settled" means seen there more than once and for a moment, so that one wrong box (A A A B A A A) crosses nothing.
// The path is the sum of all steps, so a step that jumps over the line counts like a slow walk. What an unconfirmed
// track did counts from the moment it is confirmed; if it never is, it was nobody.
//
// Who is seen beyond the line once and then no more, because something hides it for the rest of its way, has crossed it as
// well where its way there was even: `ended` tells of those when the track ends.
import type { Point } from '../../domain/detection.ts';
import type { Track } from '../track/track.ts';
import { type LineAnchor, pointOf } from './anchors.ts';
import { crossingAt, type Normalised, signedDistance, toPixels } from './geometry.ts';
import type { Scene } from './rule.ts';
import { Steady } from './steady.ts';

/** Half width of the band that belongs to no side, as a share of the box's height, and the least of it in pixels. */
const bandShare = 0.06;
const bandPixels = 1.5;
/** How often and how long a track must be clear of the band on a side to have settled there. */
const settledSightings = 2;
export const settledMs = 150;

type Side = -1 | 1;
export type Direction = 'forward' | 'backward';

export interface Crossing {
  readonly direction: Direction;
  /** When its point passed the bare line, on the frames' axis, between the two frames around it; and where, pixels. */
  readonly ms: number;
  readonly at: Point;
  /** The first frame in which it was seen beyond the line. */
  readonly seenMs: number;
}

interface Passage {
  /** Where the track settled last; null: nowhere yet. */
  settled: Side | null;
  /** Crossings of the line since it settled there, to the right counted up, to the left counted down. */
  net: number;
  /** On which side of the bare line it was last, where and when. */
  last: { readonly side: Side; readonly point: Point; readonly ms: number };
  /** The side on which it is about to settle. */
  clear: { readonly side: Side; readonly sinceMs: number; sightings: number } | null;
  /** The last step over the bare line. */
  stepped: Omit<Crossing, 'direction'>;
  /** Crossings that wait for the track's confirmation. */
  waiting: Crossing[];
  readonly way: Steady;
  /** As it was seen last. */
  track: Track;
}

export class Passages {
  readonly #line: readonly [Normalised, Normalised];
  readonly #anchor: LineAnchor;
  readonly #all = new Map<string, Passage>();

  constructor(line: readonly [Normalised, Normalised], anchor: LineAnchor) {
    this.#line = line;
    this.#anchor = anchor;
  }

  /** Forgets those who are gone. Called once a frame, before `cross`. */
  forget(ended: readonly string[]): void {
    for (const id of ended) this.#all.delete(id);
  }

  /** The same, for who counts: tells of those who were last seen beyond the line, with the track of that moment. */
  ended(ended: readonly string[]): readonly (Crossing & { readonly track: Track })[] {
    const crossed = ended.flatMap((id) => {
      const passage = this.#all.get(id);
      const direction = passage && hiddenBeyond(passage);
      return direction ? [{ direction, ...passage.stepped, track: passage.track }] : [];
    });
    this.forget(ended);
    return crossed;
  }

  clear(): void {
    this.#all.clear();
  }

  /** Takes in where a track is in this frame. @returns what it has crossed, once it is confirmed. */
  cross(scene: Scene, track: Track): readonly Crossing[] {
    const point = pointOf(scene, track, this.#anchor);
    if (!point) return [];
    const [a, b] = this.#line.map((p) => toPixels(p, scene.width, scene.height)) as [Point, Point];
    const distance = signedDistance(a, b, point);
    const ms = scene.monotonicMs;
    const passage = this.#all.get(track.id) ?? begin(track, distance, point, ms);
    this.#all.set(track.id, passage);
    passage.track = track;
    passage.way.see(point, ms);
    moveOn(passage, a, b, distance, point, ms);
    const band = this.#bandOf(scene, track, point);
    const crossed = settle(passage, Math.abs(distance) <= band ? null : distance > 0 ? 1 : -1, ms);
    if (crossed) passage.waiting.push({ direction: crossed, ...passage.stepped });
    if (!track.confirmed || passage.waiting.length === 0) return [];
    const due = passage.waiting;
    passage.waiting = [];
    return due;
  }

  /** A point by calibration says itself how well it is known. */
  #bandOf(scene: Scene, track: Track, point: Point): number {
    const byPlace = this.#anchor === 'ground' || this.#anchor === 'front';
    const place = byPlace ? scene.places?.get(track.id) : undefined;
    if (!place || !scene.ground) return Math.max(bandPixels, bandShare * track.box.height);
    return Math.max(bandPixels, place.error / scene.ground.metresPerPixel(point));
  }
}

const begin = (track: Track, distance: number, point: Point, ms: number): Passage => ({
  track,
  way: new Steady(),
  settled: null,
  net: 0,
  last: { side: distance >= 0 ? 1 : -1, point, ms },
  clear: null,
  stepped: { ms, at: point, seenMs: ms },
  waiting: [],
});

/** Takes the step to `point` into the sum of crossings. A point on the bare line stays on the side it came from. */
function moveOn(passage: Passage, a: Point, b: Point, distance: number, point: Point, ms: number): void {
  const { last } = passage;
  const side: Side = distance > 0 ? 1 : distance < 0 ? -1 : last.side;
  if (side !== last.side) {
    const at = crossingAt(a, b, last.point, point);
    if (at >= 0 && at <= 1) {
      passage.net += side;
      const before = Math.abs(signedDistance(a, b, last.point));
      const share = before / (before + Math.abs(distance) || 1);
      passage.stepped = {
        ms: last.ms + (ms - last.ms) * share,
        seenMs: ms,
        at: { x: last.point.x + (point.x - last.point.x) * share, y: last.point.y + (point.y - last.point.y) * share },
      };
    }
  }
  passage.last = { side, point, ms };
}

/** Settles the track on the side where it is clear of the band; tells whether that completed a crossing. */
function settle(passage: Passage, side: Side | null, nowMs: number): Direction | null {
  if (side === null) return null;
  if (passage.clear?.side !== side) passage.clear = { side, sinceMs: nowMs, sightings: 0 };
  passage.clear.sightings++;
  if (passage.clear.sightings < settledSightings || nowMs - passage.clear.sinceMs < settledMs) return null;
  const { settled, net } = passage;
  passage.settled = side;
  passage.net = 0;
  // Back where it was: whatever it did between was no crossing.
  if (settled === side || settled === null || Math.sign(net) !== side) return null;
  return side === 1 ? 'forward' : 'backward';
}

/** Where it was seen clear of the line beyond it when it was seen last, too shortly to have settled there. */
function hiddenBeyond({ settled, net, clear, last, way, track }: Passage): Direction | null {
  if (settled === null || !clear || clear.side === settled || clear.side !== last.side) return null;
  if (!track.confirmed || Math.sign(net) !== clear.side || !way.isEven) return null;
  return clear.side === 1 ? 'forward' : 'backward';
}
