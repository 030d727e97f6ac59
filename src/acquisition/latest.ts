// What was last read of each point, for those who ask in between. A value that grows old becomes stale by itself: no one
// is ever shown an old value as a fresh one.
import type { Quality, Reading } from '../domain/reading.ts';
import type { Instant } from '../domain/time.ts';
import type { Clock } from '../runtime/clock.ts';
import { bad, type Decoded } from './codec/decode.ts';
import type { Periods } from './schedule.ts';
import type { PollClass } from './types.ts';

/** A value is fresh for so many of its periods, and a while for the line to be busy. */
const freshPeriods = 3;
const graceMs = 2_000;

export interface LatestPoint extends Reading {
  /** When it was read; null: never yet. */
  readonly at: Instant | null;
  /** Milliseconds since then; null: never yet. */
  readonly ageMs: number | null;
  /** On the monotonic clock: it was true at some moment between the question and the answer; null: never read. */
  readonly taken: { readonly askedMs: number; readonly answeredMs: number } | null;
  /** The last value that could be believed, however old. */
  readonly last: { readonly value: number | string | boolean; readonly at: Instant } | null;
}

/** A point of a device, read or derived. */
export interface KnownPoint {
  readonly name: string;
  readonly unit: string | undefined;
  readonly class: PollClass;
}

interface Entry {
  decoded: Decoded;
  at: Instant;
  readMs: number;
  askedMs: number;
  last: { value: number | string | boolean; at: Instant } | null;
}

export class LatestValues {
  readonly #points: readonly KnownPoint[];
  readonly #periods: Periods;
  readonly #clock: Clock;
  readonly #entries = new Map<KnownPoint, Entry>();

  constructor(points: readonly KnownPoint[], periods: Periods, clock: Clock) {
    this.#points = points;
    this.#periods = periods;
    this.#clock = clock;
  }

  /** @param askedMs when it was asked for, on the monotonic clock. */
  put(point: KnownPoint, decoded: Decoded, at: Instant, askedMs: number): void {
    const readMs = this.#clock.monotonicMs();
    const entry = this.#entries.get(point);
    const last = decoded.value === null ? (entry?.last ?? null) : { value: decoded.value, at };
    if (!entry) this.#entries.set(point, { decoded, at, readMs, askedMs, last });
    else Object.assign(entry, { decoded, at, readMs, askedMs, last });
  }

  /** Since when all of these may be as they were read. */
  askedMs(points: readonly KnownPoint[]): number {
    return Math.min(...points.map((p) => this.#entries.get(p)?.askedMs ?? Number.NEGATIVE_INFINITY));
  }

  /** What was read of it, while that is fresh. */
  fresh(point: KnownPoint): Decoded {
    const entry = this.#entries.get(point);
    return entry && !this.#isOld(point, entry) ? entry.decoded : bad('stale');
  }

  view(): LatestPoint[] {
    return this.#points.map((p) => {
      const unit = p.unit === undefined ? {} : { unit: p.unit };
      const entry = this.#entries.get(p);
      if (!entry) {
        return {
          point: p.name,
          value: null,
          quality: 'stale',
          ...unit,
          at: null,
          ageMs: null,
          taken: null,
          last: null,
        };
      }
      const { value, quality } = entry.decoded;
      const isOld = value !== null && this.#isOld(p, entry);
      const shown: { value: Reading['value']; quality: Quality } = isOld
        ? { value: null, quality: 'stale' }
        : { value, quality };
      const ageMs = this.#clock.monotonicMs() - entry.readMs;
      const taken = { askedMs: entry.askedMs, answeredMs: entry.readMs };
      return { point: p.name, ...shown, ...unit, at: entry.at, ageMs, taken, last: entry.last };
    });
  }

  #isOld(point: KnownPoint, entry: Entry): boolean {
    // What is read on demand is as old as a normal point may be; what is read once is for as long as the device is there.
    const period = this.#periods[point.class === 'on-demand' ? 'normal' : point.class];
    return this.#clock.monotonicMs() - entry.readMs > freshPeriods * period + graceMs;
  }
}
