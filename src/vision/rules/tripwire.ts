// Warns of who crosses a line that nobody may cross in a direction: a fence, a gate, a border.
import { z } from 'zod';
import { severitySchema } from './fields.ts';
import { overLineFields, overLineRule } from './over-line.ts';
import type { RuleKind } from './rule.ts';

const schema = z.strictObject({
  ...overLineFields,
  kind: z.literal('tripwire').describe('Warns of who crosses a line that nobody may cross: a fence, a gate, a border.'),
  severity: severitySchema.default('error').describe('How grave it is.'),
});

export const tripwire: RuleKind<typeof schema> = {
  kind: 'tripwire',
  schema,
  create: (config) => overLineRule(config, 'event.tripwire'),
};
