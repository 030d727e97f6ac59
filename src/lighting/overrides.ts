import { z } from 'zod';
import type { Instant } from '../domain/time.ts';
import type { Logger } from '../runtime/logger.ts';
import { Kept, type Store } from './kept.ts';

/** A person's word for one lamp: it replaces everything else until it ends or is released. */
export interface Override {
  readonly id: string;
  /** Per cent. */
  readonly level: number;
  /** Milliseconds since the epoch; null: until it is released. */
  readonly until: number | null;
}

const keptSchema = z.record(
  z.string(),
  z.strictObject({ id: z.string(), level: z.number().min(0).max(100), until: z.number().nullable() }),
);

/** A wall clock that is off by less from when an order for a while began was not set, milliseconds. */
const stepMs = 500;

/**
 * The overrides in force, at most one a lamp, kept over a restart. One that was given for a while ends by the monotonic
 * clock: where the wall clock is set, its end goes with it.
 */
export class Overrides {
  readonly #kept: Kept<typeof keptSchema>;
  readonly #byLamp = new Map<string, Override>();
  /** Ends of those that were given for a while by this run, on the monotonic clock. */
  readonly #ends = new Map<string, number>();

  constructor(store: Store, logger: Logger) {
    this.#kept = new Kept(store, 'lighting.overrides', keptSchema, logger);
  }

  /** Takes up what was kept, for the lamps that still exist. */
  load(lamps: ReadonlySet<string>): void {
    this.#byLamp.clear();
    this.#ends.clear();
    for (const [lamp, override] of Object.entries(this.#kept.load() ?? {})) {
      if (lamps.has(lamp)) this.#byLamp.set(lamp, override);
    }
  }

  get size(): number {
    return this.#byLamp.size;
  }

  /** Why the last change could not be kept. */
  get failure(): string | undefined {
    return this.#kept.failure;
  }

  of(lamp: string): Override | undefined {
    return this.#byLamp.get(lamp);
  }

  /** When the next one ends, milliseconds; Infinity where none does. A clock that nobody confirmed knows of fewer. */
  nextEnd(quality: Instant['quality'] = 'synced'): number {
    let next = Number.POSITIVE_INFINITY;
    for (const [lamp, { until }] of this.#byLamp) {
      if (quality === 'unsynced' && !this.#ends.has(lamp)) continue;
      if (until !== null && until < next) next = until;
    }
    return next;
  }

  /** @param endMs on the monotonic clock, of one that is given for a while. Resolves when it is kept. */
  put(lamps: readonly string[], override: Override, endMs?: number): Promise<void> {
    for (const lamp of lamps) {
      this.#byLamp.set(lamp, override);
      if (endMs === undefined) this.#ends.delete(lamp);
      else this.#ends.set(lamp, endMs);
    }
    return this.#save();
  }

  /** Ends the overrides of these lamps; of only one override where its id is given. Says which lamps had one. */
  async release(lamps: Iterable<string>, id?: string): Promise<string[]> {
    const released = [...lamps].filter((lamp) => {
      const found = this.#byLamp.get(lamp);
      return found !== undefined && (id === undefined || found.id === id) && this.#byLamp.delete(lamp);
    });
    for (const lamp of released) this.#ends.delete(lamp);
    if (released.length > 0) await this.#save();
    return released;
  }

  /** Forgets those that have ended. A clock that nobody confirmed cannot tell, but for those that were given for a while. */
  expire(at: Instant, monotonicMs = 0): void {
    let changed = false;
    for (const [lamp, override] of this.#byLamp) {
      const endMs = this.#ends.get(lamp);
      const until = endMs === undefined ? override.until : at.ms + endMs - monotonicMs;
      if (until === null || (endMs === undefined && at.quality === 'unsynced')) continue;
      if (until <= at.ms) {
        this.#byLamp.delete(lamp);
        this.#ends.delete(lamp);
      } else if (override.until !== null && Math.abs(until - override.until) >= stepMs) {
        this.#byLamp.set(lamp, { ...override, until });
      } else continue;
      changed = true;
    }
    if (changed) void this.#save();
  }

  #save(): Promise<void> {
    return this.#kept.save(Object.fromEntries(this.#byLamp));
  }
}
