// The outbox: everything the gateway has to say goes in here first, is kept, and comes out in order until the operations
// centre has it. This is the main thread's side; the database and its rules are behind the worker (see format.ts).
import { randomUUID } from 'node:crypto';
import { type Lane, lanes } from '../domain/lane.ts';
import { type Cancel, every, withDeadline } from '../runtime/clock.ts';
import { during, HaidangError, messageOf, timedOut } from '../runtime/errors.ts';
import { errorFields } from '../runtime/logger.ts';
import type { Health, Service } from '../runtime/service.ts';
import { Announcer } from './announcer.ts';
import { Checkup } from './checkup.ts';
import { Committer } from './committer.ts';
import { compose } from './compose.ts';
import {
  type ClaimPart,
  type Draft,
  type LaneCounts,
  type OutboxPage,
  type OutboxQuery,
  type OutboxRow,
  type OutboxStats,
  type Purged,
  type PurgeQuery,
  type Startup,
  sumOf,
} from './draft.ts';
import { Horizon } from './horizon.ts';
import { Housekeeping } from './housekeeping.ts';
import { parseKey, positionsOf } from './keys.ts';
import { Listeners, oneAtATime } from './listeners.ts';
import { Losses } from './losses.ts';
import { Monitor } from './monitor.ts';
import { defaultBatch, defaultPending, type OutboxOptions, openOptionsOf } from './options.ts';
import type { Entry } from './pending.ts';
import { evictionOrder, policiesOf } from './policy.ts';
import { type CommitResult, logHeld } from './protocol.ts';
import { askOpen, isDamaged, StoreThread, spawnStore } from './store-thread.ts';

const mostClaimed = 1000;
/** Twice a second, so that what is announced as possibly missing after a kill begins less than a second before it. */
const tickMs = 500;
const drainMs = 5000;
const closeMs = 2000;
/** Refusals in a row, other than a full disk, after which the database is opened anew. */
const refusalsToReopen = 5;

export class Outbox implements Service {
  readonly name = 'outbox';
  readonly #options: OutboxOptions;
  readonly #losses = new Losses();
  readonly #monitor: Monitor;
  readonly #announcer: Announcer;
  readonly #committer: Committer;
  readonly #checkup = new Checkup();
  readonly #housekeeping: Housekeeping;
  readonly #listeners: Listeners<LaneCounts>;
  /** Names this process to the database; drawn at the first start. */
  #run = '';
  #epoch = '';
  #thread: StoreThread | undefined;
  #fail: (error: unknown) => void = () => {};
  #startup: Startup | null = null;
  #cancelTick: Cancel = () => {};

