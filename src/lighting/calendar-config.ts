// The calendars, groups and dynamic controls of a site file.
import { z } from 'zod';
import { message } from '../messages/catalogue.ts';
import { holidayNames } from '../runtime/calendar/holidays.ts';
import { weekdayNames } from '../runtime/calendar/local-time.ts';
import { words } from '../runtime/document/words.ts';
import { meantDate } from '../runtime/meant.ts';
import { idSchema, percentSchema, refuse } from '../runtime/schema.ts';
import { merges } from './sensing.ts';

const dateWords = {
  noun: {
    en: 'a date that exists, 2026-05-01, or "05-01" for every year',
    vi: 'một ngày có thật, 2026-05-01, hoặc "05-01" cho mọi năm',
  },
  example: '2026-05-01',
};
const datePattern = /^(?:\d{4}-)?(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** True where the day exists; a date of every year may be 29 February. */
function exists(text: string): boolean {
  const full = text.length === 5 ? `2028-${text}` : text;
  const at = new Date(`${full}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === full;
}

/** `2026-05-01` or `05-01`. */
const dateSchema = z
  .string()
  .check((ctx) => {
    if (datePattern.test(ctx.value) && exists(ctx.value)) return;
    refuse(
      ctx,
      message('config.bad-format', {
        found: ctx.value,
        expected: dateWords.noun,
        example: meantDate(ctx.value) ?? dateWords.example,
      }),
    );
  })
  .meta({ pattern: datePattern.source, examples: ['2026-05-01', '12-24'] })
  .register(words, dateWords);

const monthDay = z.union([z.int().min(1).max(31), z.int().min(-31).max(-1)]);

const ruleSchema = z.strictObject({
  id: idSchema.describe('Name of the rule, for the reasons that are given.'),
  program: idSchema.describe('Id of the program of the nights on which the rule holds.'),
  from: dateSchema.optional().describe('First date; the night that begins on it is the first.'),
  to: dateSchema.optional().describe('Last date, inclusive; without years it may lie before "from", over New Year.'),
  weekdays: z.array(z.enum(weekdayNames)).min(1).optional().describe('The night that begins on these days.'),
  monthDays: z.array(monthDay).min(1).optional().describe('Days of the month; -1 is its last day.'),
  holidays: z.array(z.enum(holidayNames)).min(1).optional().describe('Public holidays of Vietnam, lunar ones too.'),
  dates: z.array(dateSchema).min(1).max(400).optional().describe('Single dates, beside the holidays.'),
  except: z.array(dateSchema).max(400).optional().describe('Dates on which the rule does not hold.'),
});

const calendarSchema = z.strictObject({
  id: idSchema.describe('Name of the calendar; lamps and groups refer to it.'),
  program: idSchema.optional().describe('Id of the program of all other nights.'),
  rules: z.array(ruleSchema).max(200).default([]).describe('The rules; the first one that holds gives the program.'),
});

export const calendarsSchema = z
  .array(calendarSchema)
  .default([])
  .describe('Which program holds in which night, from noon to noon.');

export const groupsSchema = z
  .array(
    z.strictObject({
      id: idSchema.describe('Name of the group.'),
      within: idSchema.optional().describe('The group that it lies within.'),
      program: idSchema.optional().describe('Program of its lamps that have none of their own.'),
      calendar: idSchema.optional().describe('Calendar of its lamps that have none of their own.'),
      description: z.string().max(200).optional().describe('What and where it is, for people.'),
    }),
  )
  .default([])
  .describe('What whole groups follow. A lamp follows itself first, then its groups in the order it names them.');

const controlSchema = z
  .strictObject({
    id: idSchema.describe('Name of the control, for the reasons that are given.'),
    input: idSchema.describe('What is sensed: "presence", "photocell", or another input of the site.'),
    above: z.number().optional().describe('It counts while the value is at least this.'),
    below: z.number().optional().describe('It counts while the value is at most this.'),
    merge: z
      .enum(merges)
      .prefault('max')
      .describe('How its level meets that of the program: set, max, min, add, sub, or mul (per cent of it).'),
    level: percentSchema.optional().describe('Its level, per cent; 100 where left out.'),
    levels: z
      .array(z.tuple([z.number(), percentSchema]))
      .min(2)
      .max(50)
      .optional()
      .describe('Instead of one level: [value, level] with rising values, straight lines between.'),
  })
  .check((ctx) => {
    const { level, levels, above, below } = ctx.value;
    if (level !== undefined && levels) refuse(ctx, message('lighting.level-and-levels'), ['levels']);
    if (levels?.some(([x], i) => i > 0 && x <= (levels[i - 1]?.[0] ?? x))) {
      refuse(ctx, message('lighting.levels-not-rising'), ['levels']);
    }
    if (above !== undefined && below !== undefined && above > below) {
      refuse(ctx, message('lighting.control-never', { above, below }), ['below']);
    }
  });

export const controlsSchema = z
  .array(controlSchema)
  .max(20)
  .optional()
  .describe('What sensors do to the level between sunset and sunrise (a photocell: always), in this order.');
