import { expect, it } from 'vitest';
import { silentLogger } from '../../runtime/logger.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { ManualLink, MemoryOutbox } from '../testing/fakes.ts';
import { Drain } from './drain.ts';
import { RateLimit } from './limit.ts';

it('an alarm that was on its way whenever a bad link broke does not wait behind the backlog of a day', async () => {
  const clock = new ManualClock();
  const outbox = new MemoryOutbox();
  const drain = new Drain({
    outbox,
    limit: new RateLimit({}),
    onAbsent: () => {},
    options: {
      gateway: 'gw',
      lineMs: 300,
      liveMs: 30_000,
      patienceMs: 5000,
      batch: 1,
      windowBytes: 1_000_000,
      stallMs: 40_000,
      pollMs: 10_000,
      hold: { firstMs: 1000, maxMs: 8000, random: () => 1 },
    },
    send: () => {},
    clock,
    logger: silentLogger,
  });
  drain.start();
  outbox.append('alarm', 3);
  outbox.append('telemetry', 5000);
  for (let broken = 0; broken < 4; broken++) {
    drain.attach(new ManualLink());
    await clock.advanceAsync(100);
    drain.detach(true);
  }
  const link = new ManualLink();
  drain.attach(link);
  for (let i = 0; i < 300 && !outbox.sent.has('alarm-3'); i++) {
    for (const id of [...link.flying.keys()].slice(0, 5)) link.answer(id);
    if (link.published.at(-1)?.startsWith('alarm')) expect(link.flying.size).toBeLessThan(2);
    await clock.advanceAsync(100);
  }
  expect(outbox.sent.has('alarm-3')).toBe(true);
});
