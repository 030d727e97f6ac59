import type { Worker } from 'node:worker_threads';
import type { Outgoing } from '../../domain/outgoing.ts';
import type { Clock } from '../../runtime/clock.ts';
import { silentLogger } from '../../runtime/logger.ts';
import type { OutboxRow } from '../draft.ts';
import type { OutboxOptions } from '../options.ts';
import { Outbox } from '../outbox.ts';
import { spawnStore } from '../store-thread.ts';
import { draft } from './drafts.ts';

export const MiB = 1024 ** 2;

/** An outbox whose announcements are appended as the agent appends them, and whose worker can be ended. */
export function outboxFixture(directory: string, clock: Clock, more: Partial<OutboxOptions> = {}) {
  const announced: Outgoing[] = [];
  const failures: unknown[] = [];
  let worker: Worker | undefined;
  const outbox: Outbox = new Outbox({
    directory,
    config: { cap: 64 * MiB, retain: 7 * 86_400_000, groupCommit: 1000 },
    clock,
    logger: silentLogger,
    random: () => 0.5,
    announce: (o) => {
      announced.push(o);
      outbox.append(draft('alarm', announced.length, { subject: 'gateway', data: o }));
    },
    spawn: (delay) => {
      worker = spawnStore(delay);
      return worker;
    },
    ...more,
  });
  return {
    outbox,
    announced,
    failures,
    start: () => outbox.start(new AbortController().signal, (error) => failures.push(error)),
    /** Ends the worker wherever it is, as a crash in it would. */
    crash: async () => {
      await worker?.terminate();
    },
    /** Everything that is unsent, claimed. */
    async claimAll(): Promise<OutboxRow[]> {
      const rows: OutboxRow[] = [];
      for (let some = await outbox.claim(1000); some.length > 0; some = await outbox.claim(1000)) rows.push(...some);
      return rows;
    },
  };
}

/** Waits in real time until something is so: the worker is a real thread. */
export async function until(condition: () => boolean, what: string, ms = 10_000): Promise<void> {
  const end = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
