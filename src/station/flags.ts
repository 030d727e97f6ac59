// When a device is calibrated, worked on or out of order, by a point of its own that says so.
import type { OutgoingOf } from '../domain/outgoing.ts';
import type { StationConfig } from './config.ts';
import type { Mark } from './windows/series.ts';

type Flag = StationConfig['flags'][number];

export class Flags {
  readonly #flags: readonly Flag[];
  readonly #marks = new Map<string, Mark>();

  constructor(flags: readonly Flag[]) {
    this.#flags = flags;
  }

  /** To be called before the marks of a message's own readings are asked for. */
  heard({ device, readings }: OutgoingOf<'device.readings'>): void {
    for (const flag of this.#flags) {
      const value = flag.device === device ? readings[flag.point]?.value : undefined;
      // A state that cannot be read is the one that was read last.
      if (value === undefined || value === null) continue;
      const mark = flag.fault.includes(value)
        ? 'bad'
        : flag.maintenance.includes(value)
          ? 'maintenance'
          : flag.calibrating.includes(value)
            ? 'calibrating'
            : undefined;
      if (mark) this.#marks.set(device, mark);
      else this.#marks.delete(device);
    }
  }

  /** undefined: the device measures. */
  markOf(device: string): Mark | undefined {
    return this.#marks.get(device);
  }
}
