/** Jobs of several owners: each owner's in order of arrival, the owners in turn. Bounded per owner. */
export class FairQueue<T> {
  readonly #perOwner: number;
  /** Owners that have something waiting, the one whose turn it is first. */
  readonly #waiting = new Map<string, T[]>();
  #size = 0;

  constructor(perOwner: number) {
    this.#perOwner = perOwner;
  }

  get size(): number {
    return this.#size;
  }

  /** @returns false where the owner has as many waiting as it may. */
  push(owner: string, job: T): boolean {
    const own = this.#waiting.get(owner);
    if (!own) this.#waiting.set(owner, [job]);
    else if (own.length >= this.#perOwner) return false;
    else own.push(job);
    this.#size++;
    return true;
  }

  shift(): T | undefined {
    for (const [owner, own] of this.#waiting) {
      const job = own.shift();
      // Its turn is over: it goes behind the others.
      this.#waiting.delete(owner);
      if (own.length > 0) this.#waiting.set(owner, own);
      this.#size--;
      return job;
    }
    return undefined;
  }

  clear(): T[] {
    const all = [...this.#waiting.values()].flat();
    this.#waiting.clear();
    this.#size = 0;
    return all;
  }
}
