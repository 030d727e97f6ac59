import { type Random, wander } from '../random.ts';

/** One phase as a meter shows it. */
interface Phase {
  /** V, to neutral */
  readonly voltage: number;
  /** A */
  readonly current: number;
  /** W */
  readonly power: number;
  /** VA */
  readonly apparent: number;
  /** var */
  readonly reactive: number;
  readonly powerFactor: number;
}

/** What a three-phase energy meter measures. */
export interface MainsSample {
  readonly phases: readonly [Phase, Phase, Phase];
  /** Hz */
  readonly frequency: number;
  /** W, all phases */
  readonly power: number;
  /** VA, all phases */
  readonly apparent: number;
  /** var, all phases */
  readonly reactive: number;
  readonly powerFactor: number;
  /** kWh since it was installed; never falls. */
  readonly energyImport: number;
}

/**
 * A three-phase 230 V connection of a lighting cabinet: the lamps' power on the first phase, a base load on all.
 * @param startKwh what the meter's counter shows at first.
 * @returns a function of the lamps' power in watts and the seconds since its last call.
 */
export function mains(random: Random, startKwh = 18_342.6): (lampWatts: number, seconds: number) => MainsSample {
  const volts = [0, 1, 2].map(() => wander(random, 1.1, 20));
  const loads = [0, 1, 2].map(() => wander(random, 0.06, 12));
  const grid = wander(random, 0.015, 30);
  let kwh = startKwh;
  return (lampWatts, seconds) => {
    const phase = (i: number): Phase => {
      const voltage = 231.5 - i * 0.9 + (volts[i]?.(seconds) ?? 0);
      const power = (310 + 60 * i) * (1 + (loads[i]?.(seconds) ?? 0)) + (i === 0 ? lampWatts : 0);
      const powerFactor = 0.94 - 0.01 * i;
      const apparent = power / powerFactor;
      return {
        voltage,
        power,
        powerFactor,
        apparent,
        reactive: Math.sqrt(apparent ** 2 - power ** 2),
        current: apparent / voltage,
      };
    };
    const phases = [phase(0), phase(1), phase(2)] as const;
    const sum = (of: (p: Phase) => number) => phases.reduce((total, p) => total + of(p), 0);
    const power = sum((p) => p.power);
    kwh += (power * seconds) / 3_600_000;
    return {
      phases,
      frequency: 50 + grid(seconds),
      power,
      apparent: sum((p) => p.apparent),
      reactive: sum((p) => p.reactive),
      powerFactor: power / sum((p) => p.apparent),
      energyImport: kwh,
    };
  };
}
