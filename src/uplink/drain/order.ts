// Decides what goes next: by rank, as far as the window, the pace of the link and the rate limit allow.
import type { Flights } from './flights.ts';
import type { RateLimit } from './limit.ts';
import type { Pace } from './pace.ts';
import { type Feed, type MayGo, type Parcel, type Rank, ranks } from './parcel.ts';

export interface OrderOptions {
  /** Bytes on their way at most, however fast the link is. */
  readonly windowBytes: number;
  /** A rank that has something and sent nothing for so long sends one, whatever goes before it. */
  readonly patienceMs: number;
}

/** What the link takes. */
export interface LinkRoom {
  /** Parcels on their way. */
  readonly window: number;
  readonly maxBodyBytes: number;
}

/** Share of the window in messages that each rank may fill: the rest stays free for those before it. */
const shareOf: Readonly<Record<Rank, number>> = { alarm: 1, live: 0.9, history: 0.5 };
/** The largest batch, however fast the link is. */
const mostBatchBytes = 60 * 1024;

export class Order {
  readonly #feeds: readonly Feed[];
  readonly #flying: Flights;
  readonly #pace: Pace;
  readonly #limit: RateLimit;
  readonly #options: OrderOptions;
  #sentMs: Record<Rank, number> = { alarm: 0, live: 0, history: 0 };
  #byRank: Readonly<Record<Rank, readonly Feed[]>> = { alarm: [], live: [], history: [] };
  /** The feeds of a rank take turns. */
  #turn = 0;

  constructor(deps: {
    feeds: readonly Feed[];
    flying: Flights;
    pace: Pace;
    limit: RateLimit;
    options: OrderOptions;
  }) {
    this.#feeds = deps.feeds;
    this.#flying = deps.flying;
    this.#pace = deps.pace;
    this.#limit = deps.limit;
    this.#options = deps.options;
  }

  /** A link came up. */
  begin(nowMs: number): void {
    const of = (rank: Rank) => this.#feeds.filter((f) => f.rank === rank);
    this.#byRank = { alarm: of('alarm'), live: of('live'), history: of('history') };
    this.#sentMs = { alarm: nowMs, live: nowMs, history: nowMs };
  }

  sent(parcel: Parcel, nowMs: number): void {
    const { rank } = parcel.feed;
    this.#sentMs[rank] = nowMs;
    if (rank === 'history') this.#limit.spend(parcel.bytes);
  }

  /** What is to be sent now; undefined where nothing may. */
  next(link: LinkRoom, mayGo: MayGo, nowMs: number): Parcel | undefined {
    if (this.#flying.exclusive || this.#flying.size >= link.window) return undefined;
    for (const rank of ['live', 'history'] as const) {
      if (nowMs - this.#sentMs[rank] <= this.#options.patienceMs) continue;
      const parcel = this.#of(rank, Number.POSITIVE_INFINITY, link, mayGo, nowMs);
      if (parcel) return parcel;
    }
    for (const rank of ranks) {
      const room = this.#room(rank, link.window, nowMs);
      const parcel = room > 0 ? this.#of(rank, room, link, mayGo, nowMs) : undefined;
      // Strictly: while one waits for its turn, none of a later rank goes.
      if (parcel || this.#byRank[rank].some((f) => f.waiting)) return parcel;
    }
    return undefined;
  }

  #of(rank: Rank, bytes: number, link: LinkRoom, mayGo: MayGo, nowMs: number): Parcel | undefined {
    if (rank === 'history' && this.#limit.waitMs(nowMs) > 0) return undefined;
    const batchBytes = Math.min(this.#pace.bytes / 2, mostBatchBytes, link.maxBodyBytes / 2);
    const feeds = this.#byRank[rank];
    for (let i = 0; i < feeds.length; i++) {
      const parcel = feeds[(this.#turn + i) % feeds.length]?.next({ bytes, batchBytes }, mayGo);
      if (!parcel) continue;
      this.#turn += i + 1;
      return parcel;
    }
    return undefined;
  }

  /** Bytes that a parcel of the rank may have now; one may always go where nothing is on its way. */
  #room(rank: Rank, window: number, nowMs: number): number {
    const { size, bytes } = this.#flying;
    if (size === 0) return Number.POSITIVE_INFINITY;
    if (size >= Math.max(1, Math.floor(window * shareOf[rank]))) return 0;
    const { windowBytes } = this.#options;
    const left = windowBytes - bytes;
    if (rank === 'alarm') return left;
    // One more may go as long as the pace is not filled: a message larger than the pace would otherwise go alone.
    if (rank === 'live') return bytes < 2 * this.#pace.bytes ? left : 0;
    return bytes < this.#pace.bytes && !this.#pace.probing(nowMs) ? left : 0;
  }
}
