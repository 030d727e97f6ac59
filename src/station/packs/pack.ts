// A rule pack: limits that the law sets, with from when to when each is in force. A reading is judged by the limit of its
// own time: what arrives late is not judged by a law that came later. Pure.
import { z } from 'zod';
import { idSchema } from '../../runtime/schema.ts';
import { type WindowLength, windowLengths } from '../windows/length.ts';

const dateSchema = z.iso.date().describe('A local date, YYYY-MM-DD.');

const limitSchema = z
  .strictObject({
    parameter: z.string().min(1).max(30).describe('What is limited; a point names it with `parameter`.'),
    window: z.enum([...windowLengths, '1y']).describe('The mean that is judged; 1y is kept for the record only.'),
    above: z.number().optional().describe('The mean must not be above this.'),
    below: z.number().optional().describe('The mean must not be below this.'),
    unit: z.string().optional().describe('UCUM unit of the limit; that of the point must be the same.'),
    effectiveFrom: dateSchema.describe('The first day on which it holds.'),
    effectiveUntil: dateSchema.optional().describe('The last day on which it holds.'),
  })
  .refine((l) => l.above !== undefined || l.below !== undefined, { error: 'a limit needs above or below' });

export const packSchema = z.strictObject({
  id: idSchema.describe('Name of the pack, that of its file.'),
  title: z.strictObject({ en: z.string(), vi: z.string() }).describe('What people call it.'),
  source: z.string().min(1).describe('Where the numbers come from.'),
  limits: z.array(limitSchema).min(1).max(500).describe('The limits.'),
});

export type RulePack = z.output<typeof packSchema>;
export type PackLimit = RulePack['limits'][number];

/** The limit of a parameter's window that is in force on a local date (`2026-01-01`). */
export function limitInForce(
  packs: readonly RulePack[],
  parameter: string,
  window: WindowLength,
  date: string,
): { readonly limit: PackLimit; readonly pack: RulePack } | undefined {
  for (const pack of packs) {
    for (const limit of pack.limits) {
      if (limit.parameter !== parameter || limit.window !== window) continue;
      if (date >= limit.effectiveFrom && (limit.effectiveUntil === undefined || date <= limit.effectiveUntil)) {
        return { limit, pack };
      }
    }
  }
  return undefined;
}
