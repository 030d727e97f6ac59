// What is known of a cabinet at an instant: what is measured in it, and what its lamps should make of that.

export interface PhaseSample {
  readonly volts?: number | undefined;
  readonly watts?: number | undefined;
  readonly amperes?: number | undefined;
  readonly powerFactor?: number | undefined;
  /** What the phase should draw, W: what its lamps say they do, and what those that do not say are told to. */
  readonly expectedWatts: number;
  /** How much of that is not sure: the full power of the lamps that do not answer, W. */
  readonly doubtWatts: number;
  /** Of one lamp of the phase at its present level, W; 0 where none is to burn. */
  readonly lampWatts: number;
  readonly lamps: number;
  /** Lamps that should be able to answer and do not, or answer and are dark though they are to burn. */
  readonly lost: number;
}

export interface CircuitSample {
  readonly id: string;
  /** 0, 1 or 2. */
  readonly phase: number;
  /** Its contactor is to be closed: a lamp on it is to burn. */
  readonly wanted: boolean;
  readonly contactorClosed?: boolean | undefined;
  readonly breakerClosed?: boolean | undefined;
}

export interface CabinetSample {
  readonly phases: readonly PhaseSample[];
  readonly circuits: readonly CircuitSample[];
  /** The commands of its lamps have held for long enough to be seen in the power. */
  readonly settled: boolean;
  readonly leakageMa?: number | undefined;
  readonly leakageLimitMa: number;
  readonly doorOpen?: boolean | undefined;
  readonly localControl?: boolean | undefined;
  /** The photocell says that it is dark. */
  readonly dark?: boolean | undefined;
  /** Wall clock, milliseconds, and the civil dusk and dawn nearest to it; absent where the clock is not believed. */
  readonly sun?: { readonly nowMs: number; readonly duskMs: number; readonly dawnMs: number } | undefined;
}

/** Where the cabinet does not measure its power factor. */
const usualPowerFactor = 0.95;

/** Measured, or by the power; undefined where neither is known. */
export function amperesOf({ amperes, watts, volts, powerFactor }: PhaseSample): number | undefined {
  if (amperes !== undefined) return Math.abs(amperes);
  if (watts === undefined || volts === undefined || volts <= 0) return undefined;
  return Math.abs(watts) / volts / Math.max(0.5, powerFactor ?? usualPowerFactor);
}

/** The number of lamps that a phase's power accounts for: what it draws over what one of them should. */
export function lampsByPower(phase: PhaseSample, auxiliaryWatts: number): number | undefined {
  if (phase.watts === undefined || phase.lampWatts <= 0) return undefined;
  return Math.max(0, Math.round((phase.watts - auxiliaryWatts) / phase.lampWatts));
}
