import { randomUUID } from 'node:crypto';
import type { Instant } from '../domain/time.ts';
import type { Purged, PurgeQuery } from './draft.ts';
import { policiesOf } from './policy.ts';
import { Store } from './store.ts';

/**
 * Removes rows of an outbox that no agent has open; what was unsent of them is announced by the next agent.
 * @throws HaidangError (`configuration`, `outbox-in-use`) where one has.
 */
export function purgeOffline(directory: string, query: PurgeQuery, now: Instant): Purged {
  // Neither the cap nor retention is applied here: the agent knows them, and this store is closed at once.
  const policies = policiesOf({ retain: Number.MAX_SAFE_INTEGER });
  const store = new Store({ directory, capBytes: Number.MAX_SAFE_INTEGER, policies, run: randomUUID(), now });
  const clean = store.opened.startup.previousStop !== 'unclean';
  const purged = { deleted: 0, unsent: 0 };
  try {
    for (let next: PurgeQuery | null = query; next; ) {
      const step = store.purge(next);
      purged.deleted += step.deleted;
      purged.unsent += step.unsent;
      next = step.next;
    }
  } finally {
    // How the agent before ended is for the next agent to tell.
    store.close(clean);
  }
  return purged;
}
