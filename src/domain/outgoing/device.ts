// What devices say: readings and whether they answer.
import { z } from 'zod';
import { qualitySchema } from '../reading.ts';
import { instantSchema } from '../time.ts';
import { handling } from './alarm.ts';

const id = z.string();
const value = z.union([z.number(), z.string(), z.boolean(), z.null()]);

export const readings = z
  .strictObject({
    kind: z.literal('device.readings'),
    at: instantSchema,
    device: id,
    readings: z.record(z.string(), z.strictObject({ value, quality: qualitySchema, unit: z.string().optional() })),
  })
  .describe(
    'Values of a device, read together. Every value carries its quality: `good`, `uncertain:…` or `bad:…`; a failed read is a value of null with the reason, never a 0 and never an old value.',
  );

export const deviceState = z
  .strictObject({
    kind: z.literal('device.state'),
    at: instantSchema,
    device: id,
    state: z.enum(['online', 'offline']),
    reason: z.string(),
    code: z
      .string()
      .optional()
      .describe(
        'The reason as a code (`timeout`, `disconnected`, …) and as a sentence in the languages of those who read it.',
      ),
    texts: z.strictObject({ en: z.string(), vi: z.string() }).optional(),
    ...handling,
  })
  .describe('A device answers again, or no longer answers.');
