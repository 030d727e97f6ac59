import type { z } from 'zod';
import { messageOf } from '../runtime/errors.ts';
import { errorFields, type Logger } from '../runtime/logger.ts';

/** Where a few small values outlive a restart. `set` resolves when the value is safe. */
export interface Store {
  get(key: string): unknown;
  set(key: string, value: unknown): Promise<void>;
  /** Of one whose `set` does not reject: why what was set is not safe now; null where it is. */
  readonly trouble?: string | null;
}

/** Keeps nothing over a restart of the process. */
export function memoryStore(): Store {
  const values = new Map<string, unknown>();
  return {
    get: (key) => values.get(key),
    async set(key, value) {
      values.set(key, structuredClone(value));
    },
  };
}

/**
 * One value under one key of a store. A value that cannot be read or makes no sense counts as absent and is logged:
 * lamps work without it. Changes that come while one is being saved are saved together after it.
 */
export class Kept<S extends z.ZodType> {
  readonly #store: Store;
  readonly #key: string;
  readonly #schema: S;
  readonly #logger: Logger;
  #wanted: { value: z.input<S> } | undefined;
  #saving: Promise<void> | undefined;
  #failure: string | undefined;

  constructor(store: Store, key: string, schema: S, logger: Logger) {
    this.#store = store;
    this.#key = key;
    this.#schema = schema;
    this.#logger = logger;
  }

  /** Why the last change was not saved; undefined where it was. */
  get failure(): string | undefined {
    return this.#failure ?? this.#store.trouble ?? undefined;
  }

  load(): z.output<S> | undefined {
    try {
      const stored = this.#store.get(this.#key);
      return stored === undefined ? undefined : this.#schema.parse(stored);
    } catch (error) {
      this.#logger.error('what was kept cannot be read; going on without it', {
        key: this.#key,
        ...errorFields(error),
      });
      return undefined;
    }
  }

  /** Resolves when this value, or a newer one, is saved or could not be. Never rejects. */
  async save(value: z.input<S>): Promise<void> {
    this.#wanted = { value };
    while (this.#wanted) {
      this.#saving ??= this.#saveWanted().finally(() => {
        this.#saving = undefined;
      });
      await this.#saving;
    }
  }

  async #saveWanted(): Promise<void> {
    const { value } = this.#wanted ?? {};
    this.#wanted = undefined;
    try {
      await this.#store.set(this.#key, value);
      this.#failure = undefined;
    } catch (error) {
      this.#failure = messageOf(error);
      this.#logger.error('cannot be kept over a restart', { key: this.#key, ...errorFields(error) });
    }
  }
}
