/** Holds the newest of what was put in: a consumer that is late gets the latest, never a queue. */
export class NewestSlot<T> {
  #item: T | undefined;
  #replaced = 0;

  /** Items that were replaced before anyone took them. */
  get replaced(): number {
    return this.#replaced;
  }

  /** @returns the older one that had to go, if there was one. */
  put(item: T): T | undefined {
    const older = this.#item;
    if (older !== undefined) this.#replaced++;
    this.#item = item;
    return older;
  }

  take(): T | undefined {
    const item = this.#item;
    this.#item = undefined;
    return item;
  }
}
