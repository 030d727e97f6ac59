// What the uplink is given.
import type { Send } from '../domain/outgoing.ts';
import type { BackoffOptions } from '../runtime/backoff.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { BackfillSource } from './backfill.ts';
import type { AnswerStore } from './commands/answers.ts';
import type { OnCommand, OutcomeOf } from './commands/inbox.ts';
import type { UplinkConfig } from './config.ts';
import type { MediaSource } from './media/file.ts';
import type { RowSource, UplinkStore } from './ports.ts';
import type { Identity } from './status.ts';

/** Times and sizes that no site needs to change, and that tests do. */
export interface UplinkTuning {
  readonly connectTimeoutMs: number;
  /** The first wait after a connection broke is up to this: where a broker fails, all gateways come at once. */
  readonly reconnectFirstMs: number;
  /** A connection that held this long was a good one: the waits begin small again. */
  readonly stableMs: number;
  readonly windowBytes: number;
  /** How long live messages may wait in line behind those of the past, on a slow link. */
  readonly lineMs: number;
  /** What was appended longer ago when it could be sent is of the past. */
  readonly liveMs: number;
  readonly patienceMs: number;
  readonly pollMs: number;
  /** How a lane that the broker does not take is tried again. */
  readonly hold: Omit<BackoffOptions, 'random'>;
  /** What is on its way gets this long to land when the uplink stops. */
  readonly settleMs: number;
}

export const defaultTuning: UplinkTuning = {
  connectTimeoutMs: 20_000,
  reconnectFirstMs: 5000,
  stableMs: 10_000,
  windowBytes: 256 * 1024,
  lineMs: 400,
  liveMs: 30_000,
  patienceMs: 5000,
  pollMs: 10_000,
  hold: { firstMs: 1000, maxMs: 30_000 },
  settleMs: 1000,
};

export interface UplinkDeps {
  readonly config: UplinkConfig;
  readonly identity: Identity;
  /** Folder that the paths in `config` are relative to: that of the site file. */
  readonly folder: string;
  readonly outbox: RowSource & BackfillSource;
  /** The pictures that events name. */
  readonly media: MediaSource;
  readonly onCommand: OnCommand;
  readonly outcomeOf?: OutcomeOf;
  readonly answers: AnswerStore;
  /** Remembers what must outlive a restart: limits, backfills, transfers, whether the centre was absent. */
  readonly store: UplinkStore;
  readonly send: Send;
  readonly clock: Clock;
  /** How far the clock may be off, milliseconds; null or absent where nobody knows. */
  readonly clockErrorMs?: () => number | null;
  readonly logger: Logger;
  readonly random: () => number;
  readonly tuning?: Partial<UplinkTuning>;
}
