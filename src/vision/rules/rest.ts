// How long somebody has really stood where it stands. Who brakes creeps along its last half metre, and who sets out is
// still there for a moment: a circle that is wide enough for boxes that tremble and drift is entered long before one stands
// and left long after. So it has stood from the first sighting after which it stayed close to that place for a second, until
// the last one before which it had been close to it for a second.
import type { Point } from '../../domain/detection.ts';

export interface Sighting extends Point {
  readonly ms: number;
  /** The point that is asked for in zones, pixels. */
  readonly pixels: Point;
}

export interface Stood {
  readonly sinceMs: number;
  readonly untilMs: number;
  /** Where, pixels: the median of its last sightings. */
  readonly at: Point;
}

/** So many sightings are kept; of more only every second one. */
const most = 120;

/** Adds a sighting; of very many it keeps fewer, evenly. @returns all that are kept, in the order of their times. */
export function keep(all: readonly Sighting[], one: Sighting): readonly Sighting[] {
  const more = [...all, one];
  return more.length <= most ? more : more.filter((_, i) => i % 2 === 0);
}

/** The median of sightings; of none: NaN. */
export const middleOf = (all: readonly Point[]): Point => ({
  x: median(all.map((s) => s.x)),
  y: median(all.map((s) => s.y)),
});

/** A sighting is held against the median of those of this time after it, or before it, milliseconds. */
const windowMs = 1000;

/**
 * @param all where it was seen in the wide circle, in the order of their times.
 * @param close radius around its place, in the unit of the sightings.
 * @returns undefined where it never stood.
 */
export function stoodIn(all: readonly Sighting[], close: number): Stood | undefined {
  const within = (from: number, until: number) => all.filter(({ ms }) => ms >= from && ms <= until);
  const isClose = (one: Sighting, others: readonly Sighting[]) => {
    const { x, y } = middleOf(others);
    return Math.hypot(one.x - x, one.y - y) <= close;
  };
  const first = all.find((one) => isClose(one, within(one.ms, one.ms + windowMs)));
  const last = all.findLast((one) => isClose(one, within(one.ms - windowMs, one.ms)));
  if (!first || !last) return undefined;
  const at = middleOf(within(last.ms - windowMs, last.ms).map((s) => s.pixels));
  return { sinceMs: first.ms, untilMs: last.ms, at };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
