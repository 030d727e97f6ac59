// Who stands still, and since when. Shared by rules that tell standing from driving.
//
// A road user stands while its point stays within a circle: as wide as its point is known, and no wider. The circle begins
// anew wherever the point leaves it.
import type { Point } from '../../domain/detection.ts';
import type { Track } from '../track/track.ts';
import type { Scene } from './rule.ts';

/** Of the box's height without a calibration; the least in pixels; and metres with one. */
const share = 0.06;
const pixels = 2;
const metres = 0.2;
/** Errors of places that follow each other are alike; this share of an error is its own (see calibration/speeds.ts). */
const ownShare = 0.3;
/** A circle that is held for this long is standing, milliseconds. */
const stillAfterMs = 800;

interface Rest {
  from: Point;
  sinceMs: number;
}

export class Stillness {
  readonly #rests = new Map<string, Rest>();

  forget(ended: readonly string[]): void {
    for (const id of ended) this.#rests.delete(id);
  }

  clear(): void {
    this.#rests.clear();
  }

  /** @param point pixels. @returns since when it stands, on the frames' axis; undefined while it moves. */
  see(scene: Scene, track: Track, point: Point): number | undefined {
    const place = scene.places?.get(track.id);
    const at = place?.at ?? point;
    const radius = place ? metres + 2 * ownShare * place.error : Math.max(pixels, share * track.box.height);
    const rest = this.#rests.get(track.id);
    if (!rest || Math.hypot(at.x - rest.from.x, at.y - rest.from.y) > radius) {
      this.#rests.set(track.id, { from: at, sinceMs: scene.monotonicMs });
      return undefined;
    }
    return scene.monotonicMs - rest.sinceMs >= stillAfterMs ? rest.sinceMs : undefined;
  }
}
