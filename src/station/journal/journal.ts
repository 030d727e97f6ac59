// What the station must know after a kill or a power cut: the readings of its windows, and what it was about to tell.
//
// Why files of its own: the outbox holds what is told, and a reading within its dead-band is not; a table would write each
// reading several times (row, page, log). Here each byte is written once, behind the last one.
//
// Invariants
// 1. Items are read back in the order in which they were put, and what is read back is a beginning of what was put: never
//    something without what came before it (but for segments that had to go, oldest first, and holes, which are noted).
// 2. Nothing is told before what it was made of, and that it is about to be told, is synced (`settle`): a kill or a power
//    cut in between tells the same again, never something else under the same name.
// 3. A kill loses what was put in the last `gatherMs`; a power cut also what was put since the last sync, at most `syncMs`.
//    Windows made of what is left say so by their capture.
// 4. Bounded: in memory by `mostWaiting`, on the disk by `capBytes`; segments go by the time of their readings only while
//    enough newer ones are there (segments.ts), so that a clock that was wrong for a while takes nothing away.
// 5. A disk that refuses stops nothing: what it refused waits in memory and is tried again each `retryMs`; what has to go
//    there is counted, and noted as a hole as soon as there is room.
//
// Format: FOLDER/NNNNNNNN.jnl, see format.ts. A segment is ended after an hour or `segmentBytes`, and begins with the names
// of the points and the last checkpoint, so older segments may go at any time.
// Recovery: every file is believed up to its first frame that is not whole; the last one is cut there and gone on with.
// Flash: one write of about 11 bytes a reading each `gatherMs`, which the kernel gathers; one fdatasync each `syncMs`, and
// one for all windows and alarms that are told at the same time.
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Cancel, type Clock, every } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import type { WindowLength } from '../windows/length.ts';
import type { Mark } from '../windows/series.ts';
import { nameOf, replayAll, writeAt } from './files.ts';
import { magic, Payload, type Replay } from './format.ts';
import { type Segment, surplus } from './segments.ts';

const gatherMs = 50;
const syncMs = 30_000;
const retryMs = 10_000;
const segmentMs = 3_600_000;
const segmentBytes = 4 * 1024 * 1024;
const mostWaiting = 4 * 1024 * 1024;

