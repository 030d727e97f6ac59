// Reads kept rows again, page by page, and says what of the range is no longer kept. It works on any connection: the
// store's own, and a read-only one beside it. No page holds a reading open, so the log of the writer is never kept from
// being emptied.
import type Database from 'better-sqlite3';
import type { Lane } from '../domain/lane.ts';
import { hashOfBody, prevHashOf } from './body.ts';
import type { Gone, OutboxPage, OutboxQuery, OutboxRow } from './draft.ts';
import type { StoredRow } from './lane-table.ts';
import { Spans } from './spans.ts';
import type { Stream } from './streams.ts';

const mostRows = 1000;
/** A page ends early when its rows hold this many characters, or when so many rows were looked at in vain. */
const mostLength = 4 * 1024 ** 2;
const mostScanned = 8192;
const chunk = 128;

/** A row of a stream as its neighbour sees it; `ms` is null where the stream begins or ends. */
interface Place {
  readonly sequence: number;
  readonly ms: number | null;
}

/** What a page needs to know of its query: resolved once, then applied to each row. */
interface Range {
  readonly fromSequence: number;
  readonly toSequence: number;
  readonly from: number;
  readonly to: number;
}

type StreamRow = Pick<Stream, 'stream' | 'source' | 'lane' | 'first' | 'next'>;

export class Reader {
  readonly #db: Database.Database;
  readonly #spans: Spans | undefined;

  /** @param db of any schema that this program knows; a reading by time is slow in one of schema 1. */
  constructor(db: Database.Database) {
    this.#db = db;
    this.#spans = (db.pragma('user_version', { simple: true }) as number) >= 2 ? new Spans(db) : undefined;
  }

  /**
   * One page. Pages of one query may be read minutes apart: rows that went meanwhile are said to be gone.
   * @param toRow makes the row that is given out.
   */
  read(query: OutboxQuery, toRow: (lane: Lane, row: StoredRow, source: string) => OutboxRow): OutboxPage {
    const { lane, source, limit = mostRows } = query;
    const streams = this.#streams(lane, source);
    const range: Range = {
      fromSequence: query.fromSequence ?? 1,
      toSequence: query.toSequence ?? Number.MAX_SAFE_INTEGER,
      from: query.from ?? -Infinity,
      to: query.to ?? Infinity,
    };
    const rows: OutboxRow[] = [];
    const gone: Gone[] = [];
    if (streams.size === 0) return { rows, gone, next: null };
    const { after, upTo } = this.#positions(lane, [...streams.values()], query);
    const cursor = parseCursor(query.after);
    let position = cursor?.position ?? after;
    const before = cursor?.before ?? this.#before(lane, [...streams.keys()], after);
    const missing = (of: StreamRow, next: Place, row?: StoredRow) => {
      const last = before.get(of.stream) ?? { sequence: 0, ms: null };
      const hole = holeBetween(last, next, range);
      if (!hole) return;
      const isWholeBefore = hole.firstSequence === last.sequence + 1;
      const isWholeAfter = hole.lastSequence === next.sequence - 1;
      const hashBefore = isWholeBefore ? this.#hashBefore(lane, of.stream, row?.position, last) : undefined;
      const hashAfter = isWholeAfter && row ? prevHashOf(row.body) : undefined;
      const around = { ...(hashBefore ? { hashBefore } : {}), ...(hashAfter ? { hashAfter } : {}) };
      gone.push({ source: of.source, lane, ...hole, ...around });
    };
    const beyond = new Set<number>();
    const sql = `SELECT * FROM lane_${lane} WHERE position > ? AND position <= ? ORDER BY position LIMIT ${chunk}`;
    const select = this.#db.prepare<[number, number], StoredRow>(sql);
    for (let scanned = 0, length = 0; ; ) {
      const some = select.all(position, upTo);
      for (const row of some) {
        const of = streams.get(row.stream);
        position = row.position;
        scanned++;
        if (!of || beyond.has(row.stream)) continue;
        const place = { sequence: row.sequence, ms: row.appended };
        missing(of, place, row);
        before.set(row.stream, place);
        if (row.sequence > range.toSequence) beyond.add(row.stream);
        else if (row.sequence >= range.fromSequence && row.appended >= range.from && row.appended <= range.to) {
          rows.push(toRow(lane, row, of.source));
          length += row.body.length;
        }
        const full = rows.length >= Math.min(limit, mostRows) || length > mostLength || scanned >= mostScanned;
        if (full && beyond.size < streams.size) return { rows, gone, next: cursorOf(position, before) };
      }
      if (some.length < chunk || beyond.size === streams.size) break;
    }
    for (const s of streams.values()) if (!beyond.has(s.stream)) missing(s, this.#after(lane, s, upTo));
    return { rows, gone, next: null };
  }

  /** The hash of the last kept row of a stream before a position; undefined where that is another, or is in no chain. */
  #hashBefore(lane: Lane, stream: number, position = Number.MAX_SAFE_INTEGER, { sequence }: Place): string | undefined {
    const sql = `SELECT sequence, body FROM lane_${lane} WHERE position < ? AND stream = ? ORDER BY position DESC LIMIT 1`;
    const row = this.#db.prepare<[number, number], Pick<StoredRow, 'sequence' | 'body'>>(sql).get(position, stream);
    return row?.sequence === sequence && prevHashOf(row.body) !== undefined ? hashOfBody(row.body) : undefined;
  }

