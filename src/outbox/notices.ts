// What the store lost and has not yet been announced. A notice is made in the transaction that loses rows and goes in
// the transaction that stores its announcement; until then it is told again after every start.
import type Database from 'better-sqlite3';
import type { Lane } from '../domain/lane.ts';
import { hashOfBody, prevHashOf } from './body.ts';
import type { LaneTable, RowHead } from './lane-table.ts';
import type { Loss, Notice } from './protocol.ts';
import { sequenceText } from './sequence.ts';
import type { Stream } from './streams.ts';

type Evicted = Extract<Loss, { kind: 'outbox.evicted' }>;

/** Rows of a stream without a gap between them. */
interface Run {
  readonly first: RowHead;
  last: RowHead;
}

type Bridge = Pick<Evicted, 'hashBefore' | 'hashAfter'>;

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
   * Rows of a stream are given up: called while they are still there, for the chain goes on over the gap by their hashes.
   * What follows on a loss that was not told yet grows into its notice, so that each names nothing but what is gone; where
   * there are very many, the rest is named by its ends and its count.
   */
  evicted(stream: Stream, rows: readonly RowHead[], reason: 'cap' | 'purged', table: LaneTable): void {
    const key = `${stream.stream} ${reason}`;
    const growing = this.#growing.get(key) ?? [];
    this.#growing.set(key, growing);
    for (const run of runsOf(rows)) {
      const loss = lossOf(stream.lane, reason, run, table);
      const next = growing.findLast((notice) => this.#follows(notice, run));
      const notice = next ?? (growing.length >= mostGrowing ? growing.at(-1) : undefined);
      if (notice === undefined) growing.push(this.add(loss));
      else this.#grow(notice, loss);
    }
  }

  #follows(notice: number, { first, last }: Run): boolean {
    const loss = this.#all.get(notice) as Evicted;
    return Number(loss.lastSequence) + 1 === first.sequence || last.sequence + 1 === Number(loss.firstSequence);
  }

  #grow(notice: number, more: Evicted): void {
    const loss = this.#all.get(notice) as Evicted;
    const first = Number(more.firstSequence) < Number(loss.firstSequence) ? more : loss;
    const last = Number(more.lastSequence) > Number(loss.lastSequence) ? more : loss;
    const { hashBefore: _, hashAfter: __, ...rest } = loss;
    const grown: Evicted = {
      ...rest,
      firstSequence: first.firstSequence,
      lastSequence: last.lastSequence,
      count: loss.count + more.count,
      ...bridge(first.hashBefore, last.hashAfter),
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

function lossOf(lane: Lane, reason: 'cap' | 'purged', { first, last }: Run, table: LaneTable): Evicted {
  const [firstBody, lastBody] = [table.bodyAt(first.position), table.bodyAt(last.position)];
  return {
    kind: 'outbox.evicted',
    lane,
    firstSequence: sequenceText(first.sequence),
    lastSequence: sequenceText(last.sequence),
    count: last.sequence - first.sequence + 1,
    reason,
    ...bridge(firstBody && prevHashOf(firstBody), lastBody && prevHashOf(lastBody) && hashOfBody(lastBody)),
  };
}

/** What is not known is left out. */
const bridge = (hashBefore: string | undefined, hashAfter: string | undefined): Bridge => ({
  ...(hashBefore ? { hashBefore } : {}),
  ...(hashAfter ? { hashAfter } : {}),
});

/** Rows without a gap between their sequences, each run by its ends. */
function runsOf(rows: readonly RowHead[]): Run[] {
  const runs: Run[] = [];
  for (const row of [...rows].sort((a, b) => a.sequence - b.sequence)) {
    const run = runs.at(-1);
    if (run && run.last.sequence + 1 === row.sequence) run.last = row;
    else runs.push({ first: row, last: row });
  }
  return runs;
}
