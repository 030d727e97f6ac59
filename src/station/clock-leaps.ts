// Clocks that leap: a time source that is wrong for minutes or for hours must not make windows, alarms and files of times
// that are not. A leap of more than an hour is not believed at once: the station goes on in the time that it believed,
// counted on by the machine's monotonic clock, and puts readings where they belong by that; a clock that comes back has cost
// nothing. It is believed after a minute where there is a reason to (it is synchronised now and was not before), and after
// a day where there is none but that it keeps to it. The monotonic clock is the witness also over a restart of the
// process; after a restart of the machine there is none, and the clock is believed.
import type { Clock } from '../runtime/clock.ts';
import { aheadMs } from './windows/length.ts';

/** So long a clock must keep to where it leapt, with a reason to believe it and without. */
const settleMs = { withReason: 60_000, without: 86_400_000 };
/** Smaller steps are those of every day. */
const smallMs = 60_000;
/** What is kept may be so far beside what is believed. */
const keptMs = 1000;

export interface LeapMemory {
  /** Wall clock less monotonic clock, where it was believed last. */
  readonly offsetMs: number;
  readonly monotonicMs: number;
  /** Was it synchronised, where it was believed last? */
  readonly isSynced?: boolean;
}

export class ClockLeaps {
  readonly #clock: Clock;
  #offsetMs: number;
  #isSynced: boolean;
  #candidate: { readonly offsetMs: number; readonly sinceMs: number } | undefined;
  #lastMs: number;
  /** What time it was believed to be when the machine ended, where nobody had said that it was right. */
  #endedMs: number | undefined;
  /** Was what is believed set since the last look, by more than a minute? */
  hasStepped = false;
  /** How far what is believed was set by that with a reason, milliseconds: below 0, it had been ahead and was wrong. */
  correctedMs = 0;

  constructor(clock: Clock, memory?: LeapMemory) {
    this.#clock = clock;
    const now = this.#now();
    const isSameBoot = memory !== undefined && memory.monotonicMs <= clock.monotonicMs();
    this.#offsetMs = isSameBoot ? memory.offsetMs : now;
    // What an older version kept does not say it: it is taken for synchronised, so that a leap needs its day.
    this.#isSynced = isSameBoot ? (memory.isSynced ?? true) : clock.now().quality === 'synced';
    this.#lastMs = this.#offsetMs;
    if (!isSameBoot && memory?.isSynced === false) this.#endedMs = memory.offsetMs + memory.monotonicMs;
  }

  get memory(): LeapMemory {
    return { offsetMs: this.#offsetMs, monotonicMs: this.#clock.monotonicMs(), isSynced: this.#isSynced };
  }

  /** Is what is believed beside what was kept of it? Then a process that begins during a leap would count from there. */
  isBeside(kept: LeapMemory | undefined): boolean {
    return kept === undefined || Math.abs(kept.offsetMs - this.#offsetMs) > keptMs;
  }

  /** How much the clock shows more than what is believed, milliseconds: 0, or more than an hour either way. */
  get awayMs(): number {
    const away = this.#now() - this.#offsetMs;
    return Math.abs(away) <= aheadMs ? 0 : away;
  }

  /** What time it is believed to be, milliseconds since the epoch. */
  get believedMs(): number {
    return this.#clock.now().ms - this.awayMs;
  }

  /** When something was by what is believed, that the clock of now or the one that is believed says was at `ms`. */
  believed(ms: number): number {
    const away = this.awayMs;
    if (away === 0) return ms;
    const nowMs = this.#clock.now().ms;
    return Math.abs(ms - nowMs) < Math.abs(ms - (nowMs - away)) ? ms - away : ms;
  }

  /** Believes what has been kept to for long enough. To be called once a second. @returns what `awayMs` is then. */
  look(): number {
    const now = this.#now();
    const monotonicMs = this.#clock.monotonicMs();
    const isSynced = this.#clock.now().quality === 'synced';
    const hasReason = isSynced && !this.#isSynced;
    this.correctedMs = 0;
    if (this.awayMs === 0) {
      if (hasReason && now - this.#offsetMs < -smallMs) this.correctedMs = now - this.#offsetMs;
      this.#believe(now, isSynced || this.#isSynced);
    } else {
      if (!this.#candidate || Math.abs(now - this.#candidate.offsetMs) > aheadMs) {
        this.#candidate = { offsetMs: now, sinceMs: monotonicMs };
      }
      const wait = hasReason ? settleMs.withReason : settleMs.without;
      if (monotonicMs - this.#candidate.sinceMs >= wait) {
        if (hasReason) this.correctedMs = this.awayMs;
        this.#believe(now, isSynced);
      }
    }
    if (isSynced && this.awayMs === 0 && this.#endedMs !== undefined) {
      // The machine was ahead when it ended, and now it is known.
      const aheadBy = this.#endedMs - this.#clock.now().ms;
      if (aheadBy > smallMs) this.correctedMs = Math.min(this.correctedMs, -aheadBy);
      this.#endedMs = undefined;
    }
    this.hasStepped = Math.abs(this.#offsetMs - this.#lastMs) > smallMs;
    this.#lastMs = this.#offsetMs;
    return this.awayMs;
  }

  #believe(offsetMs: number, isSynced: boolean): void {
    this.#offsetMs = offsetMs;
    this.#isSynced = isSynced;
    this.#candidate = undefined;
  }

  #now(): number {
    return this.#clock.now().ms - this.#clock.monotonicMs();
  }
}
