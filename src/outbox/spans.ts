// Finds rows by time without an index: per lane the times of each thousand rows or so, written once when they are
// complete, so a row costs the card nothing more. Clocks step, so the times within a span are in no order and spans may
// overlap; a span that is not noted may hold anything.
import type Database from 'better-sqlite3';
import type { Lane } from '../domain/lane.ts';

/** Span n holds the positions n * spanRows + 1 to (n + 1) * spanRows. */
const spanRows = 1024;
/** Spans that `learn` notes in one step: it reads as many rows as they have. */
const learntAtOnce = 16;

export const spanTable = `
  CREATE TABLE spans (
    lane TEXT NOT NULL, span INTEGER NOT NULL, from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL,
    PRIMARY KEY (lane, span)
  ) STRICT, WITHOUT ROWID;`;

interface Span {
  readonly span: number;
  readonly from_ms: number;
  readonly to_ms: number;
}

export class Spans {
  readonly #db: Database.Database;
  readonly #all: Database.Statement<[string], Span>;
  readonly #forget: Database.Statement;
  readonly #insert: Database.Statement;
  /** The span at the end of a lane, where all of it was appended through this. */
  readonly #growing = new Map<Lane, { readonly next: number; readonly from: number; readonly to: number }>();

  /** @param db of schema 2 or later. */
  constructor(db: Database.Database) {
    this.#db = db;
    this.#all = db.prepare('SELECT span, from_ms, to_ms FROM spans WHERE lane = ? ORDER BY span');
    this.#forget = db.prepare('DELETE FROM spans WHERE lane = ? AND span >= ? AND span <= ?');
    this.#insert = db.prepare('INSERT OR REPLACE INTO spans VALUES (?, ?, ?, ?)');
  }

  /** A row was appended, in the same transaction. A complete span is noted; its rows are read again only after a start. */
  appended(lane: Lane, position: number, ms: number): void {
    let growing = this.#growing.get(lane);
    if ((position - 1) % spanRows === 0) growing = { next: position, from: ms, to: ms };
    // After a transaction that did not happen, or a start in its middle, only the rows themselves tell.
    else if (growing?.next !== position) growing = undefined;
    if (growing) {
      growing = { next: position + 1, from: Math.min(growing.from, ms), to: Math.max(growing.to, ms) };
      this.#growing.set(lane, growing);
    } else this.#growing.delete(lane);
    if (position % spanRows !== 0) return;
    const span = position / spanRows - 1;
    if (growing) this.#insert.run(lane, span, growing.from, growing.to);
    else this.#note(lane, span);
  }

  /** Rows came back between these positions: what was noted of their spans is too narrow. */
  forget(lane: Lane, first: number, last: number): void {
    this.#forget.run(lane, Math.floor((first - 1) / spanRows), Math.floor((last - 1) / spanRows));
  }

  /** Notes some complete spans that are not noted, and forgets some that are gone. @returns whether there is more. */
  learn(lane: Lane): boolean {
    const bounds = this.#bounds(lane);
    if (!bounds) return false;
    this.#forget.run(lane, 0, bounds.first - 1);
    const known = new Set(this.#all.all(lane).map((s) => s.span));
    let left = learntAtOnce;
    for (let span = bounds.first; span < bounds.last && left > 0; span++) {
      if (known.has(span)) continue;
      this.#note(lane, span);
      left--;
    }
    return left === 0;
  }

  /** Between which positions the rows of a time lie: after `after`, up to `upTo`. Both ends are inclusive, in ms. */
  positions(lane: Lane, from: number, to: number): { after: number; upTo: number } {
    const bounds = this.#bounds(lane);
    if (!bounds) return { after: 0, upTo: 0 };
    const known = new Map(this.#all.all(lane).map((s) => [s.span, s]));
    const may = (span: number) => {
      const of = known.get(span);
      return !of || (of.from_ms <= to && of.to_ms >= from);
    };
    let { first, last } = bounds;
    while (first <= last && !may(first)) first++;
    while (last >= first && !may(last)) last--;
    return { after: first * spanRows, upTo: Math.max(first, last + 1) * spanRows };
  }

  #note(lane: Lane, span: number): void {
    this.#db
      .prepare(
        `INSERT OR REPLACE INTO spans SELECT ?, ?, min(appended), max(appended) FROM lane_${lane}
         WHERE position > ? AND position <= ? HAVING count(*) > 0`,
      )
      .run(lane, span, span * spanRows, (span + 1) * spanRows);
  }

  /** The spans of the first and the last kept row. */
  #bounds(lane: Lane): { first: number; last: number } | undefined {
    const sql = `SELECT (SELECT min(position) FROM lane_${lane}) first, (SELECT max(position) FROM lane_${lane}) last`;
    const found = this.#db.prepare<[], { first: number | null; last: number | null }>(sql).get();
    if (!found || found.first === null || found.last === null) return undefined;
    return { first: Math.floor((found.first - 1) / spanRows), last: Math.floor((found.last - 1) / spanRows) };
  }
}
