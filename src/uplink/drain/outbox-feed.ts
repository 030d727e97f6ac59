// Gives out what the outbox holds unsent, of some lanes: claims rows in pages, keeps a few ready, and tells the outbox
// what became of each. Where a lane is divided, rows that are older than the line are of the past (backlog, a feed of
// its own) and what comes after it is live: so what is measured now is seen now, however much waits from yesterday.
import { type Lane, lanes } from '../../domain/outgoing.ts';
import type { LaneCounts, OutboxRow } from '../../outbox/draft.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import type { RowSource } from '../ports.ts';
import { batchParcel, eventParcel, type Feed, type MayGo, type Parcel, type ParcelRoom, type Rank } from './parcel.ts';

/** Where the past ends: one line for the feeds of both sides. */
export interface Line {
  /** Rows that were appended from then on are live, milliseconds since the epoch. */
  readonly sinceMs: number;
}

export interface OutboxFeedOptions {
  readonly rank: Rank;
  readonly lanes: readonly Lane[];
  /** Absent: all of these lanes. */
  readonly part?: 'live' | 'backlog';
  /** Rows that one message may hold; 1: no batches. */
  readonly batch: () => number;
}

export interface OutboxFeedDeps {
  readonly gateway: string;
  readonly outbox: RowSource;
  readonly line: () => Line;
  readonly logger: Logger;
  /** Rows are ready. */
  readonly wake: () => void;
  /** A lane had nothing to give. */
  readonly onDry: (lane: Lane) => void;
  readonly isFlying: (key: string) => boolean;
  /** The broker refuses a row for good. */
  readonly setAside: (row: OutboxRow, why: string) => void;
}

export class OutboxFeed implements Feed {
  readonly rank: Rank;
  readonly claims = true;
  readonly #deps: OutboxFeedDeps;
  readonly #options: OutboxFeedOptions;
  /** Claimed and not yet sent, the most urgent first. */
  #ready: OutboxRow[] = [];
  /** To be released. */
  #back: string[] = [];
  #claiming = false;
  /** The last claim got all there was. */
  #dry = false;
  /** Since the last claim began something has come, or was given back, or may be claimed again. */
  #fresh = false;
  #up = false;
  /** A batch was refused for good on this link: its rows go alone, so that only those are given up that are refused alone. */
  #alone = false;
  /** Counts links that came and went. */
  #links = 0;

  constructor(options: OutboxFeedOptions, deps: OutboxFeedDeps) {
    this.rank = options.rank;
    this.#options = options;
    this.#deps = deps;
  }

  get waiting(): boolean {
    return this.#ready.length > 0;
  }

  /** When the oldest row that is ready was appended, milliseconds since the epoch. */
  get oldestMs(): number | undefined {
    return this.#ready[0]?.appendedMs;
  }

  next(room: ParcelRoom, mayGo: MayGo): Parcel | undefined {
    const historical = this.#options.part === 'backlog';
    for (let row = this.#ready[0]; row; row = this.#ready[0]) {
      if (!mayGo(row.lane)) {
        this.#ready.shift();
        this.#back.push(row.key);
        continue;
      }
      if (row.body.length > room.bytes) return undefined;
      const count = this.#countTogether(row, room.batchBytes);
      const rows = this.#ready.splice(0, count);
      return count > 1
        ? batchParcel(this.#deps.gateway, rows, this)
        : eventParcel(this.#deps.gateway, row, this, historical);
    }
    return undefined;
  }

  refill(window: number, mayGo: MayGo): void {
    this.#giveBack();
    const room = window * 2 - this.#ready.length;
    const wanted = this.#fresh || (!this.#dry && this.#ready.length < window / 2);
    if (wanted && room > 0 && !this.#claiming && this.#up) void this.#claim(Math.min(room, window), mayGo);
  }

  freshen(counts?: LaneCounts): void {
    if (!counts || this.#options.lanes.some((lane) => counts[lane] > 0)) this.#fresh = true;
  }

  taken(parcel: Parcel): void {
    this.#deps.outbox.acknowledge(parcel.rows.map((row) => row.key));
  }

  back(parcel: Parcel): void {
    this.#back.push(...parcel.rows.map((row) => row.key));
  }

  refused(parcel: Parcel, why: string): void {
    if (parcel.rows.length > 1) {
      this.#deps.logger.warn('a batch is refused; its messages go one by one', { rows: parcel.rows.length, why });
      this.#alone = true;
      this.#fresh = true;
      this.back(parcel);
      return;
    }
    for (const row of parcel.rows) this.#deps.setAside(row, why);
  }

  mayHave(lane: Lane): boolean {
    if (!this.#options.lanes.includes(lane) || this.#options.part !== 'live') return false;
    return this.#claiming || this.#fresh || !this.#dry || this.#ready.some((row) => row.lane === lane);
  }

  attach(): void {
    this.#up = true;
    this.#alone = false;
    this.#links++;
    this.#fresh = true;
  }

  detach(): void {
    this.#up = false;
    this.#links++;
    this.#returnReady();
  }

  redraw(): void {
    this.#fresh = true;
    this.#returnReady();
  }

  #returnReady(): void {
    this.#back.push(...this.#ready.map((row) => row.key));
    this.#ready = [];
    this.#giveBack();
  }

  #giveBack(): void {
    if (this.#back.length === 0) return;
    const keys = this.#back;
    this.#back = [];
    this.#deps.outbox.release(keys);
  }

  #countTogether(first: OutboxRow, mostBytes: number): number {
    const most = this.#options.part === 'backlog' && !this.#alone ? this.#options.batch() : 1;
    let count = 0;
    for (let bytes = 2; count < Math.min(most, this.#ready.length); count++) {
      const row = this.#ready[count] as OutboxRow;
      bytes += row.body.length + 20;
      if (count > 0 && (row.lane !== first.lane || bytes > mostBytes)) break;
    }
    return Math.max(1, count);
  }

  async #claim(limit: number, mayGo: MayGo): Promise<void> {
    const open = this.#options.lanes.filter(mayGo);
    if (open.length === 0) return;
    this.#claiming = true;
    this.#fresh = false;
    const links = this.#links;
    const { outbox, line, logger, onDry, isFlying } = this.#deps;
    const { part: of } = this.#options;
    const { sinceMs } = line();
    let rows: readonly OutboxRow[] = [];
    try {
      rows = await outbox.claim(limit, open, of ? { of, sinceMs } : undefined);
      this.#dry = rows.length < limit;
      const gave = new Set(rows.map((r) => r.lane));
      // That nothing is new does not say that nothing waits from before.
      if (this.#dry && of !== 'live') for (const lane of open) if (!gave.has(lane)) onDry(lane);
    } catch (error) {
      // It is asked again when something is appended, or by the poll.
      logger.warn('the outbox gives no rows', errorFields(error));
      this.#dry = true;
    }
    this.#claiming = false;
    if (this.#links !== links || line().sinceMs !== sinceMs) {
      this.#fresh = true;
      this.#back.push(...rows.map((r) => r.key));
      this.#giveBack();
    } else {
      // A store that was restarted has forgotten its claims, and gives rows again that are here already.
      const here = new Set(this.#ready.map((r) => r.key));
      this.#ready.push(...rows.filter((r) => !here.has(r.key) && !isFlying(r.key)));
      if (rows.length > 0) this.#ready.sort((a, b) => lanes.indexOf(a.lane) - lanes.indexOf(b.lane));
    }
    this.#deps.wake();
  }
}
