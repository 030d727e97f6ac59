// What was appended and not yet handed to the store: bounded in number and in bytes. When it is full the lane that can
// best be missed loses its oldest; alarms go last.
import type { Lane } from '../domain/lane.ts';
import { lanes } from '../domain/lane.ts';

export interface Entry {
  /** Counts everything appended in this process. */
  readonly number: number;
  readonly lane: Lane;
  readonly source: string;
  readonly subject: string;
  readonly type: string;
  readonly occurredMs: number;
  readonly appendedMs: number;
  /** When the first of what it speaks for came up: as `appendedMs`, but for an announcement of what was lost before it. */
  readonly sinceMs: number;
  readonly tail: string;
  /** It has a signature of its own. */
  readonly sign: boolean;
  /** Notices of the store that this entry announces: cleared in the transaction that stores it. */
  readonly clears: { readonly epoch: string; readonly notices: readonly number[] } | null;
}

export interface PendingBounds {
  readonly rows: number;
  readonly bytes: number;
}

/** What an entry takes of the memory, about: V8 keeps texts beyond Latin-1 in two bytes a character. */
const sizeOf = (entry: Entry) => entry.tail.length * 2 + 300;

/** First in, first out, with its start moving through the array: `shift` of a long array would move all of it. */
class Line {
  #items: Entry[] = [];
  #start = 0;

  get size(): number {
    return this.#items.length - this.#start;
  }

  get first(): Entry | undefined {
    return this.#items[this.#start];
  }

  sinceMs(): number {
    let least = Number.POSITIVE_INFINITY;
    for (let i = this.#start; i < this.#items.length; i++) least = Math.min(least, this.#items[i]?.sinceMs ?? least);
    return least;
  }

  push(entry: Entry): void {
    this.#items.push(entry);
  }

  shift(): Entry | undefined {
    const entry = this.#items[this.#start];
    if (entry === undefined) return undefined;
    this.#start++;
    if (this.#start > 256 && this.#start * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#start);
      this.#start = 0;
    }
    return entry;
  }
}

export class Pending {
  readonly #bounds: PendingBounds;
  readonly #evictionOrder: readonly Lane[];
  readonly #lines: Readonly<Record<Lane, Line>>;
  #rows = 0;
  #bytes = 0;

  /** @param evictionOrder the lanes in the order in which they lose entries when it is full. */
  constructor(bounds: PendingBounds, evictionOrder: readonly Lane[]) {
    this.#bounds = bounds;
    this.#evictionOrder = evictionOrder;
    this.#lines = Object.fromEntries(lanes.map((lane) => [lane, new Line()])) as Record<Lane, Line>;
  }

  get rows(): number {
    return this.#rows;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** It is half full. */
  get isPressed(): boolean {
    return this.#rows * 2 > this.#bounds.rows || this.#bytes * 2 > this.#bounds.bytes;
  }

  /** @returns the entries that had to go to make room, possibly the new one itself. */
  push(entry: Entry): Entry[] {
    this.#lines[entry.lane].push(entry);
    this.#rows++;
    this.#bytes += sizeOf(entry);
    const dropped: Entry[] = [];
    while (this.#rows > this.#bounds.rows || this.#bytes > this.#bounds.bytes) {
      const lane = this.#evictionOrder.find((l) => this.#lines[l].size > 0);
      const gone = lane && this.#shift(lane);
      if (!gone) break;
      dropped.push(gone);
    }
    return dropped;
  }

  /** How many of a lane wait. */
  size(lane: Lane): number {
    return this.#lines[lane].size;
  }

  /** The next entries of these lanes, by priority and in order within each; at least one where there is any. */
  take(most: PendingBounds, of: readonly Lane[] = lanes): Entry[] {
    const taken: Entry[] = [];
    let bytes = 0;
    for (const lane of of) {
      for (let next = this.#lines[lane].first; next; next = this.#lines[lane].first) {
        bytes += sizeOf(next);
        if (taken.length >= most.rows || (taken.length > 0 && bytes > most.bytes)) return taken;
        this.#shift(lane);
        taken.push(next);
      }
    }
    return taken;
  }

  /** The entry that was appended first of those that wait. */
  get oldest(): Entry | undefined {
    let oldest: Entry | undefined;
    for (const lane of lanes) {
      const { first } = this.#lines[lane];
      if (first && (!oldest || first.number < oldest.number)) oldest = first;
    }
    return oldest;
  }

  /**
   * When the first of all that waits came up; Infinity where nothing does. Not that of the oldest entry: the clock may have
   * been set back meanwhile.
   */
  sinceMs(): number {
    return Math.min(...lanes.map((lane) => this.#lines[lane].sinceMs()));
  }

  #shift(lane: Lane): Entry | undefined {
    const entry = this.#lines[lane].shift();
    if (!entry) return undefined;
    this.#rows--;
    this.#bytes -= sizeOf(entry);
    return entry;
  }
}
