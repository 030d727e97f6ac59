// Remembers over a restart what was told, and never more than that: it is written only after what it says was told is on the
// disk itself. Killed before, something is told again under its own times; the other way round it would never be told.
import { type Clock, withDeadline } from '../runtime/clock.ts';
import { timedOut } from '../runtime/errors.ts';
import { errorFields, type Logger } from '../runtime/logger.ts';

/** Where what was told outlives a restart. */
export interface StationStore {
  get(key: string): unknown;
  set(key: string, value: unknown): Promise<void>;
}

export interface ToldMemoryOptions {
  readonly store: StationStore;
  /** Resolves when everything that was sent so far is on the disk, or was given up and counted. */
  readonly stored: () => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How often at the most it is written. */
const everyMs = 10_000;
const stopMs = 3000;
const key = 'station';

export class ToldMemory<T extends object> {
  readonly #options: ToldMemoryOptions;
  #savedMs = Number.NEGATIVE_INFINITY;
  #hasChanged = false;
  #saves = 0;
  #isSaving = false;

  constructor(options: ToldMemoryOptions) {
    this.#options = options;
  }

  load(): Partial<T> {
    return (this.#options.store.get(key) ?? {}) as Partial<T>;
  }

  /** Something was told. */
  changed(): void {
    this.#hasChanged = true;
  }

  /** @param told what is to be remembered; undefined while a part of it is not on the disk yet. */
  tick(nowMs: number, told: () => T | undefined): void {
    // A clock that was set back waits for nothing.
    if (!this.#hasChanged || this.#isSaving || (nowMs - this.#savedMs < everyMs && nowMs >= this.#savedMs)) return;
    const memory = told();
    if (!memory) return;
    this.#savedMs = nowMs;
    this.#hasChanged = false;
    void this.#save(memory, this.#options.stored());
  }

  /** Before the end; a disk that refuses does not hold it up. */
  async end(memory: T): Promise<void> {
    const { clock, stored } = this.#options;
    await this.#save(
      memory,
      withDeadline(clock, stopMs, stored(), () => timedOut('store what was told', stopMs, 'ours')),
    );
  }

  async #save(memory: T, stored: Promise<void>): Promise<void> {
    const { store, logger } = this.#options;
    const save = ++this.#saves;
    this.#isSaving = true;
    try {
      await stored;
      // One that knows more is on its way.
      if (save === this.#saves) await store.set(key, memory);
    } catch (error) {
      this.#hasChanged = true;
      logger.warn('what was told is not remembered yet', errorFields(error));
    } finally {
      this.#isSaving = false;
    }
  }
}
