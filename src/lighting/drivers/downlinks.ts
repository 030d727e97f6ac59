// How often a radio may be used. A lamp has so many downlinks a day, which come back evenly over the day; the lamps of one
// network keep a distance from each other, because their gateway can either listen or send.
import type { Clock } from '../../runtime/clock.ts';

const dayMs = 86_400_000;
/** Downlinks of a lamp that may follow each other: so many, or this part of a day's; and how many of them are kept for
 * what is urgent. */
const leastBurst = 6;
const burstOfDay = 1 / 50;
const reserve = 2;

/** The downlinks of one lamp. */
export class Allowance {
  readonly #clock: Clock;
  readonly #perMs: number;
  readonly #burst: number;
  #left: number;
  #atMs: number;

  constructor(clock: Clock, perDay: number) {
    this.#clock = clock;
    this.#perMs = perDay / dayMs;
    this.#burst = Math.max(leastBurst, perDay * burstOfDay);
    this.#left = Math.min(this.#burst, perDay);
    this.#atMs = clock.monotonicMs();
  }

  /** Milliseconds until one more is allowed. */
  waitMs(isUrgent: boolean): number {
    this.#refill();
    const needed = isUrgent ? 1 : 1 + reserve;
    return this.#left >= needed ? 0 : Math.ceil((needed - this.#left) / this.#perMs);
  }

  use(): void {
    this.#refill();
    this.#left = Math.max(0, this.#left - 1);
  }

  #refill(): void {
    const now = this.#clock.monotonicMs();
    this.#left = Math.min(this.#burst, this.#left + (now - this.#atMs) * this.#perMs);
    this.#atMs = now;
  }
}

/** The turns of the lamps of one network: who asks is given a time, and keeps it until it was used. */
export class Turns {
  readonly #clock: Clock;
  readonly #gapMs: number;
  readonly #given = new Map<string, number>();
  #nextMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, gapMs: number) {
    this.#clock = clock;
    this.#gapMs = gapMs;
  }

  /** Milliseconds until it is the turn of this lamp. */
  waitMs(lamp: string): number {
    const now = this.#clock.monotonicMs();
    let at = this.#given.get(lamp);
    // A turn that nobody took in time is over.
    if (at === undefined || at < now - Math.max(1000, this.#gapMs)) {
      at = Math.max(now, this.#nextMs);
      this.#given.set(lamp, at);
      this.#nextMs = at + this.#gapMs;
    }
    return Math.max(0, at - now);
  }

  used(lamp: string): void {
    this.#given.delete(lamp);
  }
}
