// Clocks that leap: a time source that is wrong for minutes must not make a day of empty windows and files that cannot be
// taken back. After a leap of more than an hour no window is told until the clock has kept to it for a while; one that comes
// back before has cost nothing but the readings of that while. The machine's monotonic clock is the witness, also over a restart of the
// process; after a restart of the machine there is none, and the clock is believed.
import type { Clock } from '../runtime/clock.ts';
import { aheadMs } from './windows/length.ts';

/** So long a clock must keep to where it leapt. */
const settleMs = 600_000;
/** Smaller steps are those of every day. */
const smallMs = 60_000;

/** `ahead`, `behind`: it leapt there and may come back. */
export type ClockState = 'steady' | 'ahead' | 'behind';

export interface LeapMemory {
  /** Wall clock less monotonic clock, where it was believed last. */
  readonly offsetMs: number;
  readonly monotonicMs: number;
}

export class ClockLeaps {
  readonly #clock: Clock;
  #offsetMs: number;
  #candidate: { readonly offsetMs: number; readonly sinceMs: number } | undefined;
  #lastMs: number;
  /** Was it set since the last look, by more than a minute? */
  hasStepped = false;

  constructor(clock: Clock, memory?: LeapMemory) {
    this.#clock = clock;
    const now = this.#now();
    const isSameBoot = memory !== undefined && memory.monotonicMs <= clock.monotonicMs();
    this.#offsetMs = isSameBoot ? memory.offsetMs : now;
    this.#lastMs = now;
  }

  get memory(): LeapMemory {
    return { offsetMs: this.#offsetMs, monotonicMs: this.#clock.monotonicMs() };
  }

  /** What time it is by where the clock was believed last, milliseconds since the epoch. */
  get believedMs(): number {
    return this.state === 'steady' ? this.#clock.now().ms : this.#offsetMs + this.#clock.monotonicMs();
  }

  /** What the clock is by where it was believed last; to be asked between two looks. */
  get state(): ClockState {
    const away = this.#now() - this.#offsetMs;
    return Math.abs(away) <= aheadMs ? 'steady' : away > 0 ? 'ahead' : 'behind';
  }

  /** The same, and believes what it has kept to for long enough. To be called once a second. */
  look(): ClockState {
    const now = this.#now();
    const monotonicMs = this.#clock.monotonicMs();
    this.hasStepped = Math.abs(now - this.#lastMs) > smallMs;
    this.#lastMs = now;
    const { state } = this;
    if (state === 'steady') return this.#believe(now);
    if (!this.#candidate || Math.abs(now - this.#candidate.offsetMs) > aheadMs) {
      this.#candidate = { offsetMs: now, sinceMs: monotonicMs };
    }
    if (monotonicMs - this.#candidate.sinceMs >= settleMs) return this.#believe(now);
    return state;
  }

  #believe(offsetMs: number): 'steady' {
    this.#offsetMs = offsetMs;
    this.#candidate = undefined;
    return 'steady';
  }

  #now(): number {
    return this.#clock.now().ms - this.#clock.monotonicMs();
  }
}
