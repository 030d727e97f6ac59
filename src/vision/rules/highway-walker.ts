// Warns of people and bicycles where only motor vehicles may be: a highway, a tunnel, a flyover.
import { z } from 'zod';
import { roadUserClassSchema } from '../../domain/detection.ts';
import { durationSchema } from '../../runtime/schema.ts';
import { severitySchema, zoneFields } from './fields.ts';
import type { RuleKind } from './rule.ts';
import { stayRule } from './stay.ts';

const schema = z.strictObject({
  ...zoneFields,
  kind: z.literal('highway-walker').describe('Warns of people and bicycles where only motor vehicles may be.'),
  classes: z
    .array(roadUserClassSchema)
    .min(1)
    .default(['person', 'bicycle'])
    .describe('Who may not be there. People who ride a motorcycle are not people on foot.'),
  hold: durationSchema({ maxMs: 60_000 })
    .prefault('500ms')
    .describe('How long one must be there, so that one wrong box warns of nobody.'),
  severity: severitySchema.default('error').describe('How grave it is.'),
});

/** A car that passes before them may hide them for this long, milliseconds: it is still the same walk. */
const bridgeMs = 3000;

export const highwayWalker: RuleKind<typeof schema> = {
  kind: 'highway-walker',
  schema,
  create: (config) =>
    stayRule(config, { afterMs: config.hold, bridgeMs, mustMove: true }, 'was on the road for motor vehicles'),
};
