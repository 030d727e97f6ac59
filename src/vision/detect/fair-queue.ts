// Start-time fair queuing (Goyal, Vin, Cheng 1996): every job gets a place on a virtual time axis, an owner's next one
// behind its last one by 1/weight, and the one that comes first is served first. So owners that want more than there is
// get it in the ratio of their weights, who wants little gets that little at once, and nobody saves up for later.

interface Line<T> {
  readonly jobs: T[];
  /** Where its first job stands. */
  start: number;
}

/** Jobs of several owners: each owner's in order of arrival, the owners by weight. Bounded per owner. */
export class FairQueue<T> {
  readonly #perOwner: number;
  readonly #weightOf: (owner: string) => number;
  /** Owners that have something waiting; of equals the first is served first. */
  readonly #waiting = new Map<string, Line<T>>();
  /** Where an owner's next job may stand at the earliest, for those who have nothing waiting. */
  readonly #ends = new Map<string, number>();
  #now = 0;
  #size = 0;

  /** @param weightOf above 0; all alike without it. */
  constructor(perOwner: number, weightOf: (owner: string) => number = () => 1) {
    this.#perOwner = perOwner;
    this.#weightOf = weightOf;
  }

  get size(): number {
    return this.#size;
  }

  /** @returns false where the owner has as many waiting as it may. */
  push(owner: string, job: T): boolean {
    const own = this.#waiting.get(owner);
    if (!own) {
      const start = Math.max(this.#now, this.#ends.get(owner) ?? 0);
      this.#ends.delete(owner);
      this.#waiting.set(owner, { jobs: [job], start });
    } else if (own.jobs.length >= this.#perOwner) return false;
    else own.jobs.push(job);
    this.#size++;
    return true;
  }

  /**
   * @param served owners that are being served: where one of them would come again before whoever waits, nothing is
   *   given out. It may ask for its next job in a moment, and is not passed over for having had to wait for its answer.
   */
  shift(served: Iterable<string> = []): T | undefined {
    let next: [string, Line<T>] | undefined;
    for (const entry of this.#waiting) if (!next || entry[1].start < next[1].start) next = entry;
    if (!next) return undefined;
    const [owner, own] = next;
    for (const other of served) if ((this.#ends.get(other) ?? own.start) < own.start) return undefined;
    const job = own.jobs.shift();
    this.#now = own.start;
    own.start += 1 / this.#weightOf(owner);
    // Its turn is over: it goes behind its equals.
    this.#waiting.delete(owner);
    if (own.jobs.length > 0) this.#waiting.set(owner, own);
    else this.#ends.set(owner, own.start);
    this.#size--;
    return job;
  }

  clear(): T[] {
    const all = [...this.#waiting.values()].flatMap((own) => own.jobs);
    this.#waiting.clear();
    this.#ends.clear();
    this.#now = 0;
    this.#size = 0;
    return all;
  }
}
