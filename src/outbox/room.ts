// Makes room under the cap, in the transaction that needs it. Pages that are freed are used again by the same
// transaction, so the file stops growing when it is full and nothing has to be vacuumed.
import type Database from 'better-sqlite3';
import { type Lane, lanes } from '../domain/lane.ts';
import type { Chain } from './chain.ts';
import { pageSize } from './format.ts';
import { KeyNews } from './key-news.ts';
import { LaneTable, type RowHead } from './lane-table.ts';
import { Notices } from './notices.ts';
import { evictionOrder, type LanePolicies } from './policy.ts';
import { Spans } from './spans.ts';
import { Streams } from './streams.ts';

export interface StoreParts {
  readonly db: Database.Database;
  readonly lanes: Readonly<Record<Lane, LaneTable>>;
  readonly streams: Streams;
  readonly notices: Notices;
  readonly spans: Spans;
  readonly chain: Chain;
  readonly keyNews: KeyNews;
}

export function partsOf(db: Database.Database, chain: Chain): StoreParts {
  const table = (lane: Lane) => [lane, new LaneTable(db, lane)] as const;
  const tables = Object.fromEntries(lanes.map(table)) as Record<Lane, LaneTable>;
  const [streams, notices, spans, keyNews] = [new Streams(db), new Notices(db), new Spans(db), new KeyNews(db)];
  return { db, lanes: tables, streams, notices, spans, chain, keyNews };
}

/** Runs a transaction. @throws what it throws; then what is held in memory is read again, as if nothing had been. */
export function atomically<T>({ db, lanes: tables, streams, notices, chain }: StoreParts, work: () => T): T {
  try {
    const result = db.transaction(work)();
    chain.settle();
    return result;
  } catch (error) {
    streams.load();
    notices.load();
    for (const lane of lanes) tables[lane].rolledBack();
    chain.forget();
    throw error;
  }
}

/** Rows deleted before the free pages are counted again. */
const chunk = 64;
const chunksAtOnce = 16;
/** Free pages given back to the file system in one step. */
export const vacuumPages = 256;
/** Pages that a transaction may need besides its rows: inner nodes, small tables. */
const spare = 32;

/** About: room is counted in pages. */
export const bytesOf = (tails: readonly string[]) => tails.reduce((sum, tail) => sum + tail.length + 200, 0);

/** About what rows take. A row takes up to a whole page more than its text, by its overflow chain; a quarter over is seen. */
export const wantedBytes = (bytes: number): number => Math.ceil((bytes * 1.25) / pageSize + spare) * pageSize;

/** What goes where there is no room: `sent`: nothing unsent does; `lesser`: of that only what goes before alarms. */
export type Expendable = 'all' | 'lesser' | 'sent';

export class Room {
  readonly #parts: StoreParts;
  readonly #policies: LanePolicies;
  readonly #order: readonly Lane[];
  readonly #pageCount: Database.Statement<[], number>;
  readonly #freePages: Database.Statement<[], number>;

  constructor(parts: StoreParts, policies: LanePolicies) {
    this.#parts = parts;
    this.#policies = policies;
    this.#order = evictionOrder(policies);
    this.#pageCount = parts.db.prepare<[], number>('PRAGMA page_count').pluck();
    this.#freePages = parts.db.prepare<[], number>('PRAGMA freelist_count').pluck();
  }

  /** The database in bytes: the whole file, and the part of it that is in use. */
  bytes(): { database: number; used: number } {
    const pages = this.#pageCount.get() ?? 0;
    return { database: pages * pageSize, used: (pages - (this.#freePages.get() ?? 0)) * pageSize };
  }

  /**
   * Deletes until `bytes` of new rows fit below `limit`: sent rows first, the oldest of all lanes, then unsent ones by
   * lane, of each as its policy says. Claimed rows stay, they are on their way. Where far more has to go than comes (the cap was
   * lowered, media came), the rest is left to `trim`, so that no commit takes long.
   * @param limit what the database may have in use, bytes.
   */
  make(bytes: number, limit: number, of: Expendable = 'all'): void {
    for (let i = 0; i < chunksAtOnce && !this.fits(bytes, limit); i++) {
      if (!this.#evict(of)) return;
    }
  }

  /** Whether `bytes` of new rows fit below `limit` as it is. */
  fits(bytes: number, limit: number): boolean {
    return this.bytes().used + wantedBytes(bytes) <= limit;
  }

  /**
   * One step towards a file of at most `limit` bytes, outside of a transaction. Pages that are free within the limit
   * are left where they are: giving them back and taking them again would only wear the flash.
   * @returns whether there is more to do.
   */
  trim(limit: number): boolean {
    if (this.bytes().database <= limit) return false;
    let more = true;
    if (this.bytes().used > limit) {
      atomically(this.#parts, () => {
        for (let i = 0; i < chunksAtOnce && more; i++) more = this.bytes().used > limit && this.#evict();
        this.#parts.streams.save();
      });
    }
    this.vacuum(Math.min(vacuumPages, Math.ceil((this.bytes().database - limit) / pageSize)));
    return this.bytes().database > limit && (more || this.bytes().used < this.bytes().database);
  }

  /** Gives free pages back to the file system. @returns how many. */
  vacuum(pages = vacuumPages): number {
    const before = this.bytes().database;
    this.#parts.db.pragma(`incremental_vacuum(${pages})`);
    return (before - this.bytes().database) / pageSize;
  }

  #evict(of: Expendable = 'all'): boolean {
    if (this.evictSent()) return true;
    const lesser = this.#order.slice(0, this.#order.indexOf('alarm'));
    return of !== 'sent' && this.#evictUnsent(of === 'all' ? this.#order : lesser);
  }

  /** @returns false where no sent row is left. */
  evictSent(): boolean {
    const { lanes, streams } = this.#parts;
    let oldest: RowHead[] = [];
    let of: LaneTable | undefined;
    for (const lane of streams.lanesWithSent()) {
      const heads = lanes[lane].sent(chunk);
      if (heads[0] && (!oldest[0] || heads[0].appended < oldest[0].appended)) {
        oldest = heads;
        of = lanes[lane];
      }
    }
    if (!of) return false;
    this.deleteSent(of, oldest);
    return true;
  }

  deleteSent(table: LaneTable, heads: readonly RowHead[]): void {
    for (const row of heads) {
      table.delete(row);
      this.#parts.streams.change(row.stream, (s) => s.kept--);
    }
  }

  #evictUnsent(order: readonly Lane[]): boolean {
    const { lanes, streams, notices } = this.#parts;
    for (const lane of order) {
      const heads = lanes[lane].unsent(chunk, this.#policies[lane].evict);
      if (heads.length === 0) continue;
      const lost = new Map<number, RowHead[]>();
      for (const row of heads) lost.set(row.stream, [...(lost.get(row.stream) ?? []), row]);
      for (const [stream, rows] of lost) {
        streams.change(stream, (s) => {
          s.kept -= rows.length;
          s.unsent -= rows.length;
          s.evicted += rows.length;
          notices.evicted(s, rows, 'cap', lanes[lane]);
        });
      }
      for (const row of heads) lanes[lane].deleteUnsent(row);
      return true;
    }
    return false;
  }
}
