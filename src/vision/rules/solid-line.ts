// Suspects who drives over a solid line.
import { z } from 'zod';
import { severitySchema } from './fields.ts';
import { overLineFields, overLineRule } from './over-line.ts';
import type { RuleKind } from './rule.ts';

const schema = z.strictObject({
  ...overLineFields,
  kind: z
    .literal('solid-line')
    .describe('Suspects who drives over a solid line. Draw it along the paint; the anchor "ground" judges best.'),
  severity: severitySchema.default('warning').describe('How grave it is.'),
});

export const solidLine: RuleKind<typeof schema> = {
  kind: 'solid-line',
  schema,
  create: (config) => overLineRule(config, 'event.solid-line'),
};
