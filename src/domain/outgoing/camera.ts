// What cameras say: whether they see, what a rule saw, what was counted.
import { z } from 'zod';
import { roadUserClassSchema } from '../detection.ts';
import { mediaRefSchema } from '../media.ts';
import { instantSchema } from '../time.ts';
import { handling } from './alarm.ts';

const id = z.string();
const countsByClass = z.partialRecord(roadUserClassSchema, z.int().nonnegative());
const boxSchema = z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

export const cameraState = z
  .strictObject({
    kind: z.literal('camera.state'),
    at: instantSchema,
    camera: id,
    state: z.enum(['online', 'blind']).describe('`blind`: no usable picture, so no rule of this camera can speak.'),
    reason: z.string(),
    since: z.string().describe('RFC 3339: since when the camera is in this state.'),
    ...handling,
  })
  .describe('A camera gives a usable picture, or no longer does.');

export const cameraEvent = z
  .strictObject({
    kind: z.literal('camera.event'),
    at: instantSchema,
    camera: id,
    event: z
      .string()
      .optional()
      .describe('Names the event where its evidence will follow in an `evidence.completed` with the same `event`.'),
    rule: id.describe('Id of the rule in the site file.'),
    type: z.string().describe('Kind of the rule: `line-crossing`, `crowding`, `wrong-way`, …'),
    phase: z.enum(['instant', 'began', 'ended']),
    severity: z.enum(['info', 'warning', 'error']),
    track: z
      .string()
      .optional()
      .describe('Id of the track, unique over restarts; absent where the event is about a zone.'),
    class: roadUserClassSchema.optional(),
    score: z.number().min(0).max(1).optional(),
    box: boxSchema.optional().describe('In pixels of the still.'),
    direction: z.string().optional(),
    count: z.int().nonnegative().optional(),
    attributes: z
      .array(
        z.strictObject({
          model: id.describe('Id of the model that looked at the road user alone.'),
          label: z.string().describe('What it took it for most.'),
          share: z.number().min(0).max(1).describe('Share of its votes, 0 to 1.'),
          looks: z.int().nonnegative().describe('How often it looked.'),
        }),
      )
      .optional()
      .describe('What models of the second stage say of the road user.'),
    explanation: z.string().describe('Why it fired, in plain words with the thresholds.'),
    texts: z
      .strictObject({ en: z.string(), vi: z.string() })
      .optional()
      .describe('The explanation as a sentence in the languages of those who read it; `en` is the explanation itself.'),
    measurement: z
      .strictObject({
        quantity: z.enum(['speed', 'duration', 'density', 'count']),
        value: z.number(),
        uncertainty: z
          .number()
          .nonnegative()
          .optional()
          .describe('The true value is within this of it in 95 of 100 cases.'),
        unit: z.enum(['km/h', 's', '1/m2', '1']).describe('UCUM.'),
      })
      .optional()
      .describe('The number it is about. A speed is indicative: no verified device has measured it.'),
    doubt: z
      .enum(['signal-unknown', 'clock-unknown'])
      .optional()
      .describe('Such an event accuses nobody: it says why the rule cannot tell now.'),
    signal: z.string().optional().describe('Id of the traffic signal that the rule depends on.'),
    still: mediaRefSchema.optional(),
    stillMissing: z.string().optional().describe('Why there is no still, where there should be one.'),
    modelSha256: z.string().optional(),
  })
  .describe('What a rule saw. Suspicion for human review, never a verdict.');

export const cameraCounts = z
  .strictObject({
    kind: z.literal('camera.counts'),
    at: instantSchema,
    camera: id,
    rule: id,
    from: z.string().describe('RFC 3339, the interval that was counted: from inclusive, to exclusive.'),
    to: z.string(),
    forward: countsByClass,
    backward: countsByClass,
    coverage: z.number().min(0).max(1).describe('Share of the interval during which the camera gave frames, 0 to 1.'),
  })
  .describe('What crossed a line, or was counted otherwise, in an interval.');

export const cameraFigures = z
  .strictObject({
    kind: z.literal('camera.figures'),
    at: instantSchema,
    camera: id,
    rule: id,
    from: z.string().describe('RFC 3339, inclusive.'),
    to: z.string().describe('RFC 3339, exclusive.'),
    figures: z
      .record(z.string(), z.number())
      .describe('By name: waitP95Seconds, lengthMax, west>north.car. Names that are not there were not measured.'),
    coverage: z.number().min(0).max(1).describe('Share of the interval during which the camera gave frames, 0 to 1.'),
  })
  .describe('Numbers that a rule measured over an interval: waiting times, queues, turning movements.');

const withoutTime = { at: true } as const;

/** What may stand in place of a camera: a drawn scene, a video file that is played. */
export const standIns = ['scene', 'file'] as const;
export type StandIn = (typeof standIns)[number];

/**
 * A kind of its own, not a mark in the kinds above: who receives lets through keys that it does not know (rule of the
 * contract), and would take somebody who was drawn, or who drove there last year, for somebody who did it just now.
 */
export const cameraSimulated = z
  .strictObject({
    kind: z.literal('camera.simulated'),
    at: instantSchema,
    camera: id,
    standIn: z.enum(standIns).describe('What stands in place of the camera: a drawn `scene`, or a video `file`.'),
    said: z
      .discriminatedUnion('kind', [
        cameraState.omit(withoutTime),
        cameraEvent.omit(withoutTime),
        cameraCounts.omit(withoutTime),
        cameraFigures.omit(withoutTime),
      ])
      .describe('What would have been said of a real camera, with its kind.'),
  })
  .describe(
    'What a camera says that is none. Nothing of it happened: no alarm, no count, no suspicion may be made of it. For practice and for trying the way to the centre.',
  );
