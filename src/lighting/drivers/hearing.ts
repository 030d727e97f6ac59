// Waiting for what a device says next, where it is not asked and answered in one exchange.
import { busError } from '../../fieldbus/errors.ts';
import type { Cancel, Clock } from '../../runtime/clock.ts';

interface Waiter<T> {
  readonly isIt: (heard: T) => boolean;
  readonly resolve: (heard: T) => void;
  readonly reject: (error: unknown) => void;
  readonly cancel: Cancel;
}

export class Hearing<T> {
  readonly #clock: Clock;
  readonly #waiters = new Set<Waiter<T>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  heard(what: T): void {
    for (const waiter of [...this.#waiters]) {
      if (!waiter.isIt(what)) continue;
      this.#waiters.delete(waiter);
      waiter.cancel();
      waiter.resolve(what);
    }
  }

  /** The next thing heard for which it is so. @throws HaidangError `timeout`. */
  next(isIt: (heard: T) => boolean, ms: number, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(ms, () => {
        this.#waiters.delete(waiter);
        reject(busError('timeout', `${what}: nothing heard within ${Math.round(ms)} ms`));
      });
      const waiter: Waiter<T> = { isIt, resolve, reject, cancel };
      this.#waiters.add(waiter);
    });
  }

  /** Ends all waiting. */
  close(): void {
    for (const { cancel, reject } of this.#waiters) {
      cancel();
      reject(busError('stopped', 'nobody listens any more'));
    }
    this.#waiters.clear();
  }
}

/** The object of a JSON message; undefined where it is none. */
export function jsonObject(payload: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(payload.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
