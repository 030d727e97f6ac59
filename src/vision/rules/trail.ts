// The last stretch of the way of somebody who comes to rest, in small steps. Who brakes creeps at the end: where it stands
// is known only when it stands, and since when only by looking back.
import type { Point } from '../../domain/detection.ts';

/** A way is kept in steps of this share of what is asked for; and so many of them, the newest. */
const stepShare = 0.2;
const mostSteps = 12;

interface Step {
  readonly point: Point;
  /** When it was reached, milliseconds. */
  readonly ms: number;
}

export class Trail {
  #steps: Step[] = [];

  /** @param radius of the circles that will be asked for, in the unit of the points. Times go forward. */
  see(point: Point, radius: number, ms: number): void {
    const last = this.#steps.at(-1);
    if (last && far(last.point, point) < stepShare * radius) return;
    this.#steps.push({ point, ms });
    if (this.#steps.length > mostSteps) this.#steps.shift();
  }

  /** @returns since when it has been within the circle, milliseconds; undefined where it is not. */
  since(middle: Point, radius: number): number | undefined {
    const out = this.#steps.findLastIndex((s) => far(s.point, middle) > radius);
    return this.#steps[out + 1]?.ms;
  }
}

const far = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);
