// What becomes of the evidence of a camera's event.
import { z } from 'zod';
import { mediaRefSchema } from '../media.ts';
import { instantSchema } from '../time.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a package of evidence holds: stills of three moments, with and without drawing, and a clip. */
export const evidenceParts = [
  'before',
  'at',
  'after',
  'before-overlay',
  'at-overlay',
  'after-overlay',
  'clip',
] as const;
const part = z.enum(evidenceParts);

export const evidenceCompleted = z
  .strictObject({
    kind: z.literal('evidence.completed'),
    at: instantSchema,
    camera: z.string(),
    rule: z.string().describe('Id of the rule in the site file.'),
    event: z.string().describe('The `event` of the `camera.event` that it belongs to.'),
    eventId: z
      .string()
      .optional()
      .describe('The CloudEvents `id` of that `camera.event`; absent where the gateway no longer has it.'),
    complete: z.boolean().describe('Whether everything that should be there is.'),
    sequence: z.int().positive().optional().describe('Counts the packages of the gateway from 1.'),
    previous: sha256.nullable().optional().describe('SHA-256 of the manifest before it; null for the first.'),
    manifest: mediaRefSchema.optional().describe('The signed manifest; absent where nothing could be kept.'),
    signed: z
      .string()
      .optional()
      .describe('The text of the manifest itself, where it is not too long: {body, key, signature} in canonical form.'),
    files: z.array(mediaRefSchema.extend({ what: part })).describe('Fetch them by `ref` with `media.fetch`.'),
    missing: z
      .array(z.strictObject({ what: part, reason: z.string() }))
      .describe('What should be there and could not be made, and why.'),
  })
  .describe(
    'The evidence of an event is sealed: all there will ever be of it. Where sealing takes too long it is first told without a manifest, with the reason, and again once it is sealed.',
  );
