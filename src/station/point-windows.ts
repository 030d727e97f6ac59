// The windows of one point: closed one after another as time goes on, and told again when a late or repaired reading
// changes one. What was told is kept as ranges of time: a clock that steps back closes nothing twice; one that steps far
// forward skips what it stepped over, and where it was wrong in that and comes back, it goes on where it was.
import type { Zone } from '../runtime/calendar/local-time.ts';
import type { StationPoint } from './config.ts';
import { aheadMs, type Span, spanAt, type WindowLength } from './windows/length.ts';
import { endBefore, holds, type Ranges, rangesOf, withRange } from './windows/ranges.ts';
import type { Series } from './windows/series.ts';

export interface Closed {
  readonly length: WindowLength;
  readonly span: Span;
  /** 0 the first time. */
  readonly revision: number;
  /** Is none of its length that was told newer, or is it told for the first time? Else it says nothing of now. */
  readonly isNewest: boolean;
  /** Was it about to be told when the run before was killed, so that nobody knows whether it was? */
  readonly isUnsure: boolean;
}

/** The time that the windows of each length were told of; of old versions only where the next one begins. */
export type Told = Readonly<Partial<Record<WindowLength, Ranges | number>>>;

/** Windows that were told again, or are to be. */
export type Revised = readonly (readonly [length: WindowLength, from: number, revision: number, isDue: boolean])[];

export interface WindowsMemory {
  readonly told?: Told;
  readonly revised?: Revised;
}

interface Again {
  readonly length: WindowLength;
  readonly span: Span;
  revision: number;
  isDue: boolean;
}

/** The windows of one length. */
interface Row {
  readonly length: WindowLength;
  next: Span;
  told: Ranges;
  /** End of what an earlier run told. */
  readonly toldBefore: number;
}

const nothing: readonly Closed[] = [];

export class PointWindows {
  readonly #rows: readonly Row[];
  readonly #zone: Zone;
  readonly #series: Series;
  readonly #keepMs: number;
  readonly #revised = new Map<string, Again>();
  /** Windows that a run that was killed was about to tell. */
  readonly #unsure = new Map<string, Again>();
  /** From here on all readings are known; undefined: from where this run began. */
  #knownFrom: number | undefined;
  /** End of the first window that is open: nothing closes before. */
  #firstEnd = Number.NEGATIVE_INFINITY;
  /** Is there a window to be told again? */
  #isTouched = false;
  /** A reading from this time on lies in windows that are all open. */
  #openFrom = Number.POSITIVE_INFINITY;
  /** From when on the furthest of them is. */
  #latestFrom = Number.NEGATIVE_INFINITY;

