// Checks the whole database while it is used, in small steps between the requests of the store. It reads through a
// connection of its own, so that it sees what is on the medium and not what the store has in memory; each step is a
// reading of its own, so that the log can be emptied in between. It reads every event: a text that changed within itself
// is damage that SQLite's own check does not see.
import Database from 'better-sqlite3';
import { lanes } from '../domain/lane.ts';

export interface CheckSaid {
  /** Rows that were looked at, and how many there are, about. */
  readonly done: number;
  readonly of: number;
  /** What is wrong, in SQLite's words where they are SQLite's; null until the check has ended. */
  readonly found: readonly string[] | null;
}

/** Rows that a step reads, and entries of the lists of what is unsent: others wait for the store that long. */
const rowsAtOnce = 250;
const entriesAtOnce = 20_000;

interface Step {
  readonly last: number | null;
  readonly rows: number;
  readonly broken: number | null;
}

export class Check {
  readonly #db: Database.Database;
  readonly #steps: Generator<CheckSaid, readonly string[]>;
  #last: CheckSaid = { done: 0, of: 1, found: null };

  /** @throws the errors of SQLite where it cannot be opened. */
  constructor(file: string) {
    this.#db = new Database(file, { readonly: true, fileMustExist: true });
    this.#db.pragma('cache_size = -500');
    this.#steps = this.#all();
  }

  /** One step; with the last one it closes its connection. @throws what is no damage: the check is over then. */
  step(): CheckSaid {
    try {
      const { done, value } = this.#steps.next();
      if (!done) this.#last = value;
      else return this.#end(value);
      return value;
    } catch (error) {
      const ended = this.#end([error instanceof Error ? error.message : String(error)]);
      if (!(error instanceof Database.SqliteError) || !/^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) throw error;
      return ended;
    }
  }

  close(): void {
    this.#db.close();
  }

  #end(found: readonly string[]): CheckSaid {
    this.close();
    return { ...this.#last, found };
  }

  *#all(): Generator<CheckSaid, readonly string[]> {
    const db = this.#db;
    const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
    for (const table of tables) {
      if (table.startsWith('lane_') || table.startsWith('unsent_')) continue;
      const told = db.pragma(`quick_check(${table})`) as { quick_check: string }[];
      const wrong = told.map((row) => row.quick_check).filter((text) => text !== 'ok');
      if (wrong.length > 0) return wrong.slice(0, 20);
    }
    const of = db.prepare<[], number>('SELECT coalesce(sum(kept), 0) FROM streams').pluck().get() ?? 0;
    let done = 0;
    for (const lane of lanes) {
      const unsent = db.prepare<[number], number | null>(
        `SELECT max(position) FROM (SELECT position FROM unsent_${lane} WHERE position > ? ORDER BY position LIMIT ${entriesAtOnce})`,
      );
      for (let after: number | null = 0; after !== null; after = unsent.pluck().get(after) ?? null) {
        yield { done, of, found: null };
      }
      const rows = db.prepare<[number], Step>(
        `SELECT max(position) last, count(*) rows, sum(NOT json_valid(body)) broken FROM
           (SELECT position, body FROM lane_${lane} WHERE position > ? ORDER BY position LIMIT ${rowsAtOnce})`,
      );
      for (let after: number | null = 0; after !== null; ) {
        const step = rows.get(after) as Step;
        if (step.broken) return [`${step.broken} events of lane ${lane} after position ${after} are not whole`];
        done += step.rows;
        after = step.last;
        yield { done, of, found: null };
      }
    }
    return [];
  }
}
