// The text of an event is made in two steps: everything but id, sequence and chain by whoever appends (one JSON.stringify
// is three times cheaper than handing the object to another thread), the rest by the worker, in the transaction. The text
// is the canonical one (JCS, RFC 8785): its hash is the hash of the bytes that are stored, sent and exported.
import { canonicalText, sortKeys } from '../runtime/canonical-text.ts';
import { messageOf } from '../runtime/errors.ts';
import type { Draft } from './draft.ts';
import { laneCodes } from './format.ts';
import { sequenceText } from './sequence.ts';

/** The largest event that is stored, bytes in UTF-8: what the link carries. A bigger one would block the drain for ever. */
export const maxEventBytes = 64 * 1024;
/** What the worker adds to it: `specversion`, an id of the longest lane and sequence, the sequence, hash, signature. */
const ownBytes = 400;

/** What only the store can give, in the order of the canonical form: each has its place in the tail, marked by `mark`. */
const ownNames = ['id', 'keyid', 'prevhash', 'sequence', 'signature', 'specversion'] as const;
const reserved: readonly string[] = [...ownNames, 'data', 'historical'];
/** A line end: JSON text without indentation has none. */
const mark = '\n';

/** A draft as text, waiting for its sequence. */
export interface Composed {
  readonly type: string;
  /** The members of the event in canonical order, `"bootid":…,"data":{…},⏎"lane":…`, with a mark where one of the store's goes. */
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
    const tail = tailOf(attributes, data);
    const bytes = bytesOf(tail) + ownBytes;
    if (bytes > maxEventBytes) {
      return { refused: 'too-big', why: `${bytes} bytes, and ${maxEventBytes} are the most that the link carries` };
    }
    const type = attributes['type'];
    return { type: typeof type === 'string' ? type : '', tail };
  } catch (error) {
    return { refused: 'invalid', why: messageOf(error) };
  }
}

function tailOf(attributes: Draft['attributes'], data: object): string {
  let tail = '';
  let own = 0;
  for (const name of sortKeys([...Object.keys(attributes), 'data'])) {
    const value = name === 'data' ? data : attributes[name];
    if (value === undefined) continue;
    for (; own < ownNames.length && (ownNames[own] as string) < name; own++) tail += mark;
    const text = canonicalText(value);
    tail += `${JSON.stringify(name)}:${text},`;
  }
  return tail + mark.repeat(ownNames.length - own);
}

/** Counted only where it matters: a character takes three bytes at most. */
const bytesOf = (text: string) => (text.length * 3 + ownBytes <= maxEventBytes ? 0 : Buffer.byteLength(text));

export const eventId = (epoch: string, lane: string, sequence: number) => `${epoch}-${lane}-${sequence}`;

/** What the store adds to an event. */
export interface Own {
  readonly id: string;
  readonly sequence: number;
  readonly prevhash?: string | undefined;
  readonly keyid?: string | undefined;
  readonly signature?: string | undefined;
}

/** The whole event. */
export function bodyOf({ id, sequence, prevhash, keyid, signature }: Own, tail: string): string {
  const [a, b, c, d, e, f, g] = tail.split(mark);
  const key = keyid === undefined ? '' : `"keyid":"${keyid}",`;
  const hash = prevhash === undefined ? '' : `"prevhash":"${prevhash}",`;
  const signed = signature === undefined ? '' : `"signature":"${signature}",`;
  const rest = g === '' ? '' : `,${g?.slice(0, -1)}`;
  return `{${a}"id":"${id}",${b}${key}${c}${hash}${d}"sequence":"${sequenceText(sequence)}",${e}${signed}${f}"specversion":"1.0"${rest}}`;
}
