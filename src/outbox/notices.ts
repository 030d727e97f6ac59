// What the store lost and has not yet been announced. A notice is made in the transaction that loses rows and goes in
// the transaction that stores its announcement; until then it is told again after every start.
import type Database from 'better-sqlite3';
import type { Lane } from '../domain/lane.ts';
import type { Loss, Notice } from './protocol.ts';
import { sequenceText } from './sequence.ts';
import type { Stream } from './streams.ts';

type Evicted = Extract<Loss, { kind: 'outbox.evicted' }>;

interface Run {
  readonly first: number;
  readonly last: number;
}

/** Losses of one stream that are told apart, until they are told. */
const mostGrowing = 64;

export class Notices {
  readonly #db: Database.Database;
  readonly #insert: Database.Statement;
  readonly #update: Database.Statement;
  readonly #delete: Database.Statement;
  #all = new Map<number, Loss>();
  /** Notices that still grow, by stream and reason: those that were told do not change any more. */
  #growing = new Map<string, number[]>();

  constructor(db: Database.Database) {
    this.#db = db;
    this.#insert = db.prepare('INSERT INTO notices (said) VALUES (?)');
    this.#update = db.prepare('UPDATE notices SET said = ? WHERE notice = ?');
    this.#delete = db.prepare('DELETE FROM notices WHERE notice = ?');
    this.load();
  }

  load(): void {
    const rows = this.#db.prepare<[], { notice: number; said: string }>('SELECT notice, said FROM notices').all();
    this.#all = new Map(rows.map((row) => [row.notice, JSON.parse(row.said) as Loss]));
    this.#growing = new Map();
  }

  get some(): boolean {
    return this.#all.size > 0;
  }

  add(loss: Loss): number {
    const notice = Number(this.#insert.run(JSON.stringify(loss)).lastInsertRowid);
    this.#all.set(notice, loss);
    return notice;
  }

  /**
   * Rows of a stream were given up. What follows on a loss that was not told yet grows into its notice, so that each names
   * nothing but what is gone; where there are very many, the rest is named by its ends and its count.
   */
  evicted(stream: Stream, sequences: readonly number[], reason: 'cap' | 'purged'): void {
    const key = `${stream.stream} ${reason}`;
    const growing = this.#growing.get(key) ?? [];
    this.#growing.set(key, growing);
    for (const run of runsOf(sequences)) {
      const next = growing.findLast((notice) => this.#follows(notice, run));
      const notice = next ?? (growing.length >= mostGrowing ? growing.at(-1) : undefined);
      if (notice === undefined) growing.push(this.add(this.#lossOf(stream.lane, reason, run)));
      else this.#grow(notice, this.#lossOf(stream.lane, reason, run));
    }
  }

  #lossOf(lane: Lane, reason: 'cap' | 'purged', { first, last }: Run): Evicted {
    const [firstSequence, lastSequence] = [sequenceText(first), sequenceText(last)];
    return { kind: 'outbox.evicted', lane, firstSequence, lastSequence, count: last - first + 1, reason };
  }

  #follows(notice: number, { first, last }: Run): boolean {
    const loss = this.#all.get(notice) as Evicted;
    return Number(loss.lastSequence) + 1 === first || last + 1 === Number(loss.firstSequence);
  }

  #grow(notice: number, more: Evicted): void {
    const loss = this.#all.get(notice) as Evicted;
    const grown: Evicted = {
      ...loss,
      firstSequence: sequenceText(Math.min(Number(loss.firstSequence), Number(more.firstSequence))),
      lastSequence: sequenceText(Math.max(Number(loss.lastSequence), Number(more.lastSequence))),
      count: loss.count + more.count,
    };
    this.#update.run(JSON.stringify(grown), notice);
    this.#all.set(notice, grown);
  }

  /** All that is to be announced. From now on these do not change. */
  tell(): Notice[] {
    this.#growing.clear();
    return [...this.#all].map(([notice, loss]) => ({ notice, loss }));
  }

  clear(notice: number): void {
    this.#delete.run(notice);
    this.#all.delete(notice);
  }
}

/** Sequences without a gap between them, each run by its ends. */
function runsOf(sequences: readonly number[]): Run[] {
  const runs: { first: number; last: number }[] = [];
  for (const n of [...sequences].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && run.last + 1 === n) run.last = n;
    else runs.push({ first: n, last: n });
  }
  return runs;
}
