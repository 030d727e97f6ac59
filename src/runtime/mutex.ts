/** One at a time, in order of arrival; `urgent` goes before those that wait, never into the one that runs. */
export class Mutex {
  readonly #waiting: { start: () => void; urgent: boolean }[] = [];
  #busy = false;

  get waiting(): number {
    return this.#waiting.length;
  }

  async run<T>(task: () => Promise<T>, urgent = false): Promise<T> {
    if (this.#busy) {
      await new Promise<void>((start) => {
        const entry = { start, urgent };
        const at = urgent ? this.#waiting.findIndex((w) => !w.urgent) : -1;
        if (at < 0) this.#waiting.push(entry);
        else this.#waiting.splice(at, 0, entry);
      });
    }
    this.#busy = true;
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next) next.start();
      else this.#busy = false;
    }
  }
}
