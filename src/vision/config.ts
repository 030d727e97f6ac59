// The cameras of a site: where their pictures come from, who looks at them, and the rules that watch them.
import { z } from 'zod';
import { type Message, message } from '../messages/catalogue.ts';
import type { Path } from '../runtime/document/problem.ts';
import { unknownName } from '../runtime/document/problem.ts';
import { idSchema, positionSchema } from '../runtime/schema.ts';
import { calibrationSchema } from './calibration/config.ts';
import { checkRules } from './check-rules.ts';
import type { ModelCard } from './detect/card.ts';
import { cameraEvidenceSchema, privacySchema } from './evidence/config.ts';
import { motionGateSchema } from './gate/config.ts';
import { healthSchema } from './picture/config.ts';
import { ruleSchema } from './rules/table.ts';
import { signalsSchema } from './signal/config.ts';
import { sourceSchema } from './source/config.ts';
import { type TrackerOptions, trackerDefaults } from './track/tracker.ts';

export const cameraSchema = z.strictObject({
  id: idSchema.describe('Name of the camera, unique in the site. It travels in topics, events and file names.'),
  name: z.string().max(200).optional().describe('What people call it.'),
  position: positionSchema
    .optional()
    .describe('Where it stands, for the map of the centre; else where the gateway stands.'),
  source: sourceSchema.describe('Where its pictures come from.'),
  model: idSchema.describe('Id of the model that looks at its pictures: see haidang models list.'),
  secondStage: z
    .array(idSchema)
    .max(4)
    .default([])
    .describe(
      'Ids of models that look at single road users (their cards have "crop"); what they say travels with each event. A rule that needs one brings it along.',
    ),
  fps: z
    .number()
    .min(0.5)
    .max(30)
    .default(5)
    .describe(
      'How many pictures a second are looked at. 5 is right for most; fast traffic near the camera needs 8 to 10.',
    ),
  priority: z
    .enum(['low', 'normal', 'high'])
    .default('normal')
    .describe(
      'Where the machine has not time for all that its cameras want: each gets its part by its fps, one of high priority three times that, one of low a third.',
    ),
  maxWidth: z
    .int()
    .min(160)
    .max(3840)
    .default(1280)
    .describe('Wider pictures are scaled down to this many pixels before they are looked at and kept as stills.'),
  confidence: z
    .number()
    .min(0.1)
    .max(0.9)
    .default(0.4)
    .describe(
      'From which score, 0.1 to 0.9, the detector is believed. Lower it where road users are missed, raise it where things are seen that are not there.',
    ),
  motionGate: motionGateSchema.prefault({}).describe('Work that is saved while nothing moves.'),
  health: healthSchema
    .prefault({})
    .describe('How the picture itself is watched for faults: frozen, covered, turned, …'),
  calibration: calibrationSchema.optional(),
  signals: signalsSchema,
  privacy: privacySchema.prefault({}).describe('What of its pictures nobody may see, in all that is stored.'),
  evidence: cameraEvidenceSchema
    .optional()
    .describe('What is kept of events that accuse. Without it: one still. `evidence: {}` keeps the usual.'),
  rules: z.array(ruleSchema).max(50).default([]).describe('What is watched in its pictures.'),
});
export const camerasSchema = z.array(cameraSchema).max(64);
export type CameraConfig = z.output<typeof cameraSchema>;

const priorities = { low: 1 / 3, normal: 1, high: 3 } as const;
/** What part a camera gets beside others where there is not time for all. */
export const weightOf = ({ fps, priority }: Pick<CameraConfig, 'fps' | 'priority'>): number =>
  fps * priorities[priority];

/** A new track needs a score this much higher than one that continues a track (ByteTrack). */
const startAbove = 0.1;

/**
 * Weaker boxes than this share of the confidence continue no track either. A small network gives many of a score of 0.1 to
 * 0.2 beside each road user, and a second track that began there by mistake would live on them. Measured with our own on
 * generated scenes; ByteTrack's 0.1 is of a large network.
 */
const lowShare = 0.5;

/** The thresholds of the tracker for a camera. */
export const trackerOptionsOf = ({ confidence }: Pick<CameraConfig, 'confidence'>): Partial<TrackerOptions> => ({
  high: confidence,
  low: Math.max(trackerDefaults.low, lowShare * confidence),
  start: confidence + startAbove,
});

/**
 * What only shows when the cameras are held against each other and against the models there are.
 * @param models all models by id; undefined for one whose card has mistakes of its own, which is said elsewhere.
 * @returns findings at paths from the root of the site file.
 */
export function checkCameras(
  cameras: readonly CameraConfig[],
  models: ReadonlyMap<string, (Pick<ModelCard, 'map'> & Partial<ModelCard>) | undefined>,
): { readonly path: Path; readonly message: Message }[] {
  return cameras.flatMap((camera, i) => {
    const at: Path = ['cameras', i];
    if (!models.has(camera.model)) {
      const known = [...models.keys()];
      return [
        { path: [...at, 'model'], message: unknownName('model', camera.model, known) },
        ...sameRuleIds(camera, at),
        ...checkRules(camera, models, at),
      ];
    }
    return [
      ...sameRuleIds(camera, at),
      ...stagesMixedUp(camera, models, at),
      ...checkRules(camera, models, at),
      ...classesTheModelLacks(camera, models.get(camera.model), at),
    ];
  });
}

function sameRuleIds(camera: CameraConfig, at: Path) {
  const seen = new Set<string>();
  return camera.rules.flatMap(({ id }, r) => {
    const isTwice = seen.has(id);
    seen.add(id);
    if (!isTwice) return [];
    return [{ path: [...at, 'rules', r, 'id'], message: message('vision.duplicate-rule', { id, camera: camera.id }) }];
  });
}

/** A model that looks at crops in the place of one that looks at pictures, and the other way round. */
function stagesMixedUp(
  { model, secondStage }: CameraConfig,
  models: ReadonlyMap<string, Partial<Pick<ModelCard, 'crop'>> | undefined>,
  at: Path,
) {
  const first = models.get(model)?.crop
    ? [{ path: [...at, 'model'], message: message('vision.model-of-crops', { model }) }]
    : [];
  const second = secondStage.flatMap((name, k) => {
    const path = [...at, 'secondStage', k];
    if (!models.has(name)) return [{ path, message: unknownName('model', name, [...models.keys()]) }];
    const card = models.get(name);
    return card && !card.crop ? [{ path, message: message('vision.model-of-pictures', { model: name }) }] : [];
  });
  return [...first, ...second];
}

function classesTheModelLacks(camera: CameraConfig, model: Pick<ModelCard, 'map'> | undefined, at: Path) {
  if (!model) return [];
  const given = new Set(Object.values(model.map));
  return camera.rules.flatMap((rule, r) => {
    // A rule that names no classes takes whatever there is.
    if (rule.classes === undefined) return [];
    return rule.classes.flatMap((c, k) => {
      if (given.has(c)) return [];
      const known = [...given].join(', ');
      const params = { model: camera.model, class: c, known, rule: rule.id };
      return [{ path: [...at, 'rules', r, 'classes', k], message: message('vision.class-not-in-model', params) }];
    });
  });
}
