// Where a counter begins again, and whether it did. What a technician or a profile says is taken at its word; what only
// follows from the width of a register (65,536, 4,294,967,296) is so only where the counter was near its end and had no
// more to go than it may have: within a tenth of both ends it might as well be another meter. Pure.

/** After `low + size` comes `low`. */
export interface Wrap {
  readonly low: number;
  readonly size: number;
  /** Somebody says so; else it follows from the registers. */
  readonly isDeclared: boolean;
}

/** A step back of a counter. */
export interface Back {
  readonly from: number;
  readonly to: number;
  /** The most that it may have counted in that time; undefined where nobody knows. */
  readonly most: number | undefined;
}

/** Near the end of its range, near its beginning: within a tenth. */
const margin = 0.1;
/** A step of no more than this share of the range is one that two meters would make by chance only. */
const small = 0.01;

/** @returns how much it counted; `perhaps` where that is one of two stories, undefined where it did not roll over. */
export function rolledOver({ from, to, most }: Back, wrap: Wrap | undefined): number | 'perhaps' | undefined {
  if (!wrap) return undefined;
  const { low, size, isDeclared } = wrap;
  const by = size - from + to;
  if (from > low + size || to < low || by < 0) return undefined;
  const isNear = from >= low + size * (1 - margin) && to <= low + size * margin;
  const isPossible = most !== undefined && by <= most && by <= size / 2;
  if (isDeclared) return isNear || isPossible ? by : undefined;
  if (isNear && (isPossible || by <= small * size)) return by;
  return isNear || isPossible ? 'perhaps' : undefined;
}
