import { describe, expect, it } from 'vitest';
import type { Outgoing, OutgoingOf } from '../domain/outgoing.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { ClockTrust } from './clock-trust.ts';
import type { KeyValue } from './state-file.ts';
import { chronyAnswer, type TimeAnswer } from './time-probes.ts';

class Kept implements KeyValue {
  readonly values = new Map<string, unknown>();
  get(key: string): unknown {
    return this.values.get(key);
  }
  async set(key: string, value: unknown): Promise<void> {
    this.values.set(key, JSON.parse(JSON.stringify(value)));
  }
}

const right = Date.parse('2026-06-21T05:00:00Z');

/** A gateway whose time service answers what `answer` holds. */
function gateway(options: { start: number; kept?: Kept; bootId?: string; clock?: ManualClock }) {
  const clock = options.clock ?? new ManualClock(options.start, 'unsynced');
  const sent: Outgoing[] = [];
  const service = { answer: undefined as TimeAnswer | undefined };
  const kept = options.kept ?? new Kept();
  const trust = new ClockTrust({
    clock,
    mode: 'auto',
    bootId: options.bootId ?? 'run-1',
    machineBoot: 'machine-1',
    startedMs: clock.monotonicMs(),
    kept,
    probes: [async () => service.answer],
    send: (o) => void sent.push(o),
    logger: silentLogger,
  });
  const corrections = () => sent.filter((o): o is OutgoingOf<'time.corrected'> => o.kind === 'time.corrected');
  const qualities = () => sent.flatMap((o) => (o.kind === 'gateway.clock' ? [o.quality] : []));
  return { clock, sent, service, kept, trust, corrections, qualities };
}

/** What a centre makes of a time that was recorded: the rule that the contract gives. */
function corrected(event: { bootid: string; time: number; uptimesec: number }, all: OutgoingOf<'time.corrected'>[]) {
  const start = event.time - event.uptimesec * 1000;
  const of = all.findLast((c) => {
    const later = start - Date.parse(c.startWas);
    return c.bootid === event.bootid && later >= 0 && later <= 1100;
  });
  return event.time + (of?.offsetMs ?? 0);
}

describe('the trust in the clock', () => {
  it('of a gateway that starts in 1970: events recorded before are right after the correction', async () => {
    const { clock, service, trust, corrections, qualities } = gateway({ start: 0 });
    const startedMs = clock.monotonicMs();
    await trust.start();
    await clock.advanceAsync(30_000);
    const event = { bootid: 'run-1', time: clock.now().ms, uptimesec: 30 };
    clock.step(right - clock.now().ms);
    const truth = right;
    service.answer = { inStep: true, errorMs: 12 };
    await clock.advanceAsync(15_000);
    expect(qualities()).toEqual(['unsynced', 'synced']);
    expect(corrections()).toHaveLength(1);
    // What the service says, and 45 s in which the clock may have run away at 45 ppm.
    expect(corrections()[0]?.errorMs).toBe(15);
    expect(Math.abs(corrected(event, corrections()) - truth)).toBeLessThanOrEqual(12);
    expect(startedMs).toBe(0);
    await trust.stop();
    expect(clock.pendingTimers).toBe(0);
  });

  it('after a restart of the program also puts right what the run before recorded', async () => {
    const first = gateway({ start: 0 });
    await first.trust.start();
    await first.clock.advanceAsync(10_000);
    const event = { bootid: 'run-1', time: first.clock.now().ms, uptimesec: 10 };
    await first.trust.stop();
    const second = gateway({ start: 0, clock: first.clock, kept: first.kept, bootId: 'run-2' });
    await second.trust.start();
    second.clock.step(right - second.clock.now().ms);
    second.service.answer = { inStep: true, errorMs: null };
    await second.clock.advanceAsync(15_000);
    expect(second.corrections().map((c) => c.bootid)).toEqual(['run-1', 'run-2']);
    expect(corrected(event, second.corrections())).toBe(right);
  });

  it.each([86_400_000, -86_400_000, 3000, -3000])(
    'sees a step of %i ms while it is synced, and tells it',
    async (step) => {
      const { clock, service, trust, corrections } = gateway({ start: right });
      service.answer = { inStep: true, errorMs: 1 };
      await trust.start();
      await clock.advanceAsync(60_000);
      clock.step(step);
      await clock.advanceAsync(2000);
      expect(corrections().map((c) => c.offsetMs)).toEqual([step]);
      await clock.advanceAsync(600_000);
      expect(corrections()).toHaveLength(1);
    },
  );

  it('that steps by nobody’s word waits with the correction until somebody confirms it', async () => {
    const { clock, service, trust, corrections, qualities } = gateway({ start: right });
    service.answer = { inStep: true, errorMs: 1 };
    await trust.start();
    service.answer = undefined;
    await clock.advanceAsync(20_000);
    clock.step(-5_000_000);
    await clock.advanceAsync(60_000);
    expect(corrections()).toEqual([]);
    clock.step(5_000_000);
    service.answer = { inStep: true, errorMs: 1 };
    await clock.advanceAsync(20_000);
    expect(qualities()).toEqual(['synced', 'holdover', 'unsynced', 'synced']);
    // The clock before the mad one was right all the time.
    expect(corrections().map((c) => c.offsetMs)).toEqual([5_000_000]);
  });

  it('grows less sure the longer nobody confirms it, and says nothing where it never knew', async () => {
    const { clock, service, trust } = gateway({ start: right });
    await trust.start();
    expect(trust.errorMs()).toBeNull();
    service.answer = { inStep: true, errorMs: 10 };
    await clock.advanceAsync(15_000);
    service.answer = undefined;
    await clock.advanceAsync(86_400_000);
    // 45 ppm of a day is 3.9 s.
    expect(trust.errorMs()).toBeGreaterThan(3800);
    expect(trust.errorMs()).toBeLessThan(4000);
  });
});

describe('chrony', () => {
  it('says how far the clock may be off', () => {
    const line =
      'C0A80101,192.168.1.1,3,1782018000.123,-0.000012,0.000004,0.000010,-3.2,0.001,0.05,0.004,0.0005,64.2,Normal';
    expect(chronyAnswer(line)).toEqual({ inStep: true, errorMs: 3 });
    expect(chronyAnswer(line.replace('Normal', 'Not synchronised')).inStep).toBe(false);
    expect(chronyAnswer('')).toEqual({ inStep: false, errorMs: null });
  });
});
