// What is watched: each entry becomes violations (and near misses) in the list beside the truth.
import { z } from 'zod';
import { roadUserClassSchema } from '../../../domain/detection.ts';
import { durationSchema, idSchema } from '../../../runtime/schema.ts';

const zone = z.string().describe('An area of the place.');
const line = z.string().describe('A line of the place.');
const classes = z.array(roadUserClassSchema).min(1).optional().describe('Only these; all without it.');
const id = idSchema;

export const watchSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({ id, kind: z.literal('crossing'), line, classes })
    .describe('Everybody who crosses a line, for counts.'),
  z
    .strictObject({ id, kind: z.literal('red-light'), line, grace: durationSchema().prefault('0s'), classes })
    .describe('The front passes a stop line at red, later than the grace after red began.'),
  z
    .strictObject({ id, kind: z.literal('stop-line'), line, after: durationSchema().prefault('2s'), classes })
    .describe('Stands over the stop line at red.'),
  z.strictObject({ id, kind: z.literal('wrong-way'), zone, hold: durationSchema().prefault('1s'), classes }),
  z
    .strictObject({ id, kind: z.literal('stopping'), zone, after: durationSchema(), classes })
    .describe('Stands in an area for this long; parking with a longer time.'),
  z.strictObject({ id, kind: z.literal('forbidden-lane'), zone, hold: durationSchema().prefault('500ms'), classes }),
  z.strictObject({ id, kind: z.literal('solid-line'), line, classes }),
  z.strictObject({ id, kind: z.literal('speeding'), zone, limitKmh: z.number().min(1), classes }),
  z.strictObject({ id, kind: z.literal('intrusion'), zone, classes }),
  z.strictObject({
    id,
    kind: z.literal('tripwire'),
    line,
    direction: z.enum(['forward', 'backward', 'both']).default('both'),
    classes,
  }),
  z.strictObject({
    id,
    kind: z.literal('loitering'),
    zone,
    after: durationSchema(),
    bridge: durationSchema().prefault('100ms').describe('Out of the area for no longer, the stay goes on.'),
    classes,
  }),
  z.strictObject({
    id,
    kind: z.literal('crowding'),
    zone,
    count: z.number().int().min(1),
    hold: durationSchema().prefault('2s'),
    classes,
  }),
  z.strictObject({
    id,
    kind: z.literal('queueing'),
    zone,
    count: z.number().int().min(1),
    hold: durationSchema().prefault('2s'),
    classes,
  }),
  z
    .strictObject({
      id,
      kind: z.literal('gathering'),
      zone,
      count: z.number().int().min(1),
      within: durationSchema().prefault('30s'),
      hold: durationSchema().prefault('3s'),
      classes,
    })
    .describe('So many more within a time, and they stay.'),
  z.strictObject({
    id,
    kind: z.literal('jam'),
    zone,
    count: z.number().int().min(1).default(4),
    belowKmh: z.number().min(0.1).default(8),
    hold: durationSchema().prefault('5s'),
    classes,
  }),
]);

export type Watch = z.output<typeof watchSchema>;
