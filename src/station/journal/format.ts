// The bytes of the station's journal: what every frame looks like, and how far a file of them can be believed. Pure.
//
// File: the 8 bytes "HDSTJ02\n", then frames. Frame: length of the payload (u32), CRC-32 of it (u32), payload. A frame is
// what was written at once: it is there whole or not at all. Payload: items one after another, big-endian numbers.
//   1 readings    time (f64, ms since the epoch), number n (u16), n × [point (u16), mark (u8), value (f64)]
//   2 told        point (u16), window length (u8), revision (u16), beginning (f64): this window is about to be told
//   3 void        point (u16), time (f64): readings of the point so far that are later were taken by a clock that was wrong
//   4 note        length (u32), JSON [key, value]: what holds from here on, or is about to be said
//   5 points      length (u32), JSON [id, …]: what the numbers of points mean from here on
//   6 checkpoint  number (f64): everything so far is in the checkpoint of that number
import { crc32 } from 'node:zlib';
import { type WindowLength, windowLengths } from '../windows/length.ts';
import { type Mark, marks } from '../windows/series.ts';

export const magic = Buffer.from('HDSTJ02\n', 'latin1');
const frameHeader = 8;
/** Longer than any frame that is written: what claims to be longer is no frame. */
const longest = 16 * 1024 * 1024;
const [readings, told, voided, note, points, checkpoint] = [1, 2, 3, 4, 5, 6] as const;
const readingBytes = 11;

/** What is read back, in the order in which it was written. */
export interface Replay {
  reading(point: string, ms: number, value: number, mark: Mark): void;
  /** The window that begins at `fromMs` was told, or was about to be. */
  told(point: string, length: WindowLength, fromMs: number, revision: number): void;
  /** The readings of the point so far that are later than this are none. */
  voidAfter(point: string, ms: number): void;
  note(key: string, value: unknown): void;
  checkpoint(number: number): void;
}

/** Items on their way to a frame. Grows to what is waiting and stays there. */
export class Payload {
  #bytes = Buffer.allocUnsafe(16 * 1024);
  #end = frameHeader;
  /** Where the number of readings of the present message stands; 0: none is open. */
  #count = 0;
  #ms = Number.NaN;

  get length(): number {
    return this.#end - frameHeader;
  }

  /** Readings of the same time, put one after another, share their time. */
  reading(point: number, ms: number, value: number, mark: Mark): void {
    this.#need(readingBytes * 2);
    if (this.#count === 0 || ms !== this.#ms || this.#bytes.readUInt16BE(this.#count) === 0xffff) {
      this.#end = this.#bytes.writeUInt8(readings, this.#end);
      this.#end = this.#bytes.writeDoubleBE(ms, this.#end);
      this.#count = this.#end;
      this.#ms = ms;
      this.#end = this.#bytes.writeUInt16BE(0, this.#end);
    }
    this.#bytes.writeUInt16BE(this.#bytes.readUInt16BE(this.#count) + 1, this.#count);
    this.#end = this.#bytes.writeUInt16BE(point, this.#end);
    this.#end = this.#bytes.writeUInt8(marks.indexOf(mark), this.#end);
    this.#end = this.#bytes.writeDoubleBE(value, this.#end);
  }

  told(point: number, length: WindowLength, fromMs: number, revision: number): void {
    this.#begin(told, 13);
    this.#end = this.#bytes.writeUInt16BE(point, this.#end);
    this.#end = this.#bytes.writeUInt8(windowLengths.indexOf(length), this.#end);
    this.#end = this.#bytes.writeUInt16BE(Math.min(revision, 0xffff), this.#end);
    this.#end = this.#bytes.writeDoubleBE(fromMs, this.#end);
  }

  voidAfter(point: number, ms: number): void {
    this.#begin(voided, 10);
    this.#end = this.#bytes.writeUInt16BE(point, this.#end);
    this.#end = this.#bytes.writeDoubleBE(ms, this.#end);
  }

  note(key: string, value: unknown): void {
    this.#text(note, JSON.stringify([key, value]));
  }

