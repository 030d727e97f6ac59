// The failures that are told of lamps and cabinets, by the names of TALQ 2.7.1 events where one exists. Each lamp fault
// is a bit: a lamp is judged every few minutes, 3,500 lamps at a time, and almost always there is nothing to say.

import { type cabinetFaults, lampFaults } from '../../domain/outgoing/lamp.ts';

export { lampFaults };
export type LampFaultKind = (typeof lampFaults)[number];

/** The bit of a lamp fault. */
export const bitOf = Object.fromEntries(lampFaults.map((f, i) => [f, 1 << i])) as Readonly<
  Record<LampFaultKind, number>
>;

/** The faults of a set of bits. */
export function faultsOf(bits: number): LampFaultKind[] {
  return lampFaults.filter((f) => bits & bitOf[f]);
}

export type CabinetFaultKind = (typeof cabinetFaults)[number];
