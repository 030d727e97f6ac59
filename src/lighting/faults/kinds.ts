// The failures that are told of lamps and cabinets, by the names of TALQ 2.7.1 events where one exists. Each lamp fault
// is a bit: a lamp is judged every few minutes, 3,500 lamps at a time, and almost always there is nothing to say.

/** Faults of a lamp, in the order of their bits. */
export const lampFaults = [
  'lampFailure',
  'lampUnexpectedOn',
  'dimmingFailure',
  'cyclingFailure',
  'powerTooHigh',
  'powerTooLow',
  'powerFactorTooLow',
  'currentTooHigh',
  'currentTooLow',
  'voltageTooHigh',
  'voltageTooLow',
  'supplyLoss',
  'controlGearCommFailure',
  'highTemperature',
  'localOverride',
] as const;
export type LampFaultKind = (typeof lampFaults)[number];

/** The bit of a lamp fault. */
export const bitOf = Object.fromEntries(lampFaults.map((f, i) => [f, 1 << i])) as Readonly<
  Record<LampFaultKind, number>
>;
export const allBits = (1 << lampFaults.length) - 1;

/** The faults of a set of bits. */
export function faultsOf(bits: number): LampFaultKind[] {
  return lampFaults.filter((f) => bits & bitOf[f]);
}

/** Faults of a cabinet, one of its phases or one of its circuits. */
export const cabinetFaults = [
  'supplyLoss',
  'brokenNeutral',
  'voltageTooHigh',
  'voltageTooLow',
  'leakageDetected',
  'cabinetDoorOpen',
  'circuitBreakerTripped',
  'contactorWelded',
  'contactorFailure',
  'cableTheft',
  'powerTooLow',
  'powerTooHigh',
  'powerFactorTooLow',
  'photocellFailure',
  'localOverride',
] as const;
export type CabinetFaultKind = (typeof cabinetFaults)[number];
