// Whether the last way of somebody was even: what went the same way at the same speed for a while did not get where it is
// by one wrong box.
import type { Point } from '../../domain/detection.ts';

/** So many places are kept, this far apart in time at least, milliseconds. */
const mostPlaces = 6;
const leastStepMs = 80;
/** Each may lie this far from even motion between the first and the last, as a share of their distance. */
const mostStray = 0.15;

interface Place extends Point {
  readonly ms: number;
}

export class Steady {
  #places: Place[] = [];

  /** Times go forward. A place sooner than `leastStepMs` after the one before takes that one's place. */
  see({ x, y }: Point, ms: number): void {
    const before = this.#places.at(-2);
    if (before && this.#places.length > 1 && ms - before.ms < 2 * leastStepMs) this.#places.pop();
    this.#places.push({ x, y, ms });
    if (this.#places.length > mostPlaces) this.#places.shift();
  }

  /** Whether it went evenly over the last six places. False where fewer are known. */
  get isEven(): boolean {
    const [first, last] = [this.#places[0], this.#places.at(-1)];
    if (!first || !last || this.#places.length < mostPlaces) return false;
    const way = Math.hypot(last.x - first.x, last.y - first.y);
    return this.#places.every(({ x, y, ms }) => {
      const share = (ms - first.ms) / (last.ms - first.ms);
      const [atX, atY] = [first.x + (last.x - first.x) * share, first.y + (last.y - first.y) * share];
      return Math.hypot(x - atX, y - atY) <= mostStray * way;
    });
  }
}
