// Up to when everything is stored or announced: what the store notes with each batch, and what the interval begins with
// that the next start announces, should the process end now.
import type { Instant } from '../domain/time.ts';
import type { Clock } from '../runtime/clock.ts';

export interface Reach {
  readonly through: Instant;
  /**
   * By how much the wall clock showed more than the monotonic one, at most, since the first of what is not stored was
   * appended; milliseconds. Where it is less at the next start, the wall clock was set back.
   */
  readonly offsetMs: number;
}

export class Horizon {
  readonly #clock: Clock;
  readonly #untoldMs: () => number;
  #offsetMs = Number.NEGATIVE_INFINITY;

  /** @param untoldMs since when something is lost that no entry announces yet, since the epoch; Infinity for nothing. */
  constructor(clock: Clock, untoldMs: () => number) {
    this.#clock = clock;
    this.#untoldMs = untoldMs;
  }

  /**
   * Something is appended.
   * @param nowMs on the wall clock.
   * @param isEmpty nothing else waits.
   */
  note(nowMs: number, isEmpty: boolean): void {
    const offsetMs = nowMs - this.#clock.monotonicMs();
    this.#offsetMs = isEmpty ? offsetMs : Math.max(this.#offsetMs, offsetMs);
  }

  /** @param waitsSinceMs the earliest time of what is left waiting, since the epoch; Infinity for nothing. */
  reach(waitsSinceMs: number, isEmpty: boolean): Reach {
    const { ms, quality } = this.#clock.now();
    this.note(ms, isEmpty);
    return { through: { ms: Math.min(ms, waitsSinceMs, this.#untoldMs()), quality }, offsetMs: this.#offsetMs };
  }
}
