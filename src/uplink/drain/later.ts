// Suspected messages (suspects.ts) that wait: they go alone, when nothing else waits or when they have waited for
// `patienceMs`. An alarm among them must not stand behind a backlog of days: the link is let run empty for it.
import type { Parcel } from './parcel.ts';

export class Later {
  readonly #patienceMs: number;
  #parcels: Parcel[] = [];
  /** Since when the next of them has waited. */
  #sinceMs = 0;

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  add(parcel: Parcel, nowMs: number): void {
    if (this.#parcels.push(parcel) === 1) this.#sinceMs = nowMs;
  }

  /** Whether the next one has waited long enough. */
  isDue(nowMs: number): boolean {
    return this.#parcels.length > 0 && nowMs - this.#sinceMs >= this.#patienceMs;
  }

  take(nowMs: number): Parcel | undefined {
    this.#sinceMs = nowMs;
    return this.#parcels.shift();
  }

  takeAll(): Parcel[] {
    return this.#parcels.splice(0);
  }
}
