// Checks a database from a thread and a connection of its own: the store goes on meanwhile. It goes through the lanes in
// small steps, each a reading of its own, so that the log of the store can be emptied in between, and it reads every
// event: a text that changed within itself is damage that SQLite's own check does not see.
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { lanes } from '../domain/lane.ts';

export interface CheckSaid {
  /** Rows that were looked at, and how many there are, about. */
  readonly done: number;
  readonly of: number;
  /** What is wrong, in SQLite's words where they are SQLite's; null until the check has ended. */
  readonly found: string[] | null;
}

const rowsAtOnce = 500;
const tellEveryRows = 5000;

interface Step {
  readonly last: number | null;
  readonly rows: number;
  readonly broken: number | null;
}

const { file } = workerData as { file: string };
const say = (said: CheckSaid) => parentPort?.postMessage(said);
const db = new Database(file, { readonly: true, fileMustExist: true });
try {
  const found = check();
  say({ done: 1, of: 1, found });
} catch (error) {
  if (!(error instanceof Database.SqliteError) || !/^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) throw error;
  say({ done: 1, of: 1, found: [error.message] });
} finally {
  db.close();
}

function check(): string[] {
  const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  for (const table of tables) {
    if (table.startsWith('lane_')) continue;
    const told = db.pragma(`quick_check(${table})`) as { quick_check: string }[];
    const wrong = told.map((row) => row.quick_check).filter((text) => text !== 'ok');
    if (wrong.length > 0) return wrong.slice(0, 20);
  }
  const of = db.prepare<[], number>('SELECT coalesce(sum(kept), 0) FROM streams').pluck().get() ?? 0;
  let done = 0;
  for (const lane of lanes) {
    const step = db.prepare<[number], Step>(
      `SELECT max(position) last, count(*) rows, sum(NOT json_valid(body)) broken FROM
         (SELECT position, body FROM lane_${lane} WHERE position > ? ORDER BY position LIMIT ${rowsAtOnce})`,
    );
    for (let after: number | null = 0; after !== null; ) {
      const { last, rows, broken } = step.get(after) as Step;
      if (broken) return [`${broken} events of lane ${lane} after position ${after} are not whole`];
      if (Math.floor(done / tellEveryRows) !== Math.floor((done + rows) / tellEveryRows))
        say({ done, of, found: null });
      done += rows;
      after = last;
    }
  }
  return [];
}
