// Removes rows because a person says so. What was still unsent of them is announced like any other gap.
import type Database from 'better-sqlite3';
import type { Lane } from '../domain/lane.ts';
import type { PurgeQuery, PurgeStep } from './draft.ts';
import type { RowHead } from './lane-table.ts';
import type { StoreParts } from './room.ts';

/** Rows looked at in one transaction. */
const chunk = 500;

type Head = RowHead & { readonly unsent: 0 | 1 };

/**
 * One step, inside a transaction. Rows that are on their way stay.
 * @returns where the next step begins, or null where all is done.
 */
export function purgeStep(parts: StoreParts, query: PurgeQuery): Omit<PurgeStep, 'stats'> {
  const { what, before = Number.MAX_SAFE_INTEGER } = query;
  const [lane] = query.lanes;
  if (!lane) return { deleted: 0, unsent: 0, next: null };
  const table = parts.lanes[lane];
  const heads = headsAfter(parts.db, lane, query.after ?? 0);
  const chosen = heads.filter(
    (h) =>
      h.appended < before &&
      !table.claimed.has(h.position) &&
      (what === 'all' || (what === 'unsent') === (h.unsent === 1)),
  );
  const lost = new Map<number, RowHead[]>();
  for (const head of chosen) if (head.unsent) lost.set(head.stream, [...(lost.get(head.stream) ?? []), head]);
  for (const [id, rows] of lost) {
    const stream = parts.streams.get(id);
    if (stream) parts.notices.evicted(stream, rows, 'purged', table);
  }
  for (const head of chosen) {
    table.deleteUnsent(head);
    parts.streams.change(head.stream, (s) => {
      s.kept--;
      if (head.unsent) s.unsent--;
      if (head.unsent) s.evicted++;
    });
  }
  parts.streams.save();
  const unsent = chosen.filter((h) => h.unsent === 1).length;
  const last = heads.at(-1);
  if (last && heads.length === chunk)
    return { deleted: chosen.length, unsent, next: { ...query, after: last.position } };
  const rest = query.lanes.slice(1);
  return { deleted: chosen.length, unsent, next: rest.length > 0 ? { ...query, lanes: rest, after: 0 } : null };
}

function headsAfter(db: Database.Database, lane: Lane, position: number): Head[] {
  const sql = `SELECT r.position, r.stream, r.sequence, r.appended,
      EXISTS (SELECT 1 FROM unsent_${lane} u WHERE u.position = r.position) unsent
    FROM lane_${lane} r WHERE r.position > ? ORDER BY r.position LIMIT ${chunk}`;
  return db.prepare<[number], Head>(sql).all(position);
}
