// What is known about the store without asking it: its last figures, the commits, and what was lost lately.
import type { Clock } from '../runtime/clock.ts';
import type { Health } from '../runtime/service.ts';
import type { Checkup } from './checkup.ts';
import type { Committer } from './committer.ts';
import { noCounts, type OutboxStats, type StoreStats, sumOf } from './draft.ts';
import { FlashMeter } from './flash.ts';
import { healthOf } from './health.ts';
import type { Losses } from './losses.ts';

const noStats: StoreStats = {
  unsent: noCounts(),
  kept: noCounts(),
  claimed: 0,
  oldestUnsentMs: null,
  bytes: { database: 0, used: 0, wal: 0, damaged: 0 },
  short: null,
  evicted: noCounts(),
  salvage: null,
  written: null,
  unsigned: null,
  rotations: [],
};

export class Monitor {
  readonly #clock: Clock;
  readonly #losses: Losses;
  readonly #dropped = new Lately();
  readonly #evicted = new Lately();
  readonly #flash = new FlashMeter();
  #store: StoreStats | null = null;
  #commits = 0;
  #lastCommit: { readonly atMs: number; readonly tookMs: number } | null = null;
  /** What keeps the disk from taking rows. */
  trouble: string | null = null;
  /** What the media take of the cap, bytes. */
  mediaBytes = 0;

  constructor(clock: Clock, losses: Losses) {
    this.#clock = clock;
    this.#losses = losses;
  }

  /** The store said how it is. */
  update(stats: StoreStats): void {
    // What earlier processes lost is no news.
    if (this.#store === null) this.#evicted.begin(sumOf(stats.evicted));
    this.#store = stats;
    this.#flash.update(stats.written, this.#clock.monotonicMs());
  }

  committed(tookMs: number): void {
    this.#commits++;
    this.#lastCommit = { atMs: this.#clock.now().ms, tookMs };
    this.trouble = null;
  }

  stats(pending: OutboxStats['pending']): OutboxStats {
    const store = this.#store ?? noStats;
    const oldest = store.oldestUnsentMs;
    return {
      ...store,
      pending,
      dropped: this.#losses.total,
      commits: this.#commits,
      lastCommitMs: this.#lastCommit?.atMs ?? null,
      lastCommitTookMs: this.#lastCommit?.tookMs ?? null,
      oldestUnsentAgeMs: oldest === null ? null : Math.max(0, this.#clock.now().ms - oldest),
      mediaBytes: this.mediaBytes,
      trouble: this.trouble,
      flash: this.#flash.flash,
    };
  }

  health(
    { unconfirmed, silentMs }: Pick<Committer, 'unconfirmed' | 'silentMs'>,
    open: boolean,
    checkup: Pick<Checkup, 'suspicion' | 'progress'>,
  ): Health {
    const stats = this.stats(unconfirmed);
    const now = this.#clock.monotonicMs();
    const droppedLately = this.#dropped.update(sumOf(stats.dropped), now);
    const evictedLately = this.#evicted.update(sumOf(stats.evicted), now);
    const damage = checkup.suspicion?.reason ?? null;
    return healthOf(stats, { open, damage, check: checkup.progress, droppedLately, evictedLately, silentMs });
  }
}

/** A loss is shown this long after the last one, then it is history. */
const showLossMs = 3_600_000;

/** How much a count grew lately: one loss is shown for an hour after the last one. */
class Lately {
  #base = 0;
  #value = 0;
  #until = Number.NEGATIVE_INFINITY;

  /** @param count a total that only grows, since the process or the database began. */
  update(count: number, nowMs: number): number {
    if (nowMs >= this.#until) this.#base = this.#value;
    if (count > this.#value) this.#until = nowMs + showLossMs;
    this.#value = count;
    return Math.max(0, count - this.#base);
  }

  /** Counts from here. */
  begin(count: number): void {
    this.#base = count;
    this.#value = count;
  }
}
