// What a window says of one point. Pure: the same readings give the same window, in whatever order they came.
import type { Span } from './length.ts';
import { marks, type Series, worstThatCounts } from './series.ts';

export interface WindowValue extends Span {
  /** Readings that it is made of. */
  readonly count: number;
  /** null where there is not one of them. */
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Standard deviation of the readings themselves (divided by their number). */
  readonly sigma: number | null;
  /** Share of the window that readings speak for, per cent. */
  readonly capture: number;
  /** Is `capture` at or above the threshold? */
  readonly isValid: boolean;
  /** Readings that were left out, by why. */
  readonly left: { readonly bad: number; readonly calibrating: number; readonly maintenance: number };
  /** Readings that it is made of and that were not good. */
  readonly uncertain: number;
}

/** A reading speaks for the time to the next one where that comes in time, and else for one period. */
export const lateBy = 1.5;

export interface WindowRules {
  /** How often the point is read, milliseconds. */
  readonly periodMs: number;
  /** Least share of the window, per cent. */
  readonly threshold: number;
}

/** One way through the readings for all of it. The sums are those of the readings in the order of their times. */
export function windowOf(series: Series, span: Span, { periodMs, threshold }: WindowRules): WindowValue {
  const { from, to } = span;
  const { times, values, codes, begin, end: all } = series;
  const first = begin + series.indexOf(from);
  const longest = lateBy * periodMs;
  let count = 0;
  let mean = 0;
  let squares = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let uncertain = 0;
  let bad = 0;
  let calibrating = 0;
  let maintenance = 0;
  // A reading from before the window may speak for its beginning.
  let covered =
    first > begin && codes[first - 1]! <= worstThatCounts ? spokenFor(series, first - 1, span, periodMs) : 0;
  let i = first;
  for (; i < all; i++) {
    const at = times[i]!;
    if (at >= to) break;
    const code = codes[i]!;
    if (code > worstThatCounts) {
      const mark = marks[code];
      if (mark === 'bad') bad++;
      else if (mark === 'calibrating') calibrating++;
      else maintenance++;
      continue;
    }
    const value = values[i]!;
    count++;
    const away = value - mean;
    mean += away / count;
    squares += away * (value - mean);
    if (value < min) min = value;
    if (value > max) max = value;
    if (code > 0) uncertain++;
    const next = i + 1 < all ? times[i + 1]! : Number.POSITIVE_INFINITY;
    const until = next - at <= longest ? next : at + periodMs;
    covered += Math.min(until, to) - at;
  }
  const capture = shareOf(covered, span);
  const isValid = count > 0 && capture >= threshold;
  const left = { bad, calibrating, maintenance };
  if (count === 0) {
    return { from, to, count, mean: null, min: null, max: null, sigma: null, capture, isValid, left, uncertain };
  }
  const sigma = Math.sqrt(Math.max(0, squares / count));
  return { from, to, count, mean, min, max, sigma, capture, isValid, left, uncertain };
}

/** How long of a span a reading speaks for, milliseconds. */
function spokenFor({ times, end }: Series, i: number, { from, to }: Span, periodMs: number): number {
  const at = times[i]!;
  const next = i + 1 < end ? times[i + 1]! : Number.POSITIVE_INFINITY;
  const until = next - at <= lateBy * periodMs ? next : at + periodMs;
  return Math.max(0, Math.min(until, to) - Math.max(at, from));
}

/** Per cent, rounded to a tenth. */
const shareOf = (ms: number, { from, to }: Span) => Math.round(Math.min(100, (100 * ms) / (to - from)) * 10) / 10;
