// Early warning: a straight line through the readings of the last while, and how sure it is that it is beyond the limit
// some time ahead. The chance is that of the line itself being beyond (Student's t taken for normal, with some dozens of
// readings a difference in the third place): the scatter of single readings is no trend.
import type { Span } from '../windows/length.ts';
import { type Series, worstThatCounts } from '../windows/series.ts';

export interface Trend {
  /** Change a minute, in the unit of the point. */
  readonly perMinute: number;
  /** Where the line is at the time ahead. */
  readonly expected: number;
  /** Minutes until the line is at the limit; null where it does not go there. */
  readonly minutes: number | null;
  /** Chance that the line is beyond the limit at the time ahead, 0 to 1. */
  readonly confidence: number;
}

/** Fewer readings make no trend. */
const fewest = 8;
/** Readings must reach over so much of the time that they are taken from. */
const leastShare = 0.5;

export function trendOf(series: Series, span: Span, limit: number, aheadMs: number): Trend | undefined {
  const { times, values, codes, begin, end: all } = series;
  let n = 0;
  // One by one: what comes out of an array is no bare number to the compiler, and the loop takes six times as long.
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let sxy = 0;
  let syy = 0;
  let first = 0;
  let last = 0;
  const until = span.to + 1;
  for (let i = begin + series.indexOf(span.from); i < all; i++) {
    const at = times[i]!;
    if (at >= until) break;
    if (codes[i]! > worstThatCounts) continue;
    // Minutes from the end, so that the sums stay small.
    const x = (at - span.to) / 60_000;
    const y = values[i]! - limit;
    if (n++ === 0) first = at;
    sx += x;
    sy += y;
    sxx += x * x;
    sxy += x * y;
    syy += y * y;
    last = at;
  }
  if (n < fewest || last - first < leastShare * (span.to - span.from)) return undefined;
  const spread = sxx - (sx * sx) / n;
  if (spread <= 0) return undefined;
  const slope = (sxy - (sx * sy) / n) / spread;
  const atEnd = (sy - slope * sx) / n;
  const left = Math.max(0, syy - (sy * sy) / n - slope * slope * spread) / (n - 2);
  const ahead = aheadMs / 60_000;
  const expected = atEnd + slope * ahead;
  const error = Math.sqrt(left * (1 / n + (ahead - sx / n) ** 2 / spread));
  const confidence = error > 0 ? normal(expected / error) : expected > 0 ? 1 : 0;
  const minutes = atEnd >= 0 ? 0 : slope > 0 ? -atEnd / slope : null;
  return { perMinute: slope, expected: expected + limit, minutes, confidence };
}

/** The normal distribution function. Abramowitz and Stegun, 7.1.26: to 1.5e-7. */
function normal(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const half = 0.5 * (1 - poly * Math.exp(-x * x));
  return z >= 0 ? 0.5 + half : 0.5 - half;
}
