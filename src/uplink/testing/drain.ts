// A drain over an outbox in memory, with links that tests answer by hand.
import type { Outgoing } from '../../domain/outgoing.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { Drain } from '../drain/drain.ts';
import { RateLimit } from '../drain/limit.ts';
import { ManualLink, MemoryOutbox } from './fakes.ts';

export function setUpDrain(options: { windowBytes?: number; stallMs?: number; batch?: number } = {}) {
  const clock = new ManualClock();
  const outbox = new MemoryOutbox();
  const said: Outgoing[] = [];
  const absent: string[] = [];
  const drain = new Drain({
    outbox,
    limit: new RateLimit({}),
    onAbsent: (lanes) => absent.push(lanes.join()),
    options: {
      gateway: 'gw',
      lineMs: 300,
      liveMs: 30_000,
      patienceMs: 5000,
      batch: options.batch ?? 1,
      windowBytes: options.windowBytes ?? 1_000_000,
      stallMs: options.stallMs ?? 40_000,
      pollMs: 10_000,
      hold: { firstMs: 1000, maxMs: 8000, random: () => 1 },
    },
    send: (o) => said.push(o),
    clock,
    logger: silentLogger,
  });
  drain.start();
  /** Connects, lets `during` happen, and lets the other side end the link. */
  const link = async (during: (l: ManualLink) => void, byPeer = true) => {
    const l = new ManualLink();
    drain.attach(l);
    await clock.advanceAsync(0);
    during(l);
    await clock.advanceAsync(0);
    drain.detach(byPeer);
    return l;
  };
  return { clock, outbox, said, absent, drain, link };
}

/** Answers all that is under way, and what comes of it. */
export const answerAll = async (l: ManualLink, clock: ManualClock) => {
  await clock.advanceAsync(0);
  while (l.flying.size > 0) {
    for (const id of [...l.flying.keys()]) l.answer(id);
    await clock.advanceAsync(0);
  }
};
