// Makes sense of what is heard on a Modbus RTU bus, without taking part in it: requests of the master, answers of the
// devices, the time between them, and what is neither. Bytes come as the system hands them over, in pieces of any size.
import { crc16 } from '../../fieldbus/crc.ts';
import { exceptionName } from '../../fieldbus/errors.ts';
import { frameLengths } from '../../fieldbus/rtu.ts';

export type Heard =
  | {
      readonly kind: 'request';
      readonly unit: number;
      readonly function: number;
      readonly address: number;
      readonly count: number;
    }
  | { readonly kind: 'write'; readonly unit: number; readonly function: number; readonly data: string }
  | {
      readonly kind: 'reply';
      readonly unit: number;
      readonly function: number;
      readonly data: string;
      readonly ms: number;
    }
  | {
      readonly kind: 'exception';
      readonly unit: number;
      readonly function: number;
      readonly reason: string;
      readonly ms: number;
    }
  | { readonly kind: 'unanswered'; readonly unit: number; readonly function: number }
  | { readonly kind: 'garbage'; readonly data: string };

export type HeardAt = Heard & { readonly atMs: number };

/** What is kept of bytes that may become a frame. */
const mostBytes = 512;

interface Asked {
  readonly unit: number;
  readonly function: number;
  readonly atMs: number;
  /** Length of the whole answer that is no refusal. */
  readonly replyLength: number;
}

export class Sniffer {
  #bytes: Buffer = Buffer.alloc(0);
  #garbage: number[] = [];
  #asked: Asked | undefined;

  /** @param atMs when these bytes arrived. */
  push(chunk: Buffer, atMs: number): HeardAt[] {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    return [...this.#take(atMs, false)];
  }

  /** The bus fell silent: what has not become a frame will not. */
  silence(atMs: number): HeardAt[] {
    return [...this.#take(atMs, true), ...this.#garbageUntil(atMs)];
  }

  /** The end: a request without its answer is told. */
  end(atMs: number): HeardAt[] {
    return [...this.silence(atMs), ...this.#unanswered(atMs)];
  }

  *#take(atMs: number, isSilent: boolean): Generator<HeardAt> {
    while (this.#bytes.length > 0) {
      const length = this.#frameLength();
      if (length > 0) {
        const frame = this.#bytes.subarray(0, length);
        this.#bytes = this.#bytes.subarray(length);
        yield* this.#garbageUntil(atMs);
        yield* this.#understand(frame, atMs);
      } else if (!isSilent && this.#mayBecomeFrame()) return;
      else {
        this.#garbage.push(this.#bytes[0]!);
        this.#bytes = this.#bytes.subarray(1);
      }
    }
  }

  /** Of the whole frame at the front, the one that is awaited before others; 0 where there is none. */
  #frameLength(): number {
    const bytes = this.#bytes;
    const asked = this.#asked;
    const isAnswer = asked !== undefined && bytes[0] === asked.unit && (bytes[1] ?? 0) === asked.function;
    const lengths = frameLengths(bytes);
    for (const length of isAnswer ? [asked.replyLength, ...lengths] : [...lengths].reverse()) {
      if (length >= 5 && length <= bytes.length && crc16(bytes, 0, length) === 0) return length;
    }
    return 0;
  }

  #mayBecomeFrame(): boolean {
    const bytes = this.#bytes;
    if (bytes.length < 2) return true;
    const code = bytes[1]! & 0x7f;
    if (code < 1 || code > 24 || bytes[0]! > 247) return false;
    return bytes.length < Math.min(mostBytes, Math.max(...frameLengths(bytes), this.#asked?.replyLength ?? 0));
  }

  *#understand(frame: Buffer, atMs: number): Generator<HeardAt> {
    const [unit, code] = [frame[0]!, frame[1]!];
    const asked = this.#asked;
    const fn = code & 0x7f;
    const ms = asked ? Math.round((atMs - asked.atMs) * 10) / 10 : 0;
    const isAsked = asked?.unit === unit && asked.function === fn;
    const data = frame.subarray(2, -2);
    if (code & 0x80) {
      this.#asked = undefined;
      yield { kind: 'exception', unit, function: fn, reason: exceptionName(frame[2]!), ms, atMs };
    } else if (isAsked && frame.length === asked.replyLength) {
      this.#asked = undefined;
      yield { kind: 'reply', unit, function: fn, data: words(fn <= 4 ? data.subarray(1) : data), ms, atMs };
    } else if (fn <= 4 && frame.length !== 8) {
      // An answer whose request was not heard.
      yield { kind: 'reply', unit, function: fn, data: words(data.subarray(1)), ms, atMs };
    } else {
      yield* this.#unanswered(atMs);
      const [address, count] = [frame.readUInt16BE(2), frame.readUInt16BE(4)];
      const replyLength = fn <= 2 ? 5 + Math.ceil(count / 8) : fn <= 4 ? 5 + 2 * count : fn === 22 ? 10 : 8;
      // Nobody answers a message to everyone.
      if (unit !== 0) this.#asked = { unit, function: fn, atMs, replyLength };
      if (fn <= 4) yield { kind: 'request', unit, function: fn, address, count, atMs };
      else yield { kind: 'write', unit, function: fn, data: words(data), atMs };
    }
  }

  *#unanswered(atMs: number): Generator<HeardAt> {
    const asked = this.#asked;
    this.#asked = undefined;
    if (asked) yield { kind: 'unanswered', unit: asked.unit, function: asked.function, atMs };
  }

  *#garbageUntil(atMs: number): Generator<HeardAt> {
    if (this.#garbage.length === 0) return;
    const data = words(Buffer.from(this.#garbage));
    this.#garbage = [];
    yield { kind: 'garbage', data, atMs };
  }
}

/** Bytes in groups of two: `4366 3333 7C`. */
function words(bytes: Buffer): string {
  return bytes
    .toString('hex')
    .toUpperCase()
    .replace(/(.{4})(?=.)/g, '$1 ');
}
