import { describe, expect, it } from 'vitest';
import { createZone, dayOf } from '../runtime/calendar/local-time.ts';
import fc from '../runtime/testing/fast-check.ts';
import { createSite, isDark } from './night.ts';
import { createSchedule, type Program, planNight, type Switch } from './schedule.ts';
import { type SunEvent, sunEvents } from './sun.ts';

const sun = (event: SunEvent, level: number, offsetMin = 0): Switch => ({
  at: { kind: 'sun', event },
  offsetMs: offsetMin * 60_000,
  level,
});
const clock = (time: string, level: number): Switch => ({
  at: { kind: 'clock', minute: Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) },
  offsetMs: 0,
  level,
});

const halong = () => createSite({ latitude: 20.95, longitude: 107.08 }, createZone('Asia/Ho_Chi_Minh'));
const berlin = () => createSite({ latitude: 52.52, longitude: 13.405 }, createZone('Europe/Berlin'));
const oslo = () => createSite({ latitude: 59.91, longitude: 10.75 }, createZone('Europe/Oslo'));
const tromso = () => createSite({ latitude: 69.65, longitude: 18.96 }, createZone('Europe/Oslo'));

const street: Program = { id: 'street', switches: [sun('sunset', 100, -10), clock('22:30', 50), sun('sunrise', 0)] };

/** A night as a person would note it: local time, level, rule. */
function noted(program: Program, site: ReturnType<typeof halong>, date: string) {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: site.zone.name, timeStyle: 'short' });
  const steps = planNight(program, site, site.night(dayOf(date)));
  return steps.map((s) => `${time.format(s.ms)} ${s.level} ${s.rule}`);
}

describe('a program over a night', () => {
  it('switches at the sun with its offset, at the clock, and at the sun of the next morning', () => {
    expect(noted(street, halong(), '2026-06-21')).toEqual([
      '18:25 100 street/sunset-10min',
      '22:30 50 street/22:30',
      '05:11 0 street/sunrise',
    ]);
  });

  it('lets a clock switch wait for the sunset above it, where the sun sets later', () => {
    // Oslo, midsummer: the sun sets at 22:43, so "22:30 -> 50 %" means 50 % from 22:33 on.
    expect(noted(street, oslo(), '2026-06-21')).toEqual(['22:33 50 street/22:30', '03:54 0 street/sunrise']);
  });

  it('leaves out a clock switch that comes after the sunrise below it', () => {
    const early: Program = { id: 'p', switches: [sun('sunset', 100), clock('05:30', 70), sun('sunrise', 0)] };
    expect(noted(early, halong(), '2026-06-21')).toEqual(['18:35 100 p/sunset', '05:11 0 p/sunrise']);
    expect(noted(early, halong(), '2026-12-21')).toEqual([
      '17:15 100 p/sunset',
      '05:30 70 p/05:30',
      '06:24 0 p/sunrise',
    ]);
  });

  it('leaves out a clock switch that comes after the sunset below it, so that a street is not dark in winter', () => {
    const late: Program = { id: 'p', switches: [clock('17:00', 20), sun('sunset', 100), sun('sunrise', 0)] };
    expect(noted(late, berlin(), '2026-12-21')).toEqual(['15:53 100 p/sunset', '08:15 0 p/sunrise']);
    expect(noted(late, berlin(), '2026-06-21').slice(0, 2)).toEqual(['17:00 20 p/17:00', '21:33 100 p/sunset']);
  });

  it('lets the morning win where a short night puts two sun switches out of order', () => {
    const both: Program = {
      id: 'p',
      switches: [sun('sunset', 100), sun('sunset', 30, 240), sun('sunrise', 80, -120), sun('sunrise', 0)],
    };
    expect(noted(both, oslo(), '2026-06-21')).toEqual([
      '22:43 100 p/sunset',
      '01:54 80 p/sunrise-2h',
      '03:54 0 p/sunrise',
    ]);
    expect(noted(both, oslo(), '2026-12-21')).toHaveLength(4);
  });

  it('is dark in the polar day and lit in the polar night', () => {
    expect(noted(street, tromso(), '2026-06-21')).toEqual(['12:00 0 street/sunrise']);
    expect(noted(street, tromso(), '2026-12-21')).toEqual(['12:00 100 street/sunset-10min', '22:30 50 street/22:30']);
  });

  it('works with clock times alone, over midnight', () => {
    const clocks: Program = { id: 'p', switches: [clock('18:00', 100), clock('00:00', 40), clock('05:30', 0)] };
    expect(noted(clocks, halong(), '2026-12-31')).toEqual(['18:00 100 p/18:00', '00:00 40 p/00:00', '05:30 0 p/05:30']);
  });

  it('keeps to the wall clock on the nights on which Europe changes it', () => {
    const clocks: Program = {
      id: 'p',
      switches: [sun('sunset', 100), clock('01:30', 40), clock('02:30', 30), clock('05:00', 90), sun('sunrise', 0)],
    };
    expect(noted(clocks, berlin(), '2026-03-28').slice(1, 4)).toEqual([
      '01:30 40 p/01:30',
      '03:30 30 p/02:30',
      '05:00 90 p/05:00',
    ]);
    const autumn = planNight(clocks, berlin(), berlin().night(dayOf('2026-10-24')));
    expect(autumn.map((s) => new Date(s.ms).toISOString().slice(11, 16)).slice(1, 4)).toEqual([
      '23:30',
      '00:30',
      '04:00',
    ]);
  });

  it('works on a leap day', () => {
    expect(noted(street, halong(), '2028-02-29').map((s) => s.slice(0, 5))).toEqual(['17:45', '22:30', '06:11']);
  });
});

