// Warns of a road user that stays about in a zone for long, whether it moves or not.
import { z } from 'zod';
import { durationSchema } from '../../runtime/schema.ts';
import { severitySchema, zoneFields } from './fields.ts';
import type { RuleKind } from './rule.ts';
import { stayRule } from './stay.ts';

const schema = z.strictObject({
  ...zoneFields,
  kind: z.literal('loitering').describe('Warns of a road user that stays about in a zone, whether it moves or not.'),
  after: durationSchema({ minMs: 1000, maxMs: 86_400_000 }).describe('How long a stay is too long.'),
  bridge: durationSchema({ maxMs: 60_000 })
    .prefault('2s')
    .describe('How long one may be out of the zone or of sight without beginning anew.'),
  severity: severitySchema.default('warning').describe('How grave it is.'),
});

export const loitering: RuleKind<typeof schema> = {
  kind: 'loitering',
  schema,
  create: (config) => stayRule(config, { afterMs: config.after, bridgeMs: config.bridge }, 'event.loitering'),
};
