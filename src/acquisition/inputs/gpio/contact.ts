// One contact without its bouncing: a level counts when it has held for a while. Pure; times are the kernel's.

/** What a contact did, once that is sure. */
export interface Settled {
  readonly level: 0 | 1;
  /** Wall clock of the edge after which the level held. */
  readonly atMs: number;
  /** An edge must have been missed: the same level twice. */
  readonly missed: boolean;
}

interface Pending {
  readonly level: 0 | 1;
  readonly kernelMs: number;
  readonly atMs: number;
}

export class Contact {
  readonly #holdMs: number;
  #level: 0 | 1 | undefined;
  #pending: Pending | undefined;

  constructor(holdMs: number) {
    this.#holdMs = holdMs;
  }

  /** The level that is sure; undefined before anything is known. */
  get level(): 0 | 1 | undefined {
    return this.#level;
  }

  /** As the level was found, when the connection was opened. */
  found(level: 0 | 1): void {
    this.#level = level;
    this.#pending = undefined;
  }

  /** Nobody looked for a while. What was not sure then is forgotten. */
  lost(): void {
    this.#pending = undefined;
  }

  edge(level: 0 | 1, kernelMs: number, atMs: number): Settled[] {
    const settled = this.until(kernelMs);
    // Between two edges of one direction there was one that nobody saw.
    if (!this.#pending && level === this.#level) return [...settled, { level, atMs, missed: true }];
    this.#pending = { level, kernelMs, atMs };
    return this.#holdMs === 0 ? [...settled, ...this.until(kernelMs)] : settled;
  }

  /** Time has gone on to here without another edge. */
  until(kernelMs: number): Settled[] {
    const p = this.#pending;
    if (!p || kernelMs - p.kernelMs < this.#holdMs) return [];
    this.#pending = undefined;
    if (p.level === this.#level) return [];
    this.#level = p.level;
    return [{ level: p.level, atMs: p.atMs, missed: false }];
  }
}