describe('the level at an instant', () => {
  const levelAt = (program: Program, time: string, site = halong()) =>
    createSchedule(program, site, 100)(Date.parse(time));

  it('is that of the last switch, says since when and what comes next', () => {
    expect(levelAt(street, '2026-06-22T01:00:00+07:00')).toEqual({
      level: 50,
      rule: 'street/22:30',
      since: Date.parse('2026-06-21T22:30:00+07:00'),
      next: expect.objectContaining({ level: 0, rule: 'street/sunrise' }),
    });
  });

  it('stays over noon until the next evening', () => {
    for (const time of ['09:00', '11:59', '12:00', '17:00']) {
      expect(levelAt(street, `2026-06-22T${time}:00+07:00`)).toMatchObject({ level: 0, rule: 'street/sunrise' });
    }
  });

  it('changes at the switch itself, not a millisecond before', () => {
    expect(levelAt(street, '2026-06-21T22:29:59.999+07:00').level).toBe(100);
    expect(levelAt(street, '2026-06-21T22:30:00.000+07:00').level).toBe(50);
  });

  it('is the default level where no switch of the program ever applies', () => {
    expect(levelAt({ id: 'p', switches: [] }, '2026-06-21T12:00:00Z')).toEqual({ level: 100, since: null, next: null });
  });

  it('looks back over a whole polar summer for the last switch', () => {
    const evening: Program = { id: 'p', switches: [sun('sunset', 60)] };
    const found = levelAt(evening, '2026-07-01T12:00:00+02:00', tromso());
    expect(found).toMatchObject({ level: 60, rule: 'p/sunset' });
    expect(new Date(found.since ?? 0).getUTCMonth()).toBe(4);
    expect(new Date(found.next?.ms ?? 0).getUTCMonth()).toBe(6);
  });
});

const switchArbitrary: fc.Arbitrary<Switch> = fc.oneof(
  fc.record({
    at: fc.record({ kind: fc.constant('clock' as const), minute: fc.integer({ min: 0, max: 1439 }) }),
    offsetMs: fc.constant(0),
    level: fc.integer({ min: 0, max: 100 }),
  }),
  fc.record({
    at: fc.record({ kind: fc.constant('sun' as const), event: fc.constantFrom(...sunEvents) }),
    offsetMs: fc.integer({ min: -360, max: 360 }).map((min) => min * 60_000),
    level: fc.integer({ min: 0, max: 100 }),
  }),
);
const programArbitrary = fc.record({
  id: fc.constant('p'),
  switches: fc.array(switchArbitrary, { minLength: 1, maxLength: 6 }),
});
const placeArbitrary = fc.constantFrom(halong, berlin, oslo, tromso, () =>
  createSite({ latitude: -13.83, longitude: -171.76 }, createZone('Pacific/Apia')),
);
const instantArbitrary = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2050, 11, 31) });

