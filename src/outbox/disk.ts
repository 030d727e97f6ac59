// The disk under the outbox: it may be full before the cap is reached, because the cap is more than there is or because
// others fill it. Nearly full, the database stays within what there is: its log is emptied after each commit, and what no
// longer fits goes by the rules of the cap, sent rows at once, unsent ones only when the memory, where new rows wait
// meanwhile, comes to its end too; but for an alarm, which a cut of the power must not take, at once too. So what was
// acknowledged makes room again, and an alarm is not lost behind old readings.
import { statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { fileNames } from './format.ts';
import type { Batch } from './protocol.ts';
import { type Expendable, type Room, wantedBytes } from './room.ts';

/** From so little free space on each commit looks where it stays: more than others write between two commits. */
const tightBytes = 16 * 1024 ** 2;
/** Of the log beyond the rows themselves: the pages that a commit changes beside them. */
const logBytes = 512 * 1024;

/** The cap is more than there is; bytes. */
export interface ShortDisk {
  readonly cap: number;
  /** What the outbox has already and what is free. */
  readonly room: number;
}

/** What of the unsent may go for a batch where the disk has no room. */
export function expendableFor({ pressed, rows }: Pick<Batch, 'pressed' | 'rows'>): Expendable {
  return pressed ? 'all' : rows.lane.includes('alarm') ? 'lesser' : 'sent';
}

export class Disk {
  readonly #directory: string;
  readonly #capBytes: number;
  #freeBytes = 0;
  #short: ShortDisk | null = null;

  constructor(directory: string, capBytes: number) {
    this.#directory = directory;
    this.#capBytes = capBytes;
    this.look();
  }

  /** @returns whether there is little left. */
  look(): boolean {
    try {
      const { bavail, bsize } = statfsSync(this.#directory);
      this.#freeBytes = bavail * bsize;
    } catch {
      // A file system that does not say counts as one with room: what it refuses, it says when it refuses it.
      this.#freeBytes = Number.POSITIVE_INFINITY;
    }
    return this.#freeBytes < tightBytes;
  }

  /**
   * Makes room for rows, in the transaction that stores them.
   * @param limit what the database may have in use by the cap, bytes.
   * @param of what may go where the disk has no room.
   * @throws SqliteError (`SQLITE_FULL`) where they would not fit on the disk.
   */
  makeRoom(room: Room, bytes: number, limit: number, of: Expendable): void {
    room.make(bytes, limit);
    if (!this.look()) return;
    const left = this.#limit(wantedBytes(bytes));
    room.make(bytes, left, of);
    if (!room.fits(bytes, left)) throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
  }

  /**
   * What the database may have in use so that a commit fits, bytes: what its file has, and what is free and not needed by
   * the log, which is empty before it and keeps its size.
   * @param wanted by the rows of the commit.
   */
  #limit(wanted: number): number {
    const size = (name: string) => statSync(join(this.#directory, name), { throwIfNoEntry: false })?.size ?? 0;
    const log = Math.max(0, wanted + logBytes - size(fileNames.wal));
    return size(fileNames.database) + Math.max(0, this.#freeBytes - log);
  }

  /**
   * Whether there is less than the cap promises, as of the last look.
   * @param taken what the outbox has already, bytes.
   */
  short(taken: number): ShortDisk | null {
    const room = taken + this.#freeBytes;
    // What hovers about the edge is one shortage.
    const enough = this.#capBytes + (this.#short ? this.#capBytes / 50 : 0);
    this.#short = room < enough ? { cap: this.#capBytes, room } : null;
    return this.#short;
  }
}
