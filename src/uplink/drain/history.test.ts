// What is of the past stands back behind what is of now, and still gets through.
import { describe, expect, it } from 'vitest';
import type { Lane } from '../../domain/outgoing.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { ManualLink, MemoryOutbox } from '../testing/fakes.ts';
import { Drain } from './drain.ts';
import { type Rate, RateLimit } from './limit.ts';
import { Pace } from './pace.ts';
import type { Parcel } from './parcel.ts';

function setUp(options: { rate?: Rate; batch?: number; absent?: Lane[] } = {}) {
  const clock = new ManualClock();
  const outbox = new MemoryOutbox();
  const absences: string[] = [];
  const said: unknown[] = [];
  const drain = new Drain({
    outbox,
    limit: new RateLimit(options.rate ?? {}),
    onAbsent: (lanes) => absences.push(lanes.join()),
    options: {
      gateway: 'gw',
      lineMs: 400,
      liveMs: 30_000,
      patienceMs: 5000,
      batch: options.batch ?? 1,
      windowBytes: 1_000_000,
      stallMs: 40_000,
      pollMs: 10_000,
      hold: { firstMs: 1000, maxMs: 8000, random: () => 1 },
    },
    send: (o) => said.push(o),
    clock,
    logger: silentLogger,
  });
  drain.start(options.absent);
  const old = (n: number, lane: Lane = 'telemetry') => {
    outbox.appendedMs = clock.now().ms - 3_600_000;
    outbox.append(lane, n);
    outbox.appendedMs = Number.POSITIVE_INFINITY;
  };
  return { clock, outbox, drain, old, absences, said };
}

/** A link that notes what it is given. */
class NotingLink extends ManualLink {
  readonly parcels: Parcel[] = [];
  override publish(parcel: Parcel, done: (reason: number) => void): void {
    this.parcels.push(parcel);
    super.publish(parcel, done);
  }
}

