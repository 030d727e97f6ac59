// The `lighting` of a site file: the programs of the night, the lamps, and what changes a program's level.
import { z } from 'zod';
import { message } from '../messages/catalogue.ts';
import { holidayNames } from '../runtime/calendar/holidays.ts';
import { formatMinute } from '../runtime/calendar/local-time.ts';
import { notOneOf } from '../runtime/document/problem.ts';
import { words } from '../runtime/document/words.ts';
import { meantDuration, meantTime } from '../runtime/meant.ts';
import { clockTimeSchema, durationSchema, idSchema, percentSchema, positionSchema, refuse } from '../runtime/schema.ts';
import { cabinetsSchema } from './cabinet/config.ts';
import { calendarsSchema, controlsSchema, groupsSchema } from './calendar-config.ts';
import { driverSchema } from './drivers/table.ts';
import { energySchema } from './energy/config.ts';
import { lampTypesSchema } from './faults/lamp-type.ts';
import { brokersSchema, inputsSchema, presenceSchema, selectorsSchema } from './live-config.ts';
import type { SwitchTime } from './schedule.ts';
import { sunEvents } from './sun.ts';

export { checkLighting } from './check.ts';
export { placeOf } from './drivers/table.ts';

const timeWords = {
  noun: {
    en: `${sunEvents.join(', ')} or a time of day in quotes`,
    vi: `${sunEvents.join(', ')} hoặc một giờ trong ngày đặt trong dấu nháy`,
  },
  example: '"22:30"',
  meant: meantTime,
};
const timePattern = /^(?:civil-dawn|sunrise|sunset|civil-dusk|(?:[01]\d|2[0-3]):[0-5]\d)$/;

/** `sunset` or `"22:30"`; parsed to a SwitchTime. */
const switchTimeSchema = z
  .string()
  .check((ctx) => {
    const { value } = ctx;
    if (timePattern.test(value)) return;
    const { noun: expected } = timeWords;
    const example = meantTime(value) ?? timeWords.example;
    if (/^\d/.test(value)) refuse(ctx, message('config.bad-format', { found: value, expected, example }));
    else refuse(ctx, notOneOf(value, [...sunEvents, timeWords.example]));
  })
  .meta({ pattern: timePattern.source, examples: ['sunset', '22:30', 'sunrise'] })
  .register(words, timeWords)
  .transform((text): SwitchTime => {
    const event = sunEvents.find((e) => e === text);
    if (event) return { kind: 'sun', event };
    return { kind: 'clock', minute: Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5)) };
  });

const offsetWords = {
  noun: {
    en: 'a length of time before (-) or after (+) the sun event, at most 6h',
    vi: 'một khoảng thời gian trước (-) hoặc sau (+) mốc mặt trời, tối đa 6h',
  },
  example: '-10min',
  // Ten before sunset are minutes: nobody shifts a lamp by seconds.
  meant: (found: string) => meantDuration(/^[+-]? *\d+$/.test(found.trim()) ? `${found}min` : found),
};
const offsetPattern = /^([+-]?)(\d+(?:\.\d+)?)(s|min|h)$/;
const longestOffsetMs = 6 * 3_600_000;

function parseOffset(text: string): number | undefined {
  const match = offsetPattern.exec(text);
  if (!match) return undefined;
  const ms = Number(match[2]) * { s: 1000, min: 60_000, h: 3_600_000 }[match[3] as 's' | 'min' | 'h'];
  if (ms > longestOffsetMs) return undefined;
  return match[1] === '-' ? -ms : ms;
}

const meantOffset = (found: string) => {
  const meant = offsetWords.meant(found);
  return meant !== undefined && parseOffset(meant) !== undefined ? meant : undefined;
};

/** `-10min`, `+1h`; parsed to milliseconds. */
const offsetSchema = z
  .string()
  .check((ctx) => {
    if (parseOffset(ctx.value) !== undefined) return;
    refuse(
      ctx,
      message('config.bad-format', {
        found: ctx.value,
        expected: offsetWords.noun,
        example: meantOffset(ctx.value) ?? offsetWords.example,
      }),
    );
  })
  .meta({ pattern: offsetPattern.source, examples: ['-10min', '+1h'] })
  .register(words, offsetWords)
  .transform((text) => parseOffset(text) ?? 0);

