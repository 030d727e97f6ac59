/**
 * How long what was appended waits for others. It is handed over before the time of the group is up, and earlier where the
 * disk takes its time, so that it is stored within it: what a kill or a power failure takes is then never older than the
 * group commit that the site allows.
 */
export class Group {
  readonly #groupMs: number;
  /** What a commit takes lately, at most; milliseconds. */
  #commitMs = 0;

  constructor(groupMs: number) {
    this.#groupMs = groupMs;
  }

  /** Milliseconds. */
  get waitMs(): number {
    return Math.max(least * this.#groupMs, haste * this.#groupMs - this.#commitMs);
  }

  /** A batch was stored, `tookMs` after it was handed over. */
  committed(tookMs: number): void {
    this.#commitMs = tookMs > this.#commitMs ? tookMs : this.#commitMs + forgetting * (tookMs - this.#commitMs);
  }
}

/** Timers are late now and then. */
const haste = 0.8;
/** So much is always waited: a disk that is too slow for the group is not asked more often for that. */
const least = 0.2;
/** Share of its distance to the newest by which what a commit takes at most falls back with each. */
const forgetting = 0.1;
