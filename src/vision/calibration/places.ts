// The places of all road users of a camera, frame by frame. It remembers where each was going, for who stands still has a
// heading too.
import type { Box, Point } from '../../domain/detection.ts';
import type { Track } from '../track/track.ts';
import type { Ground } from './ground.ts';
import { type Place, placeOf } from './place.ts';

/** A heading is taken from a way of at least this length, metres, and of this many times the error of its ends. */
const leastWay = 1.2;
const errorsAway = 2;
/** A box this near to the picture's edge is taken for cut off, pixels. */
const edge = 2;

interface Memory {
  from: Point;
  heading: number | undefined;
}

export class Places {
  readonly #memory = new Map<string, Memory>();

  /** Those whose box is whole and below the horizon. */
  update(tracks: readonly Track[], ended: readonly string[], ground: Ground, width: number, height: number) {
    for (const id of ended) this.#memory.delete(id);
    const places = new Map<string, Place>();
    for (const track of tracks) {
      if (isCut(track.seenAs, width, height)) continue;
      const before = this.#memory.get(track.id);
      const place = placeOf(track.box, track.class, before?.heading, ground);
      if (!place) continue;
      places.set(track.id, place);
      const memory = before ?? { from: place.at, heading: undefined };
      this.#memory.set(track.id, memory);
      const [dx, dy] = [place.at.x - memory.from.x, place.at.y - memory.from.y];
      if (Math.hypot(dx, dy) < Math.max(leastWay, errorsAway * place.error)) continue;
      memory.heading = Math.atan2(dy, dx);
      memory.from = place.at;
    }
    return places;
  }

  clear(): void {
    this.#memory.clear();
  }
}

const isCut = (b: Box, width: number, height: number): boolean =>
  b.x < edge || b.y + b.height > height - edge || b.x + b.width > width - edge;
