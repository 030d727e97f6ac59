// From version 2 of the format to 3: each stream gets the hash of its last event, so that the next one can name it.
import type Database from 'better-sqlite3';
import type { Lane } from '../domain/lane.ts';
import { eventHash, type JsonObject } from '../runtime/event-chain.ts';

interface Last {
  readonly sequence: number;
  readonly body: string;
}

/** Rows at the end of a lane among which the last one of a stream is looked for. */
const rowsLookedAt = 5000;

/**
 * Events from before the chain carry no hash and never will. Their own can be told all the same: where the last event of a
 * stream is still kept, the chain begins with it; where it is not, with zeros.
 */
export function addChain(db: Database.Database): void {
  db.exec('ALTER TABLE streams ADD COLUMN hash TEXT');
  const set = db.prepare('UPDATE streams SET hash = ? WHERE stream = ?');
  const streams = db
    .prepare<[], { stream: number; lane: Lane; next: number }>('SELECT stream, lane, next FROM streams')
    .all();
  for (const { stream, lane, next } of streams) {
    const last = db
      .prepare<[number, number], Last>(
        `SELECT sequence, body FROM lane_${lane}
         WHERE position > (SELECT max(position) FROM lane_${lane}) - ? AND stream = ? ORDER BY position DESC LIMIT 1`,
      )
      .get(rowsLookedAt, stream);
    if (last?.sequence === next - 1) set.run(hashOf(last.body), stream);
  }
}

function hashOf(body: string): string | null {
  try {
    return eventHash(JSON.parse(body) as JsonObject);
  } catch {
    // A text that is damaged within itself: nobody can name it.
    return null;
  }
}
