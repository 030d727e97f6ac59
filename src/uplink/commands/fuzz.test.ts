import { expect, it } from 'vitest';
import { fuzzInbox } from '../testing/fuzz-inbox.ts';

it('2,000 mutated commands: none crashes, none is executed, each is refused with a reason or answered as before', async () => {
  const { wrong, crashes, kinds } = await fuzzInbox(2000, 20_260_621);
  expect(crashes).toEqual([]);
  expect([...new Set(wrong)].slice(0, 10)).toEqual([]);
  // Every way of mutating was taken, often.
  expect(kinds.size).toBe(20);
  expect(Math.min(...kinds.values())).toBeGreaterThan(50);
});
