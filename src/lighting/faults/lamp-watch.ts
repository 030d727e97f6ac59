// A lamp through time: the judgement of each look, debounced. Pure: memory in, memory out, the time handed in. A lamp
// with which nothing is the matter costs a comparison and allocates nothing.

import { type Cycling, follow, isCycling, mayCycle, steady } from './cycling.ts';
import { calm, type Phase, step } from './debounce.ts';
import { lampDelays } from './delays.ts';
import { judge, type LampSample } from './judge.ts';
import { bitOf, type LampFaultKind, lampFaults } from './kinds.ts';
import { expectedWatts, type LampType } from './lamp-type.ts';

export interface LampMemory {
  /** Bits of the faults that are raised. */
  readonly raised: number;
  /** Of faults that are raised or suspected, when raised and what speaks against the present state. */
  readonly phases: ReadonlyMap<LampFaultKind, Phase>;
  readonly cycling: Cycling;
  /** The level at which it was last seen not to dim: only there it can prove that it does again. */
  readonly stuckAt?: number;
}

export const newLamp: LampMemory = { raised: 0, phases: new Map(), cycling: steady };

export interface Change<F extends string> {
  readonly fault: F;
  readonly active: boolean;
}

const noChange: readonly Change<LampFaultKind>[] = [];
/** While a lamp goes out and comes back, its darkness and its power are parts of that. */
const partOfCycling = bitOf.lampFailure | bitOf.powerTooLow | bitOf.dimmingFailure;
/** Levels this near count as the same, percentage points. */
const sameLevel = 10;
/** A part of the full power below which the lamp is out. */
const outShare = 0.25;

/**
 * The lamp after a look at it.
 * @param nowMs on a clock that does not go back.
 * @param silentOn bits of faults that others tell of: they are not judged here.
 */
export function watchLamp(
  memory: LampMemory,
  sample: LampSample,
  type: LampType | undefined,
  nowMs: number,
  silentOn = 0,
): { readonly memory: LampMemory; readonly changes: readonly Change<LampFaultKind>[] } {
  const cycling = follow(memory.cycling, sample.settled && sample.level > 0, litOf(sample, type), nowMs);
  let { bad, known } = judge(sample, type);
  if (isCycling(cycling)) {
    bad = (bad & ~partOfCycling) | bitOf.cyclingFailure;
    known = (known & ~partOfCycling) | bitOf.cyclingFailure;
  } else if (sample.supplied && sample.answered && !mayCycle(cycling)) known |= bitOf.cyclingFailure;
  // What is told already explains what looks like it.
  const hidden = silentOn | explained(memory.raised);
  bad &= ~hidden;
  known &= ~hidden;
  const { stuckAt } = memory;
  if (stuckAt !== undefined && !(bad & bitOf.dimmingFailure) && Math.abs(sample.level - stuckAt) > sameLevel) {
    known &= ~bitOf.dimmingFailure;
  }
  if (bad === 0 && memory.phases.size === 0) {
    return { memory: cycling === memory.cycling ? memory : { ...memory, cycling }, changes: noChange };
  }
  const phases = new Map(memory.phases);
  const changes: Change<LampFaultKind>[] = [];
  let raised = memory.raised;
  for (const fault of lampFaults) {
    const bit = bitOf[fault];
    const before = phases.get(fault) ?? calm;
    if (!(bad & bit) && before === calm) continue;
    const after = step(before, bad & bit ? 'bad' : known & bit ? 'good' : 'unknown', nowMs, lampDelays[fault]);
    if (after.raised !== before.raised) {
      changes.push({ fault, active: after.raised });
      raised ^= bit;
    }
    if (after === calm) phases.delete(fault);
    else phases.set(fault, after);
  }
  const stuck = bad & bitOf.dimmingFailure ? sample.level : raised & bitOf.dimmingFailure ? stuckAt : undefined;
  return { memory: { raised, phases, cycling, ...(stuck === undefined ? {} : { stuckAt: stuck }) }, changes };
}

/** Faults that are not judged while others are raised. */
function explained(raised: number): number {
  if (raised === 0) return 0;
  const { dimmingFailure, powerTooHigh, powerTooLow } = bitOf;
  return (raised & dimmingFailure ? powerTooHigh | powerTooLow : 0) | (raised & powerTooHigh ? dimmingFailure : 0);
}

/** Whether the lamp burns; undefined where that cannot be said now. */
function litOf(sample: LampSample, type: LampType | undefined): boolean | undefined {
  const { supplied, answered, watts, level, settled } = sample;
  if (!supplied || !answered || !settled) return undefined;
  if (watts === undefined || !type) return sample.flags?.includes('lamp-failure') ? false : undefined;
  return watts >= Math.max(2, expectedWatts(type, level, sample.hours) * outShare);
}
