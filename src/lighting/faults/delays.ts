// How long and how often a fault must be seen. Faults of the supply come first and explain what lamps behind them do,
// so lamps are told of later than cabinets. Samples are five to fifteen minutes apart, where a lamp is asked rarely.
import type { Delays } from './debounce.ts';
import type { LampFaultKind } from './kinds.ts';

const minute = 60_000;
const delays = (raiseMin: number, raiseSamples: number, clearMin: number, clearSamples: number): Delays => ({
  raiseMs: raiseMin * minute,
  raiseSamples,
  clearMs: clearMin * minute,
  clearSamples,
});

export const lampDelays: Readonly<Record<LampFaultKind, Delays>> = {
  lampFailure: delays(15, 3, 5, 2),
  lampUnexpectedOn: delays(20, 3, 5, 2),
  dimmingFailure: delays(15, 3, 5, 2),
  // cycling.ts counts over hours: what it says is no passing thing.
  cyclingFailure: delays(0, 1, 0, 1),
  powerTooHigh: delays(20, 3, 15, 3),
  powerTooLow: delays(20, 3, 15, 3),
  powerFactorTooLow: delays(30, 3, 15, 3),
  currentTooHigh: delays(20, 3, 15, 3),
  currentTooLow: delays(20, 3, 15, 3),
  voltageTooHigh: delays(15, 3, 15, 3),
  voltageTooLow: delays(15, 3, 15, 3),
  supplyLoss: delays(1, 2, 1, 2),
  controlGearCommFailure: delays(15, 3, 0, 1),
  highTemperature: delays(15, 3, 30, 3),
  localOverride: delays(1, 2, 1, 2),
};
