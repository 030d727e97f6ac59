// Warns of a road user in a zone where nobody may be.
import { z } from 'zod';
import { durationSchema } from '../../runtime/schema.ts';
import { severitySchema, zoneFields } from './fields.ts';
import type { RuleKind } from './rule.ts';
import { stayRule } from './stay.ts';

const schema = z.strictObject({
  ...zoneFields,
  kind: z
    .literal('intrusion')
    .describe(
      'Warns of a road user in a zone where nobody may be. Of a person once it has moved: what never does may be a sign.',
    ),
  hold: durationSchema({ maxMs: 60_000 })
    .prefault('300ms')
    .describe('How long one must be in the zone, so that one wrong box accuses nobody.'),
  severity: severitySchema.default('error').describe('How grave it is.'),
});

/** Somebody who steps out for longer and in again has come in twice, milliseconds. */
const bridgeMs = 1000;

export const intrusion: RuleKind<typeof schema> = {
  kind: 'intrusion',
  schema,
  create: (config) => stayRule(config, { afterMs: config.hold, bridgeMs, mustMove: true }, 'event.intrusion'),
};
