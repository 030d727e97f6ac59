import { keyOfSubject } from '../domain/key-subject.ts';
import type { Lane } from '../domain/lane.ts';
import { eventId } from './compose.ts';
import type { Batch } from './protocol.ts';
import type { StoreParts } from './room.ts';
import type { Stream } from './streams.ts';

/**
 * Puts new rows to the end of their lanes, with their sequences, ids and places in the chain, inside a transaction.
 * @returns when the last thing of each subject among them happened, milliseconds since the epoch.
 */
export function insertRows(parts: StoreParts, epoch: string, rows: Batch['rows']): Map<string, number> {
  const { lanes: tables, streams, spans, chain } = parts;
  const occurred = new Map<string, number>();
  const inserted = new Map<Lane, number>();
  const of = rows.lane.map((lane, i) => streams.open(rows.source[i] as string, lane));
  const last = new Map<Stream, number>(of.map((stream, i) => [stream, i]));
  for (const [i, stream] of of.entries()) {
    const { lane } = stream;
    const subject = rows.subject[i] as string;
    const { sequence, position } = streams.take(stream);
    const newKey = keyOfSubject(subject);
    if (newKey !== undefined) chain.follow(newKey);
    const appended = Math.trunc(rows.appended[i] as number);
    const how = { sign: rows.sign[i] as boolean, last: last.get(stream) === i, appendedMs: appended };
    const body = chain.body(stream, { id: eventId(epoch, lane, sequence), sequence }, rows.tail[i] as string, how);
    const type = rows.type[i] as string;
    tables[lane].insert({ position, stream: stream.stream, sequence, appended, subject, type, body });
    occurred.set(subject, rows.occurred[i] as number);
    if (!inserted.has(lane)) inserted.set(lane, position);
    spans.appended(lane, position, appended);
  }
  for (const [lane, first] of inserted) tables[lane].insertedFrom(first);
  return occurred;
}
