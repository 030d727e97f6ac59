// All rules there are. To add one: a file in this folder, and its lines here.
import { z } from 'zod';
import { crowding } from './crowding.ts';
import { forbiddenLane } from './forbidden-lane.ts';
import { intrusion } from './intrusion.ts';
import { lineCrossing } from './line-crossing.ts';
import { loitering } from './loitering.ts';
import type { Rule } from './rule.ts';
import { stopping } from './stopping.ts';
import { wrongWay } from './wrong-way.ts';

export const ruleKinds = [lineCrossing, crowding, wrongWay, intrusion, loitering, forbiddenLane, stopping] as const;

export const ruleSchema = z.discriminatedUnion('kind', [
  lineCrossing.schema,
  crowding.schema,
  wrongWay.schema,
  intrusion.schema,
  loitering.schema,
  forbiddenLane.schema,
  stopping.schema,
]);
export type RuleConfig = z.output<typeof ruleSchema>;

/** Makes the rule of a configuration. */
export function createRule(config: RuleConfig): Rule {
  switch (config.kind) {
    case 'line-crossing':
      return lineCrossing.create(config);
    case 'crowding':
      return crowding.create(config);
    case 'wrong-way':
      return wrongWay.create(config);
    case 'intrusion':
      return intrusion.create(config);
    case 'loitering':
      return loitering.create(config);
    case 'forbidden-lane':
      return forbiddenLane.create(config);
    case 'stopping':
      return stopping.create(config);
  }
}
