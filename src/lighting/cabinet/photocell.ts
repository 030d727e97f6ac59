// A photocell against the sun. Clouds make it say "dark" half an hour early; one that is tilted, dirty or shaded is early
// or late by much more, evening after evening, or the same all day. It is judged by when it changes its mind, and only
// with a clock that is believed.
import type { Verdict } from '../faults/debounce.ts';

export interface Photocell {
  readonly dark: boolean | null;
  /** When it last changed, on the wall clock; null before the first change that was seen. */
  readonly changedMs: number | null;
  /** Of the last changes, which were far from the sun's, the newest last. */
  readonly off: readonly boolean[];
}
export const newPhotocell: Photocell = { dark: null, changedMs: null, off: [] };

const minute = 60_000;
/** From civil dusk or dawn; a heavy sky is worth half an hour. */
const tooFarMs = 50 * minute;
/** So many changes in a row are looked at: two evenings and two mornings. */
const changes = 4;
const stuckMs = 40 * 60 * minute;

export function judgePhotocell(
  before: Photocell,
  dark: boolean | undefined,
  sun: { readonly nowMs: number; readonly duskMs: number; readonly dawnMs: number } | undefined,
): { photocell: Photocell; verdict: Verdict } {
  // A change that nobody could time must not count as one of the instant at which it is noticed.
  if (dark === undefined || !sun) {
    return {
      photocell: before.dark === null ? before : { ...before, dark: null, changedMs: null },
      verdict: 'unknown',
    };
  }
  const { nowMs } = sun;
  if (before.dark === null) return { photocell: { ...before, dark, changedMs: nowMs }, verdict: 'unknown' };
  if (dark === before.dark) {
    const stuck = before.changedMs !== null && nowMs - before.changedMs > stuckMs;
    return { photocell: before, verdict: stuck ? 'bad' : 'unknown' };
  }
  const isOff = Math.abs(nowMs - (dark ? sun.duskMs : sun.dawnMs)) > tooFarMs;
  const off = [...before.off, isOff].slice(-changes);
  const bad = off.length === changes && off.filter(Boolean).length >= changes - 1;
  const good = off.slice(-2).every((o) => !o);
  return { photocell: { dark, changedMs: nowMs, off }, verdict: bad ? 'bad' : good ? 'good' : 'unknown' };
}
