// Suspects riders without a helmet. Only with a model that tells it.
import { z } from 'zod';
import { roadUserClassSchema } from '../../domain/detection.ts';
import { severitySchema } from './fields.ts';
import { labelledFields, labelledRule } from './labelled.ts';
import type { RuleKind } from './rule.ts';

const schema = z.strictObject({
  ...labelledFields,
  kind: z.literal('no-helmet').describe('Suspects riders without a helmet. Needs a model of the second stage.'),
  classes: z
    .array(roadUserClassSchema)
    .min(1)
    .default(['motorcycle'])
    .describe('The road users that the rule looks at.'),
  label: z.string().min(1).default('no-helmet').describe('The class of that model which tells it.'),
  severity: severitySchema.default('warning').describe('How grave it is.'),
});

export const noHelmet: RuleKind<typeof schema> = {
  kind: 'no-helmet',
  schema,
  create: (config) => labelledRule(config, 'event.no-helmet'),
};
