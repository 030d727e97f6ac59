import { describe, expect, it } from 'vitest';
import { chainStart, eventHash } from '../runtime/event-chain.ts';
import { hashOfBody, idOf, prevHashOf } from './body.ts';
import { bodyOf, compose } from './compose.ts';
import { draft } from './testing/drafts.ts';

/** Data that looks like the attributes that are looked for. */
const misleading = { id: 'wrong', prevhash: 'wrong', note: '"id":"wrong","prevhash":"wrong"', x: { id: 'wrong' } };

function stored(own: { prevhash?: string; signature?: string }): string {
  const attributes = { type: 't', subject: 'a "id":"wrong" b', bootid: 'b', time: 'x', zone: '"prevhash":"wrong"' };
  const composed = compose(draft('event', 1, { attributes, data: misleading }));
  if ('refused' in composed) throw new Error(composed.why);
  return bodyOf({ id: 'e-event-7', sequence: 7, ...own }, composed.tail);
}

describe('the text of a stored event', () => {
  it('gives its id and the hash before it, whatever its data looks like', () => {
    const prevhash = 'a'.repeat(64);
    expect(idOf(stored({ prevhash }))).toBe('e-event-7');
    expect(prevHashOf(stored({ prevhash, signature: 's' }))).toBe(prevhash);
  });

  it('has the hash of the event that it is', () => {
    const body = stored({ prevhash: chainStart });
    expect(hashOfBody(body)).toBe(eventHash(JSON.parse(body)));
    expect(hashOfBody(body)).toBe(eventHash({ ...JSON.parse(body), historical: true }));
  });

  it('from before the chain: has an id and a hash, and names nothing before it', () => {
    const body = `{"specversion":"1.0","id":"e-event-7","sequence":"7","source":"s","data":{"prevhash":"wrong","id":"x"}}`;
    expect(idOf(body)).toBe('e-event-7');
    expect(prevHashOf(body)).toBeUndefined();
    expect(hashOfBody(body)).toBe(eventHash(JSON.parse(body)));
    expect(() => hashOfBody(body.slice(0, -1))).toThrow(SyntaxError);
  });

  it('that is none has an empty id', () => {
    expect(idOf('')).toBe('');
    expect(idOf('{}')).toBe('');
  });
});
