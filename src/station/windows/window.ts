// What a window says of one point. Pure: the same readings give the same window, in whatever order they came.
import type { Span } from './length.ts';
import type { Series } from './series.ts';

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

export function windowOf(series: Series, span: Span, rules: WindowRules): WindowValue {
  const first = series.indexOf(span.from);
  const end = series.indexOf(span.to);
  let count = 0;
  let mean = 0;
  let squares = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let uncertain = 0;
  const left = { bad: 0, calibrating: 0, maintenance: 0 };
  for (let i = first; i < end; i++) {
    if (!series.counts(i)) {
      const mark = series.mark(i);
      if (mark === 'bad' || mark === 'calibrating' || mark === 'maintenance') left[mark]++;
      continue;
    }
    const value = series.value(i);
    count++;
    const away = value - mean;
    mean += away / count;
    squares += away * (value - mean);
    if (value < min) min = value;
    if (value > max) max = value;
    if (!series.isGood(i)) uncertain++;
  }
  const capture = captureOf(series, span, rules.periodMs);
  const isValid = count > 0 && capture >= rules.threshold;
  const none = { mean: null, min: null, max: null, sigma: null };
  const of = count === 0 ? none : { mean, min, max, sigma: Math.sqrt(Math.max(0, squares / count)) };
  return { ...span, count, ...of, capture, isValid, left, uncertain };
}

/** Share of a span that readings that count speak for, per cent, rounded to a tenth. */
export function captureOf(series: Series, { from, to }: Span, periodMs: number): number {
  // A reading from before the window may speak for its beginning.
  const first = Math.max(0, series.indexOf(from) - 1);
  const end = series.indexOf(to);
  let covered = 0;
  for (let i = first; i < end; i++) {
    if (!series.counts(i)) continue;
    const at = series.time(i);
    const next = i + 1 < series.length ? series.time(i + 1) : Number.POSITIVE_INFINITY;
    const until = next - at <= lateBy * periodMs ? next : at + periodMs;
    covered += Math.max(0, Math.min(until, to) - Math.max(at, from));
  }
  return Math.round(Math.min(100, (100 * covered) / (to - from)) * 10) / 10;
}
