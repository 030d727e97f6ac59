// The site file: the gateway itself and the slices of the rooms, each owned by its room.
import { z } from 'zod';
import { devicesSchema } from '../acquisition/config.ts';
import { inputsSchema } from '../acquisition/inputs/config.ts';
import { linesSchema } from '../fieldbus/config.ts';
import { lightingSchema } from '../lighting/config.ts';
import { message } from '../messages/catalogue.ts';
import { outboxSchema } from '../outbox/config.ts';
import { words } from '../runtime/document/words.ts';
import { idSchema, positionSchema, refuse } from '../runtime/schema.ts';
import { stationSchema } from '../station/config.ts';
import { uplinkSchema } from '../uplink/config.ts';
import { camerasSchema } from '../vision/config.ts';
import { evidenceSchema } from '../vision/evidence/config.ts';
import { alarmsSchema } from './alarms/config.ts';

const timezoneWords = {
  noun: { en: 'the name of a time zone', vi: 'tên của một múi giờ' },
  example: 'Asia/Ho_Chi_Minh',
};
const timezoneSchema = z
  .string()
  .check((ctx) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: ctx.value });
    } catch {
      const { noun: expected, example } = timezoneWords;
      refuse(ctx, message('config.bad-format', { found: ctx.value, expected, example }));
    }
  })
  .meta({ description: 'IANA time zone of the site.', examples: ['Asia/Ho_Chi_Minh'] })
  .register(words, timezoneWords);

export const gatewaySchema = z.strictObject({
  id: idSchema.describe('Name of this gateway, unique in the province. It travels in topics and events.'),
  name: z.string().max(200).optional().describe('What people call it.'),
  position: positionSchema.describe('Where it stands: sunrise and sunset are computed from it.'),
  timezone: timezoneSchema.default('Asia/Ho_Chi_Minh'),
  clock: z
    .enum(['auto', 'assume-synced'])
    .default('auto')
    .describe(
      'auto: the clock is believed when a time service confirms it. assume-synced: it is believed without proof (a container whose host keeps the time).',
    ),
});

export const siteSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of this file format: 1.'),
    gateway: gatewaySchema.describe('The gateway itself.'),
    lines: linesSchema.default([]).describe('The wires: Modbus TCP connections and serial lines.'),
    devices: devicesSchema.default([]).describe('The sensors and meters on the lines.'),
    inputs: inputsSchema.default([]).describe('Sensors that speak by themselves: positions, particles, lines of text.'),
    cameras: camerasSchema.default([]).describe('The cameras, with the rules that watch them.'),
    lighting: lightingSchema.optional().describe('The street lamps and their programs.'),
    station: stationSchema
      .optional()
      .describe('What is made of the readings: averages, alarms, the air quality index.'),
    alarms: alarmsSchema.prefault({}).describe('What those who deal with alarms may do.'),
    outbox: outboxSchema.prefault({}).describe('How much is kept until the operations centre has it, and how long.'),
    evidence: evidenceSchema.prefault({}).describe('How much evidence of camera events is kept, and how long.'),
    uplink: uplinkSchema
      .optional()
      .describe('The broker of the operations centre. Without it everything is only kept.'),
  })
  .meta({ title: 'Hải Đăng site file' });

export type Site = z.output<typeof siteSchema>;
