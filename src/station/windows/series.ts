// The readings of one point in the order of their own times, whatever order they came in: a late one goes to its place,
// a repaired one takes the place of the one it repairs. What is older than the longest window needs is dropped, so the
// memory is bounded by the pace of the sensor and stays flat.

import { aheadMs } from './length.ts';

/** What a reading is worth to an average. */
export const marks = ['good', 'uncertain', 'bad', 'calibrating', 'maintenance'] as const;
export type Mark = (typeof marks)[number];

const codes: Readonly<Record<Mark, number>> = { good: 0, uncertain: 1, bad: 2, calibrating: 3, maintenance: 4 };

/** The highest code of a reading that counts. */
export const worstThatCounts = codes.uncertain;

export type Put = 'newest' | 'late' | 'repaired' | 'too-old' | 'full';

export class Series {
  readonly #keepMs: number;
  readonly #most: number;
  readonly #keepsLast: boolean;
  #times: Float64Array;
  #values: Float64Array;
  #marks: Uint8Array;
  #begin = 0;
  #end = 0;
  /** Counted up by each reading that is taken: what was made of the same version holds. */
  version = 0;
  /** Time of the newest reading that came more than an hour after the one before it. */
  #leaptMs = Number.NEGATIVE_INFINITY;
  #usableVersion = -1;
  #usable: number | undefined;

  /**
   * @param keepMs how far back it reaches
   * @param most how many readings it holds at the most
   * @param keepsLast of what is older, the newest that counts stays: a counter that was away went on from there, however
   * long ago that was.
   */
  constructor(keepMs: number, most: number, keepsLast = false) {
    this.#keepMs = keepMs;
    this.#most = most;
    this.#keepsLast = keepsLast;
    const room = 256;
    this.#times = new Float64Array(room);
    this.#values = new Float64Array(room);
    this.#marks = new Uint8Array(room);
  }

  get length(): number {
    return this.#end - this.#begin;
  }

  /** Time of the newest reading; undefined while there is none. */
  get newest(): number | undefined {
    return this.length > 0 ? this.#times[this.#end - 1] : undefined;
  }

  /** For loops over many: the readings as they lie, the first at `begin`, the last before `end`. Good until the next put. */
  get times(): Readonly<Float64Array> {
    return this.#times;
  }

  /** NaN where there is no value. */
  get values(): Readonly<Float64Array> {
    return this.#values;
  }

  /** Codes of marks; up to `worstThatCounts` a reading is one that an average is made of. */
  get codes(): Readonly<Uint8Array> {
    return this.#marks;
  }

  get begin(): number {
    return this.#begin;
  }

  get end(): number {
    return this.#end;
  }

  time(i: number): number {
    return this.#times[this.#begin + i]!;
  }

  value(i: number): number {
    return this.#values[this.#begin + i]!;
  }

  /** Index of the newest reading that counts; undefined where there is none. */
  get newestUsable(): number | undefined {
    if (this.#usableVersion === this.version) return this.#usable;
    this.#usableVersion = this.version;
    let i = this.length - 1;
    while (i >= 0 && !this.counts(i)) i--;
    this.#usable = i >= 0 ? i : undefined;
    return this.#usable;
  }

  /** Is it one that an average is made of? */
  counts(i: number): boolean {
    return this.#marks[this.#begin + i]! <= worstThatCounts;
  }

  isGood(i: number): boolean {
    return this.#marks[this.#begin + i] === codes.good;
  }

  mark(i: number): Mark {
    return marks[this.#marks[this.#begin + i]!]!;
  }

  /** Index of the first reading at or after a time. */
  indexOf(ms: number): number {
    let low = this.#begin;
    let high = this.#end;
    // Mostly it is asked for what came last.
    if (low === high || ms > this.#times[high - 1]!) return high - low;
    if (ms === this.#times[high - 1]) return high - low - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#times[middle]! < ms) low = middle + 1;
      else high = middle;
    }
    return low - this.#begin;
  }

  /** @param value NaN where there is none. */
  put(ms: number, value: number, mark: Mark): Put {
    const newest = this.newest;
    this.version++;
    if (newest === undefined || ms > newest) {
      // Perhaps it is only the clock that leapt: what was before is not dropped until that is as long ago.
      if (newest !== undefined && ms - newest > aheadMs) this.#leaptMs = ms;
      this.#drop(ms - this.#leaptMs > this.#keepMs ? ms - this.#keepMs : Number.NEGATIVE_INFINITY);
      this.#makeRoom();
      this.#set(this.#end++, ms, value, mark);
      if (codes[mark] <= worstThatCounts) {
        this.#usable = this.length - 1;
        this.#usableVersion = this.version;
      }
      return 'newest';
    }
    if (ms < newest - this.#keepMs) return 'too-old';
    const at = this.#begin + this.indexOf(ms);
    if (this.#times[at] === ms) {
      this.#set(at, ms, value, mark);
      return 'repaired';
    }
    if (this.length >= this.#most) return 'full';
    this.#makeRoom();
    const to = this.#begin + this.indexOf(ms);
    for (const array of [this.#times, this.#values, this.#marks]) array.copyWithin(to + 1, to, this.#end);
    this.#end++;
    this.#set(to, ms, value, mark);
    return 'late';
  }

  /** Drops what is later: the clock was ahead. */
  forgetAfter(ms: number): void {
    this.#leaptMs = Number.NEGATIVE_INFINITY;
    while (this.#end > this.#begin && this.#times[this.#end - 1]! > ms) this.#end--;
    this.version++;
  }

  #set(at: number, ms: number, value: number, mark: Mark): void {
    this.#times[at] = ms;
    this.#values[at] = value;
    this.#marks[at] = codes[mark];
  }

  #drop(before: number): void {
    let last = -1;
    let at = this.#begin;
    for (; at < this.#end && this.#times[at]! < before; at++) if (this.#marks[at]! <= worstThatCounts) last = at;
    if (this.#keepsLast && last >= 0) {
      at--;
      if (last < at) this.#set(at, this.#times[last]!, this.#values[last]!, marks[this.#marks[last]!]!);
    }
    this.#begin = at;
    // The oldest goes where a sensor sends faster than anybody said.
    if (this.length >= this.#most) this.#begin++;
  }

  /** In place where enough was dropped, so that a series that is full asks for no more memory. */
  #makeRoom(): void {
    const room = this.#times.length;
    if (this.#end < room) return;
    const { length } = this;
    if (this.#begin >= room / 4) {
      for (const array of [this.#times, this.#values, this.#marks]) array.copyWithin(0, this.#begin, this.#end);
    } else {
      const move = <A extends Float64Array | Uint8Array>(from: A, to: A): A => {
        to.set(from.subarray(this.#begin, this.#end));
        return to;
      };
      this.#times = move(this.#times, new Float64Array(2 * room));
      this.#values = move(this.#values, new Float64Array(2 * room));
      this.#marks = move(this.#marks, new Uint8Array(2 * room));
    }
    this.#begin = 0;
    this.#end = length;
  }
}
