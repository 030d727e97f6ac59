// What devices say: readings and whether they answer.
import { z } from 'zod';
import { qualitySchema } from '../reading.ts';
import { instantSchema } from '../time.ts';

const id = z.string();
const value = z.union([z.number(), z.string(), z.boolean(), z.null()]);

export const readings = z.strictObject({
  kind: z.literal('device.readings'),
  at: instantSchema,
  device: id,
  readings: z.record(z.string(), z.strictObject({ value, quality: qualitySchema, unit: z.string().optional() })),
});

export const deviceState = z.strictObject({
  kind: z.literal('device.state'),
  at: instantSchema,
  device: id,
  state: z.enum(['online', 'offline']),
  reason: z.string(),
  /** The reason as a code (`timeout`, `disconnected`, …) and as a sentence in the languages of those who read it. */
  code: z.string().optional(),
  texts: z.strictObject({ en: z.string(), vi: z.string() }).optional(),
});
