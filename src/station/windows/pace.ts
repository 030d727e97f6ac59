// How fast a counter goes, by which a step of it is told from a leap. Pure.
import type { Series } from './series.ts';

export const hourMs = 3_600_000;
/** A fall by no more than this share of the reading is no reset. */
export const wobble = 0.01;
/** So many times as fast as it went in the hour before, it may go. */
const haste = 2;

/**
 * The most that it may have counted between a reading and a later one: by the fastest step but one of the hour before, as the
 * fastest may be a leap itself. undefined: there were not two.
 * @param readings indices of readings. @param n which of them is the reading.
 */
export function mostFrom(series: Series, readings: readonly number[], n: number, laterMs: number): number | undefined {
  const atMs = series.time(readings[n]!);
  let [fastest, next] = [-1, -1];
  for (let k = n; k > 0; k--) {
    const [a, b] = [readings[k - 1]!, readings[k]!];
    const ms = series.time(b) - series.time(a);
    if (atMs - series.time(a) > hourMs) break;
    const pace = (series.value(b) - series.value(a)) / ms;
    if (pace > fastest) [fastest, next] = [pace, fastest];
    else if (pace > next) next = pace;
  }
  return next < 0 ? undefined : haste * next * (laterMs - atMs);
}
