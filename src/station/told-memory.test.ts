import { expect, it } from 'vitest';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { ToldMemory } from './told-memory.ts';

function memory() {
  const clock = new ManualClock('2026-11-21T07:00:00+07:00');
  const kept: unknown[] = [];
  const waiting: { give: () => void; refuse: () => void }[] = [];
  const told = new ToldMemory<{ n: number }>({
    store: { get: () => kept.at(-1), set: async (_, value) => void kept.push(value) },
    stored: () => new Promise((give, refuse) => waiting.push({ give, refuse: () => refuse(new Error('no room')) })),
    clock,
    logger: silentLogger,
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { told, kept, waiting, clock, settle };
}

it('is written after what it says was told is stored, and not before', async () => {
  const { told, kept, waiting, settle } = memory();
  told.changed();
  told.tick(0, () => ({ n: 1 }));
  await settle();
  expect([kept, waiting.length]).toEqual([[], 1]);
  waiting[0]?.give();
  await settle();
  expect(kept).toEqual([{ n: 1 }]);
  told.tick(60_000, () => ({ n: 2 }));
  expect(waiting).toHaveLength(1);
});

it('waits while a part of it is not on the disk, and is written anew where it was refused', async () => {
  const { told, kept, waiting, settle } = memory();
  told.changed();
  told.tick(0, () => undefined);
  told.tick(1000, () => ({ n: 1 }));
  waiting[0]?.refuse();
  await settle();
  told.tick(20_000, () => ({ n: 2 }));
  waiting[1]?.give();
  await settle();
  expect(kept).toEqual([{ n: 2 }]);
});

it('takes the newest where several wait, and does not hold up an end', async () => {
  const { told, kept, waiting, clock, settle } = memory();
  told.changed();
  told.tick(0, () => ({ n: 1 }));
  const end = told.end({ n: 2 });
  for (const { give } of waiting) give();
  await end;
  expect(kept).toEqual([{ n: 2 }]);
  const stuck = told.end({ n: 3 });
  await settle();
  clock.advance(3001);
  await stuck;
  expect(kept).toEqual([{ n: 2 }]);
});
