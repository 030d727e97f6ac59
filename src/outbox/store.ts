// The store as its worker sees it: synchronous, alone with its database. Its rules are in format.ts.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { type Lane, lanes } from '../domain/lane.ts';
import type { Instant } from '../domain/time.ts';
import { idOf } from './body.ts';
import { bootOfMachine } from './boot.ts';
import { Budget } from './budget.ts';
import { Chain, defaultCheckpoints } from './chain.ts';
import { Check, type CheckSaid } from './check.ts';
import { Disk, expendableFor } from './disk.ts';
import type { ClaimPart, OutboxPage, OutboxQuery, OutboxRow, PurgeQuery, PurgeStep, StoreStats } from './draft.ts';
import { busyMs, fileNames, laneCodes, laneOfCode } from './format.ts';
import { Heartbeat } from './heartbeat.ts';
import { insertRows } from './insert.ts';
import { keyOf } from './keys.ts';
import type { StoredRow } from './lane-table.ts';
import { takeLock } from './lock.ts';
import type { Batch, Notice, Opened, OpenOptions, RetentionStep } from './protocol.ts';
import { purgeStep } from './purge.ts';
import { Reader } from './reader.ts';
import { openDatabase } from './recovery.ts';
import { Reserve } from './reserve.ts';
import { Retention } from './retention.ts';
import { atomically, bytesOf, partsOf, Room, type StoreParts } from './room.ts';
import { Salvage } from './salvage.ts';
import { type Written, writtenByThread } from './written.ts';

/** Pages of the WAL from which on it is copied into the database. */
const checkpointPages = 1000;
/** Damaged databases up to this size are salvaged before the store is used; bigger ones meanwhile. */
const salvagedAtOnceBytes = 16 * 1024 ** 2;

export class Store {
  readonly opened: Opened;
  readonly #options: OpenOptions;
  readonly #unlock: () => void;
  readonly #db: Database.Database;
  readonly #parts: StoreParts;
  readonly #room: Room;
  readonly #retention: Retention;
  readonly #reserve: Reserve;
  readonly #budget: Budget;
  readonly #disk: Disk;
  readonly #heartbeat: Heartbeat;
  readonly #reader: Reader;
  readonly #salvage: Salvage;
  readonly #boot = bootOfMachine();
  readonly #sql: { state: Database.Statement; subject: Database.Statement };
  #batch: number;
  #through: Instant | null;
  #offsetMs: number | undefined;
  #trimming = false;
  #check: Check | undefined;
  #oldestUnsentMs: number | null = null;
  #written: Written | null = null;

  constructor(options: OpenOptions) {
    this.#options = options;
    mkdirSync(options.directory, { recursive: true });
    this.#unlock = takeLock(options.directory);
    try {
      const { db, epoch, batch, startup, unchecked } = openDatabase(options);
      this.#db = db;
      this.#parts = partsOf(db, new Chain(options.chain ?? { checkpoints: defaultCheckpoints }));
      this.#room = new Room(this.#parts, options.policies);
      this.#retention = new Retention(this.#parts, this.#room, options.policies);
      this.#reserve = new Reserve(options.directory);
      this.#heartbeat = new Heartbeat(options.directory);
      this.#reader = new Reader(db);
      this.#sql = {
        state: db.prepare('UPDATE state SET batch = ?, through_ms = ?, through_quality = ?'),
        subject: db.prepare(
          'INSERT INTO subjects VALUES (?, ?) ON CONFLICT (subject) DO UPDATE SET occurred = excluded.occurred',
        ),
      };
      this.#batch = batch;
      this.#through = startup.since;
      this.#offsetMs = options.offsetMs === undefined ? undefined : options.offsetMs + (startup.setBackMs ?? 0);
      this.#reserve.take();
      const { directory, capBytes } = options;
      this.#disk = new Disk(directory, capBytes);
      this.#budget = new Budget({ directory, capBytes, reserve: this.#reserve, sizes: () => this.#room.bytes() });
      this.#salvage = new Salvage({ directory, parts: this.#parts, room: this.#room, limit: (of) => this.#limit(of) });
      if (this.#budget.damagedBytes <= salvagedAtOnceBytes) while (this.#salvage.step());
      this.opened = { epoch, batch, startup, unchecked, stats: this.stats() };
      this.#beat();
    } catch (error) {
      this.#unlock();
      throw error;
    }
  }

