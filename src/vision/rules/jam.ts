// Says when traffic in a zone nearly stands: enough vehicles, and on the average slower than a limit.
import { z } from 'zod';
import { durationSchema } from '../../runtime/schema.ts';
import { Speeds } from '../calibration/speeds.ts';
import { isIn } from './anchors.ts';
import { duration, explain } from './explain.ts';
import { looksAt, severitySchema, zoneFields } from './fields.ts';
import { Lasting } from './lasting.ts';
import { zoneInPixels } from './occupancy.ts';
import type { Rule, RuleEvent, RuleKind, Scene } from './rule.ts';

const schema = z.strictObject({
  ...zoneFields,
  kind: z.literal('jam').describe('Says when traffic in a zone nearly stands. Needs a calibration.'),
  least: z.int().min(2).max(200).default(4).describe('Fewer vehicles are no jam.'),
  below: z.number().min(0.5).max(60).default(8).describe('They nearly stand below this mean speed, km/h.'),
  hold: durationSchema({ maxMs: 3_600_000 }).prefault('10s').describe('How long it must be so, and must be over.'),
  severity: severitySchema.default('warning').describe('How grave it is.'),
});
type Config = z.output<typeof schema>;

/** It is over when they drive this many times faster than the limit. */
const freeAt = 1.5;
/** Speeds are taken over this time, milliseconds; who is out of sight is remembered for as long again. */
const overMs = 1000;

function create(config: Config): Rule {
  const speeds = new Speeds(overMs);
  const jammed = new Lasting(config.hold);
  const known = new Map<string, { kmh: number; ms: number }>();

  const look = (scene: Scene): void => {
    const polygon = zoneInPixels(config.zone, scene);
    for (const track of scene.tracks) {
      const place = scene.places?.get(track.id);
      if (!place || !track.confirmed || !looksAt(config.classes, track.class)) continue;
      const speed = speeds.see(track.id, scene.monotonicMs, place, 0);
      if (!isIn(scene, track, config.anchor, polygon)) known.delete(track.id);
      else if (speed) known.set(track.id, { kmh: speed.kmh, ms: scene.monotonicMs });
    }
    for (const [id, { ms }] of known) if (scene.monotonicMs - ms > overMs) known.delete(id);
  };

  return {
    id: config.id,
    kind: config.kind,
    shapes: [{ kind: 'zone', points: config.zone }],
    step: (scene): RuleEvent[] => {
      speeds.forget(scene.ended);
      look(scene);
      const count = known.size;
      const mean = [...known.values()].reduce((sum, k) => sum + k.kmh, 0) / Math.max(1, count);
      const enough = count >= config.least;
      const phase = jammed.see(
        scene.monotonicMs,
        enough && mean < config.below,
        !enough || mean > freeAt * config.below,
      );
      if (!phase) return [];
      const boxes = scene.tracks.filter((t) => known.has(t.id)).map((t) => t.seenAs);
      const { least, below, hold } = config;
      const explanation = explain('event.jam', {
        ...{ count, zone: config.id, speed: mean.toFixed(1), hold: duration(hold), least, below },
      });
      const measurement = { quantity: 'speed' as const, value: Math.round(mean * 10) / 10, unit: 'km/h' as const };
      return [{ phase, severity: config.severity, count, boxes, explanation, measurement }];
    },
    interrupted: () => {
      speeds.clear();
      jammed.interrupt();
      known.clear();
    },
  };
}

export const jam: RuleKind<typeof schema> = { kind: 'jam', schema, create };
