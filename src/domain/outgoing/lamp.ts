// What lamps say.
import { z } from 'zod';
import { lampSourceSchema } from '../lamp.ts';
import { qualitySchema } from '../reading.ts';
import { instantSchema } from '../time.ts';

const id = z.string();
const level = z.number().min(0).max(100);

export const lampState = z.strictObject({
  kind: z.literal('lamp.state'),
  at: instantSchema,
  lamp: id,
  /** Per cent of full output that the arbiter wants. */
  commanded: level,
  /** Per cent that the lamp's driver reports back; null where it could not be read. */
  fedBack: level.nullable(),
  quality: qualitySchema,
  reason: lampSourceSchema,
  /** The rule of the program or the id of the override. */
  rule: z.string().optional(),
  /** RFC 3339: since when this level is commanded. */
  since: z.string(),
});

export const lampFault = z.strictObject({
  kind: z.literal('lamp.fault'),
  at: instantSchema,
  lamp: id,
  fault: z.enum(['dimmingFailure', 'controlGearCommFailure']),
  active: z.boolean(),
  detail: z.string(),
});
