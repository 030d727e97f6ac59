// How often a device is really read, per class: what an overloaded line makes of the wish.
import type { PollClass } from './types.ts';

export interface ClassPace {
  readonly class: PollClass;
  /** What was asked for, milliseconds. */
  readonly periodMs: number;
  /** What came of it, a moving average over some five polls; null until there were two. */
  readonly effectiveMs: number | null;
}

export class Pace {
  readonly #last = new Map<PollClass, number>();
  readonly #mean = new Map<PollClass, number>();

  /** A class is read from now on. */
  began(c: PollClass, nowMs: number): void {
    const last = this.#last.get(c);
    this.#last.set(c, nowMs);
    if (last === undefined) return;
    const mean = this.#mean.get(c);
    this.#mean.set(c, mean === undefined ? nowMs - last : mean + 0.2 * (nowMs - last - mean));
  }

  effectiveMs(c: PollClass): number | null {
    return this.#mean.get(c) ?? null;
  }

  /** The device was away: the interval until it is read again says nothing of the line. */
  interrupted(): void {
    this.#last.clear();
  }
}
