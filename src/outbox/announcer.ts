// Says what was lost, once and not too often: while the store is full each commit evicts something, and an event about
// each would only make it fuller.
import { keyOfSubject } from '../domain/key-subject.ts';
import type { KeyRotation } from '../domain/outgoing/key.ts';
import type { Send } from '../domain/outgoing.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Losses } from './losses.ts';
import type { Entry } from './pending.ts';
import type { Notice, Opened } from './protocol.ts';

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

/** What an entry means beyond its text. */
export type Meaning = Pick<Entry, 'clears' | 'sinceMs'>;

export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #told = new Set<number>();
  readonly #toldKeys = new Set<string>();
  #epoch = '';
  #saying: Meaning | null = null;
  /** Since when something of the run before may be missing, until an event that says so is appended. */
  #startSinceMs = Number.POSITIVE_INFINITY;
  #noticesFrom = Number.NEGATIVE_INFINITY;
  #lossesFrom = Number.NEGATIVE_INFINITY;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  /**
   * A store was opened. What another one had to say about notices means nothing here.
   * @param isFirst how the run before ended is still to be said.
   */
  attach({ epoch, startup: found, stats }: Opened, isFirst: boolean): void {
    const startup = isFirst ? found : null;
    if (startup?.previousStop === 'unclean' && startup.since) this.#startSinceMs = startup.since.ms;
    if (epoch !== this.#epoch) this.#renew(epoch);
    this.tellRotations(stats.rotations);
  }

  #renew(epoch: string): void {
    this.#epoch = epoch;
    this.#told.clear();
    this.#toldKeys.clear();
    this.#noticesFrom = Number.NEGATIVE_INFINITY;
  }

  /** Since when something is lost that no entry announces yet, milliseconds since the epoch; Infinity for nothing. */
  get untoldMs(): number {
    return Math.min(this.#options.losses.sinceMs, this.#startSinceMs);
  }

  /** @param say appends the event that says what the run before may have lost. */
  tellStart(say: () => void): void {
    this.#saying = { clears: null, sinceMs: this.#startSinceMs };
    say();
    if (this.takeMeaning() === null) this.#startSinceMs = Number.POSITIVE_INFINITY;
  }

  /** Things that never reached the store. Only while it takes something: the announcement would be lost with them. */
  tellLosses(soon = false): void {
    const { clock, losses } = this.#options;
    const now = clock.monotonicMs();
    if (!losses.some || (!soon && now < this.#lossesFrom)) return;
    this.#lossesFrom = now + lossesEveryMs;
    const { sinceMs } = losses;
    for (const loss of losses.take(clock.now())) this.#say(loss, { clears: null, sinceMs });
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
      const at = clock.now();
      // Nobody appended it: it is said again later.
      const clears = { epoch: this.#epoch, notices: [notice] };
      if (!this.#say({ ...loss, at }, { clears, sinceMs: at.ms })) this.#told.delete(notice);
    }
  }

  /** New keys, at once: the store signs with the newest from the event on that tells of it. */
  tellRotations(rotations: readonly KeyRotation[]): void {
    const { clock, logger, announce } = this.#options;
    for (const rotation of rotations) {
      const { keyId } = rotation.next;
      if (this.#toldKeys.has(keyId)) continue;
      this.#toldKeys.add(keyId);
      logger.info('the key has been replaced', { key: keyId, former: rotation.former.keyId });
      announce({ kind: 'key.rotated', at: clock.now(), rotation });
    }
  }

  /** What the entry that is being appended announces; each is taken by one entry. */
  takeMeaning(): Meaning | null {
    const saying = this.#saying;
    this.#saying = null;
    return saying;
  }

  /** Entries were dropped: announcements among them are said again later. */
  onDropped(entries: readonly Entry[]): void {
    for (const { clears, subject } of entries) {
      const keyId = keyOfSubject(subject);
      if (keyId !== undefined) this.#toldKeys.delete(keyId);
      if (clears?.epoch === this.#epoch) for (const notice of clears.notices) this.#told.delete(notice);
    }
  }

  /** @returns whether it was appended. */
  #say(outgoing: Parameters<Send>[0], meaning: Meaning): boolean {
    const { announce, logger } = this.#options;
    const { kind, at: _at, ...facts } = outgoing;
    logger.error(kind, facts);
    this.#saying = meaning;
    announce(outgoing);
    return this.takeMeaning() === null;
  }
}