  /**
   * Stores a batch in one transaction. A batch that is stored already is left alone.
   * @param beforeCommit called with everything written and nothing committed.
   * @returns false where a batch before it is missing.
   * @throws the errors of SQLite; then nothing of the batch is stored.
   */
  commit(batch: Batch, beforeCommit: () => void = () => {}): boolean {
    if (batch.number <= this.#batch) return true;
    if (batch.number > this.#batch + 1) return false;
    this.#budget.mediaBytes = batch.mediaBytes;
    atomically(this.#parts, () => {
      this.#write(batch);
      beforeCommit();
    });
    this.#batch = batch.number;
    this.#through = batch.through;
    this.#offsetMs = batch.offsetMs;
    // Before anybody hears of it and may send it: its sequences are never given again.
    this.#beat();
    batch.acknowledged.forEach((positions, code) => {
      const lane = laneOfCode(code);
      for (const p of positions) if (lane) this.#parts.lanes[lane].claimed.delete(p);
    });
    return true;
  }

  #write(batch: Batch): void {
    const { lanes: tables, streams, notices } = this.#parts;
    const { rows } = batch;
    batch.acknowledged.forEach((positions, code) => {
      const lane = laneOfCode(code);
      if (!lane || positions.length === 0) return;
      for (const position of positions) {
        const stream = tables[lane].acknowledge(position);
        if (stream !== undefined) streams.change(stream, (s) => s.unsent--);
      }
      this.#retention.noteSent(lane, batch.through);
    });
    for (const notice of batch.cleared) notices.clear(notice);
    if (rows.tail.length > 0) this.#disk.makeRoom(this.#room, bytesOf(rows.tail), this.#limit(), expendableFor(batch));
    for (const [subject, ms] of insertRows(this.#parts, this.opened.epoch, rows)) this.#sql.subject.run(subject, ms);
    streams.save();
    this.#sql.state.run(batch.number, batch.through.ms, batch.through.quality);
  }

  /** The next unsent rows by lane priority; they are claimed until they are acknowledged or released. */
  claim(limit: number, of: readonly Lane[], part?: ClaimPart): OutboxRow[] {
    const claimed: OutboxRow[] = [];
    for (const lane of lanes) {
      if (!of.includes(lane) || claimed.length >= limit) continue;
      claimed.push(...this.#parts.lanes[lane].claim(limit - claimed.length, part).map((row) => this.#toRow(lane, row)));
    }
    return claimed;
  }

  release(positions: number[][] | 'all'): void {
    for (const lane of lanes) {
      const table = this.#parts.lanes[lane];
      table.release(positions === 'all' ? table.claimed.keys() : (positions[laneCodes[lane]] ?? []));
    }
  }

  read(query: OutboxQuery): OutboxPage {
    return this.#reader.read(query, (lane, row) => this.#toRow(lane, row));
  }

  #toRow(lane: Lane, row: StoredRow): OutboxRow {
    const { position, sequence, subject, type, body, appended } = row;
    const source = this.#parts.streams.get(row.stream)?.source ?? '';
    const key = keyOf(this.opened.epoch, laneCodes[lane], position);
    return { key, lane, sequence, id: idOf(body), source, subject, type, body, appendedMs: appended };
  }

  /** All that is lost and not yet announced. */
  notices(): Notice[] {
    return this.#parts.notices.tell();
  }

  get hasNotices(): boolean {
    return this.#parts.notices.some;
  }

  retain(now: Instant): RetentionStep {
    const step = this.#retention.step(now);
    this.#budget.recount();
    return { ...step, stats: this.stats() };
  }

  /** One step of removing rows, a transaction of its own. */
  purge(query: PurgeQuery): PurgeStep {
    return { ...atomically(this.#parts, () => purgeStep(this.#parts, query)), stats: this.stats() };
  }

  /** One step of the check of the whole database. */
  check(anew: boolean): CheckSaid {
    if (anew) this.#check?.close();
    if (anew || !this.#check) this.#check = new Check(join(this.#options.directory, fileNames.database));
    return this.#check.step();
  }

  /** Twice a second: the heartbeat (as after each commit), the sizes, the age of the oldest unsent row. */
  tick(through: Instant | null, mediaBytes: number, offsetMs?: number): void {
    this.#budget.mediaBytes = mediaBytes;
    if (through) {
      this.#through = through;
      this.#offsetMs = offsetMs;
    }
    const ages = lanes.map((lane) => this.#parts.lanes[lane].oldestUnsentMs());
    this.#oldestUnsentMs = ages.reduce<number | null>((a, b) => Math.min(a ?? Infinity, b ?? Infinity), null);
    if (this.#oldestUnsentMs === Infinity) this.#oldestUnsentMs = null;
    this.#written = writtenByThread() ?? null;
    if (!this.#disk.look()) this.#reserve.take();
    this.#parts.chain.look();
    this.#beat();
  }

  #beat(): void {
    const about = { epoch: this.opened.epoch, run: this.#options.run, batch: this.#batch };
    const offset = this.#offsetMs === undefined ? {} : { offset: { boot: this.#boot, ms: this.#offsetMs } };
    const streams = [...this.#parts.streams.all()];
    if (this.#through) this.#heartbeat.write({ ...about, ...this.#through, ...offset, streams });
  }

  /** After the answer to a commit: the log is copied into the database, so that it stays small. */
  checkpoint(): void {
    const [log] = this.#db.pragma('wal_checkpoint(NOOP)') as { log: number }[];
    if (log && log.log > (this.#disk.look() ? 0 : checkpointPages)) this.#db.pragma('wal_checkpoint(PASSIVE)');
  }

  /** Why nothing can be stored although the disk would take it, or undefined. */
  held(): string | undefined {
    if (this.#budget.heldLog() === undefined) return undefined;
    const [log] = this.#db.pragma('wal_checkpoint(PASSIVE)') as { log: number; checkpointed: number }[];
    if (log && log.log === log.checkpointed) {
      // Whoever still reads is not waited for.
      this.#db.pragma('busy_timeout = 0');
      this.#db.pragma('wal_checkpoint(TRUNCATE)');
      this.#db.pragma(`busy_timeout = ${busyMs}`);
    }
    return this.#budget.heldLog();
  }

  /** One step of fetching rows from a damaged database. @returns whether there is more to do. */
  salvage(): boolean {
    const more = this.#salvage.step();
    this.checkpoint();
    return more;
  }

  /** One step towards the cap, where the file is over it: the cap was lowered, or media came. */
  trim(): boolean {
    const limit = this.#limit();
    const slack = this.#options.capBytes / 50;
    if (!this.#trimming && this.#room.bytes().database <= limit + slack) return false;
    this.#trimming = this.#room.trim(limit);
    return this.#trimming;
  }

  /** When the disk is full: gives back the reserve and lets sent rows go, so that their pages can be used again. */
  relieve(): void {
    this.#reserve.release();
    atomically(this.#parts, () => {
      for (let i = 0; i < 16 && this.#room.evictSent(); i++);
      this.#parts.streams.save();
    });
    this.#db.pragma('wal_checkpoint(PASSIVE)');
  }

  stats(): StoreStats {
    const { streams } = this.#parts;
    let claimed = 0;
    for (const lane of lanes) claimed += this.#parts.lanes[lane].claimed.size;
    const bytes = { ...this.#room.bytes(), wal: this.#budget.walBytes(), damaged: this.#budget.damagedBytes };
    return {
      unsent: streams.counts('unsent'),
      kept: streams.counts('kept'),
      claimed,
      oldestUnsentMs: this.#oldestUnsentMs,
      bytes,
      short: this.#disk.short(
        bytes.database + bytes.wal + bytes.damaged + this.#budget.mediaBytes + this.#reserve.bytes,
      ),
      evicted: streams.counts('evicted'),
      salvage: this.#salvage?.progress ?? null,
      written: this.#written,
      unsigned: this.#parts.chain.failed,
      rotations: this.#parts.keyNews.untold(this.#parts.chain.rotations),
    };
  }

  /** @param clean everything that was appended is stored. */
  close(clean: boolean): void {
    try {
      if (clean) this.#db.prepare('UPDATE state SET clean = 1').run();
    } finally {
      this.#heartbeat.close();
      this.#check?.close();
      this.#db.close();
      this.#unlock();
    }
  }

  #limit(of: 'all' | 'sent' = 'all'): number {
    return this.#budget.limit(this.#salvage?.progress !== null, of);
  }
}
