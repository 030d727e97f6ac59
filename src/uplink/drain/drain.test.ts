import { describe, expect, it } from 'vitest';
import { answerAll, setUpDrain } from '../testing/drain.ts';
import { ManualLink } from '../testing/fakes.ts';

describe('the drain', () => {
  it('keeps no more on its way than the window, and no more bytes than a slow link carries soon', async () => {
    const { clock, outbox, drain } = setUpDrain({ windowBytes: 350 });
    outbox.append('telemetry', 50, 100);
    const link = new ManualLink(10);
    drain.attach(link);
    await clock.advanceAsync(0);
    expect(link.flying.size).toBe(3);
    link.answer('telemetry-1');
    await clock.advanceAsync(0);
    expect(link.published).toHaveLength(4);
    // A single one that is larger than that still goes.
    const { clock: clock2, outbox: outbox2, drain: drain2 } = setUpDrain({ windowBytes: 350 });
    outbox2.append('telemetry', 2, 5000);
    const link2 = new ManualLink(10);
    drain2.attach(link2);
    await clock2.advanceAsync(0);
    expect(link2.flying.size).toBe(1);
  });

  it('lets an alarm that comes during a backlog go before all that waits', async () => {
    const { clock, outbox, drain } = setUpDrain();
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
    const { clock, outbox, drain } = setUpDrain({ stallMs: 40_000 });
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
    const { clock, outbox, drain, link } = setUpDrain();
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
    const { clock, outbox, drain } = setUpDrain();
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
    const { clock, outbox, drain } = setUpDrain();
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
    const { clock, outbox, said, drain } = setUpDrain();
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
    const { clock, outbox, drain } = setUpDrain();
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
    const { clock, outbox, drain } = setUpDrain();
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
    const { clock, outbox, drain } = setUpDrain();
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
    const { clock, outbox, said, drain } = setUpDrain();
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
