// What was last read of each point, for those who ask in between. A value that grows old becomes stale by itself: no one
// is ever shown an old value as a fresh one.
import type { Quality, Reading } from '../domain/reading.ts';
import type { Instant } from '../domain/time.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Decoded } from './codec/decode.ts';
import type { CompiledPoint } from './compile.ts';
import type { Periods } from './schedule.ts';

/** A value is fresh for so many of its periods, and a while for the line to be busy. */
const freshPeriods = 3;
const graceMs = 2_000;

export interface LatestPoint extends Reading {
  /** When it was read; null: never yet. */
  readonly at: Instant | null;
  /** Milliseconds since then; null: never yet. */
  readonly ageMs: number | null;
  /** The last value that could be believed, however old. */
  readonly last: { readonly value: number | string | boolean; readonly at: Instant } | null;
}

interface Entry {
  decoded: Decoded;
  at: Instant;
  readMs: number;
  last: { value: number | string | boolean; at: Instant } | null;
}

export class LatestValues {
  readonly #points: readonly CompiledPoint[];
  readonly #periods: Periods;
  readonly #clock: Clock;
  readonly #entries = new Map<CompiledPoint, Entry>();

  constructor(points: readonly CompiledPoint[], periods: Periods, clock: Clock) {
    this.#points = points;
    this.#periods = periods;
    this.#clock = clock;
  }

  put(point: CompiledPoint, decoded: Decoded, at: Instant): void {
    const readMs = this.#clock.monotonicMs();
    const entry = this.#entries.get(point);
    const last = decoded.value === null ? (entry?.last ?? null) : { value: decoded.value, at };
    if (!entry) this.#entries.set(point, { decoded, at, readMs, last });
    else Object.assign(entry, { decoded, at, readMs, last });
  }

  view(): LatestPoint[] {
    const now = this.#clock.monotonicMs();
    return this.#points.map((p) => {
      const unit = p.unit === undefined ? {} : { unit: p.unit };
      const entry = this.#entries.get(p);
      if (!entry) {
        return { point: p.name, value: null, quality: 'stale', ...unit, at: null, ageMs: null, last: null };
      }
      const ageMs = now - entry.readMs;
      const { value, quality } = entry.decoded;
      const isOld = value !== null && ageMs > freshPeriods * this.#periods[p.class] + graceMs;
      const shown: { value: Reading['value']; quality: Quality } = isOld
        ? { value: null, quality: 'stale' }
        : { value, quality };
      return { point: p.name, ...shown, ...unit, at: entry.at, ageMs, last: entry.last };
    });
  }
}
