// Whom the readings of a device concern, looked up once: readings come by the million.
import type { Noted, PointKeeper } from './point-keeper.ts';

export interface Listener {
  readonly keeper: PointKeeper;
  /** The name of the point at its device. */
  readonly point: string;
  /** Who keeps its readings over a restart. */
  readonly noted: Noted | undefined;
  /** Wind directions of which it is the speed. */
  readonly winds: readonly PointKeeper[];
}

export const nobody: readonly Listener[] = [];

/** Wind directions by the point of their speed. */
export function windsOf(keepers: readonly PointKeeper[]): Map<string, PointKeeper[]> {
  const winds = new Map<string, PointKeeper[]>();
  for (const keeper of keepers) {
    const { speed } = keeper.config;
    if (speed !== undefined) winds.set(speed, [...(winds.get(speed) ?? []), keeper]);
  }
  return winds;
}

/** By device, in the order of the site file. */
export function listenersOf(
  keepers: readonly PointKeeper[],
  winds: ReadonlyMap<string, readonly PointKeeper[]>,
  notedOf: (point: string) => Noted | undefined,
): Map<string, readonly Listener[]> {
  const listeners = new Map<string, readonly Listener[]>();
  for (const keeper of keepers) {
    const { id, device, point } = keeper.config;
    const listener = { keeper, point, noted: notedOf(id), winds: winds.get(id) ?? [] };
    listeners.set(device, [...(listeners.get(device) ?? nobody), listener]);
  }
  return listeners;
}
