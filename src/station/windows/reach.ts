// From when to when a reading that has just been put changes what is known. Windows within it that were told are told
// again. Pure.
import type { Span } from './length.ts';
import { hourMs, wobble } from './pace.ts';
import type { Series } from './series.ts';
import { lateBy } from './window.ts';

/** A counter that goes on from where it was is looked for over so many readings. */
const mostStrays = 500;

/** Of what is averaged: the reading itself, what it speaks for, and what the one before spoke for until it came. */
export function reachOf(series: Series, ms: number, periodMs: number): Span {
  const i = series.indexOf(ms);
  const longest = lateBy * periodMs;
  const since = i > 0 ? ms - series.time(i - 1) : Number.POSITIVE_INFINITY;
  // The one before spoke for one period; now it does up to this one, where that is a little later.
  const from = since > periodMs && since <= longest ? ms - since + periodMs : ms;
  const next = i + 1 < series.length ? series.time(i + 1) - ms : Number.POSITIVE_INFINITY;
  return { from, to: ms + (next <= longest ? next : periodMs) };
}

/**
 * Of a counter: all that was counted between the readings beside it, however long that was, as far as it is kept. One that
 * falls, or is back where it was before it fell, also says what those before it were (counter.ts).
 */
export function counterReachOf(series: Series, ms: number, keepMs: number): Span {
  const i = series.indexOf(ms);
  let before = i - 1;
  let after = i + 1;
  while (before >= 0 && !series.counts(before)) before--;
  while (after < series.length && !series.counts(after)) after++;
  const from = before < 0 ? ms : series.time(series.counts(i) ? leaptFrom(series, before, i) : before);
  return { from: Math.max(from, ms - keepMs), to: after < series.length ? series.time(after) : ms };
}

/** Index of the reading from which a counter leapt, that is back now; the one before this, where it did not. */
function leaptFrom(series: Series, before: number, i: number): number {
  const [last, value, ms] = [series.value(before), series.value(i), series.time(i)];
  const isFall = value < last * (1 - wobble);
  if (!isFall && value <= last) return before;
  for (let k = before - 1; k >= Math.max(0, before - mostStrays) && ms - series.time(k) <= hourMs; k--) {
    if (!series.counts(k)) continue;
    const then = series.value(k);
    if (isFall ? then * (1 - wobble) <= value : then > last) return value >= then * (1 - wobble) ? k : before;
  }
  return before;
}
