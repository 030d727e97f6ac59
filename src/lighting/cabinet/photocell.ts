// A photocell against the sun. Clouds make it say "dark" half an hour early; one that is tilted, dirty or shaded is early
// or late by much more, evening after evening or morning after morning, or the same all day. It is judged by when it
// changes its mind, and only with a clock that is believed. A change lies somewhere between the look that finds it and
// the one before: it counts as far from the sun's, or as near, where all of that time is.
import type { Verdict } from '../faults/debounce.ts';

export interface Photocell {
  readonly dark: boolean | null;
  /** When it last changed, and when it was last looked at, on the wall clock; null before the first change or look. */
  readonly changedMs: number | null;
  readonly seenMs: number | null;
  /** Of the last evenings and mornings, whether its change was far from the sun's, the newest last. */
  readonly evenings: readonly boolean[];
  readonly mornings: readonly boolean[];
}
export const newPhotocell: Photocell = { dark: null, changedMs: null, seenMs: null, evenings: [], mornings: [] };

const minute = 60_000;
/** From civil dusk or dawn; a heavy sky is worth half an hour. */
const tooFarMs = 50 * minute;
/** It is bad after so many evenings in a row, or mornings: what is in its way may stand on one side only. */
const inARow = 3;
/** Or after two of each, but for one of them. */
const ofEach = 2;
const stuckMs = 40 * 60 * minute;
const longestStormMs = 6 * 60 * minute;

interface Sun {
  readonly nowMs: number;
  readonly duskMs: number;
  readonly dawnMs: number;
}

export function judgePhotocell(
  before: Photocell,
  dark: boolean | undefined,
  sun: Sun | undefined,
): { photocell: Photocell; verdict: Verdict } {
  // A change that nobody could time must not count as one of the instant at which it is noticed; and where the sun does
  // not rise or does not set, there is nothing to hold it against.
  if (dark === undefined || !sun || !Number.isFinite(sun.duskMs) || !Number.isFinite(sun.dawnMs)) {
    const photocell = before.dark === null ? before : { ...before, dark: null, changedMs: null, seenMs: null };
    return { photocell, verdict: 'unknown' };
  }
  const { nowMs } = sun;
  const seen = { ...before, dark, seenMs: nowMs };
  if (before.dark === null) return { photocell: { ...seen, changedMs: nowMs }, verdict: 'unknown' };
  if (dark === before.dark) {
    const stuck = before.changedMs !== null && nowMs - before.changedMs > stuckMs;
    return { photocell: seen, verdict: stuck ? 'bad' : 'unknown' };
  }
  const after = { ...seen, ...counted(before, dark, sun), changedMs: nowMs };
  return { photocell: after, verdict: verdictOf(after) };
}

/** The evenings and mornings with this change among them. */
function counted(before: Photocell, dark: boolean, { nowMs, duskMs, dawnMs }: Sun) {
  const { evenings, mornings, changedMs } = before;
  const fromMs = before.seenMs ?? nowMs;
  // A thunderstorm: dark by day and light again before the night. Neither was an evening or a morning.
  const isShort = changedMs !== null && nowMs - changedMs < longestStormMs;
  if (!dark && isShort && (nowMs < duskMs || changedMs > dawnMs)) {
    return { evenings: evenings.at(-1) === true ? evenings.slice(0, -1) : evenings, mornings };
  }
  const at = dark ? duskMs : dawnMs;
  const isFar = nowMs < at - tooFarMs || fromMs > at + tooFarMs;
  const isNear = fromMs >= at - tooFarMs && nowMs <= at + tooFarMs;
  if (!isFar && !isNear) return { evenings, mornings };
  const added = (all: readonly boolean[]) => [...all, isFar].slice(-inARow);
  return dark ? { evenings: added(evenings), mornings } : { evenings, mornings: added(mornings) };
}

function verdictOf({ evenings, mornings }: Photocell): Verdict {
  const isBad = (all: readonly boolean[]) => all.length === inARow && all.every(Boolean);
  const recent = [...evenings.slice(-ofEach), ...mornings.slice(-ofEach)];
  const far = recent.filter(Boolean).length;
  if (isBad(evenings) || isBad(mornings)) return 'bad';
  if (recent.length === 2 * ofEach && far >= recent.length - 1) return 'bad';
  return evenings.at(-1) === false && mornings.at(-1) === false ? 'good' : 'unknown';
}
