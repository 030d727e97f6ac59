// The `station` of a site file: what is made of the readings.
import { z } from 'zod';
import { message } from '../messages/catalogue.ts';
import { byteSizeSchema, durationSchema, idSchema, percentSchema, refuse } from '../runtime/schema.ts';
import { alarmSchema } from './alarms/config.ts';
import { tt10Schema } from './tt10/config.ts';
import { windowLengths } from './windows/length.ts';

const publishSchema = z
  .strictObject({
    change: z.number().min(0).optional().describe('Told when it moved by more than this, in the unit of the point.'),
    percent: z
      .number()
      .min(0)
      .optional()
      .describe('Told when it moved by more than this share of the value told last.'),
    max: durationSchema({ minMs: 1000, maxMs: 86_400_000 })
      .prefault('10min')
      .describe('Told at least so often, moved or not.'),
    min: durationSchema({ maxMs: 86_400_000 }).prefault('0s').describe('Told at most so often.'),
  })
  .describe('Readings are told when they change, not each time they are read; a change of quality is told at once.');

export const stationPointSchema = z
  .strictObject({
    id: idSchema.describe('Name of the point in the station.'),
    device: idSchema.describe('The device or input it is read from.'),
    point: z.string().min(1).max(64).describe('Its name there.'),
    kind: z
      .enum(['scalar', 'wind-direction', 'counter'])
      .prefault('scalar')
      .describe(
        'scalar: a mean is made. wind-direction: the mean of vectors, with `speed`. counter: how much it went on.',
      ),
    speed: idSchema.optional().describe('Of a wind direction: the point of the station that is its speed.'),
    rollover: z
      .number()
      .positive()
      .optional()
      .describe(
        'Of a counter: where it begins again at 0, where its device profile does not say it. A whole number in registers is known to begin again where they end.',
      ),
    maxRate: z
      .strictObject({
        change: z.number().positive().describe('How much, in the unit.'),
        per: durationSchema({ minMs: 1000, maxMs: 86_400_000 }).describe('In how long.'),
      })
      .optional()
      .meta({ examples: [{ change: 30, per: '1h' }] })
      .describe(
        'Of a counter: the most that it can count in such a time, in one step or in many. What goes up faster, or back by more, is another meter: the window has no number, and says so. Without it a meter that is exchanged for one that stands higher, or up to a hundredth lower, is counted on.',
      ),
    every: durationSchema({ minMs: 100, maxMs: 3_600_000 })
      .prefault('10s')
      .describe('How often it is read: what a full window is measured by.'),
    parameter: z
      .string()
      .min(1)
      .max(30)
      .optional()
      .meta({ examples: ['PM2.5', 'O3', 'pH'] })
      .describe('What the law calls it: for the limits of rule packs, the air quality index and the files.'),
    unit: z.string().optional().describe('UCUM unit, where the readings do not say it.'),
    windows: z.array(z.enum(windowLengths)).prefault(['1h']).describe('The windows over which it is averaged.'),
    capture: percentSchema.prefault(75).describe('A window with less than this share of its readings is not valid.'),
    alarms: z.array(alarmSchema).max(20).prefault([]).describe('What is watched.'),
    publish: publishSchema.optional(),
  })
  .check((ctx) => {
    const { kind, speed, windows } = ctx.value;
    if (kind === 'wind-direction' && speed === undefined) refuse(ctx, message('station.wind-needs-speed'), ['kind']);
    for (const [i, alarm] of ctx.value.alarms.entries()) {
      if (alarm.kind !== 'limit' || alarm.of === 'reading' || windows.includes(alarm.of)) continue;
      refuse(ctx, message('station.alarm-window', { window: alarm.of }), ['alarms', i, 'of']);
    }
  })
  .describe('A point of the station.');

const flagSchema = z.strictObject({
  device: idSchema.describe('The device.'),
  point: z.string().min(1).max(64).describe('Its point that says what it is doing.'),
  calibrating: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .prefault([])
    .describe('Values that mean: calibrated.'),
  maintenance: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .prefault([])
    .describe('Values that mean: worked on.'),
  fault: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .prefault([])
    .describe('Values that mean: out of order.'),
});

export const stationSchema = z
  .strictObject({
    points: z.array(stationPointSchema).min(1).max(300).describe('The points that are averaged and watched.'),
    packs: z.array(idSchema).prefault([]).describe('Rule packs whose limits are watched: files of config/rule-packs.'),
    aqi: z.boolean().prefault(false).describe('true: VN_AQI of every hour and day, from the points with a parameter.'),
    flags: z
      .array(flagSchema)
      .max(50)
      .prefault([])
      .describe('Points that say when a device is calibrated or worked on.'),
    grace: durationSchema({ maxMs: 600_000 })
      .prefault('15s')
      .describe('So long after its end a window is closed; what comes later changes it.'),
    late: durationSchema({ maxMs: 7 * 86_400_000 })
      .prefault('2h')
      .describe('Readings that come later than this after their window are left out.'),
    flood: z
      .strictObject({
        most: z.int().min(1).max(1000).prefault(30).describe('So many alarms are told one by one …'),
        within: durationSchema({ minMs: 1000, maxMs: 3_600_000 }).prefault('1min').describe('… within this time.'),
      })
      .prefault({})
      .describe('More alarms at once are told as one message.'),
    journal: byteSizeSchema({ min: 1024 ** 2 })
      .prefault('64MiB')
      .describe('Room for the readings of the open windows, so that a restart loses none; the oldest go first.'),
    tt10: tt10Schema.optional(),
  })
  .describe('What is made of the readings: averages, alarms, the air quality index.');

export type StationConfig = z.output<typeof stationSchema>;
export type StationPoint = StationConfig['points'][number];

/** The point that the index is made of: the first with that parameter that has hourly means. */
export const firstOf = (points: readonly StationPoint[], parameter: string | undefined): StationPoint | undefined =>
  points.find((p) => p.parameter === parameter && p.windows.includes('1h'));
