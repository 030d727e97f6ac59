// Whether somebody who is out of sight has left the picture. A filter that predicts the middle of a box knows it late: as
// a road user leaves through the edge, the visible part shrinks, its middle moves at half the speed, and the box that is
// predicted stays behind at the edge, where the next one to enter would take it over. The side of the box that looks into
// the picture moves at the road user's own speed, cut off or not: where that side is past the edge, there is nobody left.
import type { Box } from '../../domain/detection.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Speeds are taken over at least this time, so that the jitter of single boxes is no speed; milliseconds. */
const overMs = 300;
/** Older sightings say nothing of the speed now, milliseconds. */
const longestMs = 1500;
/** A detector loses who is visible by less than this share of its full length. */
const visibleShare = 0.25;
/** Slower than this share of its own length a second nobody is leaving: a person who waits at the edge shifts its weight. */
const leastSpeed = 0.25;

interface Seen {
  readonly ms: number;
  readonly box: Box;
}

/** The last sightings of one road user. */
export class Departure {
  #seen: Seen[] = [];

  see(ms: number, box: Box): void {
    this.#seen.push({ ms, box });
    // The newest that is old enough to tell the speed stays, and what came after it.
    while (this.#seen.length > 2 && ms - this.#seen[1]!.ms >= overMs) this.#seen.shift();
  }

  /** @param nowMs later than the last sighting. */
  hasLeft(nowMs: number, { width, height }: Size): boolean {
    const last = this.#seen.at(-1)!;
    const first = this.#seen[0]!;
    const took = last.ms - first.ms;
    if (took <= 0 || took > longestMs) return false;
    const sides = (b: Box) => [b.x + b.width, width - b.x, b.y + b.height, height - b.y] as const;
    const [now, then] = [sides(last.box), sides(first.box)];
    const longest = [Math.max(first.box.width, last.box.width), Math.max(first.box.height, last.box.height)] as const;
    return now.some((inside, i) => {
      const length = longest[i >> 1]!;
      const perMs = (then[i]! - inside) / took;
      return perMs * 1000 >= leastSpeed * length && inside - perMs * (nowMs - last.ms) <= visibleShare * length;
    });
  }
}
