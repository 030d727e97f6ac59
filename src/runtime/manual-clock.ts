// A clock that moves only when it is told to: for tests, and for running a recorded video faster than real time.
import type { Instant, TimeQuality } from '../domain/time.ts';
import type { Cancel, Clock } from './clock.ts';

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly fn: () => void;
}

export class ManualClock implements Clock {
  #wallMs: number;
  #monotonicMs = 0;
  #quality: TimeQuality;
  #order = 0;
  #timers = new Set<Timer>();

  /** @param start wall-clock start, as RFC 3339 or milliseconds since the epoch. */
  constructor(start: string | number = '2026-06-21T12:00:00Z', quality: TimeQuality = 'synced') {
    this.#wallMs = typeof start === 'number' ? start : Date.parse(start);
    this.#quality = quality;
  }

  now(): Instant {
    return { ms: this.#wallMs, quality: this.#quality };
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  after(ms: number, fn: () => void): Cancel {
    const timer = { due: this.#monotonicMs + Math.max(0, ms), order: this.#order++, fn };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Moves both clocks on and fires what is due, in order. Promises that timers resolve run only after this returns. */
  advance(ms: number): void {
    const end = this.#monotonicMs + ms;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#timers.delete(next);
      this.#moveTo(next.due);
      next.fn();
    }
    this.#moveTo(end);
  }

  /** As `advance`, but lets pending promises run between the timers. */
  async advanceAsync(ms: number): Promise<void> {
    const end = this.#monotonicMs + ms;
    await settle();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#timers.delete(next);
      this.#moveTo(next.due);
      next.fn();
      await settle();
    }
    this.#moveTo(end);
    await settle();
  }

  /** Steps the wall clock alone, as a time source or a mad RTC does. */
  step(ms: number): void {
    this.#wallMs += ms;
  }

  setQuality(quality: TimeQuality): void {
    this.#quality = quality;
  }

  get pendingTimers(): number {
    return this.#timers.size;
  }

  #next(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const t of this.#timers) {
      if (t.due > end) continue;
      if (!first || t.due < first.due || (t.due === first.due && t.order < first.order)) first = t;
    }
    return first;
  }

  #moveTo(monotonicMs: number): void {
    if (monotonicMs <= this.#monotonicMs) return;
    this.#wallMs += monotonicMs - this.#monotonicMs;
    this.#monotonicMs = monotonicMs;
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}
