// Measures how long road users stay in a zone: figures at an interval, no accusation.
import { z } from 'zod';
import { durationSchema } from '../../runtime/schema.ts';
import { zoneFields } from './fields.ts';
import type { Rule, RuleKind } from './rule.ts';
import { Stays, timesOf } from './stays.ts';

const schema = z.strictObject({
  ...zoneFields,
  kind: z.literal('dwell-time').describe('Measures how long road users stay in a zone.'),
  least: durationSchema({ maxMs: 600_000 }).prefault('2s').describe('Shorter stays are passers-by and do not count.'),
  report: durationSchema({ minMs: 1000, maxMs: 86_400_000 }).prefault('5min').describe('How often it is reported.'),
});
type Config = z.output<typeof schema>;

function create(config: Config): Rule {
  const stays = new Stays(config, config.least);
  let most = 0;
  return {
    id: config.id,
    kind: config.kind,
    shapes: [{ kind: 'zone', points: config.zone }],
    step: (scene) => {
      most = Math.max(most, stays.update(scene).size);
      return [];
    },
    interrupted: () => stays.clear(),
    figures: {
      everyMs: config.report,
      take: () => {
        const ended = stays.take();
        const figures = { left: ended.length, most, ...timesOf(ended, 'stay') };
        most = 0;
        return figures;
      },
    },
  };
}

export const dwellTime: RuleKind<typeof schema> = { kind: 'dwell-time', schema, create };
