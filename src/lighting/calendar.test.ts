import { describe, expect, it } from 'vitest';
import { dayOf } from '../runtime/calendar/local-time.ts';
import fc from '../runtime/testing/fast-check.ts';
import { type Calendar, type CalendarRule, choose, misfit } from './calendar.ts';

const rule = (more: Partial<CalendarRule>): CalendarRule => ({ id: 'r', program: 'p', ...more });
const fits = (more: Partial<CalendarRule>, date: string) => misfit(rule(more), dayOf(date)) === undefined;

describe('a rule of a calendar', () => {
  it('holds between its dates, both included', () => {
    const may = { from: '2026-05-01', to: '2026-05-31' };
    expect(['2026-04-30', '2026-05-01', '2026-05-31', '2026-06-01', '2027-05-10'].map((d) => fits(may, d))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  it('holds every year where the year is left out, also over New Year', () => {
    const winter = { from: '12-20', to: '01-05' };
    expect(['2026-12-19', '2026-12-20', '2027-01-05', '2027-01-06'].map((d) => fits(winter, d))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('is of the night that begins on its weekday, month day or date', () => {
    expect(fits({ weekdays: ['sun'] }, '2026-06-21')).toBe(true);
    expect(fits({ weekdays: ['mon', 'sat'] }, '2026-06-21')).toBe(false);
    expect(fits({ monthDays: [1, -1] }, '2028-02-29')).toBe(true);
    expect(fits({ monthDays: [1, -1] }, '2027-02-28')).toBe(true);
    expect(fits({ monthDays: [29] }, '2027-02-28')).toBe(false);
    expect(fits({ dates: ['02-29'] }, '2028-02-29')).toBe(true);
  });

  it('adds single dates to holidays and leaves its exceptions out', () => {
    const tet = { holidays: ['tet' as const], dates: ['2026-02-21'], except: ['2026-02-18'] };
    expect(['2026-02-17', '2026-02-18', '2026-02-21', '2026-02-22'].map((d) => fits(tet, d))).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(misfit(rule(tet), dayOf('2026-02-18'))).toBe('exception');
    expect(misfit(rule(tet), dayOf('2026-03-18'))).toBe('holiday');
  });
});

describe('a calendar', () => {
  const city: Calendar = {
    id: 'city',
    program: 'street',
    rules: [
      { id: 'tet', holidays: ['tet'], program: 'festive' },
      { id: 'weekend', weekdays: ['fri', 'sat'], program: 'late' },
    ],
  };

  it('takes the first rule that fits, else its default program', () => {
    expect(choose(city, dayOf('2026-02-20'))).toMatchObject({ rule: { id: 'tet' }, program: 'festive' });
    expect(choose(city, dayOf('2026-02-21'))).toMatchObject({ rule: { id: 'weekend' }, program: 'late' });
    expect(choose(city, dayOf('2026-02-22'))).toEqual({ program: 'street' });
    expect(choose({ id: 'none', rules: [] }, dayOf('2026-02-22'))).toEqual({});
  });

  it('says the same of a day whatever was asked before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 19_000, max: 30_000 }), { minLength: 1, maxLength: 20 }), (days) => {
        const there = days.map((d) => choose(city, d).program);
        const back = [...days].reverse().map((d) => choose(city, d).program);
        expect(back.reverse()).toEqual(there);
      }),
    );
  });
});
