// Warns of a vehicle that stands on a carriageway where traffic flows: broken down, or after an accident. In a jam
// everybody stands, and nobody is told.
import { z } from 'zod';
import { roadUserClassSchema } from '../../domain/detection.ts';
import { durationSchema } from '../../runtime/schema.ts';
import { severitySchema, zoneFields } from './fields.ts';
import type { RuleKind } from './rule.ts';
import { stoppingRule } from './stopping.ts';

const schema = z.strictObject({
  ...zoneFields,
  kind: z.literal('stopped-vehicle').describe('Warns of a vehicle that stands on a carriageway where traffic flows.'),
  classes: z
    .array(roadUserClassSchema)
    .min(1)
    .default(['car', 'bus', 'truck', 'motorcycle', 'bicycle'])
    .describe('The road users that the rule looks at. From afar a motorcycle is often taken for a bicycle.'),
  after: durationSchema({ minMs: 1000, maxMs: 86_400_000 }).prefault('10s').describe('How long it must stand.'),
  bridge: durationSchema({ maxMs: 600_000 })
    .prefault('20s')
    .describe('How long one that stands may be hidden and still has stood all the time when it is seen again.'),
  jam: z.int().min(2).max(100).default(4).describe('From so many that stand in the zone at once on, it is a jam.'),
  severity: severitySchema.default('error').describe('How grave it is.'),
});

export const stoppedVehicle: RuleKind<typeof schema> = {
  kind: 'stopped-vehicle',
  schema,
  create: (config) => stoppingRule(config, config.jam),
};
