import type { Clock } from '../../runtime/clock.ts';

const burst = 100;
const perSecond = 2;

/** How much is told to whoever floods the gateway: a burst, then so much a second. The outbox is for what happens. */
export class Share {
  readonly #clock: Clock;
  #left = burst;
  #refilledMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether one may be told now. */
  take(): boolean {
    const nowMs = this.#clock.monotonicMs();
    this.#left = Math.min(burst, this.#left + ((nowMs - this.#refilledMs) / 1000) * perSecond);
    this.#refilledMs = nowMs;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
