import type { Cancel, Clock } from '../runtime/clock.ts';
import type { ModbusReply, ModbusRequest } from './pdu.ts';

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
}

export const newCounters = (): LineCounters => ({
  requests: 0,
  replies: 0,
  exceptions: 0,
  timeouts: 0,
  damaged: 0,
  late: 0,
  strayBytes: 0,
});

/** What a framing is given to work with. */
export interface FramingPort {
  readonly clock: Clock;
  readonly counters: LineCounters;
  isUp(): boolean;
  write(bytes: Buffer): void;
  /** Gives the connection up: it is out of step for good. */
  drop(reason: string): void;
}

/** How requests and answers look on one kind of wire. At most one exchange runs at a time; the line sees to that. */
export interface Framing {
  /** Sends a request and resolves with its answer. Always ends: at the latest some milliseconds after the deadline. */
  exchange(r: ModbusRequest, timeoutMs: number): Promise<ModbusReply>;
  /** While this is a promise, a request could be given the late answer to an earlier one: it must not be sent. */
  blocked(r: ModbusRequest): Promise<void> | undefined;
  onData(chunk: Buffer): void;
  /** The connection is gone, and everything that was under way on it. */
  onDown(error: Error): void;
  /** As `onDown`, for good: no timer is left behind. */
  close(error: Error): void;
}

/** One exchange under way: ends once, with an answer, an error or its deadline. */
export class Pending {
  readonly request: ModbusRequest;
  readonly promise: Promise<ModbusReply>;
  #resolve: (reply: ModbusReply) => void = () => {};
  #reject: (error: unknown) => void = () => {};
  readonly #cancelDeadline: Cancel;

  constructor(request: ModbusRequest, clock: Clock, timeoutMs: number, onDeadline: () => void) {
    this.request = request;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#cancelDeadline = clock.after(timeoutMs, onDeadline);
  }

  resolve(reply: ModbusReply): void {
    this.#cancelDeadline();
    this.#resolve(reply);
  }

  reject(error: unknown): void {
    this.#cancelDeadline();
    this.#reject(error);
  }
}
