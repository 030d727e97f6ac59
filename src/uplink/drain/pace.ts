// How many bytes may be on their way, so that a slow link is kept busy and yet whatever is sent next does not wait long
// behind them. Looks at the time from sending to acknowledgement: what it grows by over that of an empty link is time
// spent waiting in line, and that is kept near a target. The idea is that of LEDBAT (RFC 6817); the acknowledged unit is
// a message, and the time of an empty link is measured anew now and then by a message that travels alone.

export interface PaceOptions {
  /** Time in line to aim at, milliseconds. */
  readonly targetMs: number;
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
}

/** After so long without a message that travelled alone, one is wanted. */
const probeEveryMs = 30_000;
/** So long the rest stands back for it. */
const probePatienceMs = 2000;
/** Measurements of an empty link that count. */
const basesKept = 3;

export class Pace {
  readonly #options: PaceOptions;
  #window: number;
  /** Times of an empty link, the newest last. */
  #bases: number[] = [];
  #recent: number[] = [];
  #starting = true;
  #aloneMs = Number.NEGATIVE_INFINITY;
  #probeFromMs: number | undefined;

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
  }

  /** Bytes that may be on their way. */
  get bytes(): number {
    return this.#window;
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
    if (alone) {
      this.#bases = [...this.#bases, tookMs].slice(-basesKept);
      this.#measuredAlone(nowMs);
    }
    const base = Math.min(...this.#bases, tookMs);
    this.#recent = [...this.#recent, tookMs].slice(-4);
    const inLineMs = Math.min(...this.#recent) - base;
    const { targetMs, leastBytes, mostBytes } = this.#options;
    if (this.#starting && inLineMs > targetMs / 2) this.#starting = false;
    // A window that was not used says nothing about a larger one.
    const used = withBytes * 2 >= this.#window;
    const off = Math.max(-1, (targetMs - inLineMs) / targetMs);
    let change = (off * bytes * bytes) / this.#window;
    if (this.#starting) change = bytes;
    if (change > 0 && !used) change = 0;
    this.#window = Math.min(mostBytes, Math.max(leastBytes, this.#window + change));
  }

  #measuredAlone(nowMs: number): void {
    this.#aloneMs = nowMs;
    this.#probeFromMs = undefined;
  }
}

const startOf = ({ leastBytes, mostBytes }: PaceOptions) => Math.min(mostBytes, leastBytes * 2);
