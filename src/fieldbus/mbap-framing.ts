// Modbus TCP on a connection. Every request has a transaction id of 16 bits of its own; an answer with another id is
// late and is thrown away, so it is never taken for the answer to a newer request.
import { busError } from './errors.ts';
import { Deadline, type ExchangeTiming, type Framing, type FramingPort, Pending } from './exchange.ts';
import { MbapSplitter, mbapFrame } from './mbap.ts';
import { describe, type ModbusReply, type ModbusRequest, readReply } from './pdu.ts';

/**
 * After so many deadlines in a row without a byte the connection is taken for half open and replaced. Units that have
 * not answered on it yet weigh less: behind a gateway several may be dead, and their silence must not cut the others.
 */
const silencesUntilReconnect = 3;
const silencesOfStrangers = 10;
const mostExpired = 64;

export class MbapFraming implements Framing {
  readonly #port: FramingPort;
  readonly #splitter = new MbapSplitter();
  #transaction: number;
  /** Requests under way by their transaction id; one, or some with pipelining. */
  readonly #pending = new Map<number, Pending>();
  readonly #deadline: Deadline;
  /** Requests that were given up: when their answers come all the same, they tell how slow the unit is. */
  readonly #expired = new Map<number, Pending>();
  /** Units that have answered on this connection. */
  readonly #answered = new Set<number>();
  #silences = 0;
  #strangers = 0;

  /** @param firstTransaction 0 to 65535; a random one keeps ids apart from those before a restart. */
  constructor(port: FramingPort, firstTransaction: number) {
    this.#port = port;
    this.#transaction = firstTransaction;
    this.#deadline = new Deadline(port.clock, (now) => this.#onDue(now));
  }

  exchange(r: ModbusRequest, timing: ExchangeTiming): Promise<ModbusReply> {
    const id = (this.#transaction + 1) & 0xffff;
    this.#transaction = id;
    const now = this.#port.clock.monotonicMs();
    const pending = new Pending(r, timing, now);
    this.#pending.set(id, pending);
    this.#deadline.at(now + timing.timeoutMs, now);
    const frame = mbapFrame(r, id);
    this.#port.trace.sent(frame);
    this.#port.write(frame);
    return pending.promise;
  }

  onData(chunk: Buffer): void {
    this.#silences = 0;
    this.#strangers = 0;
    this.#port.trace.heard(chunk);
    if (this.#splitter.push(chunk, (id, unit, pdu) => this.#onFrame(id, unit, pdu))) return;
    this.#port.counters.strayBytes += chunk.length;
    this.#rejectAll(busError('bad-frame', 'the answer is no Modbus TCP'));
    this.#splitter.reset();
    this.#port.drop('what arrives is no Modbus TCP');
  }

  onDown(error: Error): void {
    this.#splitter.reset();
    this.#answered.clear();
    this.#expired.clear();
    this.#silences = 0;
    this.#strangers = 0;
    this.#rejectAll(error);
  }

  close(error: Error): void {
    this.onDown(error);
    this.#deadline.cancel();
  }

  #onFrame(transaction: number, unit: number, pdu: Buffer): void {
    const pending = this.#pending.get(transaction);
    if (!pending) {
      this.#port.counters.late++;
      const late = this.#expired.get(transaction);
      this.#expired.delete(transaction);
      if (late?.request.unit === unit) this.#port.answered(unit, this.#port.clock.monotonicMs() - late.sentMs);
      return;
    }
    this.#pending.delete(transaction);
    const r = pending.request;
    if (unit !== r.unit) {
      pending.reject(busError('wrong-unit', `${describe(r)}: unit ${unit} answered`));
      return;
    }
    this.#answered.add(unit);
    this.#port.answered(unit, this.#port.clock.monotonicMs() - pending.sentMs);
    try {
      pending.resolve(readReply(r, pdu));
    } catch (error) {
      pending.reject(error);
    }
  }

  /** Ends what has waited long enough, and sees to the next one. */
  #onDue(now: number): void {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const [id, pending] of this.#pending) {
      const dueMs = pending.sentMs + pending.timing.timeoutMs;
      // Timers may be early by a fraction of a millisecond.
      if (dueMs - now < 1) this.#onDeadline(id, pending);
      else nextMs = Math.min(nextMs, dueMs);
    }
    if (this.#pending.size > 0 && nextMs < Number.POSITIVE_INFINITY) this.#deadline.at(nextMs, now);
  }

  #onDeadline(id: number, pending: Pending): void {
    const { request, timing } = pending;
    this.#pending.delete(id);
    this.#expired.set(id, pending);
    const [oldest] = this.#expired.keys();
    if (this.#expired.size > mostExpired && oldest !== undefined) this.#expired.delete(oldest);
    pending.reject(busError('timeout', `${describe(request)}: no answer within ${timing.timeoutMs} ms`));
    // Whatever came next would be taken for the rest of that answer.
    if (this.#splitter.isInside) {
      this.#port.drop('an answer ended in its middle');
      return;
    }
    if (timing.isProbe) return;
    if (this.#answered.has(request.unit)) this.#silences++;
    else this.#strangers++;
    if (this.#silences < silencesUntilReconnect && this.#strangers < silencesOfStrangers) return;
    this.#port.drop(`no answer to ${this.#silences + this.#strangers} requests in a row`);
  }

  #rejectAll(error: Error): void {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of all) pending.reject(error);
  }
}
