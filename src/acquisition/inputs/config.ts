// The `inputs` of a site file: sensors that speak by themselves, beside Modbus.
import { z } from 'zod';
import { serviceUrlSchema } from '../../fieldbus/url.ts';
import { message } from '../../messages/catalogue.ts';
import { durationSchema, latitudeSchema, longitudeSchema, refuse, secretSchema } from '../../runtime/schema.ts';
import { pointNameSchema, unitSchema } from '../names.ts';
import { rangeSchema } from '../point.ts';
import { common } from './common.ts';
import { gpioSchema } from './gpio/config.ts';
import { parseJsonPath } from './mqtt/json-path.ts';
import { checkPattern } from './pattern.ts';

const fenceSchema = z.strictObject({
  id: pointNameSchema.describe('Name of the area; the point "in_<name>" says whether the boat is in it.'),
  area: z
    .array(z.tuple([latitudeSchema, longitudeSchema]))
    .min(3)
    .max(200)
    .describe('Corners in order, latitude and longitude in degrees each.'),
});

const nmeaSchema = z
  .strictObject({
    kind: z.literal('nmea0183').describe('Satellite positions, NMEA 0183.'),
    ...common,
    report: durationSchema({ minMs: 100, maxMs: 86_400_000 })
      .prefault('2s')
      .describe('Shortest time between two reports.'),
    distance: z.number().min(0).max(100_000).prefault(30).describe('Reported when moved so many metres.'),
    idle: durationSchema({ minMs: 1000, maxMs: 86_400_000 })
      .prefault('5min')
      .describe('Reported at least so often, moved or not.'),
    fences: z.array(fenceSchema).max(50).prefault([]).describe('Areas that are watched.'),
  })
  .describe('A receiver of satellite positions.');

const textPointSchema = z.strictObject({
  name: pointNameSchema,
  unit: unitSchema.optional(),
  text: z.boolean().optional().describe('true: kept as text. Else it must be a number.'),
  scale: z.number().optional().describe('The number is multiplied by this.'),
  offset: z.number().optional().describe('Added after the scale.'),
  range: rangeSchema.optional().describe('What is possible, in the unit; other values are bad:out-of-range.'),
});

const asciiSchema = z
  .strictObject({
    kind: z.literal('ascii').describe('Lines of text.'),
    ...common,
    pattern: z
      .string()
      .min(1)
      .max(500)
      .meta({ examples: ['T=(?<temperature>-?\\d+\\.\\d+)'] })
      .describe('Regular expression of a line, with a named group for each point: (?<temperature>…).'),
    points: z.array(textPointSchema).min(1).max(100).describe('What the named groups are.'),
    ask: z.string().max(200).optional().describe('Text that is sent to make the sensor answer, with \\r and \\n.'),
    askEvery: durationSchema({ minMs: 100, maxMs: 86_400_000 }).prefault('10s').describe('How often it is asked.'),
  })
  .check((ctx) => {
    const { pattern, points } = ctx.value;
    const checked = checkPattern(pattern);
    if ('wrong' in checked) {
      const code = checked.wrong === 'nested' ? 'acquisition.pattern-nested' : 'acquisition.pattern-invalid';
      refuse(ctx, message(code, { pattern }), ['pattern']);
      return;
    }
    for (const [i, { name }] of points.entries()) {
      if (!checked.groups.includes(name)) {
        refuse(ctx, message('acquisition.pattern-lacks-group', { name }), ['points', i, 'name']);
      }
    }
  })
  .describe('A sensor that sends lines of text.');

const broker = z.strictObject({
  kind: z.literal('mqtt').describe('A broker of the site.'),
  url: serviceUrlSchema(
    /^mqtts?:\/\/[^\s/@]+$/,
    { en: 'the address of a broker', vi: 'địa chỉ của một máy chủ MQTT' },
    'mqtt://127.0.0.1:1883',
  ).describe('Address of the broker, without a name or password in it.'),
  topic: z.string().min(1).max(1000).describe('What is subscribed to; + and # stand for any part.'),
  username: z.string().optional().describe('Name to log in with.'),
  password: secretSchema.optional(),
});

const mqttSchema = z
  .strictObject({
    kind: z.literal('mqtt').describe('JSON messages of a sensor that publishes by itself.'),
    ...common,
    source: broker.describe('Where it publishes.'),
    points: z
      .array(
        textPointSchema.extend({
          path: z
            .string()
            .min(1)
            .max(300)
            .check((ctx) => {
              if (!parseJsonPath(ctx.value)) refuse(ctx, message('acquisition.path-invalid', { path: ctx.value }));
            })
            .meta({ examples: ['$.data.temperature', "$.values[0]['PM2.5']"] })
            .describe('Where it stands in the message.'),
        }),
      )
      .min(1)
      .max(100)
      .describe('What the messages hold.'),
  })
  .describe('A local sensor that publishes over MQTT.');

const simple = <K extends 'pms5003' | 'sds011'>(kind: K, what: string) =>
  z.strictObject({ kind: z.literal(kind).describe(what), ...common }).describe(what);

export const inputSchema = z.discriminatedUnion('kind', [
  nmeaSchema,
  simple('pms5003', 'Plantower PMS5003, airborne particles.'),
  simple('sds011', 'Nova SDS011, airborne particles.'),
  asciiSchema,
  mqttSchema,
  gpioSchema,
]);

export const inputsSchema = z
  .array(inputSchema)
  .describe('Sensors that speak by themselves: satellite receivers, particle sensors, lines of text, contacts.');

export type InputConfig = z.output<typeof inputSchema>;
export type InputConfigOf<K extends InputConfig['kind']> = Extract<InputConfig, { kind: K }>;
