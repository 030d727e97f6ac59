// What one look at a cabinet says, fault by fault and place by place. What has a memory of its own (the load of a phase,
// the photocell) is judged beside it, in theft.ts and photocell.ts.
import type { Verdict } from '../faults/debounce.ts';
import type { CabinetFaultKind } from '../faults/kinds.ts';
import type { CabinetSample, PhaseSample } from './sample.ts';

export interface Finding {
  readonly fault: CabinetFaultKind;
  /** `L1` to `L3`, the id of a circuit, or empty for the cabinet itself. */
  readonly place: string;
  readonly verdict: Verdict;
}

const nominal = 230;
/** A phase below this is gone. */
const goneVolts = nominal * 0.5;
/** EN 50160 allows ±10 % for 95 % of a week; beyond ±12 % something is wrong. */
const highVolts = nominal * 1.12;
const lowVolts = nominal * 0.88;
/** Phases this far apart, with one high and one low, have lost their common neutral. */
const apartVolts = nominal * 0.25;
/** Lamps of a phase that are lost together are not lost one by one. */
const lostShare = 0.8;
const fewLamps = 3;
const lowPowerFactor = 0.75;
const tooMuch = 1.25;
const tooMuchWatts = 150;
const tooLittle = 0.75;

/** Neither high nor low. */
export const isOrdinary = (volts: number): boolean => volts >= lowVolts && volts <= highVolts;

const said = (bad: boolean | undefined): Verdict => (bad === undefined ? 'unknown' : bad ? 'bad' : 'good');

/** @param hidden the places whose load another fault already explains. */
export function judgeCabinet(sample: CabinetSample, hidden: ReadonlySet<string>): Finding[] {
  const { phases, circuits } = sample;
  const findings: Finding[] = [];
  const add = (fault: CabinetFaultKind, place: string, verdict: Verdict) => findings.push({ fault, place, verdict });
  const volts = phases.flatMap((p) => (p.volts !== undefined && p.volts > goneVolts ? [p.volts] : []));
  const isApart =
    volts.length >= 2 &&
    Math.max(...volts) > highVolts &&
    Math.min(...volts) < lowVolts &&
    Math.max(...volts) - Math.min(...volts) > apartVolts;
  add('brokenNeutral', '', volts.length < 2 ? 'unknown' : said(isApart));
  phases.forEach((phase, i) => {
    const place = `L${i + 1}`;
    const isGone = gone(phase);
    add('supplyLoss', place, said(isGone));
    const seen = phase.volts !== undefined && !isGone && !isApart;
    add('voltageTooHigh', place, seen ? said((phase.volts ?? 0) > highVolts) : 'unknown');
    add('voltageTooLow', place, seen ? said((phase.volts ?? 0) < lowVolts) : 'unknown');
    const { watts, expectedWatts, doubtWatts } = phase;
    const loadSeen = sample.settled && watts !== undefined && !isGone && !hidden.has(place);
    const over = (watts ?? 0) > Math.max(expectedWatts * tooMuch, expectedWatts + tooMuchWatts) + doubtWatts;
    add('powerTooHigh', place, loadSeen ? said(over) : 'unknown');
    const under = phase.lamps >= fewLamps && (watts ?? 0) < expectedWatts * tooLittle - tooMuchWatts - doubtWatts;
    add('powerTooLow', place, loadSeen && phase.lampWatts > 0 ? said(under) : 'unknown');
    const heavy = phase.powerFactor !== undefined && expectedWatts > 300 && sample.settled && !isGone;
    add('powerFactorTooLow', place, heavy ? said((phase.powerFactor ?? 1) < lowPowerFactor) : 'unknown');
  });
  for (const { id, wanted, contactorClosed, breakerClosed } of circuits) {
    add('circuitBreakerTripped', id, said(breakerClosed === undefined ? undefined : !breakerClosed));
    if (contactorClosed === undefined) continue;
    const telling = sample.settled && sample.localControl !== true;
    add('contactorWelded', id, telling && !wanted ? said(contactorClosed) : 'unknown');
    add('contactorFailure', id, telling && wanted ? said(!contactorClosed) : 'unknown');
  }
  const { leakageMa } = sample;
  add('leakageDetected', '', said(leakageMa === undefined ? undefined : leakageMa > sample.leakageLimitMa));
  add('cabinetDoorOpen', '', said(sample.doorOpen));
  add('localOverride', '', said(sample.localControl));
  return findings;
}

/** Without a voltmeter, a phase is gone when nearly all of its lamps are lost at once. */
function gone(phase: PhaseSample): boolean | undefined {
  if (phase.volts !== undefined) return phase.volts < goneVolts;
  if (phase.lamps < fewLamps) return undefined;
  return phase.lost >= phase.lamps * lostShare;
}
