// When a device is calibrated, worked on or out of order, by a point of its own that says so.
import type { OutgoingOf } from '../domain/outgoing.ts';
import type { StationConfig } from './config.ts';
import type { Mark } from './windows/series.ts';

type Flag = StationConfig['flags'][number];

/** What outlives a restart: the devices that are not measuring. */
export type FlagsMemory = readonly (readonly [device: string, mark: Mark])[];

export class Flags {
  readonly #flags: readonly Flag[];
  readonly #marks: Map<string, Mark>;
  /** Counted up by each change. */
  version = 0;

  /** @param memory of the run before: a device that was calibrated then is, until it says something else. */
  constructor(flags: readonly Flag[], memory: FlagsMemory = []) {
    this.#flags = flags;
    this.#marks = new Map(memory.filter(([device]) => flags.some((f) => f.device === device)));
  }

  get memory(): FlagsMemory {
    return [...this.#marks];
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
      if (mark === this.#marks.get(device)) continue;
      if (mark) this.#marks.set(device, mark);
      else this.#marks.delete(device);
      this.version++;
    }
  }

  /** undefined: the device measures. */
  markOf(device: string): Mark | undefined {
    return this.#marks.get(device);
  }
}
