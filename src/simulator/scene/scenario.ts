// A scenario: a short YAML file that says what a simulated camera sees. The place, the view, light and weather, how much
// traffic, what happens on script, and what is watched for the list of violations.
import { z } from 'zod';
import { roadUserClasses } from '../../domain/detection.ts';
import { YamlFile } from '../../runtime/document/document.ts';
import { notOneOf, type Problem } from '../../runtime/document/problem.ts';
import { durationSchema, refuse } from '../../runtime/schema.ts';
import { unknownNames } from './names.ts';
import { faultSchema } from './picture/faults.ts';
import { siteNames } from './plan/table.ts';
import { scriptSchema } from './script/schema.ts';
import { watchSchema } from './watch/schema.ts';

const spotSchema = z.tuple([z.number(), z.number(), z.number()]);

const cameraSchema = z
  .strictObject({
    view: z.string().optional().describe('A view that the place offers; its usual one without it.'),
    position: spotSchema.optional().describe('Metres: along the main road, away from it, height.'),
    yaw: z.number().min(-180).max(180).optional().describe('Degrees clockwise from straight across the main road.'),
    tilt: z.number().min(-10).max(80).optional().describe('Degrees downwards.'),
    focal: z
      .number()
      .min(0.3)
      .max(6)
      .optional()
      .describe('Focal length as a share of the picture’s width; 0.87 sees 60 degrees.'),
    distortion: z.number().min(-0.4).max(0).optional().describe('Barrel distortion: 0 none, -0.25 strong.'),
  })
  .default({});

const conditionsSchema = z
  .strictObject({
    light: z.enum(['day', 'overcast', 'dusk', 'night']).default('day'),
    sun: z
      .strictObject({
        azimuth: z.number().min(0).max(360).describe('Degrees clockwise from straight across the main road.'),
        elevation: z.number().min(5).max(90),
      })
      .default({ azimuth: 220, elevation: 48 }),
    rain: z.number().min(0).max(1).default(0).describe('0 none to 1 heavy.'),
    haze: z.number().min(0).max(1).default(0.15).describe('0 clear to 1 thick.'),
    noise: z
      .number()
      .min(0)
      .max(40)
      .optional()
      .describe('Noise of the sensor in steps of 8 bits; by the light without it.'),
    exposure: durationSchema({ minMs: 0, maxMs: 200 })
      .optional()
      .describe('How long the shutter is open; by the light without it.'),
  })
  .prefault({});

const ratesSchema = z
  .record(z.string(), z.partialRecord(z.enum(roadUserClasses), z.number().min(0).max(600)))
  .default({})
  .describe('Road users a minute, by group of ways (main, side, walk, cross, queue, shoulder) and class.');

const sizePattern = /^(\d{2,4})x(\d{2,4})$/;

export const scenarioSchema = z.strictObject({
  version: z.literal(1),
  title: z.string().min(1).max(120).describe('What is to be seen, in a few words.'),
  place: z.enum(siteNames as [string, ...string[]]).describe('Where it happens.'),
  camera: cameraSchema,
  conditions: conditionsSchema,
  traffic: ratesSchema,
  warmUp: durationSchema({ minMs: 0, maxMs: 300_000 })
    .prefault('40s')
    .describe('How long traffic flows before the first frame.'),
  script: z.array(scriptSchema).default([]).describe('What happens besides: violations and their near misses.'),
  watch: z.array(watchSchema).default([]).describe('What is entered in the list of violations.'),
  faults: z.array(faultSchema).default([]).describe('What the camera suffers.'),
  shapes: z.enum(['usual', 'held-out']).default('usual').describe('Held-out shapes are never used in training.'),
  caption: z.string().max(60).optional().describe('Burnt into the picture beside the time.'),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31)
    .default(1),
  size: z
    .string()
    .check((ctx) => {
      const [, w, h] = sizePattern.exec(ctx.value) ?? [];
      if (!w || !h || Number(w) % 2 || Number(h) % 2)
        refuse(ctx, notOneOf(ctx.value, ['640x360', '960x540', '1280x720', '1920x1080']));
    })
    .default('960x540')
    .describe('Width x height in pixels, both even.'),
  fps: z.number().int().min(1).max(30).default(12),
  duration: durationSchema({ minMs: 1000, maxMs: 3_600_000 }).prefault('60s'),
  bitrate: z
    .number()
    .int()
    .min(100)
    .max(20_000)
    .optional()
    .describe('Of the video, kbit/s; constant quality without it.'),
});

export type Scenario = z.output<typeof scenarioSchema>;

/** Reads a scenario. A mistake is a problem with its line, never an exception. */
export function loadScenario(file: string): { scenario: Scenario } | { problems: readonly Problem[] } {
  const yaml = YamlFile.read(file);
  if (!(yaml instanceof YamlFile)) return { problems: [yaml] };
  const { value, problems } = yaml.validate(scenarioSchema);
  if (!value) return { problems };
  const unknown = unknownNames(value).map(({ path, message }) => yaml.problem(path, message));
  return unknown.length > 0 ? { problems: unknown } : { scenario: value };
}

/** The same with what a command line says instead; a size that is none is left. */
export function withChanges(
  scenario: Scenario,
  to: {
    seed?: number | undefined;
    fps?: number | undefined;
    seconds?: number | undefined;
    size?: string | undefined;
    light?: string | undefined;
  },
): Scenario {
  const light = scenarioSchema.shape.conditions.safeParse({ ...scenario.conditions, light: to.light });
  return {
    ...scenario,
    conditions: to.light !== undefined && light.success ? light.data : scenario.conditions,
    seed: to.seed ?? scenario.seed,
    fps: to.fps ?? scenario.fps,
    duration: to.seconds === undefined ? scenario.duration : to.seconds * 1000,
    size: to.size !== undefined && sizePattern.test(to.size) ? to.size : scenario.size,
  };
}

/** Pixels. */
export function sizeOf(scenario: Pick<Scenario, 'size'>): { width: number; height: number } {
  const [, w, h] = sizePattern.exec(scenario.size) ?? [];
  return { width: Number(w), height: Number(h) };
}
