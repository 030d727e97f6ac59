// A damaged database as far as SQLite itself can still read it: which rows were unsent.
import Database from 'better-sqlite3';
import { type Lane, lanes } from '../domain/lane.ts';

interface LaneSql {
  readonly one: Database.Statement<[number], number>;
  readonly between: Database.Statement<[number, number], UnsentBetween>;
}

export interface UnsentBetween {
  readonly count: number;
  readonly first: number | null;
  readonly last: number | null;
}

export class Remainder {
  readonly #db: Database.Database | undefined;
  readonly #lanes = new Map<Lane, LaneSql>();

  /** Never throws: what cannot be read is not known. */
  constructor(file: string) {
    try {
      const db = new Database(file, { readonly: true, fileMustExist: true });
      this.#db = db;
      for (const lane of lanes) this.#prepare(db, lane);
    } catch {
      // Not even its first page: every row is taken for unsent.
    }
  }

  #prepare(db: Database.Database, lane: Lane): void {
    try {
      this.#lanes.set(lane, {
        one: db.prepare<[number], number>(`SELECT 1 FROM unsent_${lane} WHERE position = ?`).pluck(),
        between: db.prepare<[number, number], UnsentBetween>(
          `SELECT count(*) count, min(position) first, max(position) last FROM unsent_${lane}
           WHERE position > ? AND position < ?`,
        ),
      });
    } catch {
      // A table that is gone.
    }
  }

  /** Also where that is not known: sent twice is told apart by the id, not sent at all is a loss. */
  isUnsent(lane: Lane, position: number): boolean {
    try {
      const sql = this.#lanes.get(lane);
      return !sql || sql.one.get(position) !== undefined;
    } catch {
      return true;
    }
  }

  /** Unsent rows between two positions, both exclusive; undefined where that cannot be read. */
  unsentBetween(lane: Lane, after: number, before: number): UnsentBetween | undefined {
    try {
      return this.#lanes.get(lane)?.between.get(after, before);
    } catch {
      return undefined;
    }
  }

  close(): void {
    this.#db?.close();
  }
}
