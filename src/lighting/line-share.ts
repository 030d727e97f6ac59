import { isUnreachable } from '../fieldbus/errors.ts';
import type { ModbusLine } from '../fieldbus/line.ts';
import { isWrite, type ModbusReply, type ModbusRequest } from '../fieldbus/pdu.ts';
import type { Cancel, Clock } from '../runtime/clock.ts';
import { HaidangError } from '../runtime/errors.ts';
import type { How } from './drivers/driver.ts';

/** Requests given to the line at a time; the others wait here, so that the line's own queue is left to all rooms. */
const inFlightMost = 4;
/** After a suspect did not answer, no suspect is asked for this many times as long as that took. */
const restFactor = 3;

/** How long an exchange takes until one was seen, milliseconds; afterwards the last ones count. */
const firstGuessMs = 50;
const newest = 0.1;

interface Waiting {
  readonly request: ModbusRequest;
  readonly suspect: boolean;
  resolve(reply: ModbusReply): void;
  reject(error: unknown): void;
}

/**
 * The lamps' share of one line. What is urgent goes first, writes before reads, and lamps that failed to answer ("suspects") wait for all
 * others, one at a time and with rests between, so that any number of dead lamps takes at most a quarter of the line.
 * What is urgent for a suspect goes before other suspects and without rests, and still not before a lamp that answers: in
 * an emergency each dead lamp would keep those that can burn waiting for its silence.
 * The queue is bounded by the number of lamps: each lamp has one request at a time.
 */
export class LineShare {
  readonly #line: ModbusLine;
  readonly #clock: Clock;
  readonly #urgent: Waiting[] = [];
  readonly #writes: Waiting[] = [];
  readonly #reads: Waiting[] = [];
  readonly #urgentSuspects: Waiting[] = [];
  readonly #suspects: Waiting[] = [];
  readonly #inFlight = new Set<Waiting>();
  #suspectBusy = false;
  #isResting = false;
  #cancelRest: Cancel = () => {};
  #closed = false;
  #typicalMs = firstGuessMs;
  #lastReplyMs = Number.NEGATIVE_INFINITY;

  constructor(line: ModbusLine, clock: Clock) {
    this.#line = line;
    this.#clock = clock;
  }

  ask(request: ModbusRequest, how: How): Promise<ModbusReply> {
    return new Promise((resolve, reject) => {
      const calm = how.suspect ? this.#suspects : isWrite(request) ? this.#writes : this.#reads;
      const urgent = how.suspect ? this.#urgentSuspects : this.#urgent;
      const queue = how.urgent && isWrite(request) ? urgent : calm;
      queue.push({ request, suspect: how.suspect, resolve, reject });
      this.#pump();
    });
  }

  /** How long a request that is answered has its turn on the line, of late, milliseconds. */
  get typicalMs(): number {
    return this.#typicalMs;
  }

  /** Ends the waiting for everything that was asked; what is on the wire ends by itself, and nobody hears of it. */
  close(): void {
    this.#closed = true;
    this.#cancelRest();
    this.#pump();
  }

  #pump(): void {
    if (this.#closed) {
      const error = new HaidangError('ours', 'stopped', 'the lighting was stopped');
      const queues = [this.#urgent, this.#writes, this.#reads, this.#urgentSuspects, this.#suspects];
      for (const w of [...this.#inFlight, ...queues.flat()]) w.reject(error);
      for (const queue of queues) queue.length = 0;
      return;
    }
    while (this.#inFlight.size < inFlightMost) {
      const next = this.#urgent.shift() ?? this.#writes.shift() ?? this.#reads.shift() ?? this.#nextSuspect();
      if (!next) return;
      void this.#run(next);
    }
  }

  #nextSuspect(): Waiting | undefined {
    if (this.#isResting && this.#urgentSuspects.length > 0) this.#endRest();
    return this.#suspectBusy ? undefined : (this.#urgentSuspects.shift() ?? this.#suspects.shift());
  }

  async #run(w: Waiting): Promise<void> {
    this.#inFlight.add(w);
    if (w.suspect) this.#suspectBusy = true;
    const began = this.#clock.monotonicMs();
    let restMs = 0;
    try {
      const reply = await this.#line.request(w.request);
      // Several wait for the line at a time: each has its part of the time.
      const tookMs = this.#clock.monotonicMs() - Math.max(began, this.#lastReplyMs);
      this.#lastReplyMs = this.#clock.monotonicMs();
      this.#typicalMs += newest * (tookMs - this.#typicalMs);
      w.resolve(reply);
    } catch (error) {
      if (error instanceof HaidangError && isUnreachable(error.code)) {
        restMs = (this.#clock.monotonicMs() - began) * restFactor;
      }
      w.reject(error);
    }
    this.#inFlight.delete(w);
    if (w.suspect) this.#endSuspect(restMs);
    this.#pump();
  }

  #endSuspect(restMs: number): void {
    if (restMs === 0 || this.#closed) {
      this.#suspectBusy = false;
      return;
    }
    this.#isResting = true;
    this.#cancelRest = this.#clock.after(restMs, () => {
      this.#endRest();
      this.#pump();
    });
  }

  #endRest(): void {
    this.#cancelRest();
    this.#isResting = false;
    this.#suspectBusy = false;
  }
}