describe('what waited from before', () => {
  it('goes after what is of now, flagged as of the past, and alarms keep their order', async () => {
    const { clock, outbox, drain, old } = setUp();
    old(20);
    old(1, 'alarm');
    outbox.append('telemetry', 3);
    const link = new NotingLink(10);
    drain.attach(link);
    await clock.advanceAsync(0);
    expect(link.published[0]).toBe('alarm-1');
    expect(link.published).toEqual(expect.arrayContaining(['telemetry-21', 'telemetry-22', 'telemetry-23']));
    const first = link.parcels.find((p) => p.rows[0]?.id === 'telemetry-1');
    expect(first?.historical).toBe(true);
    expect(link.parcels.find((p) => p.rows[0]?.id === 'telemetry-21')?.historical).toBe(false);
    // History takes half of the window at most: the rest is free for what comes.
    expect(link.parcels.filter((p) => p.historical).length).toBeLessThanOrEqual(5);
    outbox.append('telemetry');
    await clock.advanceAsync(0);
    expect(link.published.at(-1)).toBe('telemetry-24');
  });

  it('goes no faster than its limit, whatever the link takes', async () => {
    const { clock, drain, old, outbox } = setUp({ rate: { messagesPerSecond: 4 } });
    old(100);
    const link = new ManualLink(50);
    drain.attach(link);
    for (let i = 0; i < 100; i++) {
      await clock.advanceAsync(100);
      for (const id of [...link.flying.keys()]) link.answer(id);
    }
    expect(outbox.sent.size).toBeGreaterThanOrEqual(39);
    expect(outbox.sent.size).toBeLessThanOrEqual(44);
  });

  it('does not starve: one goes now and then even where what is of now fills the link', async () => {
    const { clock, drain, old, outbox } = setUp();
    old(10);
    const link = new ManualLink(3);
    drain.attach(link);
    for (let i = 0; i < 300; i++) {
      outbox.append('telemetry', 5);
      await clock.advanceAsync(100);
      const oldest = [...link.flying.keys()][0];
      if (oldest) link.answer(oldest);
    }
    const past = link.published.filter((id) => Number(id.split('-')[1]) <= 10);
    expect(past.length).toBeGreaterThanOrEqual(4);
  });

  it('may go together as the site says, of one lane in order, and one acknowledgement is for all', async () => {
    const { clock, outbox, drain, old } = setUp({ batch: 10 });
    old(30);
    old(2, 'event');
    const link = new NotingLink(50);
    drain.attach(link);
    for (let i = 0; i < 20; i++) {
      await clock.advanceAsync(10);
      for (const id of [...link.flying.keys()]) link.answer(id);
    }
    expect(outbox.sent.size).toBe(32);
    const together = link.parcels.filter((p) => p.rows.length > 1);
    expect(together.length).toBeGreaterThan(1);
    for (const { topic, lane, rows, contentType } of together) {
      expect(topic).toBe(`haidang/v1/gw/batch/${lane}`);
      expect(contentType).toBe('application/cloudevents-batch+json');
      expect(rows.every((r) => r.lane === lane)).toBe(true);
    }
    expect(drain.facts().sent).toBe(32);
  });

  it('in batches is sent once where a restarted store gives rows again that are on their way', async () => {
    const { clock, outbox, drain, old } = setUp({ batch: 10 });
    old(30);
    const link = new NotingLink(2);
    drain.attach(link);
    for (let i = 0; i < 400; i++) {
      // The store has forgotten what is claimed.
      if (i < 20) outbox.claimed.clear();
      await clock.advanceAsync(10);
      const [first] = link.flying.keys();
      if (i % 20 === 19 && first) link.answer(first);
    }
    const rows = link.parcels.flatMap((p) => p.rows.map((r) => r.id));
    expect(link.parcels.some((p) => p.rows.length > 1)).toBe(true);
    expect(outbox.sent.size).toBe(30);
    expect(rows).toHaveLength(30);
  });

  it('in a batch that the broker refuses for good goes one by one: only what is refused alone is set aside', async () => {
    const { clock, outbox, drain, old, said } = setUp({ batch: 10 });
    old(30);
    const link = new NotingLink(5);
    drain.attach(link);
    for (let i = 0; i < 200; i++) {
      await clock.advanceAsync(100);
      // The broker takes no batches, and one row not even alone.
      for (const id of [...link.flying.keys()]) link.answer(id, id.includes('+') || id === 'telemetry-7' ? 0x99 : 0);
    }
    expect(link.parcels.some((p) => p.rows.length > 1)).toBe(true);
    expect(drain.facts()).toMatchObject({ sent: 29, setAside: 1 });
    expect(said).toMatchObject([{ kind: 'outbox.evicted', firstSequence: '00000000000000000007', count: 1 }]);
    expect(outbox.sent.size).toBe(30);
  });

  it('goes together again after a link that the broker ended, once what was on its way then has arrived', async () => {
    const { clock, outbox, drain, old } = setUp({ batch: 10 });
    old(30);
    const first = new NotingLink(5);
    drain.attach(first);
    await clock.advanceAsync(100);
    expect(first.parcels.some((p) => p.rows.length > 1)).toBe(true);
    drain.detach(true);
    const second = new NotingLink(5);
    drain.attach(second);
    const settle = async () => {
      for (let i = 0; i < 50; i++) {
        await clock.advanceAsync(100);
        for (const id of [...second.flying.keys()]) second.answer(id);
      }
    };
    await settle();
    expect(outbox.sent.size).toBe(30);
    second.parcels.length = 0;
    old(30);
    await settle();
    expect(outbox.sent.size).toBe(60);
    expect(second.parcels.some((p) => p.rows.length > 1)).toBe(true);
  });

  it('in a link that cannot keep up is drawn anew: the newest goes first', async () => {
    const { clock, outbox, drain } = setUp();
    outbox.appendedMs = clock.now().ms;
    outbox.append('telemetry', 50);
    const link = new ManualLink(2);
    drain.attach(link);
    await clock.advanceAsync(70_000);
    outbox.appendedMs = clock.now().ms;
    outbox.append('telemetry');
    await clock.advanceAsync(0);
    link.answer('telemetry-1');
    await clock.advanceAsync(0);
    expect(link.published).toContain('telemetry-51');
  });
});

