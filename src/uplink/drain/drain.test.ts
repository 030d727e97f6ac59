import { describe, expect, it } from 'vitest';
import type { Outgoing } from '../../domain/outgoing.ts';
import type { OutboxRow } from '../../outbox/draft.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { ManualLink, MemoryOutbox } from '../testing/fakes.ts';
import { Drain } from './drain.ts';
import { RateLimit } from './limit.ts';

function setUp(options: { windowBytes?: number; stallMs?: number; batch?: number } = {}) {
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
const answerAll = async (l: ManualLink, clock: ManualClock) => {
  await clock.advanceAsync(0);
  while (l.flying.size > 0) {
    for (const id of [...l.flying.keys()]) l.answer(id);
    await clock.advanceAsync(0);
  }
};

describe('the drain', () => {
  it('keeps no more on its way than the window, and no more bytes than a slow link carries soon', async () => {
    const { clock, outbox, drain } = setUp({ windowBytes: 350 });
    outbox.append('telemetry', 50, 100);
    const link = new ManualLink(10);
    drain.attach(link);
    await clock.advanceAsync(0);
    expect(link.flying.size).toBe(3);
    link.answer('telemetry-1');
    await clock.advanceAsync(0);
    expect(link.published).toHaveLength(4);
    // A single one that is larger than that still goes.
    const { clock: clock2, outbox: outbox2, drain: drain2 } = setUp({ windowBytes: 350 });
    outbox2.append('telemetry', 2, 5000);
    const link2 = new ManualLink(10);
    drain2.attach(link2);
    await clock2.advanceAsync(0);
    expect(link2.flying.size).toBe(1);
  });

  it('lets an alarm that comes during a backlog go before all that waits', async () => {
    const { clock, outbox, drain } = setUp();
    outbox.append('telemetry', 500);
    const link = new ManualLink(5);
    drain.attach(link);
    await clock.advanceAsync(0);
    outbox.append('alarm');
    await clock.advanceAsync(0);
    link.answer('telemetry-1');
    expect(link.published.at(-1)).toBe('alarm-1');
  });

  it('does not take a slow link for a dead one as long as something moves', async () => {
    const { clock, outbox, drain } = setUp({ stallMs: 40_000 });
    outbox.append('telemetry', 10);
    const link = new ManualLink(10);
    drain.attach(link);
    await clock.advanceAsync(0);
    for (let i = 1; i <= 5; i++) {
      await clock.advanceAsync(39_000);
      link.answer(`telemetry-${i}`);
    }
    expect(link.stalled).toBe(0);
    await clock.advanceAsync(40_000);
    expect(link.stalled).toBe(1);
    drain.detach(false);
    expect(outbox.claimed.size).toBe(0);
    expect(outbox.sent.size).toBe(5);
  });

  it('takes no answer of a link that has ended', async () => {
    const { clock, outbox, drain, link } = setUp();
    outbox.append('event');
    const old = await link(() => {});
    const fresh = new ManualLink();
    drain.attach(fresh);
    await clock.advanceAsync(0);
    old.answer('event-1');
    expect(outbox.sent.size).toBe(0);
    fresh.answer('event-1');
    expect([...outbox.sent]).toEqual(['event-1']);
    expect(drain.facts()).toMatchObject({ sent: 1, resent: 1, inFlight: 0 });
  });

  it('goes on when the outbox could not answer for a while', async () => {
    const { clock, outbox, drain } = setUp();
    outbox.broken = true;
    outbox.append('event');
    const link = new ManualLink();
    drain.attach(link);
    await clock.advanceAsync(1000);
    expect(link.published).toEqual([]);
    outbox.broken = false;
    await clock.advanceAsync(10_000);
    expect(link.published).toEqual(['event-1']);
  });

  it('sends nothing twice at once when a restarted store gives rows again', async () => {
    const { clock, outbox, drain } = setUp();
    outbox.append('event', 3);
    const link = new ManualLink();
    drain.attach(link);
    await clock.advanceAsync(0);
    outbox.claimed.clear();
    outbox.append('event');
    await clock.advanceAsync(0);
    expect(link.published).toEqual(['event-1', 'event-2', 'event-3', 'event-4']);
  });
});

describe('a lane that is not taken', () => {
  it('is tried with one message at a time, in growing steps, while the others go on', async () => {
    const { clock, outbox, said, drain } = setUp();
    outbox.append('telemetry', 30);
    const link = new ManualLink(10);
    drain.attach(link);
    await clock.advanceAsync(0);
    for (const id of [...link.flying.keys()]) link.answer(id, 0x10);
    await clock.advanceAsync(0);
    expect(said).toMatchObject([{ kind: 'ioc.absent', active: true }]);
    link.published.length = 0;
    outbox.append('alarm', 3);
    await clock.advanceAsync(0);
    expect(link.published).toEqual(['alarm-1', 'alarm-2', 'alarm-3']);
    await answerAll(link, clock);
    link.published.length = 0;
    await clock.advanceAsync(1000);
    expect(link.published).toEqual(['telemetry-1']);
    link.answer('telemetry-1', 0x10);
    await clock.advanceAsync(1999);
    expect(link.published).toHaveLength(1);
    await clock.advanceAsync(1);
    link.answer('telemetry-1');
    await answerAll(link, clock);
    expect(outbox.sent.size).toBe(33);
    expect(said).toMatchObject([{ active: true }, { active: false }]);
  });

  it('and is taken again while a claim is under way is claimed from at once', async () => {
    const { clock, outbox, drain } = setUp();
    outbox.append('telemetry', 20);
    const link = new ManualLink();
    drain.attach(link);
    await clock.advanceAsync(0);
    for (const id of [...link.flying.keys()]) link.answer(id, 0x87);
    await clock.advanceAsync(1000);
    expect(link.flying.size).toBe(1);
    // An append makes the drain claim of the other lanes; the answer comes before that claim has.
    outbox.append('event');
    link.answer('telemetry-1');
    await answerAll(link, clock);
    expect(outbox.sent.size).toBe(21);
  });

  it('whose messages are gone meanwhile is not asked for again and again', async () => {
    const { clock, outbox, drain } = setUp();
    outbox.append('telemetry');
    const link = new ManualLink();
    drain.attach(link);
    await clock.advanceAsync(0);
    link.answer('telemetry-1', 0x10);
    outbox.rows.length = 0;
    const before = outbox.claims;
    await clock.advanceAsync(60_000);
    expect(outbox.claims - before).toBeLessThan(60);
    expect(drain.absent).toBe(true);
    outbox.append('telemetry');
    await clock.advanceAsync(1);
    link.answer('telemetry-1');
    expect(drain.absent).toBe(false);
  });

  it('is tried with what is of now although nothing of the past is there, whichever claim is answered first', async () => {
    const { clock, outbox, drain } = setUp();
    const link = new ManualLink();
    outbox.append('telemetry');
    drain.attach(link);
    await clock.advanceAsync(0);
    link.answer('telemetry-1', 0x97);
    await clock.advanceAsync(0);
    // The store gives rows of the past at once and those of now a moment later.
    const claim = outbox.claim.bind(outbox);
    outbox.claim = async (limit, of, part) => {
      const rows = await claim(limit, of, part);
      if (part?.of === 'live') await new Promise<void>((resolve) => clock.after(50, resolve));
      return rows;
    };
    await clock.advanceAsync(1200);
    expect(link.published).toEqual(['telemetry-1', 'telemetry-1']);
  });

  it('because of a quota is no absence, and not for ever', async () => {
    const { clock, outbox, said, drain } = setUp();
    outbox.append('telemetry');
    const link = new ManualLink();
    drain.attach(link);
    await clock.advanceAsync(0);
    link.answer('telemetry-1', 0x97);
    expect(said).toEqual([]);
    expect([...drain.holds.keys()]).toEqual(['telemetry']);
    await clock.advanceAsync(1000);
    link.answer('telemetry-1');
    expect(drain.holds.size).toBe(0);
    expect(outbox.sent.size).toBe(1);
  });
});

describe('a message that the broker refuses for good', () => {
  it('is told of before it counts as sent, consecutive ones together, and telling of a telling ends', async () => {
    const { clock, outbox, said, drain } = setUp();
    outbox.append('event', 4);
    const link = new ManualLink();
    drain.attach(link);
    await clock.advanceAsync(0);
    for (const n of [1, 2, 4]) link.answer(`event-${n}`, 0x99);
    link.answer('event-3');
    expect([...outbox.sent]).toEqual(['event-1', 'event-2', 'event-3']);
    await clock.advanceAsync(1000);
    expect(outbox.sent.size).toBe(4);
    expect(said).toMatchObject([
      { kind: 'outbox.evicted', count: 2, reason: 'refused' },
      { firstSequence: '00000000000000000004', count: 1 },
    ]);
    outbox.rows.push({
      ...(outbox.rows[0] as OutboxRow),
      key: 'k',
      id: 'k',
      type: 'vn.quangninh.edge.outbox.evicted.v1',
    });
    outbox.onAppend();
    await clock.advanceAsync(0);
    link.answer('k', 0x99);
    await clock.advanceAsync(2000);
    expect(said).toHaveLength(2);
    expect(outbox.sent.has('k')).toBe(true);
  });
});

describe('a message that ends the connection', () => {
  /** The broker ends the link as soon as it sees `poison`, and acknowledges what came before it. */
  const poisoned = (poison: string) => (l: ManualLink) => {
    for (const id of l.published) {
      if (id === poison) return;
      l.answer(id);
    }
  };

  it('is found, told of, and the only one that does not arrive', async () => {
    const { clock, outbox, said, link, drain } = setUp();
    outbox.append('event', 5);
    outbox.append('telemetry', 20);
    for (let i = 0; i < 20 && said.length === 0; i++) {
      outbox.append('telemetry');
      await link(poisoned('event-3'));
      await clock.advanceAsync(1000);
    }
    expect(said).toMatchObject([{ kind: 'outbox.evicted', lane: 'event', count: 1, reason: 'refused' }]);
    const last = new ManualLink(100);
    drain.attach(last);
    await clock.advanceAsync(0);
    await answerAll(last, clock);
    expect(outbox.sent.size).toBe(outbox.rows.length);
  });

  it('is not suspected on a link that lets nothing through: nobody is given up', async () => {
    const { clock, outbox, said, link } = setUp();
    outbox.append('event', 3);
    for (let i = 0; i < 60; i++) {
      if (i % 7 === 0) outbox.append('telemetry');
      await link(() => {});
      await clock.advanceAsync(1000);
    }
    expect(said).toEqual([]);
    expect(outbox.sent.size).toBe(0);
  });
});
