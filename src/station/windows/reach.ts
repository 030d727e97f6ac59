// From when to when a reading that has just been put changes what is known. Windows within it that were told are told
// again. Pure.
import type { Span } from './length.ts';
import type { Series } from './series.ts';
import { lateBy } from './window.ts';

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

/** Of a counter: all that was counted between the readings beside it, however long that was, as far as it is kept. */
export function counterReachOf(series: Series, ms: number, keepMs: number): Span {
  let before = series.indexOf(ms) - 1;
  let after = before + 2;
  while (before >= 0 && !series.counts(before)) before--;
  while (after < series.length && !series.counts(after)) after++;
  const from = before >= 0 ? series.time(before) : ms;
  return { from: Math.max(from, ms - keepMs), to: after < series.length ? series.time(after) : ms };
}
