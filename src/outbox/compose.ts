// The text of an event is made in two steps: everything but id and sequence by whoever appends (one JSON.stringify is
// three times cheaper than handing the object to another thread), the head by the worker, in the transaction.
import { messageOf } from '../runtime/errors.ts';
import type { Draft } from './draft.ts';
import { laneCodes } from './format.ts';
import { sequenceText } from './sequence.ts';

/** The largest event that is stored, bytes in UTF-8: what the link carries. A bigger one would block the drain for ever. */
export const maxEventBytes = 64 * 1024;
/** What the head takes of it: `specversion`, an id of the longest lane and sequence, the sequence. */
const headBytes = 160;

const reserved = ['specversion', 'id', 'sequence', 'data'];

/** A draft as text, waiting for its sequence. */
export interface Composed {
  readonly type: string;
  /** The event's JSON text after its head: `"source":…,"data":{…}}`. */
  readonly tail: string;
}

/** @returns the text, or why there is none. */
export function compose(draft: Draft): Composed | { readonly refused: 'too-big' | 'invalid'; readonly why: string } {
  try {
    const { attributes, data, occurredMs } = draft;
    if (!(draft.lane in laneCodes)) return { refused: 'invalid', why: `there is no lane ${draft.lane}` };
    const clash = reserved.find((name) => name in attributes);
    if (clash !== undefined) return { refused: 'invalid', why: `the attribute ${clash} is not the sender's to give` };
    if (!Number.isFinite(occurredMs)) return { refused: 'invalid', why: 'the time of occurrence is not a number' };
    if (typeof draft.source !== 'string' || typeof draft.subject !== 'string') {
      return { refused: 'invalid', why: 'source and subject must be texts' };
    }
    const front = JSON.stringify(attributes);
    const tail = `${front.length > 2 ? `${front.slice(1, -1)},` : ''}"data":${JSON.stringify(data)}}`;
    const bytes = bytesOf(tail) + headBytes;
    if (bytes > maxEventBytes) {
      return { refused: 'too-big', why: `${bytes} bytes, and ${maxEventBytes} are the most that the link carries` };
    }
    const type = attributes['type'];
    return { type: typeof type === 'string' ? type : '', tail };
  } catch (error) {
    return { refused: 'invalid', why: messageOf(error) };
  }
}

/** Counted only where it matters: a character takes three bytes at most. */
const bytesOf = (text: string) => (text.length * 3 + headBytes <= maxEventBytes ? 0 : Buffer.byteLength(text));

export const eventId = (epoch: string, lane: string, sequence: number) => `${epoch}-${lane}-${sequence}`;

/** The whole event. */
export function bodyOf(id: string, sequence: number, tail: string): string {
  return `{"specversion":"1.0","id":"${id}","sequence":"${sequenceText(sequence)}",${tail}`;
}
