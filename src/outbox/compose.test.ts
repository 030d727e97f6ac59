import { describe, expect, it } from 'vitest';
import { canonical } from '../runtime/signed.ts';
import { bodyOf, compose } from './compose.ts';
import { draft } from './testing/drafts.ts';

describe('composing an event', () => {
  it('gives one JSON object with id, padded sequence, all attributes and the data', () => {
    const composed = compose(draft('event', 1, { attributes: { type: 't', subject: 'Trạm "A"\n' }, data: { a: [1] } }));
    if ('refused' in composed) throw new Error(composed.why);
    expect(composed.type).toBe('t');
    expect(JSON.parse(bodyOf({ id: 'e-event-7', sequence: 7 }, composed.tail))).toEqual({
      specversion: '1.0',
      id: 'e-event-7',
      sequence: '00000000000000000007',
      type: 't',
      subject: 'Trạm "A"\n',
      data: { a: [1] },
    });
  });

  it('does without attributes', () => {
    const composed = compose(draft('event', 1, { attributes: {}, data: {} }));
    if ('refused' in composed) throw new Error(composed.why);
    expect(JSON.parse(bodyOf({ id: 'i', sequence: 1 }, composed.tail))).toMatchObject({ data: {} });
    expect(composed.type).toBe('');
  });

  it('makes what came in with half of a character well-formed, so that no strict receiver refuses the message', () => {
    for (const half of [{ text: 'x\ud83d' }, { 'k\ude00': 1 }, { 7: 'x\ud83d' }, { path: 'C:\\ud83d' }]) {
      const attributes = { type: 't', subject: 'cổng \ud83d' };
      const composed = compose(draft('event', 1, { attributes, data: { half } }));
      if ('refused' in composed) throw new Error(composed.why);
      const body = bodyOf({ id: 'i', sequence: 1 }, composed.tail);
      const event = JSON.parse(body) as Record<string, unknown>;
      expect(body).not.toMatch(/(?<!\\)\\ud/);
      expect(event['subject']).toBe('cổng \ufffd');
      expect(JSON.stringify(event)).not.toMatch(/(?<!\\)\\ud/);
      expect(canonical(event)).toBe(body);
    }
  });

  it.each([
    ['an id of its own', { attributes: { id: 'x' } }],
    ['a sequence of its own', { attributes: { sequence: '1' } }],
    ['data that is no JSON', { data: { big: 1n } }],
    ['a time that is none', { occurredMs: Number.NaN }],
    ['no subject', { subject: undefined as unknown as string, attributes: {} }],
  ])('refuses %s', (_what, more) => {
    expect(compose({ ...draft('event', 1), ...more })).toMatchObject({ refused: 'invalid' });
  });

  it.each([
    ['letters', 'x'],
    ['Vietnamese letters of two and three bytes', 'đ ệ'],
    ['signs beyond the plane', '🚦'],
  ])('takes an event of at most 64 KiB as it travels, and refuses a bigger one: %s', (_what, text) => {
    const bytesWith = (count: number) => {
      const composed = compose(draft('event', 1, { data: { text: text.repeat(count) } }));
      if ('refused' in composed) return { refused: composed.refused, why: composed.why };
      const id = `0123abcd-telemetry-${Number.MAX_SAFE_INTEGER}`;
      return Buffer.byteLength(bodyOf({ id, sequence: Number.MAX_SAFE_INTEGER }, composed.tail));
    };
    const size = Buffer.byteLength(text);
    let count = Math.floor(65_000 / size);
    for (; typeof bytesWith(count) === 'number'; count++) expect(bytesWith(count)).toBeLessThanOrEqual(65_536);
    expect(bytesWith(count)).toMatchObject({ refused: 'too-big', why: expect.stringMatching(/65536/) });
    expect(bytesWith(count - 1)).toBeGreaterThan(65_536 - 400 - 2 * size);
  });
});
