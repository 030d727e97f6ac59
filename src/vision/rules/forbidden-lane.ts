// Suspects a road user in a lane that its class may not use, or in a street that nobody may enter.
import { z } from 'zod';
import { durationSchema } from '../../runtime/schema.ts';
import { severitySchema, zoneFields } from './fields.ts';
import type { RuleKind } from './rule.ts';
import { stayRule } from './stay.ts';

const schema = z.strictObject({
  ...zoneFields,
  kind: z
    .literal('forbidden-lane')
    .describe('Suspects road users in a lane that they may not use: name them in classes; without it nobody may.'),
  hold: durationSchema({ maxMs: 60_000 })
    .prefault('500ms')
    .describe('How long one must be in the lane, so that who drifts over its edge for a moment is left alone.'),
  severity: severitySchema.default('warning').describe('How grave it is.'),
});

/** A pole or a passing bus may hide somebody in the lane for this long, milliseconds. */
const bridgeMs = 200;

export const forbiddenLane: RuleKind<typeof schema> = {
  kind: 'forbidden-lane',
  schema,
  create: (config) => stayRule(config, { afterMs: config.hold, bridgeMs }, 'event.forbidden-lane'),
};
