// The time that windows were told of, as ranges: usually one, more where a clock was wrong for a while. Pure.

/** Sorted, apart from each other; from included, to not; milliseconds since the epoch. */
export type Ranges = readonly (readonly [from: number, to: number])[];

/** More are there only after as many wrong clocks: the oldest goes. */
const mostRanges = 8;

/** @param told as it was remembered; of old versions only its end. @param keepMs how far back it matters. */
export function rangesOf(told: Ranges | number | undefined, keepMs: number): Ranges {
  if (told === undefined) return [];
  return typeof told === 'number' ? [[told - keepMs, told]] : told;
}

export function holds(ranges: Ranges, ms: number): boolean {
  for (const [from, to] of ranges) if (from <= ms && ms < to) return true;
  return false;
}

/** Where the last range ends that ends by then. */
export function endBefore(ranges: Ranges, ms: number): number | undefined {
  return ranges.findLast(([, to]) => to <= ms)?.[1];
}

export function withRange(ranges: Ranges, from: number, to: number): Ranges {
  const last = ranges.at(-1);
  // The usual one goes on where the last one ended.
  if (last && last[1] === from) {
    const gone = [last[0], to] as const;
    return ranges.length === 1 ? [gone] : [...ranges.slice(0, -1), gone];
  }
  const apart = ranges.filter(([f, t]) => t < from || f > to);
  const joined = ranges.filter(([f, t]) => t >= from && f <= to);
  const all = [Math.min(from, ...joined.map(([f]) => f)), Math.max(to, ...joined.map(([, t]) => t))] as const;
  return [...apart, all].sort((a, b) => a[0] - b[0]).slice(-mostRanges);
}
