import { describe, expect, it } from 'vitest';
import type { Outgoing, OutgoingOf } from '../domain/outgoing.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { Coverage } from './coverage.ts';
import { Reports } from './reports.ts';
import type { Counts } from './rules/rule.ts';

function make() {
  const clock = new ManualClock('2026-06-21T12:00:00Z');
  const coverage = new Coverage(2000);
  const sent: OutgoingOf<'camera.counts'>[] = [];
  let counts: Counts = { forward: {}, backward: {} };
  const reports = new Reports({
    camera: 'gate',
    rule: {
      id: 'in-out',
      kind: 'line-crossing',
      shapes: [],
      step: () => [],
      interrupted: () => {},
      reporting: { everyMs: 60_000, take: () => counts },
    },
    coverage,
    send: (o: Outgoing) => {
      if (o.kind === 'camera.counts') sent.push(o);
    },
    clock,
  });
  /** Frames five times a second for some seconds. */
  const watch = (seconds: number) => {
    for (let i = 0; i < seconds * 5; i++) {
      clock.advance(200);
      coverage.frame(clock.monotonicMs());
    }
  };
  return { clock, coverage, sent, reports, watch, count: (c: Counts) => (counts = c) };
}

describe('the reports of a rule that counts', () => {
  it('come at their interval, one after the other without a hole, with full coverage', () => {
    const { reports, sent, watch, count } = make();
    reports.start();
    count({ forward: { car: 3 }, backward: {} });
    watch(125);
    expect(sent.map((s) => [s.from, s.to, s.forward, s.coverage])).toEqual([
      ['2026-06-21T12:00:00.000Z', '2026-06-21T12:01:00.000Z', { car: 3 }, expect.closeTo(1, 2)],
      ['2026-06-21T12:01:00.000Z', '2026-06-21T12:02:00.000Z', { car: 3 }, 1],
    ]);
    reports.stop();
    expect(sent.at(-1)).toMatchObject({
      from: '2026-06-21T12:02:00.000Z',
      to: '2026-06-21T12:02:05.000Z',
      coverage: 1,
    });
  });

  it('tell the share of the time in which the camera saw', () => {
    const { clock, coverage, reports, sent, watch } = make();
    reports.start();
    watch(30);
    coverage.interrupt();
    clock.advance(20_000);
    watch(10);
    clock.advance(60_000);
    expect(sent.map((s) => s.coverage)).toEqual([expect.closeTo(0.67, 1), 0]);
  });

  it('keep their true length over a step of the wall clock', () => {
    const { clock, reports, sent, watch } = make();
    reports.start();
    watch(60);
    clock.step(-3_600_000);
    watch(60);
    expect(sent.map((s) => [s.from, s.to])).toEqual([
      ['2026-06-21T12:00:00.000Z', '2026-06-21T12:01:00.000Z'],
      ['2026-06-21T11:01:00.000Z', '2026-06-21T11:02:00.000Z'],
    ]);
  });

  it('say nothing for a rule that was started and stopped at once', () => {
    const { reports, sent } = make();
    reports.start();
    reports.stop();
    expect(sent).toEqual([]);
  });
});

describe('coverage', () => {
  it('does not count gaps, and names them', () => {
    const coverage = new Coverage(2000);
    expect([0, 1000, 2500, 6000, 6500].map((ms) => coverage.frame(ms))).toEqual([false, false, false, true, false]);
    expect(coverage.coveredMs(6500)).toBe(3000);
    expect(coverage.coveredMs(7000)).toBe(3500);
    expect(coverage.coveredMs(60_000)).toBe(3500);
  });
});
