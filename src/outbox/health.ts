import { type Message, message } from '../messages/catalogue.ts';
import type { Health } from '../runtime/service.ts';
import type { CheckProgress } from './checkup.ts';
import { type OutboxStats, sumOf } from './draft.ts';

/** What is known besides the figures. */
export interface Now {
  readonly open: boolean;
  /** How long the disk has not answered what it was handed. */
  readonly silentMs: number;
  /** Losses of the last hour. */
  readonly droppedLately: number;
  readonly evictedLately: number;
  /** Why the database is believed to be damaged. */
  readonly damage: string | null;
  /** The check that runs. */
  readonly check: CheckProgress | null;
}

/** A card that hangs for longer wants to be replaced; a shorter pause it may need. */
const silentFromMs = 30_000;

/** What a technician is told about the outbox. */
export function healthOf(stats: OutboxStats, now: Now): Health {
  const reasons: Message[] = [];
  const { rows } = stats.pending;
  if (!now.open) reasons.push(message('outbox.not-open', { rows }));
  if (stats.trouble !== null) reasons.push(message('outbox.disk-refuses', { reason: stats.trouble, rows }));
  if (now.silentMs >= silentFromMs) {
    reasons.push(message('outbox.disk-silent', { seconds: Math.floor(now.silentMs / 1000), rows }));
  }
  if (stats.short !== null) {
    const { cap, room } = stats.short;
    reasons.push(message('outbox.disk-short', { cap: mebibytes(cap), room: mebibytes(room) }));
  }
  if (now.droppedLately > 0) reasons.push(message('outbox.dropped', { count: now.droppedLately }));
  if (now.evictedLately > 0) reasons.push(message('outbox.evicted', { count: now.evictedLately }));
  if (stats.unsigned !== null) reasons.push(message('outbox.unsigned', { reason: stats.unsigned }));
  if (now.damage !== null) reasons.push(message('outbox.check-failed', { reason: now.damage }));
  const state = now.open ? (reasons.length > 0 ? 'degraded' : 'ok') : 'down';
  // Work that goes on by itself is told and is no trouble.
  const { salvage } = stats;
  if (now.check) reasons.push(message('outbox.checking', { percent: percent(now.check.done, now.check.of) }));
  if (salvage) {
    const { file, done, of } = salvage;
    reasons.push(message('outbox.salvaging', { file, percent: percent(done, of) }));
  }
  return {
    state,
    reasons,
    facts: {
      unsent: sumOf(stats.unsent),
      kept: sumOf(stats.kept),
      pending: rows,
      claimed: stats.claimed,
      oldestUnsentSeconds: stats.oldestUnsentAgeMs === null ? null : Math.round(stats.oldestUnsentAgeMs / 1000),
      databaseBytes: stats.bytes.database,
      walBytes: stats.bytes.wal,
      mediaBytes: stats.mediaBytes,
      dropped: sumOf(stats.dropped),
      evicted: sumOf(stats.evicted),
      commits: stats.commits,
      checkPercent: now.check ? percent(now.check.done, now.check.of) : null,
      salvagePercent: salvage ? percent(salvage.done, salvage.of) : null,
      lastCommitTookMs: stats.lastCommitTookMs === null ? null : Math.round(stats.lastCommitTookMs),
    },
  };
}

const mebibytes = (bytes: number) => Math.floor(bytes / 1024 ** 2);

const percent = (done: number, of: number) => Math.min(100, Math.floor((done * 100) / Math.max(1, of)));
