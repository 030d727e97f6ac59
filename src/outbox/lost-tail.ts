// Rows that were committed and that the medium lost all the same: the heartbeat knows of them.
import type Database from 'better-sqlite3';
import type { Lane } from '../domain/lane.ts';
import { chainStart } from '../runtime/event-chain.ts';
import type { BeatStream } from './heartbeat.ts';
import { Notices } from './notices.ts';
import { sequenceText } from './sequence.ts';

/**
 * Their sequences are announced as lost and never given again, and the chain goes on from the last of them: they may have
 * been sent. Where the heartbeat does not know its hash, the chain begins anew.
 */
export function skipLost(db: Database.Database, beat: readonly BeatStream[]): void {
  const notices = new Notices(db);
  const find = db.prepare<[string, Lane], { next: number; hash: string | null }>(
    'SELECT next, hash FROM streams WHERE source = ? AND lane = ?',
  );
  const skip = db.prepare('UPDATE streams SET next = ?, hash = ? WHERE source = ? AND lane = ?');
  const make = db.prepare('INSERT INTO streams SELECT 1 + count(*), ?, ?, ?, ?, 0, 0, 0, ? FROM streams');
  for (const { source, lane, first, next, hash } of beat) {
    const known = find.get(source, lane);
    const from = known?.next ?? 1;
    if (next <= from) continue;
    const hashBefore = known ? known.hash : chainStart;
    notices.add({
      ...{ kind: 'outbox.evicted', lane, reason: 'corrupt', count: next - from },
      ...{ firstSequence: sequenceText(from), lastSequence: sequenceText(next - 1) },
      ...(hashBefore === null ? {} : { hashBefore }),
      hashAfter: hash ?? chainStart,
    });
    if (known) skip.run(next, hash, source, lane);
    else make.run(source, lane, first, next, hash);
  }
}
