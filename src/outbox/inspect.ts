// Looks into an outbox from outside: a read-only connection beside the agent that writes it, or without one. Every
// reading is a short one of its own, so the agent's log can always be emptied, however long the look takes.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Lane, lanes } from '../domain/lane.ts';
import { HaidangError } from '../runtime/errors.ts';
import { damagedFiles } from './aside.ts';
import { idOf } from './body.ts';
import { type LaneCounts, noCounts, type OutboxPage, type OutboxQuery, type OutboxRow } from './draft.ts';
import { applicationId, fileNames, laneCodes, refuseNewer } from './format.ts';
import { keyOf } from './keys.ts';
import type { StoredRow } from './lane-table.ts';
import { Reader } from './reader.ts';

/** A kept row and whether it was sent. */
export interface KeptRow extends OutboxRow {
  readonly sent: boolean;
}

export interface Summary {
  readonly epoch: string;
  readonly schema: number;
  readonly kept: LaneCounts;
  readonly unsent: LaneCounts;
  readonly evicted: LaneCounts;
  /** When the oldest unsent row was appended, milliseconds since the epoch; null where all is sent. */
  readonly oldestUnsentMs: number | null;
  /** Losses that are still to be announced. */
  readonly notices: number;
  /** Damaged databases beside this one, without the directory. */
  readonly damaged: readonly string[];
}

interface StreamRow {
  readonly stream: number;
  readonly source: string;
  readonly lane: Lane;
  readonly kept: number;
  readonly unsent: number;
  readonly evicted: number;
}

export class Inspector {
  readonly db: Database.Database;
  readonly #directory: string;
  readonly #reader: Reader;
  readonly #epoch: string;

  /**
   * @param directory the data directory.
   * @throws HaidangError (`configuration`): `outbox-none` where there is no outbox, `outbox-newer`, `outbox-unreadable`
   *   where the file is damaged or not to be read by this user.
   */
  constructor(directory: string) {
    this.#directory = directory;
    const file = join(directory, fileNames.database);
    if (!existsSync(file)) throw new HaidangError('configuration', 'outbox-none', `there is no outbox in ${directory}`);
    try {
      this.db = new Database(file, { readonly: true, fileMustExist: true });
      this.db.pragma('busy_timeout = 2000');
      if (this.db.pragma('application_id', { simple: true }) !== applicationId) throw new Error('it is no outbox');
      refuseNewer(this.db);
      this.#reader = new Reader(this.db);
      this.#epoch = this.db.prepare<[], string>('SELECT epoch FROM state').pluck().get() ?? '';
    } catch (error) {
      if (error instanceof HaidangError) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw new HaidangError('configuration', 'outbox-unreadable', `${file} cannot be read: ${why}`, { cause: error });
    }
  }

  summary(): Summary {
    const counts = { kept: noCounts(), unsent: noCounts(), evicted: noCounts() };
    for (const s of this.db.prepare<[], StreamRow>('SELECT * FROM streams').all()) {
      for (const what of ['kept', 'unsent', 'evicted'] as const) counts[what][s.lane] += s[what];
    }
    const ages = lanes.flatMap((lane) => {
      const sql = `SELECT r.appended FROM unsent_${lane} u JOIN lane_${lane} r ON r.position = u.position
        ORDER BY u.position LIMIT 1`;
      return this.db.prepare<[], number>(sql).pluck().get() ?? [];
    });
    return {
      epoch: this.#epoch,
      schema: this.db.pragma('user_version', { simple: true }) as number,
      ...counts,
      oldestUnsentMs: ages.length > 0 ? Math.min(...ages) : null,
      notices: this.db.prepare<[], number>('SELECT count(*) FROM notices').pluck().get() ?? 0,
      damaged: damagedFiles(this.#directory),
    };
  }

  /** A page of a range, in the order in which the rows were appended. */
  read(query: OutboxQuery): Omit<OutboxPage, 'rows'> & { readonly rows: KeptRow[] } {
    const page = this.#reader.read(query, (lane, row, source) => this.#toRow(lane, row, source));
    return { ...page, rows: page.rows as KeptRow[] };
  }

  /** The newest rows of some lanes, the newest first. */
  newest(of: readonly Lane[], limit: number): KeptRow[] {
    const sources = new Map(
      this.db
        .prepare<[], StreamRow>('SELECT * FROM streams')
        .all()
        .map((s) => [s.stream, s.source]),
    );
    const rows = of.flatMap((lane) =>
      this.db
        .prepare<[number], StoredRow>(`SELECT * FROM lane_${lane} ORDER BY position DESC LIMIT ?`)
        .all(limit)
        .map((row) => this.#toRow(lane, row, sources.get(row.stream) ?? '')),
    );
    return rows.sort((a, b) => b.appendedMs - a.appendedMs).slice(0, limit);
  }

  /** The row of an id (`<epoch>-<lane>-<sequence>`) or of `<lane>/<sequence>`; of a sequence given twice both. */
  find(name: string): KeptRow[] {
    const [, lane, digits] = /^(?:[0-9a-f]+-)?([a-z]+)[-/]0*(\d+)$/.exec(name) ?? [];
    const of = lanes.find((l) => l === lane);
    if (!of) return [];
    const sequence = Number(digits);
    const { rows } = this.read({ lane: of, fromSequence: sequence, toSequence: sequence });
    return rows.filter((row) => name.includes('/') || row.id === name);
  }

  close(): void {
    this.db.close();
  }

  #toRow(lane: Lane, row: StoredRow, source: string): KeptRow {
    const { position, sequence, subject, type, body, appended } = row;
    const unsent = this.db.prepare<[number], number>(`SELECT 1 FROM unsent_${lane} WHERE position = ?`).pluck();
    const key = keyOf(this.#epoch, laneCodes[lane], position);
    const sent = unsent.get(position) === undefined;
    return { key, lane, sequence, id: idOf(body), source, subject, type, body, appendedMs: appended, sent };
  }
}
