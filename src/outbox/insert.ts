import type { Lane } from '../domain/lane.ts';
import { bodyOf, eventId } from './compose.ts';
import type { Batch } from './protocol.ts';
import type { StoreParts } from './room.ts';

/**
 * Puts new rows to the end of their lanes, with their sequences and ids, inside a transaction.
 * @returns when the last thing of each subject among them happened, milliseconds since the epoch.
 */
export function insertRows(parts: StoreParts, epoch: string, rows: Batch['rows']): Map<string, number> {
  const { lanes: tables, streams, spans } = parts;
  const occurred = new Map<string, number>();
  const inserted = new Map<Lane, number>();
  for (let i = 0; i < rows.tail.length; i++) {
    const lane = rows.lane[i] as Lane;
    const subject = rows.subject[i] as string;
    const stream = streams.open(rows.source[i] as string, lane);
    const { sequence, position } = streams.take(stream);
    const body = bodyOf(eventId(epoch, lane, sequence), sequence, rows.tail[i] as string);
    const appended = Math.trunc(rows.appended[i] as number);
    const type = rows.type[i] as string;
    tables[lane].insert({ position, stream: stream.stream, sequence, appended, subject, type, body });
    occurred.set(subject, rows.occurred[i] as number);
    if (!inserted.has(lane)) inserted.set(lane, position);
    spans.appended(lane, position, appended);
  }
  for (const [lane, first] of inserted) tables[lane].insertedFrom(first);
  return occurred;
}
