// Between the cameras and the store: what a camera has taken is sealed and told; what a killed run left open is closed
// and told at the next start. It tells of each event's evidence, and once,
// save where sealing takes too long: then first that there is none yet, and again when it is sealed.
import type { Send } from '../../domain/outgoing.ts';
import { type Clock, withDeadline } from '../../runtime/clock.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import { Mutex } from '../../runtime/mutex.ts';
import type { Health, Service } from '../../runtime/service.ts';
import { completedOf, nothingKept } from './completed.ts';
import type { EvidenceStore, Kept, NewPackage } from './evidence-store.ts';
import { type Pending, PendingFiles } from './pending.ts';

export interface OfficeOptions {
  readonly store: EvidenceStore;
  /** The data folder. */
  readonly data: string;
  readonly send: Send;
  /** Resolves when everything that was sent so far is on the disk. */
  readonly stored: () => Promise<void>;
  /** The CloudEvents id under which the `camera.event` of a package was stored; undefined where it is not found. */
  readonly eventIdOf?: (event: Pick<NewPackage, 'event' | 'atMs'>) => Promise<string | undefined>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Each holds its pictures and its clip in memory until the disk has them. */
const mostSealing = 8;
/** Asking for an event's id takes at most so long, beside the sealing, milliseconds. */
const askMs = 300;
const notYet = 'it is not sealed yet: the disk or the machine has too much to do; once it is, that is told again';

const allMissing = ({ files, missing }: NewPackage, reason: string) => [
  ...missing,
  ...files.map(({ what }) => ({ what, reason })),
];

/** The gateway's part for evidence: cameras hand over to it. */
export class EvidenceOffice implements Service {
  readonly name = 'evidence';
  /** One clip is masked and coded anew at a time, and pictures are taken out of clips one after the other. */
  readonly recoding = new Mutex();
  readonly picking = new Mutex();
  readonly #options: OfficeOptions;
  readonly #pending: PendingFiles;
  readonly #closing = new Set<Promise<void>>();
  #completed = 0;
  #incomplete = 0;
  #sealing = 0;
  #late = 0;

  constructor(options: OfficeOptions) {
    this.#options = options;
    this.#pending = new PendingFiles(options.data, options.logger);
  }

  async start(): Promise<void> {
    const { store } = this.#options;
    await store.start();
    for (const pending of await this.#pending.left()) await this.#closeLeft(pending);
  }

  async stop(): Promise<void> {
    // What is sealed late has something to tidy up after that.
    while (this.#closing.size > 0) await Promise.all(this.#closing);
    await this.#options.store.stop();
  }

  health(): Health {
    const health = this.#options.store.health();
    return {
      ...health,
      facts: { ...health.facts, completed: this.#completed, incomplete: this.#incomplete, late: this.#late },
    };
  }

  /** An event's evidence is being taken from now on. */
  begin(pending: Pending): void {
    this.#track(this.#pending.note(pending));
  }

  /**
   * All that there will be of it. Resolves when it was told; never rejects.
   * @param dueMs when it is told at the latest, on the monotonic clock, sealed or not. What is sealed after that is told
   *   again; without it, it is told when it is sealed.
   */
  async complete(fresh: NewPackage, dueMs = Number.POSITIVE_INFINITY): Promise<void> {
    const { clock } = this.#options;
    const eventId = this.#eventId(fresh);
    if (this.#sealing >= mostSealing) {
      this.#tell(fresh, undefined, `${mostSealing} packages wait for the disk already`, await eventId);
      return;
    }
    const sealed = this.#seal(fresh, eventId);
    this.#track(sealed);
    if (dueMs === Number.POSITIVE_INFINITY) return sealed;
    const late = () => new HaidangError('ours', 'too-late', 'it is not sealed in time');
    const leftMs = Math.max(0, dueMs - clock.monotonicMs());
    await withDeadline(clock, leftMs, sealed, late).catch(async () => this.#tellLate(fresh, await eventId));
  }

  /** Never rejects. */
  async #seal(fresh: NewPackage, eventId: Promise<string | undefined>): Promise<void> {
    const { store, logger } = this.#options;
    let kept: Kept | undefined;
    let why = '';
    this.#sealing++;
    try {
      kept = await store.keep(fresh);
    } catch (error) {
      why = messageOf(error);
      logger.error('evidence could not be kept', { event: fresh.event.id, ...errorFields(error) });
    } finally {
      this.#sealing--;
    }
    this.#tell(fresh, kept, why, await eventId);
  }

  /** @param why nothing was kept. */
  #tell(fresh: NewPackage, kept: Kept | undefined, why: string, eventId: string | undefined): void {
    const { send, clock, stored } = this.#options;
    const now = clock.now();
    const said = kept
      ? completedOf(kept, now, eventId)
      : nothingKept(fresh.event, allMissing(fresh, why), now, eventId);
    this.#count(said.complete);
    send(said);
    // Not before it is on the disk: a kill in between would swallow it.
    this.#track(stored().then(() => this.#pending.done(fresh.event.id)));
  }

  /** What is written down of it stays: a gateway that is killed before the end tells the rest at the next start. */
  #tellLate(fresh: NewPackage, eventId: string | undefined): void {
    const { send, clock, logger } = this.#options;
    this.#late++;
    logger.warn('evidence is not sealed in time', { event: fresh.event.id });
    send(nothingKept(fresh.event, allMissing(fresh, notYet), clock.now(), eventId));
  }

  async #closeLeft(pending: Pending): Promise<void> {
    const { store, send, clock, stored } = this.#options;
    const kept = await store.find(pending.event.id);
    if (kept) {
      // It was sealed; whether it was told is not known, and twice is better than never.
      send(completedOf(kept, clock.now(), await this.#eventId(pending)));
      await stored();
      await this.#pending.done(pending.event.id);
      return;
    }
    const { parts, ...about } = pending;
    const missing = parts.map((what) => ({ what, reason: 'the gateway stopped while the evidence was being taken' }));
    await this.complete({ ...about, missing, files: [] });
  }

  /** Never rejects. */
  async #eventId(of: Pick<NewPackage, 'event' | 'atMs'>): Promise<string | undefined> {
    const { eventIdOf, clock, logger } = this.#options;
    if (!eventIdOf) return undefined;
    const late = () => new HaidangError('ours', 'too-late', 'the outbox does not answer in time');
    return withDeadline(clock, askMs, eventIdOf(of), late).catch((error) => {
      logger.warn('the id of an event is not known', errorFields(error));
      return undefined;
    });
  }

  #count(isComplete: boolean): void {
    if (isComplete) this.#completed++;
    else this.#incomplete++;
  }

  #track(work: Promise<void>): void {
    const done = work
      .catch((error) => this.#options.logger.warn('evidence', errorFields(error)))
      .finally(() => void this.#closing.delete(done));
    this.#closing.add(done);
  }
}
