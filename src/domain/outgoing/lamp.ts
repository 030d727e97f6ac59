// What lamps say.
import { z } from 'zod';
import { lampSourceSchema } from '../lamp.ts';
import { qualitySchema } from '../reading.ts';
import { instantSchema } from '../time.ts';

const id = z.string();
const level = z.number().min(0).max(100);

export const lampState = z
  .strictObject({
    kind: z.literal('lamp.state'),
    at: instantSchema,
    lamp: id,
    commanded: level.describe('Per cent of full output that the arbiter wants.'),
    fedBack: level
      .nullable()
      .describe("Per cent that the lamp's driver reports back; null where it could not be read."),
    quality: qualitySchema,
    reason: lampSourceSchema,
    rule: z.string().optional().describe('The rule of the program or the id of the override.'),
    since: z.string().describe('RFC 3339: since when this level is commanded.'),
  })
  .describe('The level that a lamp should have and the level that it reports.');

export const lampFault = z
  .strictObject({
    kind: z.literal('lamp.fault'),
    at: instantSchema,
    lamp: id,
    fault: z.enum(['dimmingFailure', 'controlGearCommFailure']),
    active: z.boolean(),
    detail: z.string(),
  })
  .describe('A failure of a lamp began or ended.');
