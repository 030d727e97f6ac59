// A cable that is cut and carried off: while the lamps burn and nobody told them anything, the load of a phase drops at
// once by several lamps, and the voltage at the cabinet stays. A lamp that fails takes only its own power; a lost phase
// takes the voltage; a breaker says so itself. The measure is what the phase draws over what it should, because that
// holds at every level of dimming. A cable cut by
// day, with nothing burning, shows by the lamps behind it, which fall silent together.
import type { Verdict } from '../faults/debounce.ts';
import type { PhaseSample } from './sample.ts';

/** What the phase drew over what it should, while all was well: follows slow changes, such as single lamps that fail. */
export interface Load {
  readonly usual: number | null;
}
export const unknownLoad: Load = { usual: null };

/** A drop counts from a fifth of the load on, and from two and a half lamps on. */
const dropShare = 0.2;
const dropLamps = 2.5;
/** By day: lamps of a phase that are silent together. */
const fewestLost = 3;
const lostShare = 0.25;
const allShare = 0.8;
/** How fast the usual load follows. */
const follow = 0.2;
const lowest = 0.5;
const highest = 1.1;

/** @param steady the commands hold, the breakers are closed, the phase has voltage. */
export function judgeLoad(load: Load, phase: PhaseSample, steady: boolean): { load: Load; verdict: Verdict } {
  const { watts, expectedWatts, lampWatts } = phase;
  if (!steady) return { load, verdict: 'unknown' };
  if (watts === undefined || lampWatts <= 0 || expectedWatts <= 0) {
    // By day only the silence of many shows it; the silence of all is that of a line, not of a cable.
    const { lamps, lost } = phase;
    const many = lost >= Math.max(fewestLost, lamps * lostShare) && lost < lamps * allShare;
    return { load, verdict: many ? 'bad' : 'unknown' };
  }
  const now = watts / expectedWatts;
  // A load that nobody accounts for (somebody taps the line) is not usual, nor is it a theft when it ends.
  const usable = Math.min(Math.max(now, lowest), highest);
  if (load.usual === null) return { load: { usual: usable }, verdict: 'unknown' };
  const least = Math.max(dropShare, (dropLamps * lampWatts) / expectedWatts);
  if (now < load.usual - least) return { load, verdict: 'bad' };
  if (now < load.usual - least / 2) return { load, verdict: 'unknown' };
  return { load: { usual: load.usual + (usable - load.usual) * follow }, verdict: 'good' };
}
