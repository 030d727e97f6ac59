// How many bytes may be on their way, so that a slow link is kept busy and yet whatever is sent next does not wait long
// behind them. The time from sending to acknowledgement is split into three: that of an empty link, that of the
// message's own bytes at the rate of the link, and the rest, which it spent waiting in line. The rest is kept near a
// target by a window that grows and shrinks (the idea is that of LEDBAT, RFC 6817; the rate is estimated as in BBR, from
// what was acknowledged while a message travelled). The time of an empty link is measured anew now and then by a message
// that travels alone.

export interface PaceOptions {
  /** How long what is sent next may have to wait for what is on its way, milliseconds. */
  readonly lineMs: number;
  readonly leastBytes: number;
  readonly mostBytes: number;
}

/** How a message travelled. */
export interface Travel {
  readonly tookMs: number;
  readonly bytes: number;
  /** Nothing else was on its way when it was sent. */
  readonly alone: boolean;
  /** Bytes that were on their way with it, itself included. */
  readonly withBytes: number;
  /** Bytes that had been acknowledged when it was sent. */
  readonly landedBefore: number;
}

/** After so long without a message that travelled alone, one is wanted. */
const probeEveryMs = 30_000;
/** So long the rest stands back for it. */
const probePatienceMs = 2000;
/** Measurements of an empty link that count. */
const basesKept = 3;
/** The fastest of this time and of as long before it is the rate of the link. */
const rateSpanMs = 10_000;

export class Pace {
  readonly #options: PaceOptions;
  #window: number;
  /** Messages that travelled alone, the newest last. */
  #bases: Pick<Travel, 'tookMs' | 'bytes'>[] = [];
  #recent: number[] = [];
  #starting = true;
  #aloneMs = Number.NEGATIVE_INFINITY;
  #probeFromMs: number | undefined;
  #landedBytes = 0;
  /** Bytes a millisecond. */
  #rate = { now: 0, before: 0, sinceMs: 0 };

  constructor(options: PaceOptions) {
    this.#options = options;
    this.#window = startOf(options);
  }

  /** Another link: nothing is known of it. */
  reset(nowMs: number): void {
    this.#window = startOf(this.#options);
    this.#bases = [];
    this.#recent = [];
    this.#starting = true;
    this.#aloneMs = nowMs;
    this.#probeFromMs = undefined;
    this.#rate = { now: 0, before: 0, sinceMs: nowMs };
  }

  /** Bytes that may be on their way. */
  get bytes(): number {
    return this.#window;
  }

  /** Acknowledged so far. */
  get landedBytes(): number {
    return this.#landedBytes;
  }

  /** Whether what can wait should stand back, so that a message travels alone. */
  probing(nowMs: number): boolean {
    if (nowMs - this.#aloneMs < probeEveryMs) return false;
    this.#probeFromMs ??= nowMs;
    if (nowMs - this.#probeFromMs < probePatienceMs) return true;
    this.#measuredAlone(nowMs);
    return false;
  }

  landed(travel: Travel, nowMs: number): void {
    const { tookMs, bytes, alone, withBytes } = travel;
    const { lineMs, leastBytes, mostBytes } = this.#options;
    this.#landedBytes += bytes;
    this.#noteRate((this.#landedBytes - travel.landedBefore) / Math.max(1, tookMs), nowMs);
    if (alone) {
      this.#bases = [...this.#bases, travel].slice(-basesKept);
      this.#measuredAlone(nowMs);
    }
    this.#recent = [...this.#recent, this.#withoutOwn(travel)].slice(this.#starting ? -1 : -2);
    const least = Math.min(...this.#recent);
    const emptyMs = Math.min(least, ...this.#bases.map((b) => this.#withoutOwn(b)));
    const inLineMs = least - emptyMs;
    // One more than the window holds may go: on a slow link it alone takes a good part of the time.
    const targetMs = Math.max(lineMs / 4, lineMs - bytes / this.#fastest);
    if (this.#starting && inLineMs > targetMs / 2) this.#starting = false;
    // A window that was not used says nothing about a larger one.
    const used = withBytes * 2 >= this.#window;
    const off = Math.max(-1, (targetMs - inLineMs) / targetMs);
    let change = (off * bytes * bytes) / this.#window;
    if (this.#starting) change = bytes;
    if (change > 0 && !used) change = 0;
    // A line longer than wanted is full: what it carries is known, and more than that only makes it longer.
    const carried = inLineMs > targetMs ? this.#fastest * (emptyMs + targetMs) : mostBytes;
    this.#window = Math.max(leastBytes, Math.min(mostBytes, carried, this.#window + change));
  }

  /** The time that the bytes of the message did not take themselves. */
  #withoutOwn({ tookMs, bytes }: Pick<Travel, 'tookMs' | 'bytes'>): number {
    return Math.max(0, tookMs - bytes / this.#fastest);
  }

  /** What the link carries, bytes a millisecond. */
  get #fastest(): number {
    return Math.max(this.#rate.now, this.#rate.before);
  }

  #noteRate(rate: number, nowMs: number): void {
    if (nowMs - this.#rate.sinceMs > rateSpanMs) this.#rate = { now: rate, before: this.#rate.now, sinceMs: nowMs };
    else this.#rate.now = Math.max(this.#rate.now, rate);
  }

  #measuredAlone(nowMs: number): void {
    this.#aloneMs = nowMs;
    this.#probeFromMs = undefined;
  }
}

const startOf = ({ leastBytes, mostBytes }: PaceOptions) => Math.min(mostBytes, leastBytes * 2);
