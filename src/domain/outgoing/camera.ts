// What cameras say: whether they see, what a rule saw, what was counted.
import { z } from 'zod';
import { roadUserClassSchema } from '../detection.ts';
import { mediaRefSchema } from '../media.ts';
import { instantSchema } from '../time.ts';

const id = z.string();
const countsByClass = z.partialRecord(roadUserClassSchema, z.int().nonnegative());
const boxSchema = z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

export const cameraState = z.strictObject({
  kind: z.literal('camera.state'),
  at: instantSchema,
  camera: id,
  /** `blind`: no usable picture, so no rule of this camera can speak. */
  state: z.enum(['online', 'blind']),
  reason: z.string(),
  /** RFC 3339: since when the camera is in this state. */
  since: z.string(),
});

/** What a rule saw. Suspicion for human review, never a verdict. */
export const cameraEvent = z.strictObject({
  kind: z.literal('camera.event'),
  at: instantSchema,
  camera: id,
  /** Id of the rule in the site file. */
  rule: id,
  /** Kind of the rule: `line-crossing`, `crowding`, `wrong-way`, … */
  type: z.string(),
  phase: z.enum(['instant', 'began', 'ended']),
  severity: z.enum(['info', 'warning', 'error']),
  /** Id of the track, unique over restarts; absent where the event is about a zone. */
  track: z.string().optional(),
  class: roadUserClassSchema.optional(),
  score: z.number().min(0).max(1).optional(),
  /** In pixels of the still. */
  box: boxSchema.optional(),
  direction: z.string().optional(),
  count: z.int().nonnegative().optional(),
  /** Why it fired, in plain words with the thresholds. */
  explanation: z.string(),
  still: mediaRefSchema.optional(),
  /** Why there is no still, where there should be one. */
  stillMissing: z.string().optional(),
  modelSha256: z.string().optional(),
});

export const cameraCounts = z.strictObject({
  kind: z.literal('camera.counts'),
  at: instantSchema,
  camera: id,
  rule: id,
  /** RFC 3339, the interval that was counted: from inclusive, to exclusive. */
  from: z.string(),
  to: z.string(),
  forward: countsByClass,
  backward: countsByClass,
  /** Share of the interval during which the camera gave frames, 0 to 1. */
  coverage: z.number().min(0).max(1),
});
