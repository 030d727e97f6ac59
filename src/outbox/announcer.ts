// Says what was lost, once and not too often: while the store is full each commit evicts something, and an event about
// each would only make it fuller.
import type { Send } from '../domain/outgoing.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Losses } from './losses.ts';
import type { Entry } from './pending.ts';
import type { Notice } from './protocol.ts';

/** Between two announcements of the same kind. What is lost meanwhile is in the next one. */
const noticesEveryMs = 600_000;
const lossesEveryMs = 60_000;

export interface AnnouncerOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly losses: Losses;
  /** Renders the announcement and appends it before it returns. */
  readonly announce: Send;
}

export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #told = new Set<number>();
  #epoch = '';
  #clearing: Entry['clears'] = null;
  #noticesFrom = Number.NEGATIVE_INFINITY;
  #lossesFrom = Number.NEGATIVE_INFINITY;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  /** A store was opened. What another one had to say about notices means nothing here. */
  attach(epoch: string): void {
    if (epoch === this.#epoch) return;
    this.#epoch = epoch;
    this.#told.clear();
    this.#noticesFrom = Number.NEGATIVE_INFINITY;
  }

  /** Things that never reached the store. Only while it takes something: the announcement would be lost with them. */
  tellLosses(soon = false): void {
    const { clock, losses } = this.#options;
    const now = clock.monotonicMs();
    if (!losses.some || (!soon && now < this.#lossesFrom)) return;
    this.#lossesFrom = now + lossesEveryMs;
    for (const loss of losses.take(clock.now())) this.#say(loss);
  }

  get noticesDue(): boolean {
    return this.#options.clock.monotonicMs() >= this.#noticesFrom;
  }

  /** What the store gave up. Each notice is cleared in the transaction that stores its announcement. */
  tellNotices(notices: readonly Notice[]): void {
    const { clock } = this.#options;
    this.#noticesFrom = clock.monotonicMs() + noticesEveryMs;
    for (const { notice, loss } of notices) {
      if (this.#told.has(notice)) continue;
      this.#told.add(notice);
      this.#clearing = { epoch: this.#epoch, notices: [notice] };
      this.#say({ ...loss, at: clock.now() });
      // Nobody appended it: it is said again later.
      if (this.#clearing) this.#told.delete(notice);
      this.#clearing = null;
    }
  }

  /** What the entry that is being appended announces; each is taken by one entry. */
  takeClearing(): Entry['clears'] {
    const clearing = this.#clearing;
    this.#clearing = null;
    return clearing;
  }

  /** Entries were dropped: announcements among them are said again later. */
  onDropped(entries: readonly Entry[]): void {
    for (const { clears } of entries) {
      if (clears?.epoch === this.#epoch) for (const notice of clears.notices) this.#told.delete(notice);
    }
  }

  #say(outgoing: Parameters<Send>[0]): void {
    const { announce, logger } = this.#options;
    const { kind, at: _at, ...facts } = outgoing;
    logger.error(kind, facts);
    announce(outgoing);
  }
}
