// One lane of the store: its rows by position, which of them are unsent, and which are claimed.
import type Database from 'better-sqlite3';
import type { Lane } from '../domain/lane.ts';
import type { ClaimPart } from './draft.ts';

/** A row as it lies in the table. */
export interface StoredRow {
  readonly position: number;
  readonly stream: number;
  readonly sequence: number;
  readonly appended: number;
  readonly subject: string;
  readonly type: string;
  readonly body: string;
}

/** A row without its contents: what deleting it needs to know. */
export interface RowHead {
  readonly position: number;
  readonly stream: number;
  readonly sequence: number;
  readonly appended: number;
}

const head = 'r.position, r.stream, r.sequence, r.appended';
const whole = `${head}, r.subject, r.type, r.body`;

function prepare(db: Database.Database, lane: Lane) {
  const rows = `lane_${lane}`;
  const unsent = `unsent_${lane}`;
  const joined = `FROM ${unsent} u JOIN ${rows} r ON r.position = u.position`;
  const sent = `NOT EXISTS (SELECT 1 FROM ${unsent} u WHERE u.position = r.position)`;
  return {
    insert: db.prepare(`INSERT INTO ${rows} VALUES (?, ?, ?, ?, ?, ?, ?)`),
    insertUnsent: db.prepare(`INSERT INTO ${unsent} SELECT position FROM ${rows} WHERE position >= ?`),
    carry: db.prepare(`INSERT OR IGNORE INTO ${rows} VALUES (?, ?, ?, ?, ?, ?, ?)`),
    carryUnsent: db.prepare(`INSERT OR IGNORE INTO ${unsent} VALUES (?)`),
    delete: db.prepare(`DELETE FROM ${rows} WHERE position = ?`),
    deleteUnsent: db.prepare(`DELETE FROM ${unsent} WHERE position = ?`),
    body: db.prepare<[number], string>(`SELECT body FROM ${rows} WHERE position = ?`).pluck(),
    streamOf: db.prepare<[number], number>(`SELECT stream FROM ${rows} WHERE position = ?`).pluck(),
    unsentOne: db.prepare<[number], StoredRow>(`SELECT ${whole} ${joined} WHERE u.position = ?`),
    unsentBetween: db.prepare<[number, number, number], StoredRow>(
      `SELECT ${whole} ${joined} WHERE u.position > ? AND u.position < ? ORDER BY u.position LIMIT ?`,
    ),
    unsentBefore: db.prepare<[number, number], RowHead>(
      `SELECT ${head} ${joined} WHERE u.position < ? ORDER BY u.position DESC LIMIT ?`,
    ),
    unsentHeads: db.prepare<[number, number], RowHead>(
      `SELECT ${head} ${joined} WHERE u.position > ? ORDER BY u.position LIMIT ?`,
    ),
    sentHeads: db.prepare<[number, number, number], RowHead>(
      `SELECT ${head} FROM ${rows} r WHERE r.position >= ? AND r.position <= ? AND ${sent} ORDER BY r.position LIMIT ?`,
    ),
    firstUnsent: db.prepare<[], number>(`SELECT min(position) FROM ${unsent}`).pluck(),
    last: db.prepare<[], number>(`SELECT max(position) FROM ${rows}`).pluck(),
  };
}

export class LaneTable {
  readonly lane: Lane;
  readonly #sql: ReturnType<typeof prepare>;
  /** Position of a claimed row to its stream. */
  readonly claimed = new Map<number, number>();
  /** Per part: everything unsent of it up to here is claimed, or was given back and stands in `#returned`. */
  #cursors = { backlog: 0, live: Number.MAX_SAFE_INTEGER };
  #returned: number[] = [];
  /** Where the live part begins, as of `#sinceMs`. Until somebody asks for parts, all is backlog. */
  #liveFrom = Number.MAX_SAFE_INTEGER;
  #sinceMs: number | undefined;
  /** Below this position no row is sent: where the search for the oldest sent row begins. */
  #sentFrom = 0;

  constructor(db: Database.Database, lane: Lane) {
    this.lane = lane;
    this.#sql = prepare(db, lane);
  }

  insert(row: StoredRow): void {
    const { position, stream, sequence, appended, subject, type, body } = row;
    this.#sql.insert.run(position, stream, sequence, appended, subject, type, body);
  }

  /** The text of a row; undefined where there is none. */
  bodyAt(position: number): string | undefined {
    return this.#sql.body.get(position);
  }

  /** Makes the rows from `position` on unsent: all that a transaction inserted, in one statement. */
  insertedFrom(position: number): void {
    this.#sql.insertUnsent.run(position);
  }

