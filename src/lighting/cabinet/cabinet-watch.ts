// A cabinet through time: what each look at it says, debounced. Pure: memory in, memory out. It is looked at before its
// lamps are, because what it knows explains what they do.
import { calm, type Delays, type Phase, step, type Verdict } from '../faults/debounce.ts';
import type { CabinetFaultKind } from '../faults/kinds.ts';
import { isOrdinary, judgeCabinet } from './judge.ts';
import { type Line, unknownLine, watchLine } from './line.ts';
import { judgePhotocell, newPhotocell, type Photocell } from './photocell.ts';
import { amperesOf, type CabinetSample } from './sample.ts';
import { judgeLoad, type Load, unknownLoad } from './theft.ts';

export interface CabinetMemory {
  /** By `fault place`. */
  readonly phases: ReadonlyMap<string, Phase>;
  readonly loads: readonly Load[];
  readonly photocell: Photocell;
  /** What feeds each phase. */
  readonly lines: readonly Line[];
}
export const newCabinet: CabinetMemory = { phases: new Map(), loads: [], photocell: newPhotocell, lines: [] };

export interface CabinetChange {
  readonly fault: CabinetFaultKind;
  readonly place: string;
  readonly active: boolean;
}

const minute = 60_000;
const twice = (raiseMin: number, clearMin: number): Delays => ({
  raiseMs: raiseMin * minute,
  raiseSamples: 2,
  clearMs: clearMin * minute,
  clearSamples: 2,
});
/** What people and thieves do is told at once; what the mains do is told when it stays. */
const delays: Readonly<Record<CabinetFaultKind, Delays>> = {
  supplyLoss: twice(1, 1),
  brokenNeutral: twice(1, 5),
  voltageTooHigh: twice(15, 15),
  voltageTooLow: twice(15, 15),
  leakageDetected: twice(1, 10),
  cabinetDoorOpen: { ...twice(0, 0), raiseSamples: 1, clearSamples: 1 },
  circuitBreakerTripped: twice(0, 0),
  contactorWelded: twice(2, 2),
  contactorFailure: twice(2, 2),
  cableTheft: twice(1, 10),
  powerTooLow: twice(60, 60),
  powerTooHigh: twice(30, 30),
  powerFactorTooLow: twice(60, 60),
  photocellFailure: { raiseMs: 0, raiseSamples: 1, clearMs: 0, clearSamples: 1 },
  localOverride: { ...twice(0, 0), raiseSamples: 1, clearSamples: 1 },
};

export const isRaised = (memory: CabinetMemory, fault: CabinetFaultKind, place = ''): boolean =>
  memory.phases.get(`${fault} ${place}`)?.raised === true;

/** Raised, or seen at the last look: enough to explain what a lamp does at this moment. */
export const isSuspected = (memory: CabinetMemory, fault: CabinetFaultKind, place = ''): boolean =>
  memory.phases.has(`${fault} ${place}`);

/** @param nowMs on a clock that does not go back. */
export function watchCabinet(
  memory: CabinetMemory,
  sample: CabinetSample,
  nowMs: number,
): { readonly memory: CabinetMemory; readonly changes: readonly CabinetChange[] } {
  const loads: Load[] = [];
  const findings: { fault: CabinetFaultKind; place: string; verdict: Verdict }[] = [];
  const hidden = new Set<string>();
  sample.phases.forEach((phase, i) => {
    const place = `L${i + 1}`;
    const isOpen = sample.circuits.some((c) => c.phase === i && (c.breakerClosed === false || !isAsTold(c)));
    const dead = phase.volts === undefined ? phase.lost === phase.lamps : phase.volts < 115;
    const steady = sample.settled && !isOpen && !dead;
    const { load, verdict } = judgeLoad(memory.loads[i] ?? unknownLoad, phase, steady);
    loads.push(load);
    if (isOpen || verdict === 'bad' || isRaised(memory, 'cableTheft', place)) hidden.add(place);
    findings.push({ fault: 'cableTheft', place, verdict });
  });
  const lines = watchLines(memory.lines, sample, nowMs);
  lines.forEach((line, i) => {
    if (line === unknownLine) return;
    findings.push({ fault: 'cableTheft', place: `supply/L${i + 1}`, verdict: line.risen ? 'bad' : 'good' });
  });
  const cell = judgePhotocell(memory.photocell, sample.dark, sample.sun);
  findings.push({ fault: 'photocellFailure', place: '', verdict: cell.verdict }, ...judgeCabinet(sample, hidden));
  // What a line that has risen takes from the voltage is told as the line's.
  const low = lines.flatMap((l, i) => (l.risen ? [`L${i + 1}`] : []));
  const phases = new Map(memory.phases);
  const changes: CabinetChange[] = [];
  for (const { fault, place, verdict: found } of findings) {
    const verdict = fault === 'voltageTooLow' && low.includes(place) ? 'unknown' : found;
    const key = `${fault} ${place}`;
    const before = phases.get(key) ?? calm;
    const after = step(before, verdict, nowMs, delays[fault]);
    if (after.raised !== before.raised) changes.push({ fault, place, active: after.raised });
    if (after === calm) phases.delete(key);
    else phases.set(key, after);
  }
  return { memory: { phases, loads, photocell: cell.photocell, lines }, changes };
}

/** What is known of the lines after a look at the meter; also between the looks at the lamps. */
export function watchLines(
  lines: readonly Line[],
  { phases }: Pick<CabinetSample, 'phases'>,
  nowMs: number,
): readonly Line[] {
  const isWell = phases.every((p) => p.volts === undefined || isOrdinary(p.volts));
  return phases.map((phase, i) => {
    const { volts } = phase;
    const amperes = amperesOf(phase);
    const seen = isWell && volts !== undefined && amperes !== undefined ? { volts, amperes } : undefined;
    return watchLine(lines[i] ?? unknownLine, seen, nowMs);
  });
}

const isAsTold = (c: { wanted: boolean; contactorClosed?: boolean | undefined }) =>
  c.contactorClosed === undefined || c.contactorClosed === c.wanted;
