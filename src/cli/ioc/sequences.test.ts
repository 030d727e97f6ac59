import { describe, expect, it } from 'vitest';
import fc from '../../runtime/testing/fast-check.ts';
import { Sequences } from './sequences.ts';

describe('the receiver’s account of sequences', () => {
  it('finds nothing missing where all came, in whatever order and however often', () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 });
    fc.assert(
      fc.property(numbers, fc.array(fc.integer({ min: 1, max: 60 })), (first, again) => {
        const s = new Sequences();
        for (const n of first) s.add('g', 'event', n);
        const known = new Set(first);
        for (const n of again) {
          expect(s.add('g', 'event', n)).toBe(!known.has(n));
          known.add(n);
        }
        const highest = Math.max(...known);
        expect(s.count()).toEqual({
          received: known.size,
          repeated: first.length + again.length - known.size,
          missing: highest - known.size,
          announced: 0,
        });
      }),
    );
  });

  it('keeps sources and lanes apart', () => {
    const s = new Sequences();
    s.add('a', 'event', 1);
    s.add('a', 'alarm', 1);
    s.add('b', 'event', 1);
    expect(s.count()).toMatchObject({ received: 3, missing: 0 });
  });

  it('misses the beginning too', () => {
    const s = new Sequences();
    s.add('g', 'state', 3);
    expect(s.count().missing).toBe(2);
    expect(s.holes()).toEqual(['g state 1..2']);
  });

  it('counts what the sender announced as given up apart', () => {
    const s = new Sequences();
    s.add('g', 'telemetry', 1);
    s.add('g', 'telemetry', 10);
    s.announce('g', 'telemetry', 2, 7);
    expect(s.count()).toEqual({ received: 2, repeated: 0, missing: 2, announced: 6 });
  });
});
