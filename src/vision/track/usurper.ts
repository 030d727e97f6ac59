// Whether a vehicle's track has gone over to another vehicle. As one leaves the picture, or goes behind another, the box
// of the one that comes into sight there fits its own so well that nothing in the boxes tells them apart. What does: from
// one picture on it is surely of another class, for good, and it moves the other way. A detector that is in two minds
// about a class keeps the former one as its second guess, or comes back to it; and nobody turns round in half a second.
import type { Point, RoadUserClass } from '../../domain/detection.ts';
import type { Sighting } from './kinds.ts';

/** What it was seen as, in a sum of scores, and its share of all, before another class tells anything. */
const settled = { votes: 2.5, share: 0.6 } as const;
/** The other class: score, and how much of it the former class may still have as second guess. */
const sure = 0.6;
const secondGuess = 0.6;
/** For so many sightings and so long. */
const leastTimes = 4;
const leastMs = 250;
/** Motion is taken over this long before it, milliseconds, … */
const beforeMs = 500;
/** … and is one from this share of its length a second on. */
const leastSpeed = 0.25;

interface Seen {
  readonly ms: number;
  readonly sighting: Sighting;
}

const keptMs = 2000;

export class Usurper {
  #seen: Seen[] = [];

  see(ms: number, sighting: Sighting): void {
    this.#seen.push({ ms, sighting });
    while (ms - this.#seen[0]!.ms > keptMs) this.#seen.shift();
  }

  /**
   * The sightings that are another's, in order; undefined where there is none.
   * @param own what it was seen as most, with the sum of the scores of that and of all.
   */
  taken(own: {
    readonly class: RoadUserClass;
    readonly votes: number;
    readonly all: number;
  }): readonly Seen[] | undefined {
    if (own.votes < settled.votes || own.votes < settled.share * own.all) return undefined;
    const first = this.#seen.findLastIndex(({ sighting }) => !isSurelyOther(sighting, own.class)) + 1;
    const others = this.#seen.slice(first);
    const [from, to] = [others[0], others.at(-1)];
    if (!from || !to || others.length < leastTimes || to.ms - from.ms < leastMs) return undefined;
    const earlier = this.#seen.find(({ ms }) => from.ms - ms <= beforeMs)!;
    const [before, after] = [speed(earlier, from), speed(from, to)];
    const least = leastSpeed * to.sighting.detection.box.width;
    const isReversed = before.x * after.x + before.y * after.y < 0;
    const isMoving = [before, after].every((v) => Math.hypot(v.x, v.y) >= least);
    return isReversed && isMoving ? others : undefined;
  }
}

function isSurelyOther({ detection, also }: Sighting, own: RoadUserClass): boolean {
  if (detection.class === own || detection.score < sure) return false;
  return also.every((d) => d.class !== own || d.score < secondGuess * detection.score);
}

const middle = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }): Point => ({
  x: x + width / 2,
  y: y + height / 2,
});

/** Pixels a second. */
function speed(a: Seen, b: Seen): Point {
  const [from, to] = [middle(a.sighting.detection.box), middle(b.sighting.detection.box)];
  const seconds = Math.max(b.ms - a.ms, 1) / 1000;
  return { x: (to.x - from.x) / seconds, y: (to.y - from.y) / seconds };
}
