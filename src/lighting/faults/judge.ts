// What one look at a lamp says: for each fault bad, good or nothing. Pure, without memory: how often and how long
// something must be seen is the business of lamp-watch.ts.
//
// A lamp is told apart by its power. A lamp that is to burn and draws next to nothing has failed; one that draws without
// being asked burns by day. One that feeds back another level, or that is dimmed and draws what full output does, did
// not dim; any other that draws too much has a gear that is failing, and one that draws too little has lost part of its
// modules. What cannot be seen at a level (a dead lamp by day) is not known there: it neither raises nor clears.
import type { GearFlag } from '../drivers/driver.ts';
import { bitOf } from './kinds.ts';
import { along, expectedWatts, type LampType } from './lamp-type.ts';

/** What is known of a lamp at an instant. What is not measured is absent. */
export interface LampSample {
  /** Commanded, per cent. */
  readonly level: number;
  /** The command has held for longer than the lamp needs to follow. */
  readonly settled: boolean;
  /** Its circuit has voltage, as far as the cabinet knows: a lamp without is judged in nothing. */
  readonly supplied: boolean;
  readonly answered: boolean;
  /** Per cent. */
  readonly fedBack?: number | undefined;
  readonly watts?: number | undefined;
  readonly volts?: number | undefined;
  readonly amperes?: number | undefined;
  readonly powerFactor?: number | undefined;
  /** Of the gear, °C. */
  readonly temperature?: number | undefined;
  readonly flags?: readonly GearFlag[] | undefined;
  /** Burning hours, for constant light output. */
  readonly hours: number;
}

export interface Judgement {
  /** Bits of the faults that are seen. */
  readonly bad: number;
  /** Bits of the faults that could be seen if they were there; `bad` is among them. */
  readonly known: number;
}

/** Every lamp draws more than this when it burns, however low, W; and how much of its power at its level at least. */
const darkWatts = 2;
const darkShare = 0.25;
/** A lamp that is off and draws this much more than in standby burns, W. */
const litWatts = 3;
/** Smallest tolerance of a power, W: below it the meters of lamps guess. */
const leastTolerance = 2.5;
/** Feedback that is this far off is another level, percentage points. */
const otherLevel = 8;
/** Mains from 0.88 to 1.12 of the nominal voltage are no fault: ±10 % is what EN 50160 allows, and meters err. */
const mainsShare = 0.12;
const supplyShare = 0.5;
const currentShare = 0.3;

/** Power that is this near to full output means full output, per cent of it; above this level it may mean either. */
const nearFullShare = 0.08;
const clearlyDimmed = 60;

/** What can be seen of a lamp that is to be dark, and of one that is to burn. */
const whenOff = bitOf.lampUnexpectedOn;
const whenOn = bitOf.lampFailure | bitOf.dimmingFailure | bitOf.powerTooHigh | bitOf.powerTooLow;
const nothing: Judgement = { bad: 0, known: 0 };
const silent: Judgement = { bad: bitOf.controlGearCommFailure, known: bitOf.controlGearCommFailure };
const fine = new Map<number, Judgement>();

