import { type Message, message } from '../messages/catalogue.ts';
import type { Health } from '../runtime/service.ts';
import { type OutboxStats, sumOf } from './draft.ts';

/** What a technician is told about the outbox. */
export function healthOf(
  stats: OutboxStats,
  now: {
    readonly open: boolean;
    /** Losses of the last hour. */
    readonly droppedLately: number;
    readonly evictedLately: number;
    readonly damage: string | null;
  },
): Health {
  const reasons: Message[] = [];
  const { rows } = stats.pending;
  if (!now.open) reasons.push(message('outbox.not-open', { rows }));
  if (stats.trouble !== null) reasons.push(message('outbox.disk-refuses', { reason: stats.trouble, rows }));
  if (now.droppedLately > 0) reasons.push(message('outbox.dropped', { count: now.droppedLately }));
  if (now.evictedLately > 0) reasons.push(message('outbox.evicted', { count: now.evictedLately }));
  if (now.damage !== null) reasons.push(message('outbox.check-failed', { reason: now.damage }));
  const state = now.open ? (reasons.length > 0 ? 'degraded' : 'ok') : 'down';
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
      lastCommitTookMs: stats.lastCommitTookMs === null ? null : Math.round(stats.lastCommitTookMs),
    },
  };
}
