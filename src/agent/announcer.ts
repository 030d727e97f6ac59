import type { Send } from '../domain/outgoing.ts';
import { toIso } from '../domain/time.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { type Clock, sleep } from '../runtime/clock.ts';
import { healthy, type Service } from '../runtime/service.ts';

/** Subjects that are named with their last time, the newest: an event may have 64 KiB. */
const mostSubjects = 400;

/**
 * How long a run may have lived after the last moment at which all it had was stored: the longest group commit that a
 * site may set, and the commit.
 */
const longestLifeMs = 65_000;

/**
 * Says the first words of a run: that the gateway started, how the run before ended, and, where that was not clean, what
 * was perhaps measured and never stored. Later restarts of the outbox within this run say nothing: the batch that was
 * under way is kept in memory and stored then.
 */
export class Announcer implements Service {
  readonly name = 'announcer';
  readonly #options: { outbox: Outbox; send: Send; clock: Clock };
  #done = false;

  constructor(options: { outbox: Outbox; send: Send; clock: Clock }) {
    this.#options = options;
  }

  async start(signal: AbortSignal): Promise<void> {
    if (this.#done) return;
    const { outbox, send, clock } = this.#options;
    let startup = outbox.startup();
    // A disk that refuses at first: only the open store knows how the run before ended.
    for (; !startup; startup = outbox.startup()) await sleep(clock, 200, signal);
    this.#done = true;
    const at = clock.now();
    if (startup.previousStop === 'unclean' && startup.since) {
      const newest = Object.entries(startup.lastStored).sort(([, a], [, b]) => b - a);
      const lastStored = Object.fromEntries(newest.slice(0, mostSubjects).map(([subject, ms]) => [subject, toIso(ms)]));
      const since = toIso(startup.since);
      const { setBackMs = 0 } = startup;
      // A clock that was set back says nothing about the end, and what is missing was measured after `since`.
      const isBehind = at.ms + setBackMs < startup.since.ms;
      const until = toIso(isBehind ? startup.since.ms + longestLifeMs : at.ms + setBackMs);
      outbox.tellStart(() => {
        send({ kind: 'gateway.maybe-missing', at, since, until, lastStored });
        if (setBackMs === 0) return;
        // Set back while that run lived or afterwards: what is missing may bear times of the clock as it is now, too.
        const shifted = toIso(startup.since!.ms - setBackMs);
        send({ kind: 'gateway.maybe-missing', at, since: shifted, until: toIso(at), lastStored });
      });
    }
    send({ kind: 'gateway.started', at, previousStop: startup.previousStop });
  }

  async stop(): Promise<void> {}

  health() {
    return healthy;
  }
}
