import type { Clock } from '../runtime/clock.ts';

/** Writes go before reads: so many in so long leave time for both, on a slow line too. */
const mostWrites = 50;
const inMs = 10_000;

/** How many more writes a device may get now. */
export class WriteBudget {
  readonly #clock: Clock;
  #times: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** False where there were so many that the device would not be read any more; else this one is counted. */
  take(): boolean {
    const now = this.#clock.monotonicMs();
    this.#times = this.#times.filter((ms) => now - ms < inMs);
    if (this.#times.length >= mostWrites) return false;
    this.#times.push(now);
    return true;
  }
}
