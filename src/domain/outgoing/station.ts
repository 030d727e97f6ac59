// What a station says of its readings: averages, alarms, the air quality index.
import { z } from 'zod';
import { instantSchema } from '../time.ts';
import { handled, handling } from './alarm.ts';

const id = z.string();
const number = z.number().nullable();
const time = z.string().describe('RFC 3339, UTC.');
const texts = z.strictObject({ en: z.string(), vi: z.string() });

export const stationWindow = z
  .strictObject({
    kind: z.literal('station.window'),
    at: instantSchema,
    device: id,
    point: id.describe('Id of the point in the station section of the site file.'),
    window: z.enum(['1min', '5min', '1h', '8h', '24h']),
    from: time,
    to: time,
    unit: z.string().optional(),
    mean: number,
    min: number,
    max: number,
    sigma: number.describe('Standard deviation of the readings (divided by their number).'),
    count: z.int().nonnegative().describe('Readings that it is made of.'),
    capture: z.number().min(0).max(100).describe('Share of the window that readings speak for, per cent.'),
    valid: z
      .boolean()
      .describe('Is the capture at or above the threshold of the point, and nothing else in doubt (`reason`)?'),
    reason: z
      .string()
      .optional()
      .describe(
        'Why it is not valid, beside the capture: `counter-fell`, the counter fell and nobody can tell how much it counted; `counter-leapt`, it went up faster than the site says that it can; `no-speed`, too few readings of a wind direction have a speed beside them.',
      ),
    left: z
      .strictObject({ bad: z.int(), calibrating: z.int(), maintenance: z.int() })
      .describe('Readings that were left out, by why.'),
    uncertain: z.int().describe('Readings among those counted that were not good.'),
    revision: z.int().nonnegative().describe('0; counted up each time late or repaired readings change the window.'),
    delta: number.optional().describe('Of a counter: how much it went on in the window; null where that is not known.'),
    resets: z.int().optional().describe('Of a counter: times it was reset; what it counted just before is missing.'),
    fell: z
      .strictObject({
        at: time.describe('When the reading after the fall was taken.'),
        before: z.number(),
        after: z.number(),
      })
      .optional()
      .describe(
        'With `counter-fell`: the readings around the fall. It was no reset to about 0 and no roll-over: perhaps the meter was exchanged. With `counter-leapt`: those around the step up.',
      ),
    direction: number.optional().describe('Of wind: where the mean vector comes from, degrees.'),
    vectorSpeed: number.optional().describe('Of wind: the length of the mean vector.'),
  })
  .describe('The average of a point over a window of the local clock.');

export const stationAlarm = z
  .strictObject({
    kind: z.literal('station.alarm'),
    at: instantSchema,
    device: id,
    point: id,
    alarm: id.describe(
      'Name of the alarm at its point; of a limit of the law, the rule pack and the window. `POINT/ALARM` is its id for `alarm.ack`.',
    ),
    type: z.string().describe('`limit`, `rate`, `stuck`, `missing`, `cross`, `trend` or `pack`.'),
    state: z.enum(['raised', 'cleared', 'acknowledged', 'shelved', 'unshelved']),
    severity: z.enum(['warning', 'error']),
    value: z.number().optional().describe('What it was judged by.'),
    above: z.number().optional(),
    below: z.number().optional(),
    source: z.string().optional().describe('Of a limit of the law: where it comes from.'),
    facts: z.record(z.string(), z.number()).optional().describe('More of it: minutes, confidence, change.'),
    ...handled,
    ...handling,
    texts,
  })
  .describe('An alarm of a point was raised, is over, or was dealt with by somebody.');

export const stationFlood = z
  .strictObject({
    kind: z.literal('station.flood'),
    at: instantSchema,
    from: time,
    to: time,
    held: z.int().positive().describe('Transitions of alarms that were not told one by one.'),
    alarms: z
      .array(z.strictObject({ name: z.string(), times: z.int().positive() }))
      .describe('Which, the first of them.'),
  })
  .describe('So many alarms at once that they are told as one message.');

export const stationAqi = z
  .strictObject({
    kind: z.literal('station.aqi'),
    at: instantSchema,
    period: z.enum(['hour', 'day']),
    time: time.describe('End of the hour or of the local day.'),
    aqi: z.int().min(0).max(500).nullable(),
    dominant: z.string().nullable(),
    band: z.string().nullable().describe('In Vietnamese, as the decision has it.'),
    reason: z.string().nullable().describe('Why there is none: `no-dust`, `no-data`.'),
    sub: z.record(z.string(), z.number()).describe('Index of each pollutant.'),
    revision: z.int().nonnegative(),
  })
  .describe('VN_AQI (decision 1459/QĐ-TCMT) of an hour or of a day.');
