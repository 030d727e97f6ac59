// When a rule holds: hours of days of the week, on holidays or not, in the site's local time.
import { z } from 'zod';
import type { Phrase } from '../../messages/text.ts';
import { holidayNames, isHoliday } from '../../runtime/calendar/holidays.ts';
import { dayMs, formatMinute, weekdayNames, type Zone } from '../../runtime/calendar/local-time.ts';
import { clockTimeSchema } from '../../runtime/schema.ts';
import { explain } from './explain.ts';

const windowSchema = z.strictObject({
  weekdays: z.array(z.enum(weekdayNames)).min(1).optional().describe('On which days it begins; without it on all.'),
  from: clockTimeSchema.optional().describe('When it begins; without it at midnight.'),
  to: clockTimeSchema.optional().describe('When it ends; before "from" it is of the next day. Without it at midnight.'),
  holidays: z
    .enum(['also', 'except', 'only'])
    .default('also')
    .describe('Public holidays of Vietnam: also (as other days), except (not on them), only (on them alone).'),
});

export const scheduleSchema = z
  .array(windowSchema)
  .min(1)
  .max(50)
  .optional()
  .describe('When the rule holds, local time of the site: in any of these windows. Without it always.');
export type Schedule = z.output<typeof scheduleSchema>;
type Window = NonNullable<Schedule>[number];

/** The window that holds at a moment, in words; undefined where none does. Exact to the millisecond at both ends. */
export function windowAt(schedule: NonNullable<Schedule>, zone: Zone, ms: number): Phrase | undefined {
  const local = ms + zone.offsetMs(ms);
  const today = Math.floor(local / dayMs);
  const minute = (local - today * dayMs) / 60_000;
  for (const w of schedule) {
    const from = w.from ?? 0;
    const to = w.to ?? 1440;
    const overnight = to <= from;
    const here = overnight
      ? (minute >= from && isOn(w, today)) || (minute < to && isOn(w, today - 1))
      : minute >= from && minute < to && isOn(w, today);
    if (here) return inWords(w);
  }
  return undefined;
}

function isOn({ weekdays, holidays }: Window, day: number): boolean {
  if (weekdays && !weekdays.includes(weekdayNames[new Date(day * dayMs).getUTCDay()] ?? 'sun')) return false;
  if (holidays === 'also') return true;
  return holidayNames.some((h) => isHoliday(day, h)) === (holidays === 'only');
}

function inWords({ weekdays, from, to, holidays }: Window): Phrase {
  const between = { from: formatMinute(from ?? 0), to: to === undefined ? '24:00' : formatMinute(to) };
  const hours = weekdays
    ? explain('hours.some-days', { ...between, days: daysInWords(weekdays) })
    : explain('hours.all-days', between);
  if (holidays === 'also') return hours;
  return explain(holidays === 'except' ? 'hours.not-on-holidays' : 'hours.only-on-holidays', { hours });
}

const daysInWords = (days: NonNullable<Window['weekdays']>): Phrase => ({
  en: days.join(', '),
  vi: days.map((day) => explain(`plan.${day}`).vi).join(', '),
});
