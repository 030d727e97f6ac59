// What the agent's database holds, read from outside and read-only, as a person with sqlite3 would.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { lanes } from '../../src/domain/lane.ts';

const atOnce = 200;

export interface CommittedRow {
  readonly id: string;
  readonly lane: string;
  readonly sequence: number;
  /** The event's own time, on the agent's clock; milliseconds since the epoch. */
  readonly timeMs: number;
  /** Which run of the agent recorded it. */
  readonly run: string;
  /** `<device> <value>` where it is a reading of a counting device. */
  readonly reading: string | undefined;
}

/** Reads rows that were not read before; `all` begins anew, for a store that may have lost its end or was replaced. */
export class StoreReader {
  readonly #file: string;
  readonly #from = new Map<string, number>();

  constructor(data: string) {
    this.#file = join(data, 'outbox.db');
  }

  /**
   * In small pieces: the devices and the centre, which live in this process too, go on in between.
   * @throws the errors of SQLite, for a file that is damaged.
   */
  async read(all: boolean): Promise<CommittedRow[]> {
    if (!existsSync(this.#file)) return [];
    if (all) this.#from.clear();
    const db = new Database(this.#file, { readonly: true, timeout: 2000 });
    try {
      const rows: CommittedRow[] = [];
      for (const lane of lanes) {
        for (let some = this.#piece(db, lane); some.length > 0; some = this.#piece(db, lane)) {
          rows.push(...some);
          await setImmediate();
        }
      }
      return rows;
    } finally {
      db.close();
    }
  }

  #piece(db: Database.Database, lane: string): CommittedRow[] {
    const sql = `SELECT position, sequence, body FROM lane_${lane} WHERE position > ? ORDER BY position LIMIT ${atOnce}`;
    const rows = db.prepare<[number], Row>(sql).all(this.#from.get(lane) ?? 0);
    const last = rows.at(-1);
    if (last) this.#from.set(lane, last.position);
    return rows.map(({ sequence, body }) => {
      const event = JSON.parse(body) as StoredEvent;
      const count = event.data.readings?.['count'];
      const reading = count?.quality === 'good' ? `${event.data.device} ${count.value}` : undefined;
      return { id: event.id, lane, sequence, timeMs: Date.parse(event.time), run: event.bootid, reading };
    });
  }
}

interface Row {
  readonly position: number;
  readonly sequence: number;
  readonly body: string;
}

interface StoredEvent {
  readonly id: string;
  readonly time: string;
  readonly bootid: string;
  readonly data: {
    readonly device?: string;
    readonly readings?: Readonly<Record<string, { readonly value: unknown; readonly quality: string }>>;
  };
}
