// Suspects motorcycles with more than two persons. Only with a model that tells it.
import { z } from 'zod';
import { roadUserClassSchema } from '../../domain/detection.ts';
import { severitySchema } from './fields.ts';
import { labelledFields, labelledRule } from './labelled.ts';
import type { RuleKind } from './rule.ts';

const schema = z.strictObject({
  ...labelledFields,
  kind: z
    .literal('triple-riding')
    .describe('Suspects motorcycles with more than two persons. Needs a model of the second stage.'),
  classes: z
    .array(roadUserClassSchema)
    .min(1)
    .default(['motorcycle'])
    .describe('The road users that the rule looks at.'),
  label: z.string().min(1).default('three-or-more').describe('The class of that model which tells it.'),
  severity: severitySchema.default('warning').describe('How grave it is.'),
});

export const tripleRiding: RuleKind<typeof schema> = {
  kind: 'triple-riding',
  schema,
  create: (config) => labelledRule(config, 'event.triple-riding'),
};
