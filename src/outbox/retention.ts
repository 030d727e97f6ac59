// Ends the keeping of rows that were sent long enough ago. It goes by marks ("by this time everything up to here had
// been sent"), so a row is kept for the whole time after it was sent, and at most one interval of marks longer.
import type Database from 'better-sqlite3';
import { type Lane, lanes } from '../domain/lane.ts';
import type { Instant } from '../domain/time.ts';
import { pageSize } from './format.ts';
import type { LanePolicies } from './policy.ts';
import { atomically, type Room, type StoreParts, vacuumPages } from './room.ts';

/** Rows deleted in one transaction: others wait for the store that long. */
const chunk = 500;

export class Retention {
  readonly #parts: StoreParts;
  readonly #room: Room;
  readonly #policies: LanePolicies;
  readonly #sql: {
    mark: Database.Statement;
    lastMark: Database.Statement<[string], { at: number; position: number }>;
    due: Database.Statement<[string, number], number>;
    drop: Database.Statement;
  };
  readonly #lastMarkMs = new Map<Lane, number>();

  constructor(parts: StoreParts, room: Room, policies: LanePolicies) {
    this.#parts = parts;
    this.#room = room;
    this.#policies = policies;
    const { db } = parts;
    this.#sql = {
      mark: db.prepare('INSERT OR REPLACE INTO marks VALUES (?, ?, ?)'),
      lastMark: db.prepare('SELECT at, position FROM marks WHERE lane = ? ORDER BY at DESC LIMIT 1'),
      due: db.prepare<[string, number], number>('SELECT max(position) FROM marks WHERE lane = ? AND at <= ?').pluck(),
      drop: db.prepare('DELETE FROM marks WHERE lane = ? AND at <= ?'),
    };
  }

  /** Notes up to where a lane has been sent, inside a transaction that acknowledged some of it; now and then. */
  noteSent(lane: Lane, now: Instant): void {
    // A time that nobody confirmed may be years off, and would end the keeping at once.
    if (now.quality === 'unsynced') return;
    const last = this.#lastMarkMs.get(lane);
    if (last !== undefined && Math.abs(now.ms - last) < Math.max(60_000, this.#policies[lane].retainMs / 100)) return;
    this.#lastMarkMs.set(lane, now.ms);
    const position = this.#parts.lanes[lane].sentUpTo();
    if (position > (this.#sql.lastMark.get(lane)?.position ?? 0)) this.#sql.mark.run(lane, now.ms, position);
  }

  /** One step; each is a transaction of its own. @returns how many rows went, and whether there is more to do. */
  step(now: Instant): { deleted: number; more: boolean } {
    if (now.quality === 'unsynced') return { deleted: 0, more: false };
    for (const lane of lanes) {
      const cutoff = now.ms - this.#policies[lane].retainMs;
      const deleted = atomically(this.#parts, () => this.#deleteSome(lane, cutoff, now));
      if (deleted > 0) return { deleted, more: true };
    }
    const { db, spans } = this.#parts;
    const learning = db.transaction(() => lanes.some((lane) => spans.learn(lane)))();
    return { deleted: 0, more: this.#vacuum() || learning };
  }

  #deleteSome(lane: Lane, cutoff: number, now: Instant): number {
    this.#lastMarkMs.delete(lane);
    this.noteSent(lane, now);
    const upTo = this.#sql.due.get(lane, cutoff);
    const heads = typeof upTo === 'number' ? this.#parts.lanes[lane].sent(chunk, upTo) : [];
    this.#room.deleteSent(this.#parts.lanes[lane], heads);
    if (heads.length === 0) this.#sql.drop.run(lane, cutoff);
    this.#parts.streams.save();
    return heads.length;
  }

  /** Gives pages back where more than a quarter of the file is free: less is soon used again. */
  #vacuum(): boolean {
    const { database, used } = this.#room.bytes();
    const free = (database - used) / pageSize;
    if (free < vacuumPages || database - used < database / 4) return false;
    return this.#room.vacuum() > 0;
  }
}
