/**
 * One at a time (or `permits` at a time), in order of arrival; `urgent` goes before those that wait, never into what runs.
 */
export class Mutex {
  readonly #waiting: { start: () => void; urgent: boolean }[] = [];
  #free: number;

  constructor(permits = 1) {
    this.#free = permits;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  async run<T>(task: () => Promise<T>, urgent = false): Promise<T> {
    await this.acquire(urgent);
    try {
      return await task();
    } finally {
      this.release();
    }
  }

  /** A promise to wait for, or nothing where it is free: the caller's turn has come, and ends with its `release`. */
  acquire(urgent = false): Promise<void> | undefined {
    if (this.#free > 0) {
      this.#free--;
      return undefined;
    }
    return new Promise<void>((start) => {
      const entry = { start, urgent };
      const at = urgent ? this.#waiting.findIndex((w) => !w.urgent) : -1;
      if (at < 0) this.#waiting.push(entry);
      else this.#waiting.splice(at, 0, entry);
    });
  }

  release(): void {
    const next = this.#waiting.shift();
    if (next) next.start();
    else this.#free++;
  }
}
