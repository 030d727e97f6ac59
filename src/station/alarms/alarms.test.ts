import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../simulator/random.ts';
import { type Mark, Series } from '../windows/series.ts';
import { Alarm, type Truth } from './alarm.ts';
import { conditionOf } from './condition.ts';
import { alarmSchema } from './config.ts';
import { FloodGate } from './flood.ts';
import { trendOf } from './trend.ts';

const minute = 60_000;
type Row = readonly [ms: number, value: number, mark?: Mark];
const series = (...readings: readonly Row[]) => {
  const s = new Series(86_400_000, 20_000);
  for (const [ms, value, mark = 'good'] of readings) s.put(ms, value, mark);
  return s;
};
/** Truths of a rule after each reading. */
function judge(rule: object, readings: readonly Row[], other?: Series): string[] {
  const alarm = alarmSchema.parse({ id: 'a', ...rule });
  const s = series();
  const others = new Map(other ? [['other', { series: other }]] : []);
  let isActive = false;
  return readings.map(([ms, value, mark = 'good']) => {
    s.put(ms, value, mark);
    const { truth } = conditionOf(alarm, { series: s, others, beganMs: 0 }, ms, isActive);
    if (truth !== 'unknown') isActive = truth === 'yes';
    return truth;
  });
}

describe('an alarm', () => {
  const run = (timing: { delayMs?: number; clearDelayMs?: number }, ...steps: [Truth, number][]) => {
    const alarm = new Alarm({ delayMs: 0, clearDelayMs: 0, ...timing });
    return steps.map(([truth, ms]) => alarm.step(truth, ms));
  };

  it('is raised once what it watches for held through its delay, and cleared likewise', () => {
    const steps: [Truth, number][] = [
      ['yes', 0],
      ['yes', 9],
      ['no', 10],
      ['yes', 11],
      ['yes', 21],
      ['no', 30],
      ['yes', 33],
      ['no', 40],
      ['no', 45],
    ];
    expect(run({ delayMs: 10, clearDelayMs: 5 }, ...steps)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'raised',
      undefined,
      undefined,
      undefined,
      'cleared',
    ]);
  });

  it('is never cleared by silence, and does not count silence as time in which it held', () => {
    expect(run({}, ['yes', 0], ['unknown', 10], ['no', 20])).toEqual(['raised', undefined, 'cleared']);
    expect(run({ delayMs: 10 }, ['yes', 0], ['unknown', 5], ['yes', 12], ['yes', 22])).toEqual([
      undefined,
      undefined,
      undefined,
      'raised',
    ]);
  });

  it('does not wait longer because the clock was set back', () => {
    expect(run({ delayMs: 10 }, ['yes', 1000], ['yes', 500], ['yes', 510])).toEqual([undefined, undefined, 'raised']);
  });

  it('keeps what it is over a restart', () => {
    const alarm = new Alarm({ delayMs: 0, clearDelayMs: 0 });
    alarm.step('yes', 5);
    const again = new Alarm({ delayMs: 0, clearDelayMs: 0 }, alarm.memory);
    expect([again.active, again.step('yes', 6), again.memory]).toEqual([true, undefined, { active: true, sinceMs: 5 }]);
    again.step('no', 7);
    again.step('yes', 8);
    expect(again.memory).toEqual({ active: true, sinceMs: 8 });
  });
});

describe('numbers with decimals', () => {
  it('are compared as they are written, not by the hair that a sum of them is beside it', () => {
    // 5.1 - 0.4 is 4.699999999999999.
    const limit = { kind: 'limit', above: 5.1, hysteresis: 0.4 };
    expect(
      judge(limit, [
        [1, 5.2],
        [2, 4.8],
        [3, 4.7],
      ]),
    ).toEqual(['yes', 'yes', 'no']);
    // 0.3 - 0.1 is 0.19999999999999998, 1.1 - 0.3 is 0.8000000000000002.
    const rate = { kind: 'rate', change: 0.8, within: '1min' };
    expect(
      judge(rate, [
        [1000, 0.3],
        [2000, 1.1],
        [3000, 1.2],
      ]),
    ).toEqual(['unknown', 'no', 'yes']);
  });
});

