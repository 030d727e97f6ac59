// Says when road users stand closer together than they should: how many there are on each square metre of a zone.
import { z } from 'zod';
import { message } from '../../messages/catalogue.ts';
import { durationSchema, refuse } from '../../runtime/schema.ts';
import { counted, duration, explain } from './explain.ts';
import { severitySchema, zoneFields } from './fields.ts';
import { areaOf, type Normalised } from './geometry.ts';
import { Lasting } from './lasting.ts';
import { Occupancy, zoneInPixels } from './occupancy.ts';
import type { Rule, RuleEvent, RuleKind, Scene } from './rule.ts';

const schema = z
  .strictObject({
    ...zoneFields,
    kind: z.literal('density').describe('Says when a zone is too crowded for its size. Needs a calibration.'),
    enter: z
      .number()
      .min(0.01)
      .max(10)
      .describe('It begins at this many on a square metre: 2 is dense, 4 is dangerous.'),
    leave: z.number().min(0).max(10).describe('It ends at this many on a square metre. Less than enter.'),
    hold: durationSchema({ maxMs: 3_600_000 }).prefault('5s').describe('How long it must be so before it counts.'),
    severity: severitySchema.default('warning').describe('How grave it is.'),
  })
  .check((ctx) => {
    const { enter, leave } = ctx.value;
    if (leave >= enter) refuse(ctx, message('vision.leave-not-below-enter', { enter, leave }), ['leave']);
  });
type Config = z.output<typeof schema>;

function create(config: Config): Rule {
  const occupancy = new Occupancy(config);
  const dense = new Lasting(config.hold);
  return {
    id: config.id,
    kind: config.kind,
    shapes: [{ kind: 'zone', points: config.zone }],
    step: (scene): RuleEvent[] => {
      const boxes = occupancy.update(scene);
      const area = squareMetres(config.zone, scene);
      if (area === undefined) return [];
      const value = boxes.length / area;
      const phase = dense.see(scene.monotonicMs, value >= config.enter, value <= config.leave);
      if (!phase) return [];
      const { enter, leave, classes } = config;
      const what = {
        ...{ count: counted(classes, boxes.length), area: area.toFixed(0), zone: config.id },
        ...{ density: value.toFixed(2), hold: duration(config.hold) },
      };
      const explanation =
        phase === 'began'
          ? explain('event.dense', { ...what, enter })
          : explain('event.dense-no-more', { ...what, leave });
      const measurement = {
        quantity: 'density' as const,
        value: Math.round(value * 1000) / 1000,
        unit: '1/m2' as const,
      };
      return [{ phase, severity: config.severity, count: boxes.length, boxes, explanation, measurement }];
    },
    interrupted: () => {
      occupancy.clear();
      dense.interrupt();
    },
  };
}

/** Undefined where a corner of the zone is not on the ground. */
export function squareMetres(zone: readonly Normalised[], scene: Scene): number | undefined {
  const corners = zoneInPixels(zone, scene).map((p) => scene.ground?.toGround(p));
  return corners.every((c) => c !== undefined) ? areaOf(corners.map(({ x, y }) => [x, y])) : undefined;
}

export const density: RuleKind<typeof schema> = { kind: 'density', schema, create };