export function judge(sample: LampSample, type: LampType | undefined): Judgement {
  if (!sample.supplied) return nothing;
  if (!sample.answered) return silent;
  const { flags, level, settled, volts, temperature, powerFactor } = sample;
  let bad = 0;
  let known = bitOf.controlGearCommFailure;
  if (flags) {
    known |= bitOf.localOverride;
    bad |= byFlags(flags);
  }
  const nominal = type?.voltage ?? 230;
  if (volts !== undefined) {
    const share = volts / nominal;
    known |= bitOf.supplyLoss;
    if (share < supplyShare) return { bad: bitOf.supplyLoss, known: known & (bitOf.supplyLoss | silent.known) };
    known |= bitOf.voltageTooHigh | bitOf.voltageTooLow;
    if (share > 1 + mainsShare) bad |= bitOf.voltageTooHigh;
    else if (share < 1 - mainsShare) bad |= bitOf.voltageTooLow;
  }
  if (type && temperature !== undefined) {
    // By day every gear is cool.
    if (level > 0) known |= bitOf.highTemperature;
    if (temperature > type.maxTemperature) bad |= bitOf.highTemperature;
  }
  if (type && powerFactor !== undefined && settled && level >= 50 && (sample.watts ?? darkWatts + 1) > darkWatts) {
    known |= bitOf.powerFactorTooLow;
    if (powerFactor < type.lowestPowerFactor) bad |= bitOf.powerFactorTooLow;
  }
  if (settled) {
    const seen = byPower(sample, type);
    bad |= seen.bad;
    known |= seen.known;
  }
  if (bad !== 0) return { bad, known: known | bad };
  let same = fine.get(known);
  if (!same) {
    same = { bad: 0, known };
    fine.set(known, same);
  }
  return same;
}

function byFlags(flags: readonly GearFlag[]): number {
  let bad = 0;
  for (const flag of flags) {
    if (flag === 'local-control') bad |= bitOf.localOverride;
    else if (flag === 'lamp-failure' || flag === 'gear-failure' || flag === 'contactor-open') bad |= bitOf.lampFailure;
    else if (flag === 'contactor-welded') bad |= bitOf.lampUnexpectedOn;
  }
  return bad;
}

function byPower(sample: LampSample, type: LampType | undefined): Judgement {
  const { level, fedBack, watts } = sample;
  const differs = fedBack !== undefined && Math.abs(fedBack - level) > otherLevel;
  if (!type || watts === undefined) {
    const current = byCurrent(sample, type);
    // Without a power the lamp's own word is all there is.
    if (fedBack === undefined) return current;
    const own = level === 0 ? bitOf.lampUnexpectedOn : bitOf.dimmingFailure;
    return { bad: (differs ? own : 0) | current.bad, known: own | current.known };
  }
  const standby = type.power[0]?.[1] ?? 0;
  if (level === 0) return watts > standby + litWatts ? { bad: whenOff, known: whenOff } : { bad: 0, known: whenOff };
  const seen = (bad: number): Judgement => ({ bad, known: whenOn });
  const expected = expectedWatts(type, level, sample.hours, sample.volts);
  if (watts < Math.max(darkWatts, standby + 0.5, expected * darkShare)) return seen(bitOf.lampFailure);
  if (differs) return seen(bitOf.dimmingFailure);
  // Without the voltage, a magnetic ballast draws what ±10 % of the mains make of it.
  const mains = sample.volts === undefined ? (1 + 0.1) ** type.voltageExponent - 1 : 0;
  const tolerance = Math.max(leastTolerance, expected * (type.tolerance / 100 + mains));
  if (watts < expected - tolerance) return seen(bitOf.powerTooLow);
  if (watts <= expected + tolerance) return onAsTold;
  const full = along(type.power, 100);
  if (level >= 95 || Math.abs(watts - full) > full * nearFullShare) return seen(bitOf.powerTooHigh);
  // Full power at a level just below full: a lamp that did not dim, or one that draws too much. Another level will tell.
  return level <= clearlyDimmed ? seen(bitOf.dimmingFailure) : nothing;
}

const onAsTold: Judgement = { bad: 0, known: whenOn };

function byCurrent(sample: LampSample, type: LampType | undefined): Judgement {
  const { amperes, level } = sample;
  if (!type || amperes === undefined || level < 50) return { bad: 0, known: 0 };
  const volts = sample.volts ?? type.voltage;
  const expected = expectedWatts(type, level, sample.hours, volts) / (volts * type.powerFactor);
  const known = bitOf.currentTooHigh | bitOf.currentTooLow;
  if (amperes > expected * (1 + currentShare)) return { bad: bitOf.currentTooHigh, known };
  return { bad: amperes < expected * (1 - currentShare) ? bitOf.currentTooLow : 0, known };
}