describe('what an alarm watches for', () => {
  it('a limit, with its hysteresis; a bad reading says nothing', () => {
    const rule = { kind: 'limit', above: 50, hysteresis: 5 };
    expect(
      judge(rule, [
        [0, 50],
        [1, 51],
        [2, 46],
        [3, Number.NaN, 'bad'],
        [4, 45],
        [5, 46],
      ]),
    ).toEqual(['no', 'yes', 'yes', 'unknown', 'no', 'no']);
    expect(
      judge({ kind: 'limit', below: 6, above: 9 }, [
        [0, 7],
        [1, 5.9],
        [2, 9.1],
      ]),
    ).toEqual(['no', 'yes', 'yes']);
  });

  it('a change that is too fast, up or down', () => {
    const rule = { kind: 'rate', change: 10, within: '1min' };
    expect(
      judge(rule, [
        [0, 5],
        [30_000, 14],
        [50_000, 16],
        [200_000, 3],
        [230_000, -8],
      ]),
    ).toEqual(['unknown', 'no', 'yes', 'unknown', 'yes']);
  });

  it('a sensor that is stuck, not one that is known for less time', () => {
    const rule = { kind: 'stuck', for: '5min', within: 0.1 };
    const still = Array.from({ length: 7 }, (_, i): [number, number] => [i * minute, 20 + (i % 2) * 0.1]);
    expect(judge(rule, [...still, [7 * minute, 21]])).toEqual(['no', 'no', 'no', 'no', 'no', 'yes', 'yes', 'no']);
  });

  it('readings that do not come, also when none ever came', () => {
    const alarm = alarmSchema.parse({ id: 'a', kind: 'missing', for: '10min' });
    const truth = (s: Series, nowMs: number) =>
      conditionOf(alarm, { series: s, others: new Map(), beganMs: 0 }, nowMs, false).truth;
    expect([truth(series(), 10 * minute), truth(series(), 11 * minute)]).toEqual(['no', 'yes']);
    const calibrating = series([5 * minute, 1], [12 * minute, 1, 'calibrating']);
    expect([truth(calibrating, 15 * minute), truth(calibrating, 16 * minute)]).toEqual(['no', 'yes']);
  });

  it('a part that is more than the whole, by readings of the same moment only', () => {
    const whole = series([0, 40], [1, 30], [3, 30]);
    expect(
      judge(
        { kind: 'cross', notAbove: 'other', tolerance: 2 },
        [
          [0, 35],
          [1, 33],
          [2, 50],
          [3, 31],
        ],
        whole,
      ),
    ).toEqual(['no', 'yes', 'unknown', 'no']);
  });

  it('a trend to a limit within the time ahead, with its confidence', () => {
    const random = seededRandom(3);
    const noise = () => (random() + random() + random() - 1.5) * 2;
    const rising = series(
      ...Array.from({ length: 61 }, (_, i): [number, number] => [i * minute, 20 + 0.3 * i + noise()]),
    );
    const at = { from: 0, to: 60 * minute };
    // 38 at the end, rising by 0.3 a minute: 50 is forty minutes away.
    expect(trendOf(rising, at, 50, 60 * minute)).toMatchObject({
      minutes: expect.closeTo(40, -1),
      confidence: expect.closeTo(1, 1),
    });
    expect(trendOf(rising, at, 50, 20 * minute)!.confidence).toBeLessThan(0.2);
    const flat = series(...Array.from({ length: 61 }, (_, i): [number, number] => [i * minute, 38 + noise()]));
    expect(trendOf(flat, at, 50, 60 * minute)!.confidence).toBeLessThan(0.2);
    expect(trendOf(series([0, 1], [minute, 2]), at, 50, minute)).toBeUndefined();
    const rule = { kind: 'trend', above: 50, ahead: '1h' };
    expect(
      judge(
        rule,
        Array.from({ length: 61 }, (_, i): [number, number] => [i * minute, 20 + 0.3 * i]),
      ).at(-1),
    ).toBe('yes');
  });
});

describe('a flood of alarms', () => {
  it('is told as one message of how many there were and which', () => {
    const gate = new FloodGate(3, 60_000);
    expect([1, 2, 3].map((t) => gate.pass(`a${t}`, t))).toEqual([true, true, true]);
    expect([4, 5, 6].map((t) => gate.pass(t === 5 ? 'b' : 'c', t))).toEqual([false, false, false]);
    expect(gate.take(10)).toBeUndefined();
    expect(gate.take(20_000)).toEqual({
      fromMs: 4,
      toMs: 6,
      held: 3,
      names: [
        { name: 'c', times: 2 },
        { name: 'b', times: 1 },
      ],
    });
    expect([gate.take(90_000), gate.pass('d', 90_000)]).toEqual([undefined, true]);
  });

  it('that never ends is told once a while all the same', () => {
    const gate = new FloodGate(1, 60_000);
    let told = 0;
    let held = 0;
    for (let t = 0; t < 600_000; t += 1000) {
      if (gate.pass('x', t)) told++;
      held += gate.take(t)?.held ?? 0;
    }
    expect(told + held).toBeGreaterThan(500);
    expect(told).toBeLessThan(20);
  });
});
