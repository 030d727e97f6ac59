// A point that is computed from others: `active_power / apparent_power`.
import { z } from 'zod';
import { pointNameSchema, unitSchema } from './names.ts';
import { rangeSchema } from './point.ts';

export const derivedSchema = z.strictObject({
  name: pointNameSchema,
  description: z.string().optional().describe('What it is.'),
  expression: z
    .string()
    .min(1)
    .max(500)
    .describe(
      'Names of points, numbers, + - * / % **, comparisons, && || !, a ? b : c, and the functions abs min max sqrt exp ln log10 pow round floor ceil sin cos tan atan2. Units are checked; to(x, "kW") converts, num(x) is the bare number of x in its own unit.',
    ),
  unit: unitSchema.optional(),
  round: z.int().min(0).max(12).optional().describe('Decimal places it is rounded to, halves away from 0.'),
  range: rangeSchema.optional().describe('What is possible, in the unit; other values are bad:out-of-range.'),
});

export type DerivedPoint = z.output<typeof derivedSchema>;