  constructor(options: OutboxOptions) {
    this.#options = options;
    const { clock, logger, random, announce, config } = options;
    this.#listeners = new Listeners(logger);
    this.#monitor = new Monitor(clock, this.#losses);
    this.#announcer = new Announcer({ clock, logger, losses: this.#losses, announce });
    this.#committer = new Committer({
      clock,
      random,
      groupMs: config.groupCommit,
      pending: options.pending ?? defaultPending,
      evictionOrder: evictionOrder(policiesOf(config)),
      batch: options.batch ?? defaultBatch,
      mediaBytes: () => this.#monitor.mediaBytes,
      horizon: new Horizon(clock, () => this.#announcer.untoldMs),
      onCommitted: (counts, stats, tookMs) => {
        this.#monitor.committed(tookMs);
        if (stats) this.#monitor.update(stats);
        if (sumOf(counts) > 0) this.#listeners.tell(counts);
      },
      onDropped: (entries) => this.#onDropped(entries),
      onRefused: (result, tries) => this.#onRefused(result, tries),
      onBroken: (error) => this.#broken(error),
    });
    this.#housekeeping = new Housekeeping({
      clock,
      ask: (request) => this.#ask(request),
      monitor: this.#monitor,
      checkup: this.#checkup,
      announcer: this.#announcer,
      committer: this.#committer,
      onDamaged: (reason) => this.#damaged(reason),
    });
  }

  /** Opens the store, whatever state it is in. Rejects where the disk does not allow it; what is appended waits. */
  async start(signal: AbortSignal, fail: (error: unknown) => void): Promise<void> {
    const { clock, spawn = spawnStore, commitDelayMs = 0 } = this.#options;
    this.#fail = fail;
    this.#run ||= randomUUID();
    const thread = new StoreThread(spawn(commitDelayMs), (error) => this.#broken(error));
    const give = () => void thread.end();
    signal.addEventListener('abort', give);
    try {
      const opened = await thread.request('open', openOptionsOf(this.#options, this.#run, this.#checkup.suspicion));
      if (signal.aborted) throw signal.reason;
      this.#thread = thread;
      if (opened.epoch !== this.#epoch) this.#checkup.clear();
      this.#epoch = opened.epoch;
      this.#monitor.update(opened.stats);
      this.#announcer.attach(opened, this.#startup === null);
      this.#startup ??= opened.startup;
      this.#committer.attach(thread, opened.epoch, opened.batch);
      const tick = oneAtATime(() => this.#housekeeping.tick());
      this.#cancelTick = every(clock, tickMs, tick);
      if (opened.unchecked) void this.quickCheck().catch(() => {});
      if (sumOf(opened.stats.unsent) > 0) this.#listeners.tell(opened.stats.unsent);
    } catch (error) {
      await thread.end();
      if (isDamaged(error)) this.#checkup.suspect(messageOf(error));
      throw during('open the outbox', error);
    } finally {
      signal.removeEventListener('abort', give);
    }
  }

  /** Commits what waits and notes that the stop was clean, where both can be done in time. */
  async stop(): Promise<void> {
    const { clock, logger } = this.#options;
    this.#cancelTick();
    const thread = this.#thread;
    if (!thread) return;
    const within = <T>(ms: number, what: string, promise: Promise<T>) =>
      withDeadline(clock, ms, promise, () => timedOut(what, ms, 'ours'));
    try {
      if (this.#monitor.trouble === null) {
        this.#announcer.tellLosses(true);
        await within(drainMs, 'commit what waits', this.#committer.drain());
      } else await within(closeMs, 'commit the alarms', this.#committer.alarms());
      const closing = thread.request('close', { clean: this.#committer.idle && !this.#losses.some });
      this.#detach();
      await within(closeMs, 'close the database', closing);
    } catch (error) {
      logger.warn('the outbox did not end cleanly; what waited is announced as possibly missing', errorFields(error));
    } finally {
      this.#detach();
      await thread.end();
    }
  }

  /** Takes an event. Never blocks, never throws; what cannot be kept is counted and announced. */
  append(draft: Draft): void {
    const meaning = this.#announcer.takeMeaning();
    const composed = compose(draft);
    const appendedMs = this.#options.clock.now().ms;
    const { clears, sinceMs } = meaning ?? { clears: null, sinceMs: appendedMs };
    const { lane, source, subject, occurredMs, durable, sign = false } = draft;
    if ('refused' in composed) {
      this.#losses.add(lane, composed.refused, occurredMs, sinceMs, String(subject));
      this.#options.logger.error('an event cannot be stored', { lane, subject, error: composed.why });
      return;
    }
    const entry = { lane, source, subject, occurredMs, appendedMs, sinceMs, clears, sign, ...composed };
    this.#committer.append(entry, durable === 'now');
  }

  /** Resolves when everything appended so far is on the disk, or was dropped. */
  flush(): Promise<void> {
    return this.#committer.flush();
  }

  /** `fn` hears how many rows of each lane were committed; after a start also what is unsent. */
  onAppended(fn: (counts: LaneCounts) => void): Cancel {
    return this.#listeners.add(fn);
  }

  /**
   * The next unsent rows that nobody has claimed: by lane priority, in order within each lane. They are the caller's until
   * they are acknowledged or released. None where the store is not open.
   * @param limit at most 1000.
   */
  async claim(limit: number, of: readonly Lane[] = lanes, part?: ClaimPart): Promise<OutboxRow[]> {
    const most = Math.min(limit, mostClaimed);
    return (await this.#ask((thread) => thread.request('claim', { limit: most, lanes: of, part }))) ?? [];
  }

  /** These rows were sent. It is written with the next commit; they are kept until their retention or the cap. */
  acknowledge(keys: readonly string[]): void {
    for (const key of keys) {
      const place = parseKey(key, this.#epoch);
      if (place) this.#committer.acknowledge(place.code, place.position);
    }
  }

  /** Gives claimed rows back, to be claimed again before what comes after them. */
  release(keys: readonly string[]): void {
    void this.#ask((thread) => thread.request('release', positionsOf(keys, this.#epoch)));
  }

  /** Gives all claimed rows back: for an uplink that starts anew. */
  releaseAll(): void {
    void this.#ask((thread) => thread.request('release', 'all'));
  }

  /**
   * A page of kept rows, sent or not, in order, with what of the range is no longer kept.
   * @throws HaidangError (`ours`, `outbox-closed`) where the store is not open: that nothing is found must mean it.
   */
  async read(query: OutboxQuery): Promise<OutboxPage> {
    const page = await this.#ask((thread) => thread.request('read', query));
    if (!page) throw new HaidangError('ours', 'outbox-closed', 'the outbox cannot be read now');
    return page;
  }

  /** Cheap: as the store said it last, at most a second ago. */
  stats(): OutboxStats {
    return this.#monitor.stats(this.#committer.unconfirmed);
  }

  /** How the run before this one ended. Known once the first start has succeeded; later starts do not change it. */
  startup(): Startup | null {
    return this.#startup;
  }

  /** @param say appends the event that says what the run before may have lost: until it is stored, that is not forgotten. */
  tellStart(say: () => void): void {
    this.#announcer.tellStart(say);
  }

  /** What the media take of the cap, bytes. */
  setMediaBytes(bytes: number): void {
    this.#monitor.mediaBytes = bytes;
  }

  /** Ends the keeping of rows that were sent long enough ago, step by step: commits go on between the steps. */
  runRetention(): Promise<void> {
    return this.#housekeeping.retention();
  }

  /**
   * Removes rows because a person says so, step by step; those that are on their way stay. What was unsent is announced.
   * @throws HaidangError (`ours`, `outbox-closed`) where the store is not open or broke on the way.
   */
  async purge(query: PurgeQuery): Promise<Purged> {
    const purged = await this.#housekeeping.purge(query);
    if (!purged) throw new HaidangError('ours', 'outbox-closed', 'the outbox cannot be changed now');
    return purged;
  }

  /** Checks the whole database while it is used: a damaged one is set aside. Rejects where `stop` cuts it short. */
  quickCheck(): Promise<void> {
    return this.#housekeeping.check();
  }

  health(): Health {
    return this.#monitor.health(this.#committer, this.#thread !== undefined, this.#checkup);
  }

  #ask<T>(request: (thread: StoreThread) => Promise<T>): Promise<T | undefined> {
    const { logger } = this.#options;
    return askOpen(() => this.#thread, request, { logger, onDamaged: (reason) => this.#damaged(reason) });
  }

  #onDropped(entries: readonly Entry[]): void {
    for (const { lane, occurredMs, sinceMs } of entries) this.#losses.add(lane, 'memory-full', occurredMs, sinceMs);
    this.#announcer.onDropped(entries);
  }

  #onRefused({ refusal, code, reason }: CommitResult & { committed: false }, tries: number): void {
    if (refusal === 'damaged') {
      this.#damaged(reason);
      return;
    }
    this.#monitor.trouble = reason;
    this.#options.logger.warn('the disk does not take new data; it is tried again', { error: reason, code });
    if (code === 'SQLITE_FULL' || code === logHeld || tries < refusalsToReopen) return;
    this.#broken(new HaidangError('ours', 'outbox-disk', reason));
  }

  #damaged(reason: string): void {
    this.#checkup.suspect(reason);
    this.#broken(new HaidangError('ours', 'outbox-damaged', `the outbox database is damaged: ${reason}`));
  }

  #broken(error: unknown): void {
    if (!this.#thread) return;
    const thread = this.#thread;
    this.#detach();
    void thread.end().finally(() => this.#fail(error));
  }

  #detach(): void {
    this.#thread = undefined;
    this.#cancelTick();
    this.#committer.detach();
  }
}
