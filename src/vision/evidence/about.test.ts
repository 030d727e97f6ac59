import { expect, it } from 'vitest';
import { wellFormed } from '../../runtime/text.ts';
import { aboutOf } from './about.ts';
import { privacySchema } from './config.ts';
import { Privacy } from './privacy.ts';

it('what is said of an event is cut before a character, never in it, and a name with half of one has a hash', () => {
  const long = `${'a'.repeat(3999)}\u{1f600}`;
  const said = { kind: 'camera.event', phase: 'instant', camera: 'gate', rule: 'red', type: 'red-light' } as const;
  const { event, hashes } = aboutOf(
    {
      id: 'e1',
      event: {
        ...said,
        at: { ms: 0, quality: 'synced' },
        severity: 'error',
        explanation: long,
        texts: { en: long, vi: long },
      },
      frame: {
        width: 64,
        height: 48,
        index: 0,
        at: { ms: 0, quality: 'synced' },
        monotonicMs: 0,
        data: new Uint8Array(),
      },
      rule: { name: '\ud83d' },
    },
    { privacy: new Privacy(privacySchema.parse({}), 30_000), stream: 'same' },
  );
  expect(wellFormed(event)).toEqual(event);
  expect([event.explanation, event.texts?.en, event.texts?.vi].map((t) => t?.length)).toEqual([3999, 3999, 3999]);
  expect(hashes.rule).toMatch(/^[0-9a-f]{64}$/);
});
