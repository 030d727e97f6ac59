// When a device is calibrated, worked on or out of order, by points of its own that say so. A device measures when none of
// them says otherwise.
import type { OutgoingOf } from '../domain/outgoing.ts';
import type { StationConfig } from './config.ts';
import type { Mark } from './windows/series.ts';

type Flag = StationConfig['flags'][number];

/** What outlives a restart: the flags that say that a device is not measuring; of older versions, the devices. */
export type FlagsMemory = readonly (readonly [flag: string, mark: Mark])[];

/** Readings of a device that were taken for measured and perhaps were not. */
export interface Doubt {
  /** When the device said last that it measures, milliseconds since the epoch. */
  readonly afterMs: number;
  readonly mark: Mark;
}

/** The worst first. */
const marks = ['bad', 'maintenance', 'calibrating'] as const satisfies readonly Mark[];
/** A state that could not be read for longer says nothing of so long ago. */
const longestMs = 3_600_000;
const none: readonly Doubt[] = [];

const keyOf = ({ device, point }: Flag) => `${device}/${point}`;

export class Flags {
  readonly #flags: readonly Flag[];
  /** By flag. */
  readonly #marks = new Map<string, Mark>();
  /** When each flag was read last, saying that the device measures. */
  readonly #measured = new Map<string, number>();
  /** Counted up by each change. */
  version = 0;

  /** @param memory of the run before: a device that was calibrated then is, until it says something else. */
  constructor(flags: readonly Flag[], memory: FlagsMemory = []) {
    this.#flags = flags;
    for (const [name, mark] of memory) {
      const flag = flags.find((f) => keyOf(f) === name || f.device === name);
      if (flag) this.#marks.set(keyOf(flag), mark);
    }
  }

  get memory(): FlagsMemory {
    return [...this.#marks];
  }

  /**
   * To be called before the marks of a message's own readings are asked for.
   * @returns what this says of readings before it.
   */
  heard({ device, readings }: OutgoingOf<'device.readings'>, ms: number): readonly Doubt[] {
    let doubts = none;
    for (const flag of this.#flags) {
      const value = flag.device === device ? readings[flag.point]?.value : undefined;
      // A state that cannot be read is the one that was read last.
      if (value === undefined || value === null) continue;
      const key = keyOf(flag);
      const mark = markBy(flag, value);
      const since = this.#measured.get(key);
      if (!mark) this.#measured.set(key, ms);
      else this.#measured.delete(key);
      if (mark && since !== undefined) doubts = [...doubts, { afterMs: Math.max(since, ms - longestMs), mark }];
      if (mark === this.#marks.get(key)) continue;
      if (mark) this.#marks.set(key, mark);
      else this.#marks.delete(key);
      this.version++;
    }
    return doubts;
  }

  /** undefined: the device measures. */
  markOf(device: string): Mark | undefined {
    if (this.#marks.size === 0) return undefined;
    const own = this.#flags.flatMap((f) => (f.device === device ? (this.#marks.get(keyOf(f)) ?? []) : []));
    return marks.find((m) => own.includes(m));
  }
}

function markBy(flag: Flag, value: string | number | boolean): Mark | undefined {
  if (flag.fault.includes(value)) return 'bad';
  if (flag.maintenance.includes(value)) return 'maintenance';
  return flag.calibrating.includes(value) ? 'calibrating' : undefined;
}