describe('whatever the program, the place and the instant', () => {
  it('there is exactly one level, it holds since before now and until after now', () => {
    fc.assert(
      fc.property(programArbitrary, placeArbitrary, instantArbitrary, (program, place, ms) => {
        const found = createSchedule(program, place(), 100)(ms);
        expect(found.level).toBeGreaterThanOrEqual(0);
        expect(found.level).toBeLessThanOrEqual(100);
        if (found.since !== null) expect(found.since).toBeLessThanOrEqual(ms);
        if (found.next) expect(found.next.ms).toBeGreaterThan(ms);
      }),
      { numRuns: 300 },
    );
  });

  it('the level does not depend on what was asked before', () => {
    const instants = fc.array(instantArbitrary, { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(programArbitrary, placeArbitrary, instants, (program, place, times) => {
        const used = createSchedule(program, place(), 100);
        const forwards = times.map((t) => used(t));
        const backwards = [...times].reverse().map((t) => used(t));
        const fresh = times.map((t) => createSchedule(program, place(), 100)(t));
        expect(backwards.reverse()).toEqual(forwards);
        expect(fresh).toEqual(forwards);
      }),
      { numRuns: 100 },
    );
  });

  it('going from switch to switch meets the level that asking at any instant finds', () => {
    fc.assert(
      fc.property(programArbitrary, placeArbitrary, instantArbitrary, (program, place, start) => {
        const schedule = createSchedule(program, place(), 100);
        let now = schedule(start);
        for (let i = 0; i < 8 && now.next; i++) {
          const { next } = now;
          const before = schedule(next.ms - 1);
          expect({ level: before.level, rule: before.rule, since: before.since }).toEqual({
            level: now.level,
            rule: now.rule,
            since: now.since,
          });
          now = schedule(next.ms);
          expect(now).toMatchObject({ level: next.level, rule: next.rule, since: next.ms });
        }
      }),
      { numRuns: 150 },
    );
  });

  it('every switch of a night lies within that night, in order', () => {
    fc.assert(
      fc.property(programArbitrary, placeArbitrary, fc.integer({ min: 18_262, max: 29_584 }), (program, place, day) => {
        const night = place().night(day);
        const steps = planNight(program, place(), night);
        for (const [i, step] of steps.entries()) {
          expect(step.ms).toBeGreaterThanOrEqual(night.startMs);
          expect(step.ms).toBeLessThan(night.endMs);
          expect(step.ms).toBeGreaterThan(steps[i - 1]?.ms ?? 0);
        }
      }),
    );
  });
});

describe('a street program over a year', () => {
  it.each([
    ['Hạ Long', halong],
    ['Berlin', berlin],
    ['Oslo', oslo],
  ] as const)('is lit whenever it is dark and unlit whenever it is day, in %s', (_, place) => {
    const site = place();
    const program: Program = { id: 'p', switches: [sun('sunset', 100), clock('22:30', 50), sun('sunrise', 0)] };
    const schedule = createSchedule(program, site, 100);
    for (let ms = Date.UTC(2026, 0, 1); ms < Date.UTC(2027, 0, 1); ms += 13 * 60_000) {
      expect(schedule(ms).level > 0).toBe(isDark(site, ms));
    }
  });

  it('burns 4,327 hours in Hạ Long in 2026', () => {
    const site = halong();
    let ms = 0;
    const from = Date.parse('2026-01-01T00:00:00+07:00');
    const to = Date.parse('2027-01-01T00:00:00+07:00');
    for (let day = dayOf('2025-12-31'); day < dayOf('2027-01-01'); day++) {
      const night = site.night(day);
      ms += Math.max(0, Math.min(night.sun('sunrise'), to) - Math.max(night.sun('sunset'), from));
    }
    expect(Math.round(ms / 3_600_000)).toBe(4327);
  });
});
