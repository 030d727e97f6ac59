// Which program holds in which night. A calendar is an ordered list of rules and a default program; the first rule that
// fits gives the program. A rule is about the lighting day, noon to noon, that begins on a date: "Saturday" is the night
// from Saturday to Sunday. All its conditions must hold, and none of its exceptions.
import { type Holiday, isHoliday } from '../runtime/calendar/holidays.ts';
import { dayMs, dayOf, type Weekday, weekdayNames } from '../runtime/calendar/local-time.ts';
import type { Program } from './schedule.ts';

export interface CalendarRule {
  readonly id: string;
  /** First and last date, inclusive: `2026-05-01`, or `05-01` for every year (then `to` may be before `from`). */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly weekdays?: readonly Weekday[] | undefined;
  /** 1 to 31, or -1 for the last day of the month, -2 for the one before. */
  readonly monthDays?: readonly number[] | undefined;
  readonly holidays?: readonly Holiday[] | undefined;
  /** Single dates, each in one of the two forms. */
  readonly dates?: readonly string[] | undefined;
  /** Dates on which the rule does not hold. */
  readonly except?: readonly string[] | undefined;
  readonly program: string;
}

export interface Calendar {
  readonly id: string;
  /** Where no rule fits. */
  readonly program?: string | undefined;
  readonly rules: readonly CalendarRule[];
}

/** Why a rule does not fit a day. */
export type Misfit = 'dates' | 'weekday' | 'month-day' | 'holiday' | 'exception';

/** Undefined where the rule fits the lighting day that begins on a local date (days since 1970). */
export function misfit(rule: CalendarRule, day: number): Misfit | undefined {
  const date = new Date(day * dayMs);
  if (rule.except?.some((d) => sameDate(d, day))) return 'exception';
  if (!inRange(rule, day)) return 'dates';
  if (rule.weekdays && !rule.weekdays.includes(weekdayNames[date.getUTCDay()] ?? 'sun')) return 'weekday';
  if (rule.monthDays && !rule.monthDays.some((n) => n === date.getUTCDate() || n === fromEnd(date))) return 'month-day';
  // Holidays and single dates add up: "Tết, and the Saturday after it".
  const { holidays, dates } = rule;
  if (!holidays && !dates) return undefined;
  if (holidays?.some((h) => isHoliday(day, h)) || dates?.some((d) => sameDate(d, day))) return undefined;
  return holidays ? 'holiday' : 'dates';
}

/** What a calendar says for a lighting day; without a rule it is the default program, without that nothing. */
export function choose(calendar: Calendar, day: number): { rule?: CalendarRule; program?: string } {
  const rule = calendar.rules.find((r) => misfit(r, day) === undefined);
  if (rule) return { rule, program: rule.program };
  return calendar.program === undefined ? {} : { program: calendar.program };
}

/** The program of each lighting day, for `createSchedule`. A program that does not exist says nothing. */
export function programByDay(
  calendar: Calendar,
  programs: ReadonlyMap<string, Program>,
): (day: number) => Program | undefined {
  return (day) => programs.get(choose(calendar, day).program ?? '');
}

const monthAndDay = (day: number) => new Date(day * dayMs).toISOString().slice(5, 10);

/** -1 for the last day of a month. */
function fromEnd(date: Date): number {
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.getUTCDate() - last - 1;
}

function sameDate(written: string, day: number): boolean {
  return written.length === 5 ? monthAndDay(day) === written : dayOf(written) === day;
}

function inRange({ from, to }: CalendarRule, day: number): boolean {
  // Every year: both ends are month and day, and the range may run over New Year.
  if (from?.length === 5 && to?.length === 5) {
    const at = monthAndDay(day);
    return from <= to ? at >= from && at <= to : at >= from || at <= to;
  }
  const after = (limit: string) => (limit.length === 5 ? monthAndDay(day) >= limit : day >= dayOf(limit));
  const before = (limit: string) => (limit.length === 5 ? monthAndDay(day) <= limit : day <= dayOf(limit));
  return (from === undefined || after(from)) && (to === undefined || before(to));
}
