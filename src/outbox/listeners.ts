import type { Cancel } from '../runtime/clock.ts';
import { errorFields, type Logger } from '../runtime/logger.ts';

/** Functions that want to hear of something. One that throws is logged and disturbs no other. */
export class Listeners<T> {
  readonly #all = new Set<(said: T) => void>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  add(fn: (said: T) => void): Cancel {
    this.#all.add(fn);
    return () => this.#all.delete(fn);
  }

  tell(said: T): void {
    for (const fn of this.#all) {
      try {
        fn(said);
      } catch (error) {
        this.#logger.error('a listener of the outbox threw', errorFields(error));
      }
    }
  }
}

/** Starts `task` on each call, unless the one before is still running. */
export function oneAtATime(task: () => Promise<void>): () => void {
  let running = false;
  return () => {
    if (running) return;
    running = true;
    void task().finally(() => {
      running = false;
    });
  };
}
