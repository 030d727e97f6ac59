// RTU frames on a serial port or through a serial server. An RTU answer does not say which request it answers, so three
// things keep a late one from being taken for the answer to a newer request:
// - after anything that went wrong the line is let fall silent, and what is still in it is thrown away;
// - an answer that did not come is owed, and no request is made whose answer would look like it (owed.ts);
// - only the exact answer is taken: unit, function, length, checksum, and for a write what it wrote.
import { type Cancel, sleep } from '../runtime/clock.ts';
import { Echo, type EchoMode } from './echo.ts';
import { busError, gatewayGaveUp } from './errors.ts';
import { Deadline, type ExchangeTiming, type Framing, type FramingPort, Pending } from './exchange.ts';
import { OwedAnswers } from './owed.ts';
import { describe, isWrite, type ModbusReply, type ModbusRequest, readReply, repeatsRequest } from './pdu.ts';
import {
  type Found,
  findReply,
  foreignFrameLength,
  rtuFrame,
  rtuReplyLength,
  silentMs,
  whatIsWrong,
  wireMs,
} from './rtu.ts';

export interface RtuTiming {
  /** Undefined behind a serial server: what the wire there takes is unknown, and its timeout must cover it. */
  readonly baudRate: number | undefined;
  /** Silence before each request. */
  readonly pauseMs: number;
  /** After a broadcast every device needs time to act before it can listen again (MODBUS over Serial Line 2.4.1). */
  readonly turnaroundMs: number;
  readonly echo: EchoMode;
}

/** More than any frame (256 bytes) with noise around it; what is older goes. */
const bufferBytes = 1024;
/** A line that never falls silent is used all the same after this while. */
const longestDrainMs = 500;
const silencesUntilReconnect = 3;

export class RtuFraming implements Framing {
  readonly #port: FramingPort;
  readonly #timing: RtuTiming;
  readonly #silentMs: number;
  /** So long after the last byte of something broken nothing more of it is expected. */
  readonly #gapMs: number;
  readonly #echo: Echo;
  readonly #owed = new OwedAnswers();
  #buffer: Buffer = Buffer.alloc(0);
  #pending: Pending | undefined;
  /** What the pending request clears the way for, where it is one made to resynchronise. */
  #fenceFor: ModbusRequest | undefined;
  #foreign = false;
  #lastByteMs = Number.NEGATIVE_INFINITY;
  #dirty = false;
  #cancelGap: Cancel = () => {};
  readonly #deadline: Deadline;
  /** When the pending request is given up. */
  #dueMs = 0;
  #silences = 0;

  constructor(port: FramingPort, timing: RtuTiming) {
    this.#port = port;
    this.#timing = timing;
    this.#echo = new Echo(timing.echo);
    this.#deadline = new Deadline(port.clock, (now) => this.#onDue(now));
    this.#silentMs = timing.baudRate === undefined ? 0 : silentMs(timing.baudRate);
    // USB adapters hand over what they received every 16 ms, serial servers in packets.
    this.#gapMs = timing.baudRate === undefined ? 50 : Math.max(25, 2 * this.#silentMs);
  }

