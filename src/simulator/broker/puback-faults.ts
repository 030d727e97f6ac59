// What a broker, or something between it and us, may do to acknowledgements: give one twice, give them in another order.
// Reads the plain MQTT packets that come from the broker (fixed header and length, MQTT 5 section 2.1) and touches only
// PUBACKs.
import type { Cancel, Clock } from '../../runtime/clock.ts';
import type { Random } from '../random.ts';

export interface AckFaults {
  /** Share of the PUBACKs that come a second time, 0 to 1. */
  readonly duplicateAcks: number;
  /** Share of the PUBACKs that come after later ones, 0 to 1. */
  readonly reorderAcks: number;
}

const puback = 4;
/** A PUBACK that was held back goes on after so long, where no other comes to overtake it. */
const longestHoldMs = 200;
/** More than this is overtaken by nothing. */
const mostHeld = 20;

export interface AckCounts {
  duplicated: number;
  reordered: number;
}

export class PubackFaults {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #faults: () => AckFaults;
  readonly #counts: AckCounts;
  readonly #emit: (bytes: Buffer) => void;
  #rest: Buffer = Buffer.alloc(0);
  #held: Buffer[] = [];
  #cancel: Cancel | undefined;

  constructor(deps: {
    clock: Clock;
    random: Random;
    faults: () => AckFaults;
    counts: AckCounts;
    emit: (bytes: Buffer) => void;
  }) {
    this.#clock = deps.clock;
    this.#random = deps.random;
    this.#faults = deps.faults;
    this.#counts = deps.counts;
    this.#emit = deps.emit;
  }

  push(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const out: Buffer[] = [];
    let at = 0;
    for (let end = packetEnd(bytes, at); end !== undefined; end = packetEnd(bytes, at)) {
      const packet = bytes.subarray(at, end);
      at = end;
      if ((packet[0] as number) >> 4 === puback) this.#acknowledge(packet, out);
      else out.push(packet);
    }
    this.#rest = bytes.subarray(at);
    if (out.length > 0) this.#emit(Buffer.concat(out));
  }

  /** Lets go what is held back. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const held = this.#held.splice(0).reverse();
    if (held.length > 0) this.#emit(Buffer.concat(held));
  }

  #acknowledge(packet: Buffer, out: Buffer[]): void {
    const { duplicateAcks, reorderAcks } = this.#faults();
    if (reorderAcks > 0 && this.#random() < reorderAcks && this.#held.length < mostHeld) {
      this.#counts.reordered++;
      this.#held.push(Buffer.from(packet));
      this.#cancel ??= this.#clock.after(longestHoldMs, () => this.flush());
      return;
    }
    out.push(packet);
    if (duplicateAcks > 0 && this.#random() < duplicateAcks) {
      this.#counts.duplicated++;
      out.push(packet);
    }
    // The last one held goes first: the order is turned round, not only shifted.
    out.push(...this.#held.splice(0).reverse());
    this.#cancel?.();
    this.#cancel = undefined;
  }
}

/** Where the packet that begins at `at` ends; undefined where it is not whole yet. What is no MQTT passes as it is. */
function packetEnd(bytes: Buffer, at: number): number | undefined {
  let length = 0;
  for (let i = 0; i < 4; i++) {
    const byte = bytes[at + 1 + i];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) << (7 * i);
    if (byte < 0x80) {
      const end = at + 2 + i + length;
      return end <= bytes.length ? end : undefined;
    }
  }
  return bytes.length;
}
