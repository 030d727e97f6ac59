import type { Worker } from 'node:worker_threads';
import type { Send } from '../domain/outgoing.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import { type Checkpoints, defaultCheckpoints } from './chain.ts';
import type { Suspicion } from './checkup.ts';
import type { OutboxConfig } from './config.ts';
import type { PendingBounds } from './pending.ts';
import { policiesOf } from './policy.ts';
import type { OpenOptions } from './protocol.ts';

export interface OutboxOptions {
  /** The data directory. */
  readonly directory: string;
  readonly config: Pick<OutboxConfig, 'cap' | 'retain' | 'groupCommit'> &
    Partial<Pick<OutboxConfig, 'lanes' | 'checkpoint'>>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** Takes what the outbox itself has to say; renders it and appends it before it returns. */
  readonly announce: Send;
  /** What may wait in memory while the disk takes nothing. */
  readonly pending?: PendingBounds;
  /** The largest transaction. */
  readonly batch?: PendingBounds;
  /** Alarms, evidence and checkpoints are signed with the key of the data directory. */
  readonly sign?: boolean;
  /** Test hook: neither chain nor signatures. */
  readonly plain?: boolean;
  /** Test hook: each commit takes this much longer, as on a slow card. */
  readonly commitDelayMs?: number;
  /** Test hook: how the worker thread is started. */
  readonly spawn?: (commitDelayMs: number) => Worker;
}

export const defaultPending: PendingBounds = { rows: 20_000, bytes: 16 * 1024 ** 2 };
export const defaultBatch: PendingBounds = { rows: 256, bytes: 2 * 1024 ** 2 };

/** What the worker is told to open the store. */
export function openOptionsOf(options: OutboxOptions, run: string, suspicion: Suspicion | null): OpenOptions {
  const { directory, config, clock } = options;
  const policies = policiesOf(config);
  const now = clock.now();
  const offsetMs = now.ms - clock.monotonicMs();
  const chain = {
    checkpoints: checkpointsOf(config.checkpoint),
    ...(options.sign ? { keyFolder: directory } : {}),
    ...(options.plain ? { plain: true } : {}),
  };
  const opening = { directory, capBytes: config.cap, policies, run, now, offsetMs, chain };
  return suspicion ? { ...opening, suspicion } : opening;
}

const checkpointsOf = (checkpoint: OutboxConfig['checkpoint'] | undefined): Checkpoints =>
  checkpoint ? { messages: checkpoint.messages, intervalMs: checkpoint.interval } : defaultCheckpoints;
