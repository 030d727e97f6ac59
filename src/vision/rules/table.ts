// All rules there are. To add one: a file in this folder, and its two lines here.
import { z } from 'zod';
import { crowding } from './crowding.ts';
import { lineCrossing } from './line-crossing.ts';
import type { Rule } from './rule.ts';
import { wrongWay } from './wrong-way.ts';

export const ruleKinds = [lineCrossing, crowding, wrongWay] as const;

export const ruleSchema = z.discriminatedUnion('kind', [lineCrossing.schema, crowding.schema, wrongWay.schema]);
export type RuleConfig = z.output<typeof ruleSchema>;

/** Makes the rule of a configuration. */
export function createRule(config: RuleConfig): Rule {
  const kind = ruleKinds.find((k) => k.kind === config.kind);
  // The union above admits the kinds of the table only, and each kind's `create` takes what its own schema gave.
  return (kind?.create as (c: RuleConfig) => Rule)(config);
}
