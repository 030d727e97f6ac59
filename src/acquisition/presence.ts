// Is a device there, and may it be asked? One that does not answer is asked again with growing waits, one request each
// time, so that the line is left to those that do.
import type { Instant } from '../domain/time.ts';
import type { Clock } from '../runtime/clock.ts';

/** So many polls in a row without any answer make a device offline. */
const failuresUntilOffline = 3;
/** A dead device may take one part in so many of its line's time. */
const shareOfLine = 20;
const longestWaitMs = 120_000;
/** These cost the line no time: the device is asked as ever, and found again as soon as its line is back. */
const costless = new Set(['disconnected', 'stopped', 'queue-full']);

export type PresenceState = 'unknown' | 'online' | 'offline';

export class Presence {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #tickMs: number;
  #state: PresenceState = 'unknown';
  #since: Instant;
  #reason = '';
  #failures = 0;
  #probes = 0;
  #nextProbeMs = Number.NEGATIVE_INFINITY;

  /** @param tickMs how often it is polled while it answers. */
  constructor(clock: Clock, random: () => number, tickMs: number) {
    this.#clock = clock;
    this.#random = random;
    this.#tickMs = tickMs;
    this.#since = clock.now();
  }

  get state(): PresenceState {
    return this.#state;
  }

  /** Since when it is in this state. */
  get since(): Instant {
    return this.#since;
  }

  /** Code of what made it offline; empty while it is not. */
  get reason(): string {
    return this.#reason;
  }

  /** Polls in a row without an answer. */
  get failures(): number {
    return this.#failures;
  }

  /** False while a dead device is to be left alone. */
  get mayBeAsked(): boolean {
    return this.#clock.monotonicMs() >= this.#nextProbeMs;
  }

  /** The device answered. @returns true where it is online by that. */
  answered(): boolean {
    this.#failures = 0;
    this.#probes = 0;
    this.#nextProbeMs = Number.NEGATIVE_INFINITY;
    this.#reason = '';
    return this.#become('online');
  }

  /**
   * A poll without an answer.
   * @param costMs how long the line was held up by it.
   * @returns true where it is offline by that.
   */
  failed(code: string, costMs: number): boolean {
    this.#failures++;
    if (this.#failures < failuresUntilOffline) return false;
    this.#reason = code;
    if (costless.has(code)) this.#nextProbeMs = Number.NEGATIVE_INFINITY;
    else {
      const first = Math.max(this.#tickMs, shareOfLine * costMs);
      const wait = Math.min(first * 2 ** this.#probes, Math.max(longestWaitMs, first));
      this.#probes = Math.min(this.#probes + 1, 32);
      // Spread, so that dead devices of one line are not all probed at once.
      this.#nextProbeMs = this.#clock.monotonicMs() + wait * (0.9 + 0.2 * this.#random());
    }
    return this.#become('offline');
  }

  #become(state: PresenceState): boolean {
    if (this.#state === state) return false;
    this.#state = state;
    this.#since = this.#clock.now();
    return true;
  }
}
