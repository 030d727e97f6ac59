// The streams of the store, one a (source, lane): the next sequence and the counts. They are held in memory and written
// with the transaction that changes them.
import type Database from 'better-sqlite3';
import { type Lane, lanes } from '../domain/lane.ts';
import { type LaneCounts, noCounts } from './draft.ts';

export interface Stream {
  readonly stream: number;
  readonly source: string;
  readonly lane: Lane;
  /** Position of its sequence 1 in the lane's table; a sequence s lies at position `first + s - 1` or after it. */
  readonly first: number;
  next: number;
  kept: number;
  unsent: number;
  evicted: number;
  /** Of its last event: the next one names it. Null where it is not known: the chain begins anew then. */
  hash: string | null;
}

export class Streams {
  readonly #db: Database.Database;
  readonly #update: Database.Statement;
  readonly #insert: Database.Statement;
  #byId = new Map<number, Stream>();
  #byName = new Map<string, Stream>();
  #positions: Record<Lane, number> = noCounts();
  #changed = new Set<Stream>();

  constructor(db: Database.Database) {
    this.#db = db;
    this.#update = db.prepare(
      'UPDATE streams SET next = ?, kept = ?, unsent = ?, evicted = ?, hash = ? WHERE stream = ?',
    );
    this.#insert = db.prepare('INSERT INTO streams VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.load();
  }

  /** Reads all from the database: at the start, and after a transaction that did not happen. */
  load(): void {
    this.#byId = new Map();
    this.#byName = new Map();
    this.#positions = noCounts();
    this.#changed = new Set();
    for (const s of this.#db.prepare<[], Stream>('SELECT * FROM streams').all()) {
      this.#byId.set(s.stream, s);
      this.#byName.set(nameOf(s.source, s.lane), s);
      this.#positions[s.lane] += s.next - 1;
    }
    // Rows that were carried over lie where they lay, whatever the streams count.
    for (const lane of lanes) {
      const last = this.#db.prepare<[], number | null>(`SELECT max(position) FROM lane_${lane}`).pluck().get() ?? 0;
      this.#positions[lane] = Math.max(this.#positions[lane], last);
    }
  }

  all(): Iterable<Stream> {
    return this.#byId.values();
  }

  /** Rows up to this one are there already: what comes next comes after them. @param hashOf gives the hash of the row. */
  reached(s: Stream, position: number, sequence: number, hashOf: () => string): void {
    this.#positions[s.lane] = Math.max(this.#positions[s.lane], position);
    if (sequence + 1 > s.next || (sequence + 1 === s.next && s.hash === null)) s.hash = hashOf();
    s.next = Math.max(s.next, sequence + 1);
    this.#changed.add(s);
  }

  get(stream: number): Stream | undefined {
    return this.#byId.get(stream);
  }

  find(source: string, lane: Lane): Stream | undefined {
    return this.#byName.get(nameOf(source, lane));
  }

  /** The stream to be changed in this transaction; made where there is none. */
  open(source: string, lane: Lane): Stream {
    let s = this.find(source, lane);
    if (!s) {
      const first = this.#positions[lane] + 1;
      s = { stream: this.#byId.size + 1, source, lane, first, next: 1, kept: 0, unsent: 0, evicted: 0, hash: null };
      this.#insert.run(s.stream, source, lane, first, s.next, s.kept, s.unsent, s.evicted, s.hash);
      this.#byId.set(s.stream, s);
      this.#byName.set(nameOf(source, lane), s);
    }
    this.#changed.add(s);
    return s;
  }

  /** The next place in the stream and in its lane. */
  take(s: Stream): { sequence: number; position: number } {
    s.kept++;
    s.unsent++;
    this.#changed.add(s);
    return { sequence: s.next++, position: ++this.#positions[s.lane] };
  }

  change(stream: number, how: (s: Stream) => void): void {
    const s = this.#byId.get(stream);
    if (!s) return;
    how(s);
    this.#changed.add(s);
  }

  /** Writes what changed; inside the transaction. */
  save(): void {
    for (const s of this.#changed) this.#update.run(s.next, s.kept, s.unsent, s.evicted, s.hash, s.stream);
    this.#changed.clear();
  }

  counts(of: 'kept' | 'unsent' | 'evicted'): LaneCounts {
    const counts = noCounts();
    for (const s of this.#byId.values()) counts[s.lane] += s[of];
    return counts;
  }

  /** Lanes that hold rows which were sent. */
  lanesWithSent(): Lane[] {
    const kept = this.counts('kept');
    const unsent = this.counts('unsent');
    return lanes.filter((lane) => kept[lane] > unsent[lane]);
  }
}

const nameOf = (source: string, lane: Lane) => `${lane} ${source}`;