  #streams(lane: Lane, source: string | undefined): Map<number, StreamRow> {
    const sql = 'SELECT stream, source, lane, first, next FROM streams WHERE lane = ?';
    const found = this.#db.prepare<[string], StreamRow>(sql).all(lane);
    return new Map(found.filter((s) => source === undefined || s.source === source).map((s) => [s.stream, s]));
  }

  #positions(lane: Lane, streams: StreamRow[], query: OutboxQuery): { after: number; upTo: number } {
    const least = Math.min(...streams.map((s) => s.first + Math.max(1, query.fromSequence ?? 1) - 2));
    const { from, to } = query;
    const byTime = from === undefined && to === undefined ? undefined : this.#spans;
    const { after, upTo } = byTime?.positions(lane, from ?? -Infinity, to ?? Infinity) ?? {
      after: 0,
      upTo: Number.MAX_SAFE_INTEGER,
    };
    return { after: Math.max(least, after), upTo };
  }

  /** The last kept row of each stream at or before a position. */
  #before(lane: Lane, streams: number[], position: number): Map<number, Place> {
    const sql = `SELECT sequence, appended ms FROM lane_${lane} WHERE position <= ? AND stream = ? ORDER BY position DESC LIMIT 1`;
    const last = this.#db.prepare<[number, number], Place>(sql);
    return new Map(streams.map((s) => [s, last.get(position, s) ?? { sequence: 0, ms: null }]));
  }

  /** The first kept row of a stream after a position, or where the stream will go on. */
  #after(lane: Lane, of: StreamRow, position: number): Place {
    const sql = `SELECT sequence, appended ms FROM lane_${lane} WHERE position > ? AND stream = ? ORDER BY position LIMIT 1`;
    return this.#db.prepare<[number, number], Place>(sql).get(position, of.stream) ?? { sequence: of.next, ms: null };
  }
}

/** What lies between two kept neighbours and in the range, or undefined where nothing does. */
function holeBetween(before: Place, next: Place, range: Range) {
  const firstSequence = Math.max(before.sequence + 1, range.fromSequence);
  const lastSequence = Math.min(next.sequence - 1, range.toSequence);
  if (firstSequence > lastSequence) return undefined;
  if ((before.ms ?? -Infinity) > range.to || (next.ms ?? Infinity) < range.from) return undefined;
  const count = lastSequence - firstSequence + 1;
  return { firstSequence, lastSequence, count, afterMs: before.ms, beforeMs: next.ms };
}

const cursorOf = (position: number, before: ReadonlyMap<number, Place>) =>
  [position, ...[...before].map(([stream, { sequence, ms }]) => `${stream}:${sequence}:${ms ?? ''}`)].join('/');

/** Undefined for the first page; a text that is none of ours begins anew. */
function parseCursor(text: string | undefined): { position: number; before: Map<number, Place> } | undefined {
  const [position, ...places] = (text ?? '').split('/');
  if (!position || !Number.isSafeInteger(Number(position))) return undefined;
  const before = new Map<number, Place>();
  for (const place of places) {
    const [stream, sequence, ms] = place.split(':');
    before.set(Number(stream), { sequence: Number(sequence), ms: ms ? Number(ms) : null });
  }
  return { position: Number(position), before };
}
