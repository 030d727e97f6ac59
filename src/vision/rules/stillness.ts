// Who stands still, since when and until when. Shared by rules that tell standing from driving.
//
// A road user stands while its point stays within a circle around the median of where it was seen: as wide as its point is
// known, and no wider. The circle begins anew wherever the point leaves it for more than a moment; how long it has really
// stood in it says rest.ts.
import type { Point } from '../../domain/detection.ts';
import type { Track } from '../track/track.ts';
import { keep, middleOf, type Sighting, type Stood, stoodIn } from './rest.ts';
import type { Scene } from './rule.ts';

/** Of the box's height without a calibration; the least in pixels; and metres with one. */
const share = 0.06;
const pixels = 2;
const metres = 0.3;
/** Errors of places that follow each other are alike; within a few seconds they drift by this share of an error. */
const driftShare = 1.2;
/** Close to its place it stands, and no farther from the middle of all: shares of the circle. */
const closeShare = 0.25;
const middleShare = 0.5;
/** A circle that is held for this long is standing, and a wrong box out of it for less does not end it, milliseconds. */
const stillAfterMs = 800;
const strayMs = 500;

interface Rest {
  /** Where it was seen in the circle, and since it was in it for the last time. */
  seen: readonly Sighting[];
  strayed: readonly Sighting[];
}

export class Stillness {
  readonly #rests = new Map<string, Rest>();

  forget(ended: readonly string[]): void {
    for (const id of ended) this.#rests.delete(id);
  }

  clear(): void {
    this.#rests.clear();
  }

  /** @param point pixels. @returns its standing, on the frames' axis; undefined while it moves. */
  see(scene: Scene, track: Track, point: Point): Stood | undefined {
    const place = scene.places?.get(track.id);
    const { x, y } = place?.at ?? point;
    const radius = place ? metres + driftShare * place.error : Math.max(pixels, share * track.box.height);
    const one: Sighting = { x, y, ms: scene.monotonicMs, pixels: point };
    const isIn = (middle: Point) => Math.hypot(x - middle.x, y - middle.y) <= radius;
    const rest = this.#rests.get(track.id) ?? { seen: [one], strayed: [] };
    this.#rests.set(track.id, rest);
    if (!isIn(middleOf(rest.seen))) {
      rest.strayed = keep(rest.strayed, one);
      if (one.ms - rest.strayed[0]!.ms < strayMs) return undefined;
      rest.seen = rest.strayed.filter((s) => isIn(s));
      rest.strayed = [];
      return undefined;
    }
    rest.seen = keep(rest.seen, one);
    rest.strayed = [];
    if (one.ms - rest.seen[0]!.ms < stillAfterMs) return undefined;
    const middle = middleOf(rest.seen);
    const near = rest.seen.filter((s) => Math.hypot(s.x - middle.x, s.y - middle.y) <= middleShare * radius);
    return stoodIn(near, closeShare * radius);
  }
}
