import { describe, expect, it } from 'vitest';
import { createZone } from '../../runtime/calendar/local-time.ts';
import { sceneOf, trackAt } from '../testing/walk.ts';
import { guarded } from './guard.ts';
import type { Rule, RuleEvent } from './rule.ts';
import { scheduleSchema, windowAt } from './schedule.ts';

const zone = createZone('Asia/Ho_Chi_Minh');
const at = (local: string, quality: 'synced' | 'unsynced' = 'synced') => ({
  ms: Date.parse(`${local}+07:00`),
  quality,
});
const holds = (schedule: unknown, local: string) =>
  windowAt(scheduleSchema.parse(schedule)!, zone, at(local).ms) !== undefined;
const event: RuleEvent = { phase: 'instant', severity: 'info', boxes: [], explanation: { en: 'seen', vi: 'đã thấy' } };
/** Says something for each confirmed track, in every frame. */
const talker = () => {
  let interruptions = 0;
  const rule: Rule = {
    ...{ id: 'r', kind: 'talker', shapes: [] },
    step: (scene) => scene.tracks.filter((t) => t.confirmed).map(() => event),
    interrupted: () => {
      interruptions++;
    },
  };
  return { rule, interruptions: () => interruptions };
};
const plain = { minAge: 0, coolDown: 0 };

describe('the hours of a rule', () => {
  it('are told to the minute, over midnight by the day they begin on', () => {
    const rush = [{ weekdays: ['mon', 'fri'], from: '06:30', to: '08:30' }];
    expect(holds(rush, '2026-06-26T06:30:00')).toBe(true);
    expect(holds(rush, '2026-06-26T06:29:59.999')).toBe(false);
    expect(holds(rush, '2026-06-26T08:30:00')).toBe(false);
    expect(holds(rush, '2026-06-27T07:00:00')).toBe(false);
    const night = [{ weekdays: ['fri'], from: '22:00', to: '05:00' }];
    expect(holds(night, '2026-06-26T23:00:00')).toBe(true);
    expect(holds(night, '2026-06-27T04:59:00')).toBe(true);
    expect(holds(night, '2026-06-26T04:59:00')).toBe(false);
  });

  it('know Tết, which moves', () => {
    const work = [{ from: '07:00', to: '19:00', holidays: 'except' }];
    expect(holds(work, '2026-02-17T10:00:00')).toBe(false);
    expect(holds(work, '2026-02-25T10:00:00')).toBe(true);
    expect(holds([{ holidays: 'only' }], '2026-02-17T10:00:00')).toBe(true);
    expect(holds([{ holidays: 'only' }], '2026-09-02T10:00:00')).toBe(true);
  });

  it('begin anew each time: what was done outside of them is not held against anybody', () => {
    const { rule, interruptions } = talker();
    const guard = guarded(rule, { ...plain, schedule: scheduleSchema.parse([{ from: '07:00', to: '08:00' }]) }, zone);
    const step = (ms: number, local: string) => guard.step({ ...sceneOf(ms, [trackAt(1, 1)]), at: at(local) });
    expect(step(0, '2026-06-26T06:59:59')).toEqual([]);
    expect(step(1000, '2026-06-26T07:00:00')[0]?.explanation).toEqual({
      en: 'seen; holds 07:00 to 08:00',
      vi: 'đã thấy; luật áp dụng từ 07:00 đến 08:00',
    });
    expect(step(2000, '2026-06-26T08:00:00')).toEqual([]);
    expect(interruptions()).toBe(1);
  });

  it('are not guessed: while nobody confirms the time the rule says so, once, and accuses nobody', () => {
    const { rule } = talker();
    const guard = guarded(rule, { ...plain, schedule: scheduleSchema.parse([{ from: '07:00' }]) }, zone);
    const step = (ms: number, quality: 'synced' | 'unsynced') =>
      guard.step({ ...sceneOf(ms, [trackAt(1, 1)]), at: at('2026-06-26T12:00:00', quality) });
    expect(step(0, 'unsynced')).toMatchObject([{ phase: 'began', doubt: 'clock-unknown', severity: 'info' }]);
    expect(step(100, 'unsynced')).toEqual([]);
    expect(step(200, 'synced')).toMatchObject([
      { phase: 'ended', doubt: 'clock-unknown' },
      { explanation: { en: expect.stringMatching(/^seen/) } },
    ]);
  });
});

describe('what every rule may be given', () => {
  it('keeps silent during its cool-down and says afterwards how much it did not tell', () => {
    const guard = guarded(talker().rule, { minAge: 0, coolDown: 1000 }, zone);
    const said = Array.from({ length: 21 }, (_, i) => guard.step(sceneOf(i * 100, [trackAt(1, 1)]))).flat();
    expect(said.map((e) => e.explanation.en)).toEqual([
      'seen',
      'seen; 9 before it not told (cool-down: 1s)',
      'seen; 9 before it not told (cool-down: 1s)',
    ]);
  });

  it('looks at tracks from their least age on', () => {
    const guard = guarded(talker().rule, { minAge: 500, coolDown: 0 }, zone);
    expect(guard.step(sceneOf(499, [trackAt(1, 1)]))).toEqual([]);
    expect(guard.step(sceneOf(500, [trackAt(1, 1)]))).toHaveLength(1);
  });
});