  async exchange(r: ModbusRequest, timing: ExchangeTiming): Promise<ModbusReply> {
    if (r.unit === 0 && isWrite(r)) return this.#broadcast(r, timing);
    if (repeatsRequest(r) && this.#echo.known === undefined) await this.#findOutEcho(r, timing);
    if (this.#owed.isConfusable(r, this.#port.clock.monotonicMs())) await this.#resynchronise(r, timing);
    return this.#ask(r, timing);
  }

  onData(chunk: Buffer): void {
    this.#silences = 0;
    this.#lastByteMs = this.#port.clock.monotonicMs();
    this.#port.trace.heard(chunk);
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    if (this.#buffer.length > bufferBytes) this.#cut(0, this.#buffer.length - bufferBytes, true);
    const left = this.#echo.strip(this.#buffer);
    if (!left) return;
    this.#buffer = left;
    this.#takeOwed();
    if (this.#pending) this.#look(this.#pending);
    else this.#dirty = true;
  }

  onDown(error: Error): void {
    const pending = this.#take();
    // A serial server gives what arrives to whoever is connected then: its answer may come on the next connection.
    if (pending) this.#owed.add(pending.request, pending.sentMs, this.#port.clock.monotonicMs());
    pending?.reject(error);
    this.#buffer = Buffer.alloc(0);
    this.#dirty = false;
    this.#silences = 0;
    this.#echo.forget();
  }

  close(error: Error): void {
    this.onDown(error);
    this.#deadline.cancel();
  }

  async #broadcast(r: ModbusRequest, { pauseMs }: ExchangeTiming): Promise<ModbusReply> {
    await this.#quiet(pauseMs);
    this.#discard();
    if (!this.#port.isUp()) throw lost(r);
    const frame = rtuFrame(r);
    const { baudRate, turnaroundMs } = this.#timing;
    this.#send(frame);
    await sleep(this.#port.clock, turnaroundMs + (baudRate ? wireMs(frame.length, baudRate) : 0));
    return { registers: [], bits: [] };
  }

  /** An answer that repeats its request cannot be told from an echo: a read tells whether there is one. */
  async #findOutEcho(r: ModbusRequest, timing: ExchangeTiming): Promise<void> {
    const fence = this.#owed.fenceFor(r, this.#port.clock.monotonicMs());
    if (fence) await this.#ask(fence, timing).catch(() => {});
  }

  /** Makes sure that no answer is on its way that could be taken for the answer to `r`. @throws as `exchange`. */
  async #resynchronise(r: ModbusRequest, timing: ExchangeTiming): Promise<void> {
    const fence = this.#owed.fenceFor(r, this.#port.clock.monotonicMs());
    if (!fence) throw busError('timeout', `${describe(r)}: too many answers of this unit did not come`);
    this.#port.counters.resyncs++;
    try {
      await this.#ask(fence, timing, r);
    } catch (error) {
      this.#owed.fenceFailed(r.unit);
      // A refusal is an answer as good as any other.
      if (this.#owed.isConfusable(r, this.#port.clock.monotonicMs())) throw error;
    }
  }

  async #ask(r: ModbusRequest, timing: ExchangeTiming, fenceFor?: ModbusRequest): Promise<ModbusReply> {
    await this.#quiet(timing.pauseMs);
    this.#discard();
    if (!this.#port.isUp()) throw lost(r);
    const frame = rtuFrame(r);
    const { baudRate } = this.#timing;
    const onWireMs = baudRate ? wireMs(frame.length + rtuReplyLength(r), baudRate) : 0;
    this.#foreign = false;
    this.#fenceFor = fenceFor;
    const now = this.#port.clock.monotonicMs();
    this.#pending = new Pending(r, timing, now);
    this.#dueMs = now + timing.timeoutMs + onWireMs;
    this.#deadline.at(this.#dueMs, now);
    this.#echo.sent(frame, !repeatsRequest(r) && frame.length !== rtuReplyLength(r));
    this.#send(frame);
    return this.#pending.promise;
  }

  #send(frame: Buffer): void {
    this.#port.trace.sent(frame);
    this.#port.write(frame);
  }

  /** Looks for the answer in what was received. */
  #look(pending: Pending): void {
    const r = pending.request;
    const found = findReply(this.#buffer, r);
    if (found) {
      this.#accept(pending, found);
      return;
    }
    for (let n = foreignFrameLength(this.#buffer, r.unit); n > 0; n = foreignFrameLength(this.#buffer, r.unit)) {
      this.#foreign = true;
      this.#port.counters.strayFrames++;
      this.#cut(0, n, true);
    }
    // All the bytes and no answer among them: as soon as no more come, there is nothing left to wait for.
    this.#cancelGap();
    if (this.#buffer.length >= rtuReplyLength(r)) {
      this.#cancelGap = this.#port.clock.after(this.#gapMs, () => this.#fail());
    }
  }

  #accept(pending: Pending, { start, end, isException }: Found): void {
    const { clock, counters } = this.#port;
    const r = pending.request;
    const frame = this.#buffer.subarray(start, end);
    counters.strayBytes += this.#buffer.length - frame.length;
    this.#dirty = this.#buffer.length > end;
    this.#buffer = Buffer.alloc(0);
    this.#take();
    this.#echo.ended(true);
    if (isException && this.#owed.refused(r, pending.sentMs, clock.monotonicMs())) {
      pending.reject(busError('bad-reply', `${describe(r)}: a refusal, of this or of an earlier request`));
      return;
    }
    this.#owed.settleUnit(r.unit, pending.sentMs);
    const { baudRate } = this.#timing;
    const onWireMs = baudRate ? wireMs(end - start + rtuFrame(r).length, baudRate) : 0;
    this.#port.answered(r.unit, clock.monotonicMs() - pending.sentMs - onWireMs);
    try {
      pending.resolve(readReply(r, frame.subarray(1, -2)));
    } catch (error) {
      pending.reject(error);
    }
  }

  #onDue(now: number): void {
    if (!this.#pending) return;
    // Timers may be early by a fraction of a millisecond.
    if (this.#dueMs - now < 1) this.#fail();
    else this.#deadline.at(this.#dueMs, now);
  }

  /** The deadline passed, or bytes came that hold no answer. */
  #fail(): void {
    const pending = this.#take();
    if (!pending) return;
    const { timeoutMs, isProbe = false } = pending.timing;
    const r = pending.request;
    const { clock } = this.#port;
    const heard = this.#buffer;
    const what = heard.length === 0 && this.#foreign ? 'wrong-unit' : whatIsWrong(heard, r);
    const code = heard.length > 0 && this.#echo.missed ? 'collision' : what;
    const detail = code === 'timeout' ? `no answer within ${timeoutMs} ms` : `${heard.length} bytes, ${code}`;
    this.#echo.ended(heard.length === 0 && !this.#foreign);
    this.#dirty = true;
    // What looks like its answer was it, though damaged, where no older one is owed. Else it may still come.
    const wasIt = !this.#owed.owes(r.unit) && heard[0] === r.unit && ((heard[1] ?? 0) & 0x7f) === r.function;
    if (!wasIt || code === 'collision') this.#owed.add(r, pending.sentMs, clock.monotonicMs());
    if (code === 'timeout' && !isProbe) {
      this.#silences++;
      // A connection may be half open and not know it; a serial port cannot.
      if (this.#timing.baudRate === undefined && this.#silences >= silencesUntilReconnect) {
        this.#port.drop(`no answer to ${silencesUntilReconnect} requests in a row`);
      }
    }
    pending.reject(busError(code, `${describe(r)}: ${detail}`));
  }

  /** Takes late answers out of what was received. */
  #takeOwed(): void {
    if (this.#owed.isEmpty) return;
    const { clock, counters } = this.#port;
    const now = clock.monotonicMs();
    for (const owed of this.#owed.current(now)) {
      const found = findReply(this.#buffer, owed.request);
      // A refusal says less: it is the newer request's where there is one, but for those by which a gateway gives up.
      if (!found || (found.isException && this.#mayBePendings(owed.request, found.start))) continue;
      this.#cut(found.start, found.end, false);
      counters.late++;
      this.#owed.settle(owed);
      this.#port.answered(owed.request.unit, now - owed.sentMs);
    }
    const pending = this.#pending;
    if (!pending || !this.#fenceFor || this.#owed.isConfusable(this.#fenceFor, now)) return;
    // What was to be waited for has come. The answer to the fence itself is not needed any more, and looks different.
    this.#take();
    this.#owed.add(pending.request, pending.sentMs, now);
    pending.resolve({ registers: [], bits: [] });
  }

  #mayBePendings(owed: ModbusRequest, at: number): boolean {
    const r = this.#pending?.request;
    return r?.unit === owed.unit && r.function === owed.function && !gatewayGaveUp(this.#buffer[at + 2] ?? 0);
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
  async #quiet(pauseMs: number): Promise<void> {
    const { clock } = this.#port;
    const needed = Math.max(this.#silentMs, this.#timing.pauseMs, pauseMs, this.#dirty ? this.#gapMs : 0);
    const giveUp = clock.monotonicMs() + longestDrainMs + Math.max(this.#timing.pauseMs, pauseMs);
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

const lost = (r: ModbusRequest) => busError('disconnected', `${describe(r)}: the connection was lost`);