const switchSchema = z
  .strictObject({
    at: switchTimeSchema.describe(
      'When: sunset, civil-dusk (about 25 min after it), civil-dawn, sunrise, or a local time of day like "22:30".',
    ),
    offset: offsetSchema.optional().describe('Before (-10min) or after (+10min) the sun event.'),
    level: percentSchema
      .check((ctx) => {
        // 0.6 was meant as 60 %: a lamp does not know the difference between 0.6 % and off.
        if (ctx.value <= 0 || ctx.value >= 1) return;
        const params = { found: ctx.value, percent: Math.round(ctx.value * 100) };
        refuse(ctx, message('lighting.level-share', params));
      })
      .describe('Level from then on, per cent of full output; 0 is off.'),
    ramp: durationSchema({ minMs: 1000, maxMs: 3_600_000 })
      .optional()
      .describe('How long the change takes: it begins at that time, in stages of about 5 per cent.'),
  })
  .check((ctx) => {
    const { at, offset } = ctx.value;
    if (at.kind === 'clock' && offset !== undefined) {
      refuse(ctx, message('lighting.offset-with-clock', { time: formatMinute(at.minute) }), ['offset']);
    }
  })
  .transform(({ at, offset, level, ramp }) => ({
    at,
    offsetMs: offset ?? 0,
    level,
    ...(ramp === undefined ? {} : { rampMs: ramp }),
  }));

const programSchema = z
  .strictObject({
    id: idSchema.describe('Name of the program; lamps refer to it.'),
    switches: z
      .array(switchSchema)
      .max(100)
      .describe('The switches in the order of the night: from the evening over midnight to the morning.'),
    controls: controlsSchema,
  })
  .describe('What the lamps do over a night, which runs from noon to noon.');

const lampSchema = z.strictObject({
  id: idSchema.describe('Name of the lamp, as it is reported.'),
  driver: driverSchema.describe('How the lamp is reached.'),
  program: idSchema
    .optional()
    .describe(
      'Id of its program. Without one, and without a calendar or a group with one, it stays at the default level.',
    ),
  calendar: idSchema.optional().describe('Id of its calendar, instead of a program.'),
  groups: z.array(idSchema).max(20).default([]).describe('Groups it belongs to: a command may name a group.'),
  type: idSchema
    .optional()
    .describe('Id of its lamp type: what it draws at which level. Without one its power says little.'),
  cabinet: idSchema.optional().describe('Id of the cabinet that feeds it.'),
  circuit: idSchema.optional().describe('Id of the circuit of that cabinet.'),
  position: positionSchema.optional().describe('Where it stands, for the map of the centre.'),
  description: z.string().max(200).optional().describe('What and where it is, for people.'),
});

/** Under this level a street counts as dark, per cent. */
const darkBelow = 10;

export const lightingSchema = z
  .strictObject({
    defaultLevel: percentSchema
      .check((ctx) => {
        if (ctx.value < darkBelow)
          refuse(ctx, message('lighting.default-dark', { found: ctx.value, limit: darkBelow }));
      })
      .meta({
        description: 'Level without a program, and whenever the clock cannot be believed. 100 is usual.',
        minimum: darkBelow,
      })
      .default(100),
    programs: z.array(programSchema).default([]).describe('The programs of the night.'),
    calendars: calendarsSchema,
    groups: groupsSchema,
    lamps: z.array(lampSchema).default([]).describe('The lamps.'),
    lampTypes: lampTypesSchema,
    cabinets: cabinetsSchema,
    energy: energySchema,
    curfew: z
      .strictObject({
        from: clockTimeSchema.describe('Beginning, local time, like "00:00".'),
        to: clockTimeSchema.describe('End, local time, like "04:30".'),
        level: percentSchema.describe('No lamp burns brighter, except by a command.'),
        except: z
          .array(z.enum(holidayNames))
          .min(1)
          .optional()
          .describe('Public holidays in whose nights, from noon to noon, it does not hold.'),
      })
      .optional()
      .describe('Hours in which every lamp is lowered to a level, also where presence would raise it.'),
    inputs: inputsSchema,
    presence: presenceSchema,
    selectors: selectorsSchema,
    brokers: brokersSchema,
    stagger: durationSchema({ maxMs: 60_000 })
      .prefault('200ms')
      .describe('Between two lamps of a line that are raised after they got their power back, against the inrush.'),
    verify: durationSchema({ minMs: 1000, maxMs: 86_400_000 })
      .prefault('5min')
      .describe('How often each lamp is asked for its level, so that one that restarted is set again.'),
    report: durationSchema({ minMs: 10_000, maxMs: 86_400_000 })
      .prefault('15min')
      .describe('How often the state of each lamp is reported where nothing changes.'),
  })
  .describe('The street lamps and their programs.');

export type LightingConfig = z.output<typeof lightingSchema>;
export type LampConfig = LightingConfig['lamps'][number];