  /** @param began from when on windows are told, milliseconds since the epoch. */
  constructor(
    point: StationPoint,
    series: Series,
    zone: Zone,
    keepMs: number,
    began: number,
    memory: WindowsMemory = {},
  ) {
    this.#series = series;
    this.#zone = zone;
    this.#keepMs = keepMs;
    this.#rows = [...new Set(point.windows)].map((length) => {
      const before = rangesOf(memory.told?.[length], keepMs);
      const toldBefore = before.at(-1)?.[1];
      // Where the first window of all begins is remembered too, so that a kill before it was told does not lose it.
      const { from } = spanAt(zone, length, began);
      const told: Ranges = toldBefore === undefined ? [[from, from]] : before;
      const next = this.#resumed(length, told, began);
      return { length, next, told, toldBefore: toldBefore ?? Number.NEGATIVE_INFINITY };
    });
    for (const [length, from, revision, isDue] of memory.revised ?? []) {
      if (!this.#row(length)) continue;
      const span = spanAt(zone, length, from);
      this.#revised.set(keyOf(length, span), { length, span, revision, isDue });
      if (isDue) this.#isTouched = true;
    }
    this.#look();
  }

  get memory(): WindowsMemory {
    const told = Object.fromEntries(this.#rows.map((row) => [row.length, row.told]));
    const revised = [...this.#revised.values()].map((r) => [r.length, r.span.from, r.revision, r.isDue] as const);
    return { told, ...(revised.length > 0 ? { revised } : {}) };
  }

  /** Where the first window of that length begins that was not told; undefined where there is none of that length. */
  next(length: WindowLength): number | undefined {
    return this.#row(length)?.next.from;
  }

  /** All readings from here on are known, also those of earlier runs. */
  knowsFrom(ms: number): void {
    this.#knownFrom = ms;
  }

  /** Are all readings of the window known that were taken in it? @param began when this run did. */
  isWhole({ from }: Span, began: number): boolean {
    return from >= (this.#knownFrom ?? began);
  }

  /** An earlier run was about to tell this. */
  recallTold(length: WindowLength, from: number, revision: number): void {
    const row = this.#row(length);
    if (!row) return;
    const span = spanAt(this.#zone, length, from);
    const key = keyOf(length, span);
    const again = { length, span, revision, isDue: false };
    this.#unsure.set(key, again);
    if (revision > 0) this.#revised.set(key, again);
    if (revision === 0) this.#passed(row, span);
    this.#isTouched = true;
    this.#look();
  }

  /** Are all windows open that lie after this time? */
  isOpen(ms: number): boolean {
    return ms >= this.#openFrom;
  }

  /**
   * What is known from `from` until before `to` has changed: its windows, where they were told, are told again.
   * @returns false where one was told by an earlier run: its readings were forgotten, so what was told of it stays.
   */
  touch({ from, to }: Span): boolean {
    if (this.isOpen(from)) return true;
    let isAll = true;
    for (const row of this.#rows) {
      const { length, next, told } = row;
      const end = Math.max(next.from, told.at(-1)?.[1] ?? Number.NEGATIVE_INFINITY);
      for (let ms = from; ms < end && (ms < to || ms === from); ) {
        const span = spanAt(this.#zone, length, ms);
        ms = span.to;
        if (span.from >= next.from && !holds(told, span.from)) continue;
        if (span.from < row.toldBefore && span.from < (this.#knownFrom ?? Number.POSITIVE_INFINITY)) {
          isAll = false;
          continue;
        }
        const key = keyOf(length, span);
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
    for (const row of this.#rows) {
      const { length } = row;
      let span = row.next;
      if (nowMs - span.to > this.#keepMs) span = this.#skip(length, nowMs);
      while (span.to <= nowMs) {
        // What was told before, by a clock that was ahead then or is back now, is told again only where it changed.
        if (!holds(row.told, span.from)) {
          closed.push({ length, span, revision: 0, isNewest: true, isUnsure: false });
        }
        span = this.#passed(row, span);
      }
    }
    this.#isTouched = false;
    if (this.#revised.size > 0) for (const [key, again] of this.#revised) this.#again(key, again, nowMs, closed);
    if (this.#unsure.size > 0) {
      for (const { length, span, revision } of this.#unsure.values()) {
        closed.push({ length, span, revision, isNewest: false, isUnsure: true });
      }
      this.#unsure.clear();
    }
    this.#look();
    return closed.length > 1 ? closed.sort((a, b) => a.span.to - b.span.to) : closed;
  }

  /** Where the clock was far ahead: what it skipped is open again. */
  comeBack(nowMs: number): void {
    if (this.#latestFrom <= nowMs + aheadMs) return;
    for (const row of this.#rows) {
      if (row.next.from > nowMs + aheadMs) row.next = this.#resumed(row.length, row.told, nowMs);
    }
    this.#look();
  }

  #again(key: string, again: Again, nowMs: number, closed: Closed[]): void {
    const { length, span } = again;
    const next = this.next(length)!;
    if (again.isDue && span.to > next) {
      // Told by a clock that was ahead, and open now or later.
      this.#isTouched = true;
      return;
    }
    if (again.isDue) {
      again.revision++;
      closed.push({
        ...{ length, span, revision: again.revision },
        isNewest: span.to >= next,
        isUnsure: this.#unsure.delete(key),
      });
    }
    again.isDue = false;
    if (nowMs - span.to > this.#keepMs) this.#revised.delete(key);
  }

  /** @returns the window after it, that is the next one now. */
  #passed(row: Row, span: Span): Span {
    row.told = withRange(row.told, span.from, span.to);
    row.next = spanAt(this.#zone, row.length, span.to);
    return row.next;
  }

  /** The window after the last one that was told: also one that was open when the gateway stopped is told. */
  #resumed(length: WindowLength, told: Ranges, nowMs: number): Span {
    const last = endBefore(told, nowMs + aheadMs);
    return spanAt(this.#zone, length, last !== undefined && nowMs - last < this.#keepMs ? last : nowMs);
  }

  #row(length: WindowLength): Row | undefined {
    return this.#rows.find((row) => row.length === length);
  }

  /** Notes which windows are open. */
  #look(): void {
    this.#firstEnd = Number.POSITIVE_INFINITY;
    this.#openFrom = Number.NEGATIVE_INFINITY;
    this.#latestFrom = Number.NEGATIVE_INFINITY;
    for (const { next, told } of this.#rows) {
      const { from, to } = next;
      if (from > this.#latestFrom) this.#latestFrom = from;
      if (to < this.#firstEnd) this.#firstEnd = to;
      this.#openFrom = Math.max(this.#openFrom, from, told.at(-1)?.[1] ?? from);
    }
  }

  /** The first window that something is known of, or the present one. */
  #skip(length: WindowLength, nowMs: number): Span {
    const first = this.#series.length > 0 ? this.#series.time(0) : nowMs;
    return spanAt(this.#zone, length, Math.max(Math.min(first, nowMs), nowMs - this.#keepMs));
  }
}

const keyOf = (length: WindowLength, { from }: Span) => `${length} ${from}`;
