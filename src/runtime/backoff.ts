/** Growing waits between tries, with full jitter, so that many gateways coming back do not come back together. */
export interface BackoffOptions {
  /** Upper bound of the first wait, milliseconds. */
  readonly firstMs: number;
  /** Upper bound of every wait, milliseconds. */
  readonly maxMs: number;
  readonly factor?: number;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
}

export class Backoff {
  readonly #options: Required<BackoffOptions>;
  #tries = 0;

  constructor(options: BackoffOptions) {
    this.#options = { factor: 2, random: Math.random, ...options };
  }

  /** Tries since the last success. */
  get tries(): number {
    return this.#tries;
  }

  /**
   * The next wait in milliseconds: uniform between a quarter of the bound and the bound, the bound growing by `factor`
   * from `firstMs` to `maxMs`. Never 0, so that a failing part cannot spin.
   */
  next(): number {
    const { firstMs, maxMs, factor, random } = this.#options;
    const bound = Math.min(maxMs, firstMs * factor ** Math.min(this.#tries, 64));
    this.#tries++;
    return bound * (0.25 + 0.75 * random());
  }

  reset(): void {
    this.#tries = 0;
  }
}
