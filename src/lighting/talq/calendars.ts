// Calendars as TALQ calendars, and back. A rule with dates and at most one other condition is said as it is: weekdays as
// ccDay (1 is Monday), days of the month and yearly dates as ccDate. What TALQ has no word for (lunar holidays, exceptions,
// two conditions at once, the last day of a month) is said as the dates on which the rule holds, for some years ahead: one
// TALQ rule for each run of days, in the place of ours, so that the order of priority stays.
import type { Phrase } from '../../messages/text.ts';
import { dayMs, dayOf, type Weekday, weekdayNames } from '../../runtime/calendar/local-time.ts';
import { type CalendarRule, misfit } from '../calendar.ts';
import type { RawLighting } from './programs.ts';
import type { TalqCalendar, TalqRule } from './shapes.ts';

export type RawCalendar = NonNullable<RawLighting['calendars']>[number];
type RawRule = NonNullable<RawCalendar['rules']>[number];

/** Days since 1970, both inclusive: for which days the dates are written out. */
export interface Horizon {
  readonly from: number;
  readonly to: number;
}

const two = (n: number) => String(n).padStart(2, '0');
const dateText = (date: string) => (date.length === 5 ? `--${date}` : date);
const ownDate = (date: string) => date.replace(/^--/, '');
const isoDay = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);
const weekdayNumber = (day: Weekday) => weekdayNames.indexOf(day) || 7;

const isYearly = (date: string) => date.length === 5;

/** Whether TALQ has words for the rule as it stands. */
function isSayable(rule: RawRule): boolean {
  const { weekdays, monthDays, holidays, dates, except } = rule;
  const conditions = [weekdays, monthDays, dates].filter((c) => c !== undefined).length;
  const isPlain = conditions <= 1 && !holidays && !except && !monthDays?.some((d) => d < 0);
  return isPlain && (dates ?? []).every(isYearly);
}

function conditionOf({ weekdays, monthDays, dates }: RawRule): NonNullable<TalqRule['condition']> | undefined {
  if (weekdays) return { type: 'ccDay', days: weekdays.map((d) => ({ start: weekdayNumber(d) })) };
  const starts = monthDays?.map((d) => `---${two(d)}`) ?? dates?.map(dateText);
  return starts && { type: 'ccDate', dates: starts.map((start) => ({ start })) };
}

function runsOf(rule: RawRule, { from, to }: Horizon): TalqRule[] {
  const runs: { start: number; end: number }[] = [];
  for (let day = from; day <= to; day++) {
    if (misfit(rule as CalendarRule, day) !== undefined) continue;
    const last = runs.at(-1);
    if (last?.end === day - 1) last.end = day;
    else runs.push({ start: day, end: day });
  }
  return runs.map(({ start, end }) => ({ program: rule.program, startDate: isoDay(start), endDate: isoDay(end) }));
}

export function encodeCalendar(
  { id, program, rules = [] }: RawCalendar,
  ownerCMS: string,
  horizon: Horizon,
): TalqCalendar {
  return {
    id,
    ownerCMS,
    rules: rules.flatMap((rule) => {
      if (!isSayable(rule)) return runsOf(rule, horizon);
      const condition = conditionOf(rule);
      return [
        {
          program: rule.program,
          ...(rule.from === undefined ? {} : { startDate: dateText(rule.from) }),
          ...(rule.to === undefined ? {} : { endDate: dateText(rule.to) }),
          ...(condition ? { condition } : {}),
        },
      ];
    }),
    ...(program === undefined ? {} : { defaultProgram: program }),
  };
}

/** 1 to 7 from start to end, over Sunday where the end is before it. */
function weekdaysOf(days: readonly { start: number; end?: number | undefined }[]): Weekday[] {
  const numbers = days.flatMap(({ start, end = start }) =>
    Array.from({ length: ((end - start + 7) % 7) + 1 }, (_, i) => ((start - 1 + i) % 7) + 1),
  );
  return numbers.map((n) => weekdayNames[n % 7] ?? 'sun');
}

/** "The second Monday" is the Monday among the days 8 to 14; the last one among the last seven. */
const occurrenceDays = (o: string) =>
  Array.from({ length: 7 }, (_, i) => (o === 'L' ? -1 - i : (Number(o) - 1) * 7 + i + 1)).filter((d) => d <= 31);

/** Every yearly date from one to another, over New Year where the end is before it. */
function yearlyDates(start: string, end: string): string[] {
  const first = dayOf(`2028-${start}`);
  const last = dayOf(`${end < start ? 2029 : 2028}-${end}`);
  return Array.from({ length: last - first + 1 }, (_, i) => isoDay(first + i).slice(5));
}

type Conditions = Pick<RawRule, 'weekdays' | 'monthDays' | 'dates'>;

/** One or two: TALQ lists days of the month and dates of the year together, and either of them is enough. */
function conditionsOf(condition: TalqRule['condition']): Conditions[] {
  if (!condition) return [{}];
  if (condition.type === 'ccDay') {
    const { days = [], occurrences } = condition;
    const monthDays = occurrences?.flatMap(occurrenceDays);
    return [{ weekdays: weekdaysOf(days), ...(monthDays ? { monthDays } : {}) }];
  }
  const items = condition.dates ?? [];
  const monthDays = items
    .filter(({ start }) => start.startsWith('---'))
    .flatMap(({ start, end = start }) => {
      const [from, to] = [Number(start.slice(3)), Number(end.slice(3))];
      return Array.from({ length: Math.max(1, to - from + 1) }, (_, i) => from + i);
    });
  const dates = items
    .filter(({ start }) => !start.startsWith('---'))
    .flatMap(({ start, end = start }) => yearlyDates(ownDate(start), ownDate(end)));
  return [...(monthDays.length > 0 ? [{ monthDays }] : []), ...(dates.length > 0 ? [{ dates }] : [])];
}

export function decodeCalendar({ id, rules, defaultProgram }: TalqCalendar): RawCalendar {
  const decoded = rules.flatMap((rule) =>
    conditionsOf(rule.condition).map((conditions) => ({
      program: rule.program,
      ...(rule.startDate === undefined ? {} : { from: ownDate(rule.startDate) }),
      ...(rule.endDate === undefined ? {} : { to: ownDate(rule.endDate) }),
      ...conditions,
    })),
  );
  const named = decoded.map((rule, i) => ({ id: `rule-${i + 1}`, ...rule }));
  return { id, ...(defaultProgram === undefined ? {} : { program: defaultProgram }), rules: named };
}

/** What of a calendar TALQ does not say; empty where it says all. */
export function unsaidOfCalendar({ rules = [] }: RawCalendar, { from, to }: Horizon): Phrase[] {
  const spelled = rules.filter((r) => !isSayable(r)).map((r) => r.id);
  const between = `${isoDay(from)} … ${isoDay(to)}`;
  const named = spelled.join(', ');
  return [
    ...(spelled.length > 0
      ? [
          {
            en: `rules ${named}, said as the dates of ${between}`,
            vi: `các quy tắc ${named}, ghi thành ngày cụ thể trong ${between}`,
          },
        ]
      : []),
    ...(rules.length > 0 ? [{ en: 'names of rules', vi: 'tên các quy tắc' }] : []),
  ];
}
