// The places of all road users of a camera, frame by frame. It remembers where each was going, for who stands still has a
// heading too.
//
// Where somebody goes is taken from the way of a round body, that has no heading itself: a long one that is laid another
// way lies elsewhere too, and a heading taken from that way would turn it back in the next picture, to and fro. A lorry of
// 8 m went 3 m to and fro so, eight times a second.
import type { Box, Point } from '../../domain/detection.ts';
import type { Track } from '../track/track.ts';
import type { Ground } from './ground.ts';
import { type Place, placeOf } from './place.ts';

/** A heading is taken from a way of at least this length, metres, and of this many times the error of its ends. */
const leastWay = 1.2;
const errorsAway = 2;
/** A box this near to the picture's edge is taken for cut off, pixels. */
const edge = 2;

/** Who goes slower has not turned, metres a second: the box of who stands slides when somebody passes or stops beside it. */
const slowest = 0.7;

interface Memory {
  /** Under the middle of a round body. */
  from: Point;
  fromMs: number;
  heading: number | undefined;
}

interface Moment {
  readonly width: number;
  readonly height: number;
  readonly monotonicMs: number;
}

export class Places {
  readonly #memory = new Map<string, Memory>();

  /** @returns those whose box is whole and below the horizon. */
  update(tracks: readonly Track[], ended: readonly string[], ground: Ground, { width, height, monotonicMs }: Moment) {
    for (const id of ended) this.#memory.delete(id);
    const places = new Map<string, Place>();
    for (const track of tracks) {
      if (isCut(track.seenAs, width, height)) continue;
      const before = this.#memory.get(track.id);
      const round = plausible(track, undefined, ground);
      const place = before?.heading === undefined ? round : plausible(track, before.heading, ground);
      if (!place || !round) continue;
      places.set(track.id, place);
      const memory = before ?? { from: round.at, fromMs: monotonicMs, heading: undefined };
      this.#memory.set(track.id, memory);
      const [dx, dy] = [round.at.x - memory.from.x, round.at.y - memory.from.y];
      const way = Math.hypot(dx, dy);
      if (way < Math.max(leastWay, errorsAway * round.error)) continue;
      const isGoing = way >= (slowest * (monotonicMs - memory.fromMs)) / 1000;
      if (isGoing || memory.heading === undefined) memory.heading = Math.atan2(dy, dx);
      Object.assign(memory, { from: round.at, fromMs: monotonicMs });
    }
    return places;
  }

  clear(): void {
    this.#memory.clear();
  }
}

/**
 * Who would be higher than usual by more standard deviations, with feet where the track has them and not where they are seen,
 * by this share of the box: its track began in a box of two people, one behind the other.
 */
const tooHigh = 2.5;
const longer = 0.1;

/** The place of a road user; of a person who would be a giant with feet where the track has them, from what is seen. */
function plausible(
  { box, seenAs, class: kind }: Track,
  heading: number | undefined,
  ground: Ground,
): Place | undefined {
  const place = placeOf(box, kind, heading, ground);
  const below = box.y + box.height - seenAs.y - seenAs.height;
  if (kind !== 'person' || !place || (place.higher ?? 0) < tooHigh || below < longer * box.height) return place;
  const seen = placeOf({ ...box, height: box.height - below }, kind, heading, ground);
  return seen && Math.abs(seen.higher ?? 0) < (place.higher ?? 0) ? seen : place;
}

const isCut = (b: Box, width: number, height: number): boolean =>
  b.x < edge || b.y + b.height > height - edge || b.x + b.width > width - edge;
