import { describe, expect, it } from 'vitest';
import type { TimeQuality } from '../domain/time.ts';
import { render } from '../messages/catalogue.ts';
import fc from '../runtime/testing/fast-check.ts';
import { decide, type Wish } from './arbiter.ts';

const ms = Date.parse('2026-06-21T23:00:00+07:00');
const at = (quality: TimeQuality = 'synced') => ({ ms, quality });
const program: Wish = { source: 'program', level: 50, until: null, rule: 'street/22:30' };
const presence = (level: number): Wish => ({ source: 'presence', level, until: ms + 1000, rule: 'presence' });
const curfew = (level: number): Wish => ({ source: 'curfew', level, until: ms + 1000, rule: 'curfew' });
const override = (level: number, until: number | null = ms + 1000, id = 'cmd-1'): Wish => ({
  source: 'override',
  level,
  until,
  rule: id,
});
const lost = (wishes: readonly Wish[], quality?: TimeQuality) =>
  decide(wishes, at(quality), 100).losers.map((l) => `${l.wish.rule ?? l.wish.source}: ${render(l.why, 'en')}`);

describe('the arbiter', () => {
  it('gives the level of the program, and the default level without one', () => {
    expect(decide([program], at(), 100)).toMatchObject({ level: 50, source: 'program', rule: 'street/22:30' });
    expect(decide([], at(), 100)).toMatchObject({ level: 100, source: 'default' });
  });

  it('lets presence raise and never lower', () => {
    expect(decide([program, presence(80)], at(), 100)).toMatchObject({ level: 80, source: 'presence' });
    expect(decide([program, presence(30)], at(), 100)).toMatchObject({ level: 50, source: 'program' });
  });

  it('lets a curfew lower and never raise, also what presence raised', () => {
    expect(decide([program, curfew(20)], at(), 100)).toMatchObject({ level: 20, source: 'curfew' });
    expect(decide([program, curfew(70)], at(), 100)).toMatchObject({ level: 50, source: 'program' });
    expect(decide([program, presence(100), curfew(70)], at(), 100)).toMatchObject({ level: 70, source: 'curfew' });
  });

  it('lets an override replace everything, up and down, until it ends', () => {
    const all = [program, presence(100), curfew(20)];
    expect(decide([...all, override(0)], at(), 100)).toMatchObject({ level: 0, source: 'override', rule: 'cmd-1' });
    expect(decide([...all, override(90)], at(), 100)).toMatchObject({ level: 90, source: 'override' });
    expect(decide([program, override(90, ms)], at(), 100)).toMatchObject({ level: 50, source: 'program' });
    expect(decide([program, override(90, ms + 1)], at(), 100)).toMatchObject({ level: 90, source: 'override' });
  });

  it('lets a newer override replace the older one, whatever their levels and ends', () => {
    const wishes = [program, override(90, null, 'old'), override(10, ms + 1, 'new')];
    expect(decide(wishes, at(), 100)).toMatchObject({ level: 10, rule: 'new' });
    expect(lost(wishes)).toEqual([
      'old: a newer one of its kind replaced it',
      'street/22:30: the override new replaces it',
    ]);
  });

  it('says of each loser why it lost', () => {
    expect(lost([program, presence(40), curfew(30), override(90, ms - 1)])).toEqual([
      'cmd-1: it has ended',
      'presence: presence only raises, and the level is already 50 %',
      'street/22:30: the curfew lowers the level to 30 %',
    ]);
  });
});

describe('the arbiter without a clock to believe', () => {
  it('holds the default level and says that it is the fail-safe', () => {
    expect(decide([{ ...program, level: 0 }, curfew(0)], at('unsynced'), 100)).toMatchObject({
      level: 100,
      source: 'fail-safe',
    });
    expect(lost([program], 'unsynced')[0]).toMatch(/^street\/22:30: nobody has confirmed the clock/);
  });

  it('follows a person who gave no end, and lets one with an end only raise', () => {
    expect(decide([program, override(0, null)], at('unsynced'), 100)).toMatchObject({ level: 0, source: 'override' });
    expect(decide([program, override(0)], at('unsynced'), 100)).toMatchObject({ level: 100, source: 'fail-safe' });
    expect(decide([program, override(0, ms - 1)], at('unsynced'), 100)).toMatchObject({ source: 'fail-safe' });
    expect(decide([program, override(90)], at('unsynced'), 70)).toMatchObject({ level: 90, source: 'override' });
  });

  it('uses a clock in holdover and says so', () => {
    expect(decide([program], at('holdover'), 100)).toMatchObject({ level: 50, source: 'program', holdover: true });
    expect(decide([program], at('synced'), 100).holdover).toBe(false);
  });
});

const level = fc.integer({ min: 0, max: 100 });
const until = fc.option(fc.integer({ min: ms - 5, max: ms + 5 }), { nil: null });
const wish = fc.record({
  source: fc.constantFrom('presence' as const, 'curfew' as const),
  level,
  until,
});
const wishes = fc.array(wish, { maxLength: 6 });

describe('whatever the wishes', () => {
  it('the level depends on them and not on the order in which their sources speak', () => {
    fc.assert(
      fc.property(wishes, fc.option(level), fc.option(level), fc.nat(), (some, programLevel, overrideLevel, turn) => {
        const all: Wish[] = [...some];
        if (programLevel !== null) all.push({ ...program, level: programLevel });
        if (overrideLevel !== null) all.push(override(overrideLevel));
        const turned = all.map((_, i) => all[(i + turn) % all.length] as Wish);
        for (const quality of ['synced', 'holdover', 'unsynced'] as const) {
          const a = decide(all, at(quality), 100);
          const b = decide(turned, at(quality), 100);
          expect({ level: b.level, source: b.source }).toEqual({ level: a.level, source: a.source });
        }
      }),
    );
  });

  it('with an unconfirmed clock nothing but a person without an end brings a lamp under the default level', () => {
    fc.assert(
      fc.property(wishes, level, level, until, (some, programLevel, overrideLevel, end) => {
        const all: Wish[] = [...some, { ...program, level: programLevel }, override(overrideLevel, end)];
        const decision = decide(all, at('unsynced'), 80);
        if (end !== null) expect(decision.level).toBeGreaterThanOrEqual(80);
      }),
    );
  });

  it('every wish either wins or is named among the losers', () => {
    fc.assert(
      fc.property(wishes, (some) => {
        const decision = decide([program, ...some], at(), 100);
        expect(decision.losers.length).toBe(some.length);
      }),
    );
  });
});
