// Gives out the pieces of the file that is being sent over MQTT, in order, from a small part of it that was read ahead.
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { RateLimit } from '../drain/limit.ts';
import type { Feed, MayGo, Parcel, ParcelRoom } from '../drain/parcel.ts';
import { mediaTopic } from '../topics.ts';
import { chunkContentType, encodeChunk } from './chunk.ts';
import { readPart } from './file.ts';
import { type OpenFile, topicPart } from './transfer.ts';

/** A file on its way, with where it stands. */
export interface Sending {
  readonly id: string;
  readonly file: OpenFile;
  /** Everything before it has landed. */
  offset: number;
}

export interface MediaFeedDeps {
  readonly gateway: string;
  readonly chunkBytes: number;
  readonly limit: RateLimit;
  /** What is to be sent now. */
  readonly current: () => Sending | undefined;
  /** A piece has landed; `offset` has moved on. */
  readonly onProgress: (sending: Sending) => void;
  readonly onFailed: (sending: Sending, why: string) => void;
  readonly clock: Clock;
  readonly wake: () => void;
}

const leastBytes = 1024;
const readAhead = 64 * 1024;

interface Piece {
  readonly offset: number;
  readonly bytes: Buffer;
}

export class MediaFeed implements Feed {
  readonly rank = 'history';
  readonly #deps: MediaFeedDeps;
  #sending: Sending | undefined;
  /** Read and not sent, from `#at` on. */
  #read = Buffer.alloc(0);
  #at = 0;
  #returned: Piece[] = [];
  #flying = new Map<string, Piece>();
  #reading = false;
  #cancelWait = () => {};

  constructor(deps: MediaFeedDeps) {
    this.#deps = deps;
  }

  get waiting(): boolean {
    return this.#returned.length > 0 || this.#read.length > 0;
  }

  next(room: ParcelRoom, mayGo: MayGo): Parcel | undefined {
    const sending = this.#sending;
    if (!sending || !this.waiting || !mayGo('media') || !this.#mayBySpeed()) return undefined;
    const length = Math.max(leastBytes, Math.min(this.#deps.chunkBytes, room.batchBytes));
    if (room.bytes < leastBytes) return undefined;
    const piece = this.#returned.shift() ?? this.#cut(Math.min(length, room.bytes));
    const payload = encodeChunk(sending.file, piece.offset, piece.bytes);
    const key = `media ${sending.id} ${piece.offset}`;
    this.#flying.set(key, piece);
    this.#deps.limit.spend(payload.length);
    return {
      key,
      lane: 'media',
      topic: mediaTopic(this.#deps.gateway, topicPart(sending.id)),
      payload,
      bytes: payload.length,
      contentType: chunkContentType,
      historical: false,
      rows: [],
      feed: this,
    };
  }

  refill(): void {
    const sending = this.#deps.current();
    if (sending !== this.#sending) {
      this.#sending = sending;
      this.#read = Buffer.alloc(0);
      this.#at = sending?.offset ?? 0;
      this.#returned = [];
      this.#flying.clear();
    }
    const from = this.#at + this.#read.length;
    if (!sending || this.#reading || this.#read.length >= readAhead / 2 || from >= sending.file.size) return;
    void this.#readOn(sending, from);
  }

  freshen(): void {}
  attach(): void {}
  detach(): void {}

  taken(parcel: Parcel): void {
    this.#flying.delete(parcel.key);
    const sending = this.#sending;
    if (!sending) return;
    const offsets = [...this.#flying.values(), ...this.#returned].map((p) => p.offset);
    sending.offset = Math.min(this.#at, ...offsets);
    this.#deps.onProgress(sending);
  }

  back(parcel: Parcel): void {
    const piece = this.#flying.get(parcel.key);
    if (!piece) return;
    this.#flying.delete(parcel.key);
    this.#returned.push(piece);
    this.#returned.sort((a, b) => a.offset - b.offset);
  }

  refused(parcel: Parcel, why: string): void {
    if (this.#flying.delete(parcel.key) && this.#sending)
      this.#deps.onFailed(this.#sending, `the broker refuses it: ${why}`);
  }

  #cut(length: number): Piece {
    const piece = { offset: this.#at, bytes: this.#read.subarray(0, length) };
    this.#read = this.#read.subarray(length);
    this.#at += piece.bytes.length;
    return piece;
  }

  /** Whether the rate limit of media lets one go; where not, it wakes when it does. */
  #mayBySpeed(): boolean {
    const { limit, clock, wake } = this.#deps;
    const waitMs = limit.waitMs(clock.monotonicMs());
    if (waitMs === 0) return true;
    this.#cancelWait();
    this.#cancelWait = clock.after(waitMs, wake);
    return false;
  }

  async #readOn(sending: Sending, from: number): Promise<void> {
    this.#reading = true;
    try {
      const bytes = await readPart(sending.file, from, readAhead);
      if (sending === this.#sending) this.#read = Buffer.concat([this.#read, bytes]);
    } catch (error) {
      if (sending === this.#sending) this.#deps.onFailed(sending, messageOf(error));
    }
    this.#reading = false;
    this.#deps.wake();
  }
}
