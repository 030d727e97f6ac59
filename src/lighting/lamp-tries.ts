import { Backoff } from '../runtime/backoff.ts';
import type { Verdict } from './lamp-report.ts';

/** So many failed tries, over so long, are a fault: a lost frame on a serial line or a line that reconnects is none. */
export const faultAfterTries = 2;
const faultAfterMs = 10_000;

/** How a lamp's tries went, and when to try again: soon where it was not reached, ever more rarely where it disobeys. */
export class Tries {
  readonly #reach: Backoff;
  readonly #obey: Backoff;
  readonly #random: () => number;
  /** Failed tries in a row, since when (monotonic), and how many of them the lamp left unanswered. */
  #failures = 0;
  #failingSinceMs = 0;
  #silences = 0;

  /** @param random uniform in [0, 1). */
  constructor(random: () => number) {
    this.#random = random;
    this.#reach = new Backoff({ firstMs: 1000, maxMs: 60_000, random });
    this.#obey = new Backoff({ firstMs: 5000, maxMs: 900_000, random });
  }

  /** It left tries unanswered. */
  get isSuspect(): boolean {
    return this.#silences >= faultAfterTries;
  }

  /** It failed, and not often enough to say more. */
  get isUndecided(): boolean {
    return this.#failures > 0 && this.#failures < faultAfterTries;
  }

  answered(): void {
    this.#failures = 0;
    this.#silences = 0;
  }

  /** @returns true where it is a fault by now. */
  failed(blame: 'silent' | 'refuses' | 'line-down', nowMs: number): boolean {
    if (this.#failures++ === 0) this.#failingSinceMs = nowMs;
    if (blame === 'silent') this.#silences++;
    if (blame === 'refuses') this.#silences = 0;
    return this.#failures >= faultAfterTries && nowMs - this.#failingSinceMs >= faultAfterMs;
  }

  obeyed(): void {
    this.#reach.reset();
    this.#obey.reset();
  }

  disobeyed(): void {
    this.#reach.reset();
  }

  /** Until the next try, or until the level is checked again, milliseconds. */
  waitMs(verdict: Verdict, verifyMs: number): number {
    switch (verdict) {
      case 'silent':
      case 'unknown':
        return this.#reach.next();
      case 'differs':
      case 'refuses':
        return this.#obey.next();
      default:
        // Not all at once: what began together drifts apart.
        return verifyMs * (0.8 + 0.2 * this.#random());
    }
  }
}
