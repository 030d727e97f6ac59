// A cabinet's measurements, by the points that feed it.
import type { CabinetConfig } from '../cabinet/config.ts';
import type { CabinetSample, CircuitSample, PhaseSample } from '../cabinet/sample.ts';
import { type PhaseSums, phaseOf } from '../cabinet/supply.ts';

/** The newest value of DEVICE/POINT that is fresh and good; yes and no are 1 and 0. */
export type Point = (name: string) => number | undefined;

const valueAt = (point: Point, names: readonly string[] | undefined, i: number): number | undefined => {
  const name = names?.[i];
  return name === undefined ? undefined : point(name);
};
const yes = (value: number | undefined): boolean | undefined => (value === undefined ? undefined : value !== 0);
const at = (point: Point, name: string | undefined): number | undefined =>
  name === undefined ? undefined : point(name);

/** @param wanted whether a lamp on the circuit is to burn. */
export function circuitsOf(
  cabinet: CabinetConfig,
  point: Point,
  wanted: (circuit: string) => boolean,
): CircuitSample[] {
  return cabinet.circuits.map(({ id, phase, breaker, contactor }) => ({
    id,
    phase: phase - 1,
    wanted: wanted(id),
    contactorClosed: yes(at(point, contactor)),
    breakerClosed: yes(at(point, breaker)),
  }));
}

export function sampleOf(
  cabinet: CabinetConfig,
  point: Point,
  circuits: readonly CircuitSample[],
  sums: readonly PhaseSums[],
  facts: { readonly settled: boolean; readonly sun: CabinetSample['sun'] },
): CabinetSample {
  const { voltage, power, current, powerFactor, auxiliary } = cabinet;
  const factor = (i: number) => valueAt(point, powerFactor, i);
  const phases = sums.map(
    (s, i): PhaseSample => ({
      volts: valueAt(point, voltage, i),
      watts: valueAt(point, power, i),
      amperes: valueAt(point, current, i),
      // Its sign says which way the current flows.
      powerFactor: factor(i) === undefined ? undefined : Math.abs(factor(i) ?? 1),
      ...phaseOf(s, i === 0 ? auxiliary : 0),
    }),
  );
  return {
    phases,
    circuits,
    settled: facts.settled,
    leakageMa: at(point, cabinet.leakage),
    leakageLimitMa: cabinet.leakageLimit,
    doorOpen: yes(at(point, cabinet.door)),
    localControl: yes(at(point, cabinet.localControl)),
    dark: yes(at(point, cabinet.photocell)),
    sun: facts.sun,
  };
}
