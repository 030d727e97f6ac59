// RTU frames on a serial port or through a serial server. An RTU answer does not say which request it answers, so two
// things keep a late one from being taken for the answer to a newer request:
// - after anything that went wrong the line is let fall silent, and what is still in it is thrown away;
// - an answer that did not come is *owed* for a while: until it came or the while is over, nothing is asked of that unit
//   with that function. Answers of other units and functions can be told apart, so the others go on.
import { type Cancel, sleep } from '../runtime/clock.ts';
import { busError } from './errors.ts';
import { type Framing, type FramingPort, Pending } from './exchange.ts';
import { describe, isWrite, type ModbusReply, type ModbusRequest, readReply } from './pdu.ts';
import { findReply, rtuFrame, rtuReplyLength, silentMs, whatIsWrong, wireMs } from './rtu.ts';

export interface RtuTiming {
  /** Undefined behind a serial server: what the wire there takes is unknown, and its timeout must cover it. */
  readonly baudRate: number | undefined;
  readonly pauseMs: number;
}

/** More than any frame (256 bytes) with noise around it; what is older goes. */
const bufferBytes = 1024;
/** A line that never falls silent is used all the same after this while. */
const longestDrainMs = 500;
/** After a broadcast every device needs time to act before it can listen again (MODBUS over Serial Line 2.4.1). */
const turnaroundMs = 100;
/** An answer is owed for this many timeouts after its deadline. */
const owedTimeouts = 2;
const silencesUntilReconnect = 3;

interface Owed {
  readonly request: ModbusRequest;
  readonly settled: Promise<void>;
  settle(): void;
}

export class RtuFraming implements Framing {
  readonly #port: FramingPort;
  readonly #timing: RtuTiming;
  readonly #silentMs: number;
  /** So long after the last byte of something broken nothing more of it is expected. */
  readonly #gapMs: number;
  #buffer: Buffer = Buffer.alloc(0);
  #pending: Pending | undefined;
  #owed: Owed[] = [];
  #lastByteMs = Number.NEGATIVE_INFINITY;
  #dirty = false;
  #cancelGap: Cancel = () => {};
  #silences = 0;

  constructor(port: FramingPort, timing: RtuTiming) {
    this.#port = port;
    this.#timing = timing;
    this.#silentMs = timing.baudRate === undefined ? 0 : silentMs(timing.baudRate);
    // USB adapters hand over what they received every 16 ms, serial servers in packets.
    this.#gapMs = timing.baudRate === undefined ? 50 : Math.max(25, 2 * this.#silentMs);
  }

