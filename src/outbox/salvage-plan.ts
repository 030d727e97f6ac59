// What is known of a damaged database when it is set aside: the plan by which its rows are carried over (salvage.ts) and
// by which what does not come back is named. It lies in the new database, so that a crash only interrupts the work.
import type Database from 'better-sqlite3';
import type { Lane } from '../domain/lane.ts';
import type { BeatStream } from './heartbeat.ts';

export const salvageTable = `
  CREATE TABLE salvage (
    file TEXT PRIMARY KEY, page INTEGER NOT NULL, carried INTEGER NOT NULL, unsent INTEGER NOT NULL,
    broken INTEGER NOT NULL, streams TEXT NOT NULL
  ) STRICT;`;

/** A stream of the damaged database. */
export interface PlannedStream {
  readonly source: string;
  readonly lane: Lane;
  readonly first: number;
  /** The sequence that it would have given next, by the database or the heartbeat, whichever knew more. */
  readonly next: number;
  /** Its number in the damaged database. */
  readonly stream: number;
  /** The next sequence as the damaged database has it: what came after was lost before. 0 where it could not be read. */
  readonly known: number;
  /** How many rows it kept; null where that could not be read. */
  readonly kept: number | null;
  /** The hash of its last event by the heartbeat; null where that does not know it: the chain begins anew then. */
  readonly hash: string | null;
}

export interface SalvagePlan {
  /** The damaged database, without its directory. */
  readonly file: string;
  /** Pages up to here are done. */
  readonly page: number;
  /** Rows that came back so far, and how many of them are unsent. */
  readonly carried: number;
  readonly unsent: number;
  /** Rows that were found and were not whole. */
  readonly broken: number;
  readonly streams: readonly PlannedStream[];
}

/** A stream as the damaged database has it. */
export type RemainingStream = Omit<BeatStream, 'hash'> & { readonly kept: number };

/** What the database and the heartbeat know of the streams, as one. */
export function planStreams(database: readonly RemainingStream[], beat: readonly BeatStream[]): PlannedStream[] {
  const planned: PlannedStream[] = database.map(({ source, lane, first, next, stream, kept }) => {
    const later = beat.find((b) => b.source === source && b.lane === lane);
    // The damaged file is not believed about a hash: a wrong one would look like a changed event.
    const hash = later && later.next >= next ? later.hash : null;
    return { source, lane, first, next: Math.max(next, later?.next ?? 0), stream, known: next, kept, hash };
  });
  for (const known of beat) {
    if (planned.some((p) => p.source === known.source && p.lane === known.lane)) continue;
    const { source, lane, first, next, stream, hash } = known;
    planned.push({ source, lane, first, next, stream, known: 0, kept: null, hash });
  }
  return planned;
}

interface PlanRow extends Omit<SalvagePlan, 'streams'> {
  readonly streams: string;
}

/** The plans of a database, the oldest first. */
export function readPlans(db: Database.Database): SalvagePlan[] {
  const rows = db.prepare<[], PlanRow>('SELECT * FROM salvage ORDER BY file').all();
  return rows.map((row) => ({ ...row, streams: JSON.parse(row.streams) as PlannedStream[] }));
}

export function savePlan(db: Database.Database, plan: SalvagePlan): void {
  const { file, page, carried, unsent, broken, streams } = plan;
  const sql = 'INSERT OR REPLACE INTO salvage VALUES (?, ?, ?, ?, ?, ?)';
  db.prepare(sql).run(file, page, carried, unsent, broken, JSON.stringify(streams));
}

export function dropPlan(db: Database.Database, file: string): void {
  db.prepare('DELETE FROM salvage WHERE file = ?').run(file);
}
