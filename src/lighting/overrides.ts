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

/** The overrides in force, at most one a lamp, kept over a restart. */
export class Overrides {
  readonly #kept: Kept<typeof keptSchema>;
  readonly #byLamp = new Map<string, Override>();

  constructor(store: Store, logger: Logger) {
    this.#kept = new Kept(store, 'lighting.overrides', keptSchema, logger);
  }

  /** Takes up what was kept, for the lamps that still exist. */
  load(lamps: ReadonlySet<string>): void {
    this.#byLamp.clear();
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

  /** When the next one ends, milliseconds; Infinity where none does. */
  nextEnd(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { until } of this.#byLamp.values()) if (until !== null && until < next) next = until;
    return next;
  }

  /** Resolves when it is kept. */
  put(lamps: readonly string[], override: Override): Promise<void> {
    for (const lamp of lamps) this.#byLamp.set(lamp, override);
    return this.#save();
  }

  /** Ends the overrides of these lamps; of only one override where its id is given. Says which lamps had one. */
  async release(lamps: Iterable<string>, id?: string): Promise<string[]> {
    const released = [...lamps].filter((lamp) => {
      const found = this.#byLamp.get(lamp);
      return found !== undefined && (id === undefined || found.id === id) && this.#byLamp.delete(lamp);
    });
    if (released.length > 0) await this.#save();
    return released;
  }

  /** Forgets those that have ended. A clock that nobody confirmed cannot tell: then all stay. */
  expire(at: Instant): void {
    if (at.quality === 'unsynced') return;
    let changed = false;
    for (const [lamp, { until }] of this.#byLamp) {
      if (until !== null && until <= at.ms) changed = this.#byLamp.delete(lamp) || changed;
    }
    if (changed) void this.#save();
  }

  #save(): Promise<void> {
    return this.#kept.save(Object.fromEntries(this.#byLamp));
  }
}
