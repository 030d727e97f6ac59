/** A first-in first-out queue that never grows beyond its bound: the oldest goes, and is counted. */
export class BoundedQueue<T> {
  readonly #items: T[] = [];
  readonly #bound: number;
  #head = 0;
  #dropped = 0;

  constructor(bound: number) {
    this.#bound = bound;
  }

  get size(): number {
    return this.#items.length - this.#head;
  }

  /** How many were dropped since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Adds an item; returns the one that had to go, if any. */
  push(item: T): T | undefined {
    this.#items.push(item);
    if (this.size <= this.#bound) return undefined;
    this.#dropped++;
    return this.shift();
  }

  shift(): T | undefined {
    if (this.size === 0) return undefined;
    const item = this.#items[this.#head];
    this.#items[this.#head] = undefined as T;
    this.#head++;
    if (this.#head > 64 && this.#head * 2 > this.#items.length) {
      this.#items.splice(0, this.#head);
      this.#head = 0;
    }
    return item;
  }
}
