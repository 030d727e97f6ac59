// One direction of a slow line: bytes leave it in order, no faster than its rate, each after its latency.
import type { Cancel, Clock } from '../../runtime/clock.ts';

export interface Pace {
  /** Of each direction; infinite where nothing is said. */
  readonly bitsPerSecond: number;
  /** One way. */
  readonly latencyMs: number;
}

interface Segment {
  /** What it takes of the line. */
  readonly bytes: number;
  readonly deliver: () => void;
  /** On the monotonic clock. */
  dueMs: number;
}

/** What one Ethernet frame carries of a TCP stream: a line is shared frame by frame. */
const segmentBytes = 1460;

export class PacedLane {
  readonly #clock: Clock;
  readonly #pace: () => Pace;
  #segments: Segment[] = [];
  #queued = 0;
  /** When the last segment has left. */
  #freeMs = 0;
  #held = false;
  #cancel: Cancel | undefined;

  constructor(clock: Clock, pace: () => Pace) {
    this.#clock = clock;
    this.#pace = pace;
  }

  /** Bytes that wait for their turn; what travels already is not counted. */
  get waiting(): number {
    if (this.#held) return this.#queued;
    const { bitsPerSecond } = this.#pace();
    const aheadMs = Math.max(0, this.#freeMs - this.#clock.monotonicMs());
    return aheadMs === 0 ? 0 : Math.min(this.#queued, (aheadMs * bitsPerSecond) / 8000);
  }

  push(bytes: Buffer, deliver: (part: Buffer) => void): void {
    for (let at = 0; at < bytes.length; at += segmentBytes) {
      const part = bytes.subarray(at, at + segmentBytes);
      this.#add(part.length, () => deliver(part));
    }
  }

  /** Calls back when everything before it has arrived: the end of a connection travels behind its bytes. */
  mark(deliver: () => void): void {
    this.#add(0, deliver);
  }

  /** Nothing arrives until `go`; nothing is lost. */
  hold(): void {
    this.#held = true;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  go(): void {
    if (!this.#held) return;
    this.#held = false;
    const waiting = this.#segments;
    this.#segments = [];
    this.#queued = 0;
    this.#freeMs = 0;
    for (const { bytes, deliver } of waiting) this.#add(bytes, deliver);
  }

  /** Forgets what is on its way. */
  clear(): void {
    this.#segments = [];
    this.#queued = 0;
    this.#freeMs = 0;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #add(bytes: number, deliver: () => void): void {
    const { bitsPerSecond, latencyMs } = this.#pace();
    const nowMs = this.#clock.monotonicMs();
    this.#freeMs = Math.max(nowMs, this.#freeMs) + (bytes * 8 * 1000) / bitsPerSecond;
    const dueMs = this.#freeMs + latencyMs;
    if (!this.#held && this.#segments.length === 0 && dueMs <= nowMs) {
      deliver();
      return;
    }
    this.#segments.push({ bytes, deliver, dueMs });
    this.#queued += bytes;
    this.#arm();
  }

  #arm(): void {
    const first = this.#segments[0];
    if (!first || this.#held || this.#cancel) return;
    this.#cancel = this.#clock.after(Math.max(0, first.dueMs - this.#clock.monotonicMs()), () => {
      this.#cancel = undefined;
      this.#deliverDue();
      this.#arm();
    });
  }

  #deliverDue(): void {
    // A timer may come a millisecond early.
    const nowMs = this.#clock.monotonicMs() + 1;
    let count = 0;
    while ((this.#segments[count]?.dueMs ?? Number.POSITIVE_INFINITY) <= nowMs) count++;
    const due = this.#segments.splice(0, count);
    for (const { bytes, deliver } of due) {
      this.#queued -= bytes;
      deliver();
    }
  }
}
