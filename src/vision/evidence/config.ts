// What is kept as evidence of an event, for how long, and what of the pictures nobody may see.
import { z } from 'zod';
import { byteSizeSchema, durationSchema } from '../../runtime/schema.ts';
import { classesSchema, severitySchema, zoneSchema } from '../rules/fields.ts';
import { ruleKinds } from '../rules/table.ts';
import { playedSchema } from '../source/config.ts';

const MiB = 1024 ** 2;
const day = 86_400_000;

export const privacySchema = z.strictObject({
  zones: z
    .array(zoneSchema)
    .max(20)
    .default([])
    .describe('Parts of the picture that nobody may see (windows, doors): they are black in all that is stored.'),
  blurOthers: z
    .boolean()
    .default(false)
    .describe(
      'Whether faces and plates of those who are not accused are made unreadable in all that is stored: the upper part of each person, all of each two-wheeler with its riders, and the lower part of each other vehicle that the model finds. What the model does not find stays readable.',
    ),
});
export type PrivacyConfig = z.output<typeof privacySchema>;

export const cameraEvidenceSchema = z.strictObject({
  from: severitySchema
    .default('warning')
    .describe('From which severity an event gets its evidence: info, warning or error.'),
  classes: classesSchema.describe('The road users whose events get evidence. Without it: all.'),
  source: playedSchema
    .optional()
    .describe(
      'The main stream of the camera, for pictures in full resolution. Without it: the stream that the model looks at.',
    ),
  clip: z.boolean().default(true).describe('Whether a clip is kept beside the pictures.'),
  preRoll: durationSchema({ minMs: 0, maxMs: 30_000 })
    .prefault('5s')
    .meta({ description: 'How much of the clip lies before the event.', examples: ['5s'] }),
  postRoll: durationSchema({ minMs: 1000, maxMs: 30_000 })
    .prefault('5s')
    .meta({ description: 'How much of the clip lies after the event.', examples: ['5s'] }),
  before: durationSchema({ minMs: 200, maxMs: 10_000 })
    .prefault('1500ms')
    .meta({ description: 'How long before the event the first picture is taken.', examples: ['1500ms'] }),
  after: durationSchema({ minMs: 200, maxMs: 10_000 })
    .prefault('1500ms')
    .meta({ description: 'How long after the event the last picture is taken.', examples: ['1500ms'] }),
  memory: byteSizeSchema({ min: MiB, max: 16 * 1024 * MiB })
    .prefault('32MiB')
    .meta({
      description: 'How much of the stream is held in memory at most. 10 s at 8 Mbit/s are 10 MB.',
      examples: ['32MiB'],
    }),
});
export type CameraEvidenceConfig = z.output<typeof cameraEvidenceSchema>;

const sendSchema = z.strictObject({
  kinds: z
    .array(z.enum(ruleKinds.map(({ kind }) => kind)))
    .min(1)
    .optional()
    .describe('Events of these rules. Without it: of all.'),
  from: severitySchema.default('info').describe('From which severity on: info, warning or error.'),
  what: z
    .enum(['none', 'stills', 'all'])
    .describe('What goes to the centre by itself: nothing, the pictures, or the pictures and the clip.'),
});

export const evidenceSchema = z.strictObject({
  cap: byteSizeSchema({ min: 16 * MiB })
    .prefault('2GiB')
    .meta({
      description:
        'What all evidence may take of the disk. When it is full, what was sent goes first; then no more clips are kept, then no more pictures; events are never left out.',
      examples: ['2GiB', '32GiB'],
    }),
  retain: durationSchema({ minMs: 60_000, maxMs: 400 * day })
    .prefault('30d')
    .meta({ description: 'How long evidence is kept. What goes leaves a signed tombstone.', examples: ['30d'] }),
  send: z
    .array(sendSchema)
    .max(50)
    .default([])
    .describe(
      'What of it goes to the centre by itself, over MQTT, no faster than uplink.media.bytesPerSecond and behind all that is new. The first entry that fits an event decides; where none fits, the centre fetches what it wants.',
    )
    .meta({
      examples: [
        [
          { kinds: ['red-light'], what: 'all' },
          { from: 'warning', what: 'stills' },
        ],
      ],
    }),
  keepFree: byteSizeSchema({ min: 0 })
    .prefault('256MiB')
    .meta({
      description:
        'With less free space on the disk than this no clips are kept; with less than half of it no pictures.',
      examples: ['256MiB'],
    }),
});
/** Sizes in bytes, times in milliseconds. */
export type EvidenceConfig = z.output<typeof evidenceSchema>;
