// What a cabinet and its lamps know of each other: the sums of the lamps on each phase, against which its meters are
// judged, and whether a lamp has voltage as far as the cabinet can tell, so that one fault is told once.
import type { LampSample } from '../faults/judge.ts';
import { expectedWatts, type LampType } from '../faults/lamp-type.ts';
import { type CabinetMemory, isRaised, isSuspected } from './cabinet-watch.ts';
import type { CircuitSample, PhaseSample } from './sample.ts';

export interface PhaseSums {
  expected: number;
  doubt: number;
  burning: number;
  modelled: number;
  lamps: number;
  lost: number;
}

export const emptySums = (): PhaseSums[] =>
  [0, 1, 2].map(() => ({ expected: 0, doubt: 0, burning: 0, modelled: 0, lamps: 0, lost: 0 }));

/** A lamp that draws less is out, W. */
const outWatts = 2;

/** Adds a lamp whose circuit is closed. */
export function addLamp(sums: PhaseSums, sample: LampSample, type: LampType | undefined): void {
  const { level, hours, answered, watts, settled } = sample;
  const model = type ? expectedWatts(type, level, hours) : 0;
  sums.lamps++;
  if (level > 0) {
    sums.modelled += model;
    sums.burning++;
  }
  sums.expected += answered ? (watts ?? model) : model;
  if (!answered && type) sums.doubt += expectedWatts(type, 100, hours);
  if (!answered || (level > 0 && settled && watts !== undefined && watts < outWatts)) sums.lost++;
}

/** @param auxiliary what the cabinet itself draws on this phase, W. */
export function phaseOf(sums: PhaseSums, auxiliary: number): Omit<PhaseSample, 'volts' | 'watts' | 'amperes'> {
  return {
    expectedWatts: sums.expected + auxiliary,
    doubtWatts: sums.doubt,
    lampWatts: sums.burning > 0 ? sums.modelled / sums.burning : 0,
    lamps: sums.lamps,
    lost: sums.lost,
  };
}

/** A circuit that is open, by its contactor or its breaker. */
export const isOpen = (circuit: CircuitSample | undefined): boolean =>
  circuit !== undefined && (circuit.contactorClosed === false || circuit.breakerClosed === false);

/**
 * Whether a lamp has voltage after the cabinet was judged: (phase 0 to 2, index of its circuit or -1, it answered).
 * Where a cable was stolen the lamps behind the cut are silent, and the others go on.
 */
export function supplyAfter(
  memory: CabinetMemory,
  circuits: readonly CircuitSample[],
): (phase: number, circuit: number, answered: boolean) => boolean {
  const cut = circuits.map((c) => isOpen(c) || isSuspected(memory, 'circuitBreakerTripped', c.id));
  const gone = ['L1', 'L2', 'L3'].map((p) => isSuspected(memory, 'supplyLoss', p));
  const stolen = ['L1', 'L2', 'L3'].map((p) => isRaised(memory, 'cableTheft', p));
  return (phase, circuit, answered) => !cut[circuit] && !gone[phase] && (answered || !stolen[phase]);
}