  async exchange(r: ModbusRequest, timeoutMs: number): Promise<ModbusReply> {
    await this.#quiet();
    this.#discard();
    if (!this.#port.isUp()) throw busError('disconnected', `${describe(r)}: the connection was lost`);
    const frame = rtuFrame(r);
    const { baudRate } = this.#timing;
    if (r.unit === 0 && isWrite(r)) {
      this.#port.write(frame);
      await sleep(this.#port.clock, turnaroundMs + (baudRate ? wireMs(frame.length, baudRate) : 0));
      return { registers: [], bits: [] };
    }
    const onWireMs = baudRate ? wireMs(frame.length + rtuReplyLength(r), baudRate) : 0;
    const pending = new Pending(r, this.#port.clock, timeoutMs + onWireMs, () => this.#fail(timeoutMs));
    this.#pending = pending;
    this.#port.write(frame);
    return pending.promise;
  }

  blocked(r: ModbusRequest): Promise<void> | undefined {
    return this.#owed.find((o) => o.request.unit === r.unit && o.request.function === r.function)?.settled;
  }

  onData(chunk: Buffer): void {
    this.#silences = 0;
    this.#lastByteMs = this.#port.clock.monotonicMs();
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    if (this.#buffer.length > bufferBytes) this.#cut(0, this.#buffer.length - bufferBytes, true);
    this.#takeOwed();
    const pending = this.#pending;
    if (!pending) {
      this.#dirty = true;
      return;
    }
    const found = findReply(this.#buffer, pending.request);
    if (!found) {
      // All the bytes and no answer among them: as soon as no more come, there is nothing left to wait for.
      this.#cancelGap();
      if (this.#buffer.length >= rtuReplyLength(pending.request)) {
        this.#cancelGap = this.#port.clock.after(this.#gapMs, () => this.#fail(0));
      }
      return;
    }
    const frame = this.#buffer.subarray(found.start, found.end);
    this.#port.counters.strayBytes += this.#buffer.length - frame.length;
    this.#dirty = this.#buffer.length > found.end;
    this.#buffer = Buffer.alloc(0);
    this.#take();
    try {
      pending.resolve(readReply(pending.request, frame.subarray(1, -2)));
    } catch (error) {
      pending.reject(error);
    }
  }

  onDown(error: Error): void {
    this.#take()?.reject(error);
    this.#buffer = Buffer.alloc(0);
    this.#dirty = false;
    this.#silences = 0;
  }

  close(error: Error): void {
    this.onDown(error);
    for (const o of this.#owed) o.settle();
  }

  /** The deadline passed, or bytes came that hold no answer. */
  #fail(timeoutMs: number): void {
    const pending = this.#take();
    if (!pending) return;
    const r = pending.request;
    const code = whatIsWrong(this.#buffer, r);
    const detail = code === 'timeout' ? `no answer within ${timeoutMs} ms` : `${this.#buffer.length} bytes, ${code}`;
    this.#dirty = true;
    if (code === 'timeout') {
      this.#owe(r, timeoutMs * owedTimeouts);
      this.#silences++;
      // A connection may be half open and not know it; a serial port cannot.
      if (this.#timing.baudRate === undefined && this.#silences >= silencesUntilReconnect) {
        this.#port.drop(`no answer to ${silencesUntilReconnect} requests in a row`);
      }
    }
    pending.reject(busError(code, `${describe(r)}: ${detail}`));
  }

  #owe(request: ModbusRequest, forMs: number): void {
    let settle = () => {};
    const settled = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const cancel = this.#port.clock.after(forMs, () => owed.settle());
    const owed: Owed = {
      request,
      settled,
      settle: () => {
        cancel();
        this.#owed = this.#owed.filter((o) => o !== owed);
        settle();
      },
    };
    this.#owed.push(owed);
  }

  /** Takes late answers out of what was received. */
  #takeOwed(): void {
    for (const owed of this.#owed) {
      const found = findReply(this.#buffer, owed.request);
      if (!found) continue;
      this.#cut(found.start, found.end, false);
      this.#port.counters.late++;
      owed.settle();
    }
  }

  #cut(start: number, end: number, isStray: boolean): void {
    if (isStray) this.#port.counters.strayBytes += end - start;
    this.#buffer = Buffer.concat([this.#buffer.subarray(0, start), this.#buffer.subarray(end)]);
  }

  #discard(): void {
    this.#port.counters.strayBytes += this.#buffer.length;
    this.#buffer = Buffer.alloc(0);
    this.#dirty = false;
  }

  /** Waits for the silence that must go before a request; after trouble for the line to be really quiet. */
  async #quiet(): Promise<void> {
    const { clock } = this.#port;
    const needed = Math.max(this.#silentMs, this.#timing.pauseMs, this.#dirty ? this.#gapMs : 0);
    const giveUp = clock.monotonicMs() + longestDrainMs + this.#timing.pauseMs;
    for (;;) {
      const now = clock.monotonicMs();
      const wait = this.#lastByteMs + needed - now;
      if (wait <= 0 || now >= giveUp) return;
      await sleep(clock, Math.ceil(wait));
    }
  }

  #take(): Pending | undefined {
    this.#cancelGap();
    const pending = this.#pending;
    this.#pending = undefined;
    return pending;
  }
}
