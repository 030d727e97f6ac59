// What is done with the open store besides appending and sending: the tick of each half second, retention, the check of
// the database, purging.
import type { Clock } from '../runtime/clock.ts';
import type { Announcer } from './announcer.ts';
import type { Checkup } from './checkup.ts';
import type { Committer } from './committer.ts';
import type { Purged, PurgeQuery } from './draft.ts';
import type { Monitor } from './monitor.ts';
import type { StoreThread } from './store-thread.ts';

/** What the store answers; undefined where it is not open or could not do it. */
export type Ask = <T>(request: (thread: StoreThread) => Promise<T>) => Promise<T | undefined>;

export interface HousekeepingOptions {
  readonly clock: Clock;
  readonly ask: Ask;
  readonly monitor: Monitor;
  readonly checkup: Checkup;
  readonly announcer: Announcer;
  readonly committer: Committer;
  readonly onDamaged: (reason: string) => void;
}

export class Housekeeping {
  readonly #options: HousekeepingOptions;

  constructor(options: HousekeepingOptions) {
    this.#options = options;
  }

  async tick(): Promise<void> {
    const { ask, monitor, announcer, committer } = this.#options;
    const takes = { reach: committer.through(), mediaBytes: monitor.mediaBytes };
    const told = await ask((thread) => thread.request('tick', takes));
    if (told) {
      monitor.update(told.stats);
      announcer.tellRotations(told.stats.rotations);
    }
    if (monitor.trouble === null) announcer.tellLosses();
    if (told?.notices && announcer.noticesDue) {
      announcer.tellNotices((await ask((thread) => thread.request('notices', null))) ?? []);
    }
  }

  /** Commits go on between the steps. */
  async retention(): Promise<void> {
    const { ask, clock, monitor } = this.#options;
    for (let more = true; more; ) {
      const step = await ask((thread) => thread.request('retention', { now: clock.now() }));
      if (step) monitor.update(step.stats);
      more = step?.more ?? false;
    }
  }

  /** @returns what went; undefined where the store is not open or could not do it all. */
  async purge(query: PurgeQuery): Promise<Purged | undefined> {
    const { ask, monitor } = this.#options;
    const purged = { deleted: 0, unsent: 0 };
    for (let next: PurgeQuery | null = query; next; ) {
      const takes: PurgeQuery = next;
      const step = await ask((thread) => thread.request('purge', takes));
      if (!step) return undefined;
      monitor.update(step.stats);
      purged.deleted += step.deleted;
      purged.unsent += step.unsent;
      next = step.next;
    }
    return purged;
  }

  async check(): Promise<void> {
    const found = await this.#options.checkup.run(this.#options.ask);
    if (found.length > 0) this.#options.onDamaged(found.join('; '));
  }
}
