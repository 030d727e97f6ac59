// Fields that the configurations of several rules share.
import { z } from 'zod';
import { type RoadUserClass, roadUserClassSchema } from '../../domain/detection.ts';
import { message } from '../../messages/catalogue.ts';
import { words } from '../../runtime/document/words.ts';
import { durationSchema, idSchema, refuse } from '../../runtime/schema.ts';
import { areaOf, crossingEdges, type Normalised } from './geometry.ts';
import { orInPixels, pointOfMany, refuseOutside } from './points.ts';
import { scheduleSchema } from './schedule.ts';

/** Two points that are not one. */
const segment = z.tuple([pointOfMany, pointOfMany]).check((ctx) => {
  if (refuseOutside(ctx)) return;
  const [[ax, ay], [bx, by]] = ctx.value;
  if (Math.hypot(bx - ax, by - ay) < 0.01) refuse(ctx, message('vision.line-too-short'));
});
const segmentWords = {
  noun: {
    en: 'two points [[x, y], [x, y]] with numbers from 0 to 1',
    vi: 'hai điểm [[x, y], [x, y]] với các số từ 0 đến 1',
  },
  example: '[[0.1, 0.6], [0.9, 0.6]]',
};

export const lineSchema = orInPixels(segment)
  .meta({
    description:
      'The line, from its first to its second point. Stand on the first point and look at the second: forward is from your left hand to your right hand.',
    examples: [
      [
        [0.1, 0.6],
        [0.9, 0.6],
      ],
    ],
  })
  .register(words, segmentWords);

/** Two opposite corners of a rectangle. */
export const regionSchema = orInPixels(segment)
  .meta({
    description: 'Two opposite corners of a rectangle.',
    examples: [
      [
        [0.86, 0.37],
        [0.89, 0.42],
      ],
    ],
  })
  .register(words, segmentWords);

export const directionSchema = orInPixels(segment)
  .meta({
    description: 'The allowed direction of travel: an arrow from its first to its second point.',
    examples: [
      [
        [0.5, 0.9],
        [0.5, 0.2],
      ],
    ],
  })
  .register(words, segmentWords);

const mostPoints = 64;
/** Share of the picture below which nobody's feet could be caught in a zone. */
const smallestArea = 0.0005;

/** Nearer than this, in shares of the picture, two points were meant to be one. */
const samePoint = 1e-4;
const isSame = ([ax, ay]: Normalised, [bx, by]: Normalised) => Math.hypot(bx - ax, by - ay) < samePoint;

const corners = z.array(pointOfMany).check((ctx) => {
  if (refuseOutside(ctx)) return;
  const n = ctx.value.length;
  if (n < 3) refuse(ctx, message('vision.zone-too-few-points', { found: n }));
  else if (n > mostPoints) refuse(ctx, message('vision.zone-too-many-points', { found: n, limit: mostPoints }));
  else {
    const twice = ctx.value.findIndex((p, i) => isSame(p, ctx.value[(i + 1) % n]!));
    if (twice >= 0) {
      const [first, second] = [twice, (twice + 1) % n].sort((a, b) => a - b) as [number, number];
      refuse(ctx, message('vision.zone-point-twice', { first: first + 1, second: second + 1 }), [second]);
      return;
    }
    const crossing = crossingEdges(ctx.value);
    const edge = (i: number) => ({ from: i + 1, to: ((i + 1) % n) + 1 });
    if (crossing) {
      const [a, b] = [edge(crossing[0]), edge(crossing[1])];
      refuse(ctx, message('vision.zone-crossing', { fromA: a.from, toA: a.to, fromB: b.from, toB: b.to }), [
        crossing[1],
      ]);
    } else if (areaOf(ctx.value) < smallestArea) refuse(ctx, message('vision.zone-too-small'));
  }
});

export const zoneSchema = orInPixels(corners)
  .meta({
    description:
      'The corners of the zone in order, at least three; the last is joined to the first. Edges must not cross.',
    examples: [
      [
        [0.2, 0.5],
        [0.8, 0.5],
        [0.9, 0.95],
        [0.1, 0.95],
      ],
    ],
  })
  .register(words, {
    noun: { en: 'a list of at least three points [x, y]', vi: 'một danh sách ít nhất ba điểm [x, y]' },
    example: '[[0.2, 0.5], [0.8, 0.5], [0.5, 0.9]]',
  });

export const classesSchema = z
  .array(roadUserClassSchema)
  .min(1)
  .optional()
  .describe('The road users that the rule looks at. Without it: all.');

/** Whether a rule of these classes looks at a road user. */
export const looksAt = (classes: readonly RoadUserClass[] | undefined, c: RoadUserClass): boolean =>
  classes === undefined || classes.includes(c);

/** Of lines. Of a box the middle of the lower edge, or its middle; with a calibration the spot of the road. */
export const lineAnchorSchema = z
  .enum(['feet', 'centre', 'ground', 'front'])
  .default('feet')
  .describe(
    'Which point of a road user counts: feet (middle of the lower edge of its box) or centre; with a calibration also ground (the road under its middle) or front (the road under its front).',
  );

export const anchorSchema = z
  .enum(['feet', 'centre', 'ground', 'front', 'corners'])
  .default('feet')
  .describe(
    'Which point of a road user counts: feet (middle of the lower edge of its box), centre, corners (any corner of its box); with a calibration also ground (the road under its middle) or front (the road under its front).',
  );

export const severitySchema = z.enum(['info', 'warning', 'error']);

/** The fields of every rule. */
export const ruleFields = {
  id: idSchema.describe('Name of the rule, unique among the rules of its camera. It travels in events.'),
  classes: classesSchema,
  mode: z
    .enum(['send', 'observe'])
    .default('send')
    .describe('observe: its events are counted and not sent, so that a new rule can be tried on the site.'),
  schedule: scheduleSchema,
  minAge: durationSchema({ maxMs: 60_000 })
    .prefault('0s')
    .describe('How long a road user must have been followed before the rule looks at it.'),
  coolDown: durationSchema({ maxMs: 86_400_000 })
    .prefault('0s')
    .describe('How long the rule keeps silent after an event; what it would have said is counted.'),
};
/** The fields of rules of zones. */
export const zoneFields = { ...ruleFields, zone: zoneSchema, anchor: anchorSchema };
/** The fields of rules of lines. */
export const lineFields = { ...ruleFields, line: lineSchema, anchor: lineAnchorSchema };
