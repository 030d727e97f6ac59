import { type Clock, sleep } from '../runtime/clock.ts';

/** Lets callers through one at a time, a gap between two: lamps that get their power back do not all rise at once. */
export class Stagger {
  readonly #clock: Clock;
  readonly #gapMs: number;
  #nextMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, gapMs: number) {
    this.#clock = clock;
    this.#gapMs = gapMs;
  }

  /** Resolves when it is the caller's turn; rejects when the signal is aborted first. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = this.#clock.monotonicMs();
    const at = Math.max(now, this.#nextMs);
    this.#nextMs = at + this.#gapMs;
    if (at > now) await sleep(this.#clock, at - now, signal);
  }
}
