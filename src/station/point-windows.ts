// The windows of one point: closed one after another as time goes on, and told again when a late or repaired reading
// changes one. A clock that steps back closes nothing twice; one that steps far forward skips what it stepped over, and
// where it was wrong in that and comes back, it goes on where it was.
import type { Zone } from '../runtime/calendar/local-time.ts';
import type { StationPoint } from './config.ts';
import { aheadMs, type Span, spanAt, type WindowLength } from './windows/length.ts';
import type { Series } from './windows/series.ts';

export interface Closed {
  readonly length: WindowLength;
  readonly span: Span;
  /** 0 the first time. */
  readonly revision: number;
  /** Is none of its length that was told newer, or is it told for the first time? Else it says nothing of now. */
  readonly isNewest: boolean;
}

/** End of the last window of each length that was told, by which a restart goes on. */
export type Told = Readonly<Partial<Record<WindowLength, number>>>;

const nothing: readonly Closed[] = [];

export class PointWindows {
  readonly #lengths: readonly WindowLength[];
  readonly #zone: Zone;
  readonly #series: Series;
  readonly #keepMs: number;
  /** Ends of what an earlier run told. */
  readonly #toldBefore: Partial<Record<WindowLength, number>> = {};
  readonly #next = new Map<WindowLength, Span>();
  /** The windows that were open when the clock leapt last. */
  #left = new Map<WindowLength, Span>();
  #closedMs = Number.NEGATIVE_INFINITY;
  readonly #revised = new Map<string, { length: WindowLength; span: Span; revision: number; isDue: boolean }>();
  /** End of the first window that is open: nothing closes before. */
  #firstEnd = Number.NEGATIVE_INFINITY;
  /** Is there a window to be told again? */
  #isTouched = false;
  /** A reading from this time on lies in windows that are all open. */
  #openFrom = Number.POSITIVE_INFINITY;

  /** @param began from when on windows are told, milliseconds since the epoch. */
  constructor(point: StationPoint, series: Series, zone: Zone, keepMs: number, began: number, told: Told = {}) {
    this.#lengths = point.windows;
    this.#series = series;
    this.#zone = zone;
    this.#keepMs = keepMs;
    for (const length of this.#lengths) {
      // The window that was open when the gateway stopped is told too, with what is known of it.
      const last = told[length];
      const from = last !== undefined && began - last < keepMs && last <= began + aheadMs ? last : began;
      this.#next.set(length, spanAt(zone, length, from));
      if (from === last) this.#toldBefore[length] = last;
    }
  }

  get told(): Told {
    const told: Partial<Record<WindowLength, number>> = {};
    for (const [length, span] of this.#next) told[length] = span.from;
    return told;
  }

  /** Where the first window of that length begins that was not told; undefined where there is none of that length. */
  next(length: WindowLength): number | undefined {
    return this.#next.get(length)?.from;
  }

  /**
   * What is known from `from` until before `to` has changed: its windows, where they were told, are told again.
   * @returns false where one was told by an earlier run: its readings were forgotten, so what was told of it stays.
   */
  touch({ from, to }: Span): boolean {
    // The usual reading lies in windows that are all open.
    if (from >= this.#openFrom) return true;
    let isAll = true;
    for (const length of this.#lengths) {
      const next = this.#next.get(length)!;
      for (let ms = from; ms < next.from && (ms < to || ms === from); ) {
        const span = spanAt(this.#zone, length, ms);
        ms = span.to;
        if (span.from < (this.#toldBefore[length] ?? Number.NEGATIVE_INFINITY)) {
          isAll = false;
          continue;
        }
        const key = `${length} ${span.from}`;
        const known = this.#revised.get(key);
        this.#isTouched = true;
        if (known) known.isDue = true;
        else this.#revised.set(key, { length, span, revision: 0, isDue: true });
      }
    }
    return isAll;
  }

  /** The windows that are over by now, in the order of their ends, and those that were changed. */
  close(nowMs: number): readonly Closed[] {
    if (nowMs < this.#firstEnd && !this.#isTouched) return nothing;
    const closed: Closed[] = [];
    if (nowMs - this.#closedMs > aheadMs) this.#left = new Map(this.#next);
    this.#closedMs = nowMs;
    for (const length of this.#lengths) {
      let span = this.#next.get(length)!;
      if (nowMs - span.to > this.#keepMs) span = this.#skip(length, nowMs);
      while (span.to <= nowMs) {
        closed.push({ length, span, revision: 0, isNewest: true });
        span = spanAt(this.#zone, length, span.to);
      }
      this.#next.set(length, span);
    }
    for (const [key, r] of this.#revised) {
      const isNewest = r.span.to >= this.#next.get(r.length)!.from;
      if (r.isDue) closed.push({ length: r.length, span: r.span, revision: ++r.revision, isNewest });
      r.isDue = false;
      if (nowMs - r.span.to > this.#keepMs) this.#revised.delete(key);
    }
    this.#isTouched = false;
    this.#look();
    return closed.length > 1 ? closed.sort((a, b) => a.span.to - b.span.to) : closed;
  }

  /** Where the clock was far ahead: what it skipped is open again. */
  comeBack(nowMs: number): void {
    if (this.#openFrom <= nowMs + aheadMs) return;
    for (const [length, next] of this.#next) {
      if (next.from <= nowMs + aheadMs) continue;
      const left = this.#left.get(length);
      const isLeft = left !== undefined && left.from <= nowMs && nowMs - left.to <= this.#keepMs;
      this.#next.set(length, isLeft ? left : spanAt(this.#zone, length, nowMs));
    }
    for (const [key, { span }] of this.#revised) if (span.from > nowMs + aheadMs) this.#revised.delete(key);
    this.#closedMs = nowMs;
    this.#look();
  }

  /** Notes which windows are open. */
  #look(): void {
    this.#firstEnd = Number.POSITIVE_INFINITY;
    this.#openFrom = Number.NEGATIVE_INFINITY;
    for (const { from, to } of this.#next.values()) {
      this.#firstEnd = Math.min(this.#firstEnd, to);
      this.#openFrom = Math.max(this.#openFrom, from);
    }
  }

  /** The first window that something is known of, or the present one. */
  #skip(length: WindowLength, nowMs: number): Span {
    const first = this.#series.length > 0 ? this.#series.time(0) : nowMs;
    return spanAt(this.#zone, length, Math.max(Math.min(first, nowMs), nowMs - this.#keepMs));
  }
}
