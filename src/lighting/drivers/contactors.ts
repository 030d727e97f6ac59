// What the circuits of one relay cabinet have in common: contactors close one after the other, phase by phase in turn, so
// that the inrush of many lamps neither adds up nor stands on one phase; and all circuits are read by one request.
import { limits, type ModbusRequest } from '../../fieldbus/pdu.ts';
import { type Clock, sleep } from '../../runtime/clock.ts';
import { HaidangError } from '../../runtime/errors.ts';
import type { Ask, How } from './driver.ts';

export const phases = ['l1', 'l2', 'l3'] as const;
export type Phase = (typeof phases)[number];

/** A cabinet that does not have all that lies between its circuits refuses by one of these to give it. */
const refusals: ReadonlySet<string> = new Set(['illegal-address', 'illegal-value']);

interface Turn {
  readonly phase: Phase;
  /** Closes it; never rejects. */
  close(): Promise<void>;
}

export class Contactors {
  readonly #clock: Clock;
  readonly #gapMs: number;
  readonly #waiting: Turn[] = [];
  #lastPhase: Phase = 'l3';
  #lastMs = Number.NEGATIVE_INFINITY;
  #isServing = false;
  readonly #reads = new Map<string, Promise<readonly boolean[]>>();
  /** Functions of which the cabinet gives no more than single bits. */
  readonly #singles = new Set<1 | 2>();

  /** @param gapMs between two closings. */
  constructor(clock: Clock, gapMs: number) {
    this.#clock = clock;
    this.#gapMs = gapMs;
  }

  /** Closes a contactor of this phase when its turn has come. @throws what `close` throws. */
  closed(phase: Phase, close: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ phase, close: () => close().then(resolve, reject) });
      void this.#serve();
    });
  }

  /**
   * Bits of one table. Who asks while a request with all that is asked waits for its turn shares it. Where the cabinet
   * refuses that, or it is more than a request may ask, each is asked for by itself: one that is not there stops no other.
   * @param span first and last address that any circuit of the cabinet has in that table.
   */
  async bit(ask: Ask, at: Bit, span: Span, how: How): Promise<boolean> {
    if (!this.#singles.has(at.function) && span.last - span.first < limits.readBits) {
      try {
        return await this.#bitOfAll(ask, at, span, how);
      } catch (error) {
        if (span.first === span.last || !(error instanceof HaidangError && refusals.has(error.code))) throw error;
        this.#singles.add(at.function);
      }
    }
    const { bits } = await ask({ ...at, count: 1 }, how);
    return bits[0] ?? false;
  }

  #bitOfAll(ask: Ask, at: Bit, span: Span, how: How): Promise<boolean> {
    const key = `${at.function} ${how.suspect}`;
    const { first, last } = span;
    let shared = this.#reads.get(key);
    if (!shared) {
      const request: ModbusRequest = {
        unit: at.unit,
        function: at.function,
        address: first,
        count: last - first + 1,
      };
      // All circuits of a cabinet ask in one breath: one of them asks the device.
      shared = Promise.resolve().then(async () => {
        // What is asked from now on may be newer than the answer to this.
        const bits = ask(request, how).then((r) => r.bits);
        this.#reads.delete(key);
        return await bits;
      });
      this.#reads.set(key, shared);
    }
    return shared.then((bits) => bits[at.address - first] ?? false);
  }

  async #serve(): Promise<void> {
    if (this.#isServing) return;
    this.#isServing = true;
    // Those who ask in one breath are put in order first.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const wait = this.#lastMs + this.#gapMs - this.#clock.monotonicMs();
      if (wait > 0) await sleep(this.#clock, wait);
      const next = this.#next();
      this.#lastPhase = next.phase;
      await next.close();
      this.#lastMs = this.#clock.monotonicMs();
    }
    this.#isServing = false;
  }

  /** The one that waits longest on the phase whose turn it is. */
  #next(): Turn {
    const from = phases.indexOf(this.#lastPhase);
    for (let i = 1; i <= phases.length; i++) {
      const at = this.#waiting.findIndex((w) => w.phase === phases[(from + i) % phases.length]);
      const [found] = at < 0 ? [] : this.#waiting.splice(at, 1);
      if (found) return found;
    }
    throw new Error('unreachable: somebody waits, and on one of the phases');
  }
}

interface Bit {
  readonly unit: number;
  readonly function: 1 | 2;
  readonly address: number;
}

/** Addresses, both included. */
export interface Span {
  first: number;
  last: number;
}

export function widen(span: Span, address: number): void {
  span.first = Math.min(span.first, address);
  span.last = Math.max(span.last, address);
}