  points(ids: readonly string[]): void {
    this.#text(points, JSON.stringify(ids));
  }

  checkpoint(number: number): void {
    this.#begin(checkpoint, 8);
    this.#end = this.#bytes.writeDoubleBE(number, this.#end);
  }

  /** The frame of everything that was put, and begins anew. */
  take(): Buffer {
    const frame = Buffer.from(this.#bytes.subarray(0, this.#end));
    const payload = frame.subarray(frameHeader);
    frame.writeUInt32BE(payload.length, 0);
    frame.writeUInt32BE(crc32(payload), 4);
    this.#end = frameHeader;
    this.#count = 0;
    return frame;
  }

  #text(type: number, text: string): void {
    const length = Buffer.byteLength(text);
    this.#begin(type, length + 4);
    this.#end = this.#bytes.writeUInt32BE(length, this.#end);
    this.#end += this.#bytes.write(text, this.#end);
  }

  #begin(type: number, bytes: number): void {
    this.#need(bytes + 1);
    this.#end = this.#bytes.writeUInt8(type, this.#end);
    this.#count = 0;
  }

  #need(bytes: number): void {
    if (this.#end + bytes <= this.#bytes.length) return;
    const more = Buffer.allocUnsafe(Math.max(this.#end + bytes, 2 * this.#bytes.length));
    this.#bytes.copy(more, 0, 0, this.#end);
    this.#bytes = more;
  }
}

/**
 * Reads a file back up to the first frame that is not whole.
 * @returns bytes that can be believed; 0 where it is no journal of this version.
 */
export function replayFile(file: Buffer, to: Replay): number {
  if (!file.subarray(0, magic.length).equals(magic)) return 0;
  let at = magic.length;
  let ids: readonly string[] = [];
  while (at + frameHeader <= file.length) {
    const length = file.readUInt32BE(at);
    const end = at + frameHeader + length;
    if (length === 0 || length > longest || end > file.length) break;
    const payload = file.subarray(at + frameHeader, end);
    if (crc32(payload) !== file.readUInt32BE(at + 4)) break;
    ids = replayPayload(payload, ids, to);
    at = end;
  }
  return at;
}

function replayPayload(bytes: Buffer, before: readonly string[], to: Replay): readonly string[] {
  let ids = before;
  let at = 0;
  while (at < bytes.length) {
    const type = bytes.readUInt8(at++);
    if (type === readings) {
      at = replayReadings(bytes, at, ids, to);
    } else if (type === told) {
      const id = ids[bytes.readUInt16BE(at)];
      const length = windowLengths[bytes.readUInt8(at + 2)];
      if (id !== undefined && length) to.told(id, length, bytes.readDoubleBE(at + 5), bytes.readUInt16BE(at + 3));
      at += 13;
    } else if (type === voided) {
      const id = ids[bytes.readUInt16BE(at)];
      if (id !== undefined) to.voidAfter(id, bytes.readDoubleBE(at + 2));
      at += 10;
    } else if (type === checkpoint) {
      to.checkpoint(bytes.readDoubleBE(at));
      at += 8;
    } else {
      const length = bytes.readUInt32BE(at);
      const json: unknown = JSON.parse(bytes.toString('utf8', at + 4, at + 4 + length));
      if (type === points) ids = json as string[];
      else if (type === note) to.note(...(json as [string, unknown]));
      at += 4 + length;
    }
  }
  return ids;
}

function replayReadings(bytes: Buffer, from: number, ids: readonly string[], to: Replay): number {
  const ms = bytes.readDoubleBE(from);
  const count = bytes.readUInt16BE(from + 8);
  let at = from + 10;
  for (let i = 0; i < count; i++, at += readingBytes) {
    const id = ids[bytes.readUInt16BE(at)];
    const mark = marks[bytes.readUInt8(at + 2)];
    if (id !== undefined && mark !== undefined) to.reading(id, ms, bytes.readDoubleBE(at + 3), mark);
  }
  return at;
}
