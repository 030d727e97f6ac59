// All that goes out behind what is new, beside the backlog of the outbox: backfills, media files, and the rate limit that
// they share with the backlog.
import { Backfill, type BackfillArgs, type Backfilled } from './backfill.ts';
import type { UplinkDeps } from './deps.ts';
import { BackfillFeed } from './drain/backfill-feed.ts';
import { HistoryLimit } from './drain/history-limit.ts';
import { type LimitArgs, type Rate, RateLimit } from './drain/limit.ts';
import type { Feed, Parcel } from './drain/parcel.ts';
import { sourceOf } from './envelope.ts';
import { readAccess } from './link/access.ts';
import { MediaFeed } from './media/media-feed.ts';
import { stillOf } from './media/still.ts';
import type { MediaFetchArgs } from './media/transfer.ts';
import { Transfers } from './media/transfers.ts';

export class Past {
  readonly feeds: readonly Feed[];
  readonly #backfill: Backfill;
  readonly #limit: HistoryLimit;
  readonly #transfers: Transfers;
  readonly #sendStills: boolean;
  readonly #wake: () => void;

  /** @param wake called when there is something to send. */
  constructor(deps: UplinkDeps, wake: () => void) {
    const { config, clock, outbox, send, logger, store, identity, folder } = deps;
    const { gateway } = identity;
    const { chunk: chunkBytes, bytesPerSecond } = config.media;
    const mediaLimit = new RateLimit({ bytesPerSecond });
    const ca = async () => (await readAccess(config, folder)).tls.ca;
    const backfill = new Backfill({ source: sourceOf(gateway), store, send, clock });
    const transfers = new Transfers({ ...deps, limit: mediaLimit, ca, wake });
    this.#wake = wake;
    this.#sendStills = config.media.send === 'alarms';
    this.#limit = new HistoryLimit(config.history, store, clock);
    this.#backfill = backfill;
    this.#transfers = transfers;
    this.feeds = [
      new BackfillFeed({
        gateway,
        source: outbox,
        job: () => backfill.current,
        onPage: (job, page) => backfill.onPage(job, page),
        onRefused: (job) => backfill.onRefused(job),
        logger,
        wake,
      }),
      new MediaFeed({
        gateway,
        chunkBytes,
        limit: mediaLimit,
        current: () => transfers.current,
        onProgress: (sending) => transfers.onProgress(sending),
        onFailed: (sending, why) => transfers.onFailed(sending, why),
        clock,
        wake,
      }),
    ];
  }

  /** How fast all of it may go. */
  get limit(): RateLimit {
    return this.#limit.rates;
  }

  start(): void {
    this.#limit.load();
    this.#backfill.load();
    this.#transfers.start();
  }

  stop(): void {
    this.#backfill.stop();
    this.#transfers.stop();
  }

  /** How fast what is of the past may go from now on, also after a restart. @returns what holds. */
  setLimit(args: LimitArgs): Rate {
    const rate = this.#limit.set(args);
    this.#wake();
    return rate;
  }

  /** Sends kept rows again, see backfill.ts. @throws HaidangError where too many such jobs wait. */
  askBackfill(command: string, args: BackfillArgs, onEnd: (end: Backfilled) => void): void {
    this.#backfill.ask(command, args, onEnd);
    this.#wake();
  }

  /** Sends a media file, see media/transfer.ts. @throws HaidangError where it is not kept, or too many wait. */
  sendMedia(command: string, args: MediaFetchArgs): void {
    this.#transfers.ask(command, args);
  }

  /** Sends a file that nobody asked for; its end is a `media.sent` with this id. @returns false where there is no room. */
  offerMedia(id: string, ref: string): boolean {
    return this.#transfers.offer(id, ref);
  }

  /** The broker took it: an alarm's picture follows where the site says so. */
  onTaken(parcel: Parcel): void {
    if (!this.#sendStills || parcel.lane !== 'alarm' || parcel.feed.rank !== 'alarm') return;
    for (const row of parcel.rows) {
      const still = stillOf(row.body);
      if (still) this.#transfers.offer(`auto-${still.sha256.slice(0, 16)}`, still.ref);
    }
  }

  facts() {
    const { messagesPerSecond, bytesPerSecond } = this.limit.rate;
    return {
      backfills: this.#backfill.waiting,
      mediaWaiting: this.#transfers.waiting,
      historyMessagesPerSecond: messagesPerSecond ?? null,
      historyBytesPerSecond: bytesPerSecond ?? null,
    };
  }
}
