import type { Cancel, Clock } from '../runtime/clock.ts';
import type { ModbusReply, ModbusRequest } from './pdu.ts';
import type { LineTrace } from './trace.ts';

/** What a line counts, from its start on. */
export interface LineCounters {
  requests: number;
  replies: number;
  /** Answers that were refusals of the device. */
  exceptions: number;
  timeouts: number;
  /** Answers with a wrong checksum, half ones and ones of another device. */
  damaged: number;
  /** Answers that came after their deadline and were thrown away. */
  late: number;
  /** Bytes that belonged to nothing. */
  strayBytes: number;
  /** Whole frames of others that were heard while an answer was awaited. */
  strayFrames: number;
  /** Requests made only to be sure that no late answer is left (see owed.ts). */
  resyncs: number;
}

export const newCounters = (): LineCounters => ({
  requests: 0,
  replies: 0,
  exceptions: 0,
  timeouts: 0,
  damaged: 0,
  late: 0,
  strayBytes: 0,
  strayFrames: 0,
  resyncs: 0,
});

/** What a framing is given to work with. */
export interface FramingPort {
  readonly clock: Clock;
  readonly counters: LineCounters;
  isUp(): boolean;
  write(bytes: Buffer): void;
  /** Gives the connection up: it is out of step for good. */
  drop(reason: string): void;
  /** A unit answered, `ms` after it had the whole request; the time its answer took on the wire is not in it. */
  answered(unit: number, ms: number): void;
  readonly trace: LineTrace;
}

/** How long an exchange may take and what silence goes before it; milliseconds. */
export interface ExchangeTiming {
  readonly timeoutMs: number;
  /** Silence the device needs before it is spoken to. */
  readonly pauseMs: number;
  /** Silence says nothing about the connection. */
  readonly isProbe?: boolean;
}

/**
 * How requests and answers look on one kind of wire. Exchanges run one at a time, except on a framing whose answers say
 * which request they answer (Modbus TCP with pipelining); the line sees to that.
 */
export interface Framing {
  /** Sends a request and resolves with its answer. Always ends: at the latest some milliseconds after the deadline. */
  exchange(r: ModbusRequest, timing: ExchangeTiming): Promise<ModbusReply>;
  onData(chunk: Buffer): void;
  /** The connection is gone, and everything that was under way on it. */
  onDown(error: Error): void;
  /** As `onDown`, for good: no timer is left behind. */
  close(error: Error): void;
}

/** One exchange under way: ends once, with an answer, an error or its deadline. */
export class Pending {
  readonly request: ModbusRequest;
  readonly timing: ExchangeTiming;
  readonly promise: Promise<ModbusReply>;
  readonly sentMs: number;
  #resolve: (reply: ModbusReply) => void = () => {};
  #reject: (error: unknown) => void = () => {};

  constructor(request: ModbusRequest, timing: ExchangeTiming, sentMs: number) {
    this.request = request;
    this.timing = timing;
    this.sentMs = sentMs;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  resolve(reply: ModbusReply): void {
    this.#resolve(reply);
  }

  reject(error: unknown): void {
    this.#reject(error);
  }
}

const heldUpMs = 10;
const graceMs = 5;

/**
 * The deadlines of exchanges by one timer, which is left running when an exchange ended in time: on a fast network a timer
 * for each of thousands of requests a second would cost more than the requests' own bytes.
 */
export class Deadline {
  readonly #clock: Clock;
  readonly #onDue: (nowMs: number) => void;
  #cancel: Cancel = () => {};
  #dueMs = Number.POSITIVE_INFINITY;

  /** @param onDue called at or after a time that was asked for; who still waits asks again. */
  constructor(clock: Clock, onDue: (nowMs: number) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** Sees to a call at this time of the monotonic clock, or before. */
  at(dueMs: number, nowMs: number): void {
    if (this.#dueMs <= dueMs) return;
    this.#cancel();
    this.#dueMs = dueMs;
    this.#cancel = this.#clock.after(dueMs - nowMs, () => {
      // A process that was held up sees its timers before what has arrived meanwhile: that is to be looked at first.
      if (this.#clock.monotonicMs() - dueMs > heldUpMs) this.#cancel = this.#clock.after(graceMs, () => this.#fire());
      else this.#fire();
    });
  }

  #fire(): void {
    this.#dueMs = Number.POSITIVE_INFINITY;
    this.#onDue(this.#clock.monotonicMs());
  }

  cancel(): void {
    this.#cancel();
    this.#dueMs = Number.POSITIVE_INFINITY;
  }
}
