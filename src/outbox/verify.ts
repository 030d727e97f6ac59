// Verifies a whole outbox: what SQLite can check, and what only we know to be so (format.ts, invariants 1, 2 and 6).
import type Database from 'better-sqlite3';
import { type Lane, lanes } from '../domain/lane.ts';
import { chainStart } from '../runtime/event-chain.ts';
import { hashOfBody, prevHashOf } from './body.ts';
import type { StoredRow } from './lane-table.ts';
import type { Stream } from './streams.ts';

export interface Verified {
  readonly rows: number;
  readonly unsent: number;
  /** Sequences that are not kept between others that are: retention, the cap or damage ended their keeping. */
  readonly holes: number;
  /** What is wrong, in English, for the log and for us; empty where nothing is. */
  readonly problems: readonly string[];
}

const rowsAtOnce = 500;
/** More of them say no more. */
const mostProblems = 50;

/**
 * @param db read-only is enough; an agent may be writing it.
 * @param alive an agent is writing it, so that counts change between two looks and are not compared.
 * @param onRows called with the rows done so far and those that there are, about.
 */
export function verify(db: Database.Database, alive: boolean, onRows: (done: number, of: number) => void): Verified {
  const problems: string[] = [];
  const say = (text: string) => void (problems.length < mostProblems && problems.push(text));
  const found = { rows: 0, unsent: 0, holes: 0 };
  try {
    const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
    for (const table of tables) {
      if (table.startsWith('lane_')) continue;
      const told = db.pragma(`quick_check(${table})`) as { quick_check: string }[];
      for (const { quick_check: text } of told) if (text !== 'ok') say(`${table}: ${text}`);
    }
    const streams = db.prepare<[], Stream>('SELECT * FROM streams').all();
    const of = streams.reduce((sum, s) => sum + s.kept, 0);
    for (const lane of lanes) {
      const counted = lanePass(db, lane, streams, say, (done) => onRows(found.rows + done, of));
      found.rows += counted.rows;
      found.unsent += counted.unsent;
      found.holes += counted.holes;
      if (alive) continue;
      const sum = (key: 'kept' | 'unsent') => streams.reduce((n, s) => n + (s.lane === lane ? s[key] : 0), 0);
      if (sum('kept') !== counted.rows) say(`${lane}: ${counted.rows} rows, and ${sum('kept')} are counted`);
      if (sum('unsent') !== counted.unsent) say(`${lane}: ${counted.unsent} unsent, and ${sum('unsent')} are counted`);
    }
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
  return { ...found, problems };
}

function lanePass(
  db: Database.Database,
  lane: Lane,
  streams: readonly Stream[],
  say: (text: string) => void,
  onRows: (done: number) => void,
) {
  const sql = `SELECT * FROM lane_${lane} WHERE position > ? ORDER BY position LIMIT ${rowsAtOnce}`;
  const select = db.prepare<[number], StoredRow>(sql);
  const last = new Map<number, number>();
  const hashes = new Map<number, string>();
  let [rows, holes] = [0, 0];
  for (let after = 0; ; ) {
    const some = select.all(after);
    for (const row of some) {
      const stream = streams.find((s) => s.stream === row.stream);
      const before = last.get(row.stream) ?? 0;
      if (!stream) say(`${lane}/${row.sequence}: its stream ${row.stream} is not there`);
      else if (row.sequence <= before) say(`${lane}/${row.sequence} comes after ${lane}/${before}`);
      if (row.sequence > before + 1) holes += row.sequence - before - 1;
      last.set(row.stream, row.sequence);
      const hash = row.sequence === before + 1 ? (hashes.get(row.stream) ?? null) : undefined;
      const wrong = wrongBody(lane, row) ?? wrongLink(row, hash);
      if (wrong) say(`${lane}/${row.sequence}: ${wrong}`);
      if (wrong) hashes.delete(row.stream);
      else hashes.set(row.stream, hashOfBody(row.body));
    }
    rows += some.length;
    onRows(rows);
    after = some.at(-1)?.position ?? after;
    if (some.length < rowsAtOnce) break;
  }
  const orphans = `SELECT count(*) FROM unsent_${lane} u WHERE NOT EXISTS
    (SELECT 1 FROM lane_${lane} r WHERE r.position = u.position)`;
  const lost = db.prepare<[], number>(orphans).pluck().get() ?? 0;
  if (lost > 0) say(`${lane}: ${lost} rows are to be sent and are not there`);
  const unsent = db.prepare<[], number>(`SELECT count(*) FROM unsent_${lane}`).pluck().get() ?? 0;
  return { rows, holes, unsent };
}

function wrongBody(lane: Lane, row: StoredRow): string | undefined {
  try {
    const event = JSON.parse(row.body) as Record<string, unknown>;
    if (!String(event['id']).endsWith(`-${lane}-${row.sequence}`)) return `its event has the id ${event['id']}`;
    if (Number(event['sequence']) !== row.sequence) return `its event has the sequence ${event['sequence']}`;
    return undefined;
  } catch {
    return 'its event is not whole';
  }
}

/**
 * @param before the hash of the event before it; null where that is not known, undefined where it is not kept.
 */
function wrongLink(row: StoredRow, before: string | null | undefined): string | undefined {
  const previous = prevHashOf(row.body);
  if (previous === undefined) return undefined;
  if (row.sequence === 1 && previous !== chainStart) return 'it is the first of its stream and names one before it';
  if (typeof before !== 'string' || previous === before || previous === chainStart) return undefined;
  return `it does not follow ${row.sequence - 1} in the chain: one of them was changed`;
}