describe('an absence that an earlier run told of', () => {
  it('ends with the first message that is taken, and this is told too', async () => {
    const { clock, outbox, drain, said, absences } = setUp({ absent: ['telemetry'] });
    expect(drain.absent).toBe(true);
    outbox.append('telemetry', 3);
    const link = new ManualLink(10);
    drain.attach(link);
    await clock.advanceAsync(0);
    expect(link.published).toEqual(['telemetry-1']);
    link.answer('telemetry-1');
    expect(said).toMatchObject([{ kind: 'ioc.absent', active: false }]);
    expect(absences).toEqual(['']);
  });

  it('that lasts is not told again', async () => {
    const { clock, outbox, drain, said } = setUp({ absent: ['telemetry'] });
    outbox.append('telemetry', 3);
    const link = new ManualLink(10);
    drain.attach(link);
    await clock.advanceAsync(0);
    link.answer('telemetry-1', 0x10);
    expect(said).toEqual([]);
    expect(drain.absent).toBe(true);
  });
});

describe('the pace', () => {
  /** A link of so many bytes a millisecond with a fixed delay, on which each message waits for those before it. */
  function run(bytesPerMs: number, delayMs: number, messageBytes: number, forMs: number) {
    const pace = new Pace({ lineMs: 400, leastBytes: 1500, mostBytes: 256 * 1024 });
    pace.reset(0);
    let freeMs = 0;
    let flyingBytes = 0;
    let landedBytes = 0;
    const waits: number[] = [];
    const flying: { sentMs: number; landsMs: number; alone: boolean; withBytes: number; landedBefore: number }[] = [];
    for (let nowMs = 0; nowMs < forMs; nowMs++) {
      while (flying[0] && flying[0].landsMs <= nowMs) {
        const f = flying.shift() as (typeof flying)[0];
        flyingBytes -= messageBytes;
        landedBytes += messageBytes;
        pace.landed({ ...f, tookMs: nowMs - f.sentMs, bytes: messageBytes }, nowMs);
      }
      while (flyingBytes === 0 || (flyingBytes < pace.bytes && !pace.probing(nowMs))) {
        const landedBefore = pace.landedBytes;
        const alone = flyingBytes === 0;
        flyingBytes += messageBytes;
        if (nowMs > forMs / 2) waits.push(Math.max(0, freeMs - nowMs));
        freeMs = Math.max(freeMs, nowMs) + messageBytes / bytesPerMs;
        flying.push({ sentMs: nowMs, landsMs: freeMs + delayMs, alone, withBytes: flyingBytes, landedBefore });
      }
    }
    const worst = Math.max(...waits);
    return { used: landedBytes / (bytesPerMs * forMs), worst };
  }

  it.each([
    { what: '64 kbit/s', bytesPerMs: 8, delayMs: 200, messageBytes: 700 },
    { what: '64 kbit/s, long messages', bytesPerMs: 8, delayMs: 200, messageBytes: 2400 },
    { what: '1 Mbit/s', bytesPerMs: 125, delayMs: 60, messageBytes: 700 },
    { what: '10 Mbit/s', bytesPerMs: 1250, delayMs: 60, messageBytes: 2400 },
    { what: 'a satellite, 256 kbit/s', bytesPerMs: 32, delayMs: 600, messageBytes: 700 },
  ])('keeps a link of $what busy and the line on it short', ({ bytesPerMs, delayMs, messageBytes }) => {
    const { used, worst } = run(bytesPerMs, delayMs, messageBytes, 60_000);
    expect(used).toBeGreaterThan(0.8);
    expect(worst).toBeLessThan(1000);
  });
});
