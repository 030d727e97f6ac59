import type { Parcel, Rank } from './parcel.ts';

/** One that is on its way. */
export interface Flight {
  readonly parcel: Parcel;
  readonly sentMs: number;
  /** Nothing else was on its way. */
  readonly alone: boolean;
  /** Bytes on their way with it, itself included. */
  readonly withBytes: number;
  /** Bytes that had been acknowledged when it was sent. */
  readonly landedBefore: number;
}

/** What is on its way: sent and not yet answered. */
export class Flights {
  readonly #flights = new Map<string, Flight>();
  /** Keys of the rows that are in them and were claimed: one that is only sent again says nothing of its own. */
  readonly #rows = new Set<string>();
  readonly #counts: Record<Rank, number> = { alarm: 0, live: 0, history: 0 };
  #bytes = 0;
  /** A parcel that no other may accompany. */
  #exclusive: string | undefined;

  get size(): number {
    return this.#flights.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** One that no other may accompany is on its way. */
  get exclusive(): boolean {
    return this.#exclusive !== undefined;
  }

  of(rank: Rank): number {
    return this.#counts[rank];
  }

  has(key: string): boolean {
    return this.#flights.has(key);
  }

  /** Whether a claimed row is on its way, alone or with others. */
  carries(row: string): boolean {
    return this.#rows.has(row);
  }

  begin(parcel: Parcel, sentMs: number, landedBefore: number, exclusive: boolean): void {
    const alone = this.#flights.size === 0;
    this.#bytes += parcel.bytes;
    this.#counts[parcel.feed.rank]++;
    this.#flights.set(parcel.key, { parcel, sentMs, alone, withBytes: this.#bytes, landedBefore });
    if (parcel.feed.claims) for (const { key } of parcel.rows) this.#rows.add(key);
    if (exclusive) this.#exclusive = parcel.key;
  }

  /** @returns how it was sent; undefined where it is not on its way. */
  end(key: string): Flight | undefined {
    const flight = this.#flights.get(key);
    if (!flight) return undefined;
    this.#flights.delete(key);
    if (flight.parcel.feed.claims) for (const row of flight.parcel.rows) this.#rows.delete(row.key);
    this.#bytes -= flight.parcel.bytes;
    this.#counts[flight.parcel.feed.rank]--;
    if (this.#exclusive === key) this.#exclusive = undefined;
    return flight;
  }

  /** All of them, in the order in which they were sent; they are then on their way no more. */
  clear(): Parcel[] {
    const parcels = [...this.#flights.values()].map((f) => f.parcel);
    for (const { key } of parcels) this.end(key);
    return parcels;
  }
}
