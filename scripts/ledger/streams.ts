// What a centre knows of the sequences of one gateway: which numbers of each lane it has, and where a hole is. A hole in
// the middle is seen by itself; one at the end only when something newer comes, so a centre that was away asks for what
// comes after the last number that it has.
const lanes = ['alarm', 'event', 'state', 'telemetry'];

export interface Hole {
  readonly lane: string;
  readonly from: number;
  /** Infinity: whatever comes after `from`. */
  readonly to: number;
}

/** One lane under one epoch of the store (the first part of an event's id: a new one counts anew where it has to). */
interface Stream {
  readonly lane: string;
  readonly seen: Set<number>;
  /** All numbers from `first` to here are known or given up. */
  low: number;
  first: number;
  highest: number;
}

export class Streams {
  readonly #streams = new Map<string, Stream>();

  take(lane: string, id: string, sequence: number): void {
    const epoch = id.slice(0, id.indexOf('-'));
    const key = `${lane} ${epoch}`;
    let stream = this.#streams.get(key);
    if (!stream) {
      stream = { lane, seen: new Set(), low: 0, first: sequence, highest: sequence };
      this.#streams.set(key, stream);
    }
    stream.seen.add(sequence);
    stream.first = Math.min(stream.first, sequence);
    stream.highest = Math.max(stream.highest, sequence);
    this.#advance(stream);
  }

  /** These are not to be had any more: somebody said so. */
  giveUp(lane: string, from: number, to: number): void {
    for (const stream of this.#streams.values()) {
      if (stream.lane !== lane) continue;
      for (let n = Math.max(from, stream.low + 1); n <= Math.min(to, stream.highest); n++) stream.seen.add(n);
      this.#advance(stream);
    }
  }

  /** Holes between what is known, the widest run of each first. */
  holes(): Hole[] {
    const holes: Hole[] = [];
    for (const stream of this.#streams.values()) {
      let from: number | undefined;
      for (let n = stream.low + 1; n <= stream.highest; n++) {
        const missing = !this.#has(stream, n);
        if (missing) from ??= n;
        if (from !== undefined && !missing) {
          holes.push({ lane: stream.lane, from, to: n - 1 });
          from = undefined;
        }
      }
    }
    return holes;
  }

  /** For a centre that was away: per lane what may have come after the last of it. */
  ends(): Hole[] {
    // Of a lane that nothing came of yet, everything may be missing.
    const last = new Map<string, number>(lanes.map((lane) => [lane, 0]));
    // The newest epoch of a lane was made last.
    for (const { lane, highest } of this.#streams.values()) last.set(lane, highest);
    return [...last].map(([lane, highest]) => ({ lane, from: highest + 1, to: Number.POSITIVE_INFINITY }));
  }

  #advance(stream: Stream): void {
    while (stream.low < stream.highest && this.#has(stream, stream.low + 1)) stream.low++;
  }

  /** Numbers before the first of an epoch belong to the epoch before it. */
  #has(stream: Stream, n: number): boolean {
    if (stream.seen.has(n)) return true;
    if (n >= stream.first) return false;
    for (const other of this.#streams.values()) {
      if (other !== stream && other.lane === stream.lane && other.seen.has(n)) return true;
    }
    return false;
  }
}