  /** Puts a row back to where it was in a damaged database. @returns false where there is one already. */
  carry(row: StoredRow, unsent: boolean): boolean {
    const { position, stream, sequence, appended, subject, type, body } = row;
    if (this.#sql.carry.run(position, stream, sequence, appended, subject, type, body).changes === 0) return false;
    if (!unsent) this.#sentFrom = Math.min(this.#sentFrom, position);
    else {
      this.#sql.carryUnsent.run(position);
      // The search may have gone past it.
      const part = position < this.#liveFrom ? 'backlog' : 'live';
      const cursor = Math.min(this.#cursors[part], position - 1);
      this.#cursors[part] = cursor;
      // What was given back and lies behind it is met again by the search.
      const isHere = (p: number) => p < this.#liveFrom === (part === 'backlog');
      if (this.#returned.length > 0) this.#returned = this.#returned.filter((p) => !isHere(p) || p <= cursor);
    }
    return true;
  }

  /** The next unsent rows that nobody has claimed, in order; they are claimed now. */
  claim(limit: number, part?: ClaimPart): StoredRow[] {
    if (part && part.sinceMs !== this.#sinceMs) this.#split(part.sinceMs);
    const rows = part?.of === 'live' ? [] : this.#claim('backlog', limit);
    if (part?.of !== 'backlog') rows.push(...this.#claim('live', limit - rows.length));
    return rows;
  }

  #claim(part: ClaimPart['of'], limit: number): StoredRow[] {
    const rows: StoredRow[] = [];
    const isHere = (position: number) => position < this.#liveFrom === (part === 'backlog');
    const back = this.#returned.filter(isHere).slice(0, limit);
    if (back.length > 0) this.#returned = this.#returned.filter((p) => !back.includes(p));
    for (const position of back) {
      const row = this.#sql.unsentOne.get(position);
      if (row) rows.push(row);
    }
    const end = part === 'backlog' ? this.#liveFrom : Number.MAX_SAFE_INTEGER;
    while (rows.length < limit) {
      const more = this.#sql.unsentBetween.all(this.#cursors[part], end, limit - rows.length);
      this.#cursors[part] = more.at(-1)?.position ?? this.#cursors[part];
      if (more.length === 0) break;
      // After a split the search begins anew, and meets what is claimed already.
      rows.push(...more.filter((row) => !this.claimed.has(row.position)));
    }
    for (const row of rows) this.claimed.set(row.position, row.stream);
    return rows;
  }

  /** Unsent rows that were appended before `sinceMs`, and the rows before those, are backlog; all else is live. */
  #split(sinceMs: number): void {
    this.#sinceMs = sinceMs;
    this.#liveFrom = 0;
    for (let before = Number.MAX_SAFE_INTEGER; ; ) {
      const heads = this.#sql.unsentBefore.all(before, 500);
      const old = heads.find((row) => row.appended < sinceMs);
      if (old) this.#liveFrom = old.position + 1;
      if (old || heads.length === 0) break;
      before = heads.at(-1)?.position as number;
    }
    this.#returned = [];
    this.#cursors = { backlog: 0, live: this.#liveFrom - 1 };
  }

  /** Gives claimed rows back, so that they are claimed again before what comes after them. */
  release(positions: Iterable<number>): void {
    const before = this.#returned.length;
    for (const p of [...positions]) if (this.claimed.delete(p)) this.#returned.push(p);
    if (this.#returned.length > before) this.#returned.sort((a, b) => a - b);
  }

  /** Marks a row as sent. @returns its stream, or undefined where it was sent already or is gone. */
  acknowledge(position: number): number | undefined {
    if (this.#sql.deleteUnsent.run(position).changes === 0) return undefined;
    this.#sentFrom = Math.min(this.#sentFrom, position);
    return this.claimed.get(position) ?? this.#sql.streamOf.get(position);
  }

  delete(row: RowHead): void {
    this.#sql.delete.run(row.position);
  }

  deleteUnsent(row: RowHead): void {
    this.#sql.deleteUnsent.run(row.position);
    this.#sql.delete.run(row.position);
  }

  /** Sent rows, oldest first, up to a position. */
  sent(limit: number, upTo = Number.MAX_SAFE_INTEGER): RowHead[] {
    const heads = this.#sql.sentHeads.all(this.#sentFrom, upTo, limit);
    const first = heads[0]?.position;
    if (first !== undefined) this.#sentFrom = first;
    return heads;
  }

  /** A transaction did not happen: rows that it deleted are there again. */
  rolledBack(): void {
    this.#sentFrom = 0;
  }

  /** Unsent rows that nobody has claimed. */
  unsent(limit: number, order: 'oldest-first' | 'newest-first' = 'oldest-first'): RowHead[] {
    const heads: RowHead[] = [];
    const oldest = order === 'oldest-first';
    for (let from = oldest ? 0 : Number.MAX_SAFE_INTEGER; heads.length < limit; ) {
      const some = (oldest ? this.#sql.unsentHeads : this.#sql.unsentBefore).all(from, limit);
      if (some.length === 0) break;
      heads.push(...some.filter((row) => !this.claimed.has(row.position)));
      from = some.at(-1)?.position as number;
    }
    return heads.slice(0, limit);
  }

  /** When the oldest unsent row was appended. */
  oldestUnsentMs(): number | undefined {
    return this.#sql.unsentHeads.get(0, 1)?.appended;
  }

  /** Up to which position every row has been sent. */
  sentUpTo(): number {
    const unsent = this.#sql.firstUnsent.get();
    return typeof unsent === 'number' ? unsent - 1 : (this.#sql.last.get() ?? 0);
  }
}