export interface JournalOptions {
  readonly folder: string;
  /** Ids of the points, by the numbers they are put under. */
  readonly points: readonly string[];
  readonly capBytes: number;
  /** How far back readings are needed, milliseconds. */
  readonly keepMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class Journal {
  readonly #options: JournalOptions;
  readonly #payload = new Payload();
  /** Frames that the disk has not taken yet, the oldest first. */
  #waiting: Buffer[] = [];
  #checkpoint = 0;
  #segments: Segment[] = [];
  #handle: FileHandle | undefined;
  /** What is done to the files, one after another. */
  #queue: Promise<void> = Promise.resolve();
  /** Of the open segment. */
  #bytes = 0;
  #beganMs = 0;
  #isSynced = true;
  #failedMs: number | undefined;
  #hasHole = false;
  #cancelGather: Cancel | undefined;
  #cancelSync: Cancel = () => {};
  /** Frames that had to go because the disk refused them for too long, since the start. */
  dropped = 0;
  /** Why nothing can be written; undefined while it can. */
  trouble: string | undefined;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /** Reads back everything that there is, and goes on behind it. Never rejects for what stands in the files or the disk. */
  async open(to: Replay): Promise<void> {
    const { folder, clock, logger } = this.#options;
    await this.#tried(async () => {
      await mkdir(folder, { recursive: true });
      const found = await replayAll(folder, to, logger);
      this.#segments = found.segments;
      this.#checkpoint = found.checkpoint;
      await this.#goOn();
    });
    await this.flush();
    this.#cancelSync = every(clock, syncMs, () => void this.settle());
  }

  async close(): Promise<void> {
    this.#cancelSync();
    this.#cancelGather?.();
    this.#cancelGather = undefined;
    await this.settle();
    await this.#inTurn(async () => {
      await this.#handle?.close().catch(() => {});
      this.#handle = undefined;
    });
  }

  /** @param point its number in `points`. */
  reading(point: number, ms: number, value: number, mark: Mark): void {
    this.#payload.reading(point, ms, value, mark);
    const segment = this.#segments.at(-1);
    if (segment && ms > segment.newestMs) segment.newestMs = ms;
    this.#soon();
  }

  /** This window is about to be told. */
  told(point: number, length: WindowLength, fromMs: number, revision: number): void {
    this.#payload.told(point, length, fromMs, revision);
    this.#soon();
  }

  /** What holds from now on, or is about to be said. */
  note(key: string, value: unknown): void {
    this.#payload.note(key, value);
    this.#soon();
  }

  /** The clock was set back to this time: what is later was taken by one that was wrong. */
  voidAfter(point: number, ms: number): void {
    this.#payload.voidAfter(point, ms);
    this.#soon();
  }

  /** Everything so far is in the checkpoint of that number, once that is kept. */
  checkpoint(number: number): void {
    this.#checkpoint = number;
    this.#payload.checkpoint(number);
    this.#soon();
  }

  /** Resolves when everything put so far was handed to the disk, or it refused. Never rejects. */
  flush(): Promise<void> {
    return this.#inTurn(() => this.#flush());
  }

  /** Resolves when everything put so far is on the disk, or it refused. Never rejects. */
  settle(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#flush();
      await this.#sync();
    });
  }

  get facts(): Readonly<Record<string, number>> {
    const bytes = this.#segments.reduce((sum, s) => sum + s.bytes, 0);
    return { journalBytes: bytes, ...(this.dropped > 0 ? { journalDropped: this.dropped } : {}) };
  }

  /** By size too: where time is moved by hand, timers do not fire in between. */
  #soon(): void {
    const gather = () => {
      this.#cancelGather?.();
      this.#cancelGather = undefined;
      void this.flush();
    };
    if (this.#payload.length > 256 * 1024) gather();
    else this.#cancelGather ??= this.#options.clock.after(gatherMs, gather);
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(task);
    return this.#queue;
  }

  async #flush(): Promise<void> {
    const { clock } = this.#options;
    if (this.#payload.length > 0) this.#waiting.push(this.#payload.take());
    const sinceMs = this.#failedMs === undefined ? retryMs : clock.monotonicMs() - this.#failedMs;
    if (this.#waiting.length === 0 || sinceMs < retryMs) {
      this.#bound();
      return;
    }
    await this.#tried(async () => {
      if (this.#hasHole) this.#waiting.unshift(this.#head(clock.now().ms));
      this.#hasHole = false;
      for (let frame = this.#waiting[0]; frame; frame = this.#waiting[0]) {
        await this.#append(frame);
        this.#waiting.shift();
      }
    });
    this.#bound();
  }

  #bound(): void {
    let bytes = this.#waiting.reduce((sum, frame) => sum + frame.length, 0);
    while (bytes > mostWaiting) {
      bytes -= this.#waiting.shift()?.length ?? 0;
      this.dropped++;
      this.#hasHole = true;
    }
  }

  /** What the disk refuses is told once, and tried again later. */
  async #tried(task: () => Promise<void>): Promise<void> {
    try {
      await task();
      this.trouble = undefined;
      this.#failedMs = undefined;
    } catch (error) {
      const { clock, logger } = this.#options;
      if (this.trouble === undefined) logger.warn('the journal of the station cannot be written', errorFields(error));
      this.trouble = messageOf(error);
      this.#failedMs = clock.monotonicMs();
    }
  }

  /** Written at its own place: half a frame that a full disk took is written over. */
  async #append(frame: Buffer): Promise<void> {
    const { clock } = this.#options;
    const isOver = clock.monotonicMs() - this.#beganMs >= segmentMs || this.#bytes >= segmentBytes;
    if (!this.#handle || isOver) await this.#next();
    if (!this.#handle) return;
    await writeAt(this.#handle, frame, this.#bytes);
    this.#bytes += frame.length;
    const segment = this.#segments.at(-1);
    if (segment) segment.bytes = this.#bytes;
    this.#isSynced = false;
  }

  /** Ends the open segment and begins the next. */
  async #next(): Promise<void> {
    const { folder, clock, capBytes, keepMs } = this.#options;
    await this.#sync();
    await mkdir(folder, { recursive: true });
    const number = (this.#segments.at(-1)?.number ?? 0) + 1;
    const head = Buffer.concat([magic, this.#head()]);
    const handle = await open(join(folder, nameOf(number)), 'w', 0o640);
    try {
      await writeAt(handle, head, 0);
    } catch (error) {
      await handle.close().catch(() => {});
      throw error;
    }
    await this.#handle?.close().catch(() => {});
    this.#handle = handle;
    this.#bytes = head.length;
    this.#beganMs = clock.monotonicMs();
    this.#segments.push({ number, bytes: this.#bytes, newestMs: 0 });
    const { gone, left } = surplus(this.#segments, clock.now().ms - keepMs, capBytes);
    this.#segments = left;
    for (const segment of gone) await rm(join(folder, nameOf(segment.number)), { force: true });
  }

  /** @param holeMs readings up to here are missing: what is made of them is not whole. */
  #head(holeMs?: number): Buffer {
    const head = new Payload();
    head.points(this.#options.points);
    head.checkpoint(this.#checkpoint);
    if (holeMs !== undefined) head.note('hole', holeMs);
    return head.take();
  }

  /** The last segment is gone on with, so that a process that ends again and again does not fill the disk with heads. */
  async #goOn(): Promise<void> {
    const { folder, clock } = this.#options;
    const last = this.#segments.at(-1);
    if (!last || last.bytes === 0 || last.bytes >= segmentBytes) return await this.#next();
    this.#handle = await open(join(folder, nameOf(last.number)), 'r+');
    await this.#handle.truncate(last.bytes);
    this.#bytes = last.bytes;
    this.#beganMs = clock.monotonicMs();
    this.#waiting.unshift(this.#head());
  }

  async #sync(): Promise<void> {
    if (this.#isSynced) return;
    try {
      await this.#handle?.datasync();
      this.#isSynced = true;
    } catch (error) {
      // Asked for again by whoever settles next.
      this.trouble = messageOf(error);
    }
  }
}
