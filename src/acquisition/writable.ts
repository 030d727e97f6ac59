import { z } from 'zod';
import { durationSchema } from '../runtime/schema.ts';

const anyValue = z.union([z.number(), z.string(), z.boolean()]);

/** How a point may be written. */
export const writableSchema = z.strictObject({
  range: z
    .tuple([z.number(), z.number()])
    .optional()
    .describe('Smallest and largest value that may be written, in the unit of the point.'),
  values: z.array(z.number()).min(1).optional().describe('The only values that may be written.'),
  tolerance: z
    .number()
    .min(0)
    .prefault(0)
    .describe('How far the value read back may lie from the one written and still count as achieved.'),
  readBackDelay: durationSchema({ maxMs: 60_000 })
    .prefault('0ms')
    .describe('How long the device takes until the value read back is the new one.'),
  multiple: z
    .boolean()
    .optional()
    .describe(
      'true: write with function 15 or 16 even where one coil or register is written. Some devices know no other.',
    ),
  bits: z
    .enum(['mask', 'read-modify-write'])
    .optional()
    .describe(
      'For bits of a register: how the other bits are kept. mask: function 22, where the device knows it. read-modify-write: read, changed and written back, where nobody else writes to the register.',
    ),
  minInterval: durationSchema({ maxMs: 86_400_000 })
    .prefault('0ms')
    .describe('Shortest time between two writes of the point; one that comes sooner is refused.'),
  safe: z
    .strictObject({
      value: anyValue.describe('The value that is safe.'),
      on: z
        .array(z.enum(['start', 'stop']))
        .min(1)
        .describe('When it is written: as reading starts, as it stops.'),
    })
    .optional()
    .describe('The safe state of the point.'),
});
