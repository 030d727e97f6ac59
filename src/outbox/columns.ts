import { type LaneCounts, noCounts } from './draft.ts';
import type { Entry } from './pending.ts';
import type { Batch } from './protocol.ts';

/** What of a batch comes from its entries. */
export interface Columns {
  readonly rows: Batch['rows'];
  readonly counts: LaneCounts;
  /** Notices of this epoch that are announced by them. */
  readonly cleared: number[];
  /** Number of the entry that was appended first; Infinity for none. */
  readonly oldest: number;
  /** When the first of what they speak for came up; Infinity for none. */
  readonly upSinceMs: number;
}

/** Entries as the columns in which they cross to the worker. */
export function columnsOf(entries: readonly Entry[], epoch: string): Columns {
  const counts = noCounts();
  const rows: Batch['rows'] = {
    lane: [],
    source: [],
    subject: [],
    type: [],
    occurred: [],
    appended: [],
    tail: [],
    sign: [],
  };
  const cleared: number[] = [];
  let oldest = Infinity;
  let upSinceMs = Infinity;
  for (const e of entries) {
    oldest = Math.min(oldest, e.number);
    upSinceMs = Math.min(upSinceMs, e.sinceMs);
    counts[e.lane]++;
    rows.lane.push(e.lane);
    rows.source.push(e.source);
    rows.subject.push(e.subject);
    rows.type.push(e.type);
    rows.occurred.push(e.occurredMs);
    rows.appended.push(e.appendedMs);
    rows.tail.push(e.tail);
    rows.sign.push(e.sign);
    if (e.clears?.epoch === epoch) cleared.push(...e.clears.notices);
  }
  return { rows, counts, cleared, oldest, upSinceMs };
}
