// What the store lost and has not yet been announced. A notice is made in the transaction that loses rows and goes in
// the transaction that stores its announcement; until then it is told again after every start.
import type Database from 'better-sqlite3';
import type { Loss, Notice } from './protocol.ts';
import { sequenceText } from './sequence.ts';
import type { Stream } from './streams.ts';

export class Notices {
  readonly #db: Database.Database;
  readonly #insert: Database.Statement;
  readonly #update: Database.Statement;
  readonly #delete: Database.Statement;
  #all = new Map<number, Loss>();
  /** Notices that still grow, by stream and reason: those that were told do not change any more. */
  #growing = new Map<string, number>();

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

  /** Rows of a stream were given up; consecutive losses grow into one notice until it is told. */
  evicted(stream: Stream, sequences: readonly number[], reason: 'cap' | 'purged'): void {
    const key = `${stream.stream} ${reason}`;
    const notice = this.#growing.get(key);
    const before = notice === undefined ? undefined : this.#all.get(notice);
    const known = before?.kind === 'outbox.evicted' ? before : undefined;
    const all = known ? [...sequences, Number(known.firstSequence), Number(known.lastSequence)] : sequences;
    const loss: Loss = {
      kind: 'outbox.evicted',
      lane: stream.lane,
      firstSequence: sequenceText(Math.min(...all)),
      lastSequence: sequenceText(Math.max(...all)),
      count: (known?.count ?? 0) + sequences.length,
      reason,
    };
    if (notice === undefined || !known) {
      this.#growing.set(key, this.add(loss));
      return;
    }
    this.#update.run(JSON.stringify(loss), notice);
    this.#all.set(notice, loss);
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
