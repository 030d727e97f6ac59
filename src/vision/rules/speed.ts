// Suspects who drives faster than a limit. Indicative: in Vietnam speed is enforced with laser or radar (TCVN
// 14464-1:2025), a camera's figure says where to look. Nobody is accused whose speed may still lie within the limit.
import { z } from 'zod';
import { durationSchema } from '../../runtime/schema.ts';
import { Speeds } from '../calibration/speeds.ts';
import type { Track } from '../track/track.ts';
import { standFor } from './anchors.ts';
import { inPicture } from './explain.ts';
import { looksAt, severitySchema, zoneFields } from './fields.ts';
import { isInside } from './geometry.ts';
import { zoneInPixels } from './occupancy.ts';
import type { Rule, RuleEvent, RuleKind, Scene } from './rule.ts';

const schema = z.strictObject({
  ...zoneFields,
  kind: z
    .literal('speed')
    .describe(
      'Suspects who drives faster than a limit. Indicative only; needs a calibration and 8 pictures a second or more.',
    ),
  limit: z.number().min(1).max(300).describe('The speed limit, km/h.'),
  over: durationSchema({ minMs: 300, maxMs: 10_000 })
    .prefault('1s')
    .describe('The time over which a speed is taken; longer is more exact.'),
  severity: severitySchema.default('warning').describe('How grave it is.'),
});
type Config = z.output<typeof schema>;

function create(config: Config): Rule {
  const speeds = new Speeds(config.over);
  const told = new Set<string>();

  const look = (scene: Scene, track: Track): RuleEvent[] => {
    const { places, ground } = scene;
    const place = places?.get(track.id);
    if (!place || !ground || !looksAt(config.classes, track.class)) return [];
    const point = standFor(scene, track, config.anchor === 'feet' ? 'ground' : config.anchor);
    if (!point || !isInside(zoneInPixels(config.zone, scene), point)) {
      speeds.forget([track.id]);
      return [];
    }
    const found = speeds.see(track.id, scene.monotonicMs, place, ground.scaleError);
    if (!found || !track.confirmed || told.has(track.id)) return [];
    const { kmh, uncertaintyKmh } = found;
    if (kmh - uncertaintyKmh <= config.limit) return [];
    told.add(track.id);
    const explanation =
      `${track.class} drove ${kmh.toFixed(1)} km/h ± ${uncertaintyKmh.toFixed(1)} (indicative) in ${config.id} at ` +
      `${inPicture(scene, point)}, over ${found.metres.toFixed(1)} m in ${found.seconds.toFixed(2)} s ` +
      `(limit: ${config.limit} km/h)`;
    const measurement = {
      ...{ quantity: 'speed' as const, value: round(kmh), uncertainty: round(uncertaintyKmh), unit: 'km/h' as const },
    };
    const { severity } = config;
    return [{ phase: 'instant', severity, track, boxes: [track.seenAs], explanation, measurement }];
  };

  return {
    id: config.id,
    kind: config.kind,
    shapes: [{ kind: 'zone', points: config.zone }],
    step: (scene) => {
      speeds.forget(scene.ended);
      for (const id of scene.ended) told.delete(id);
      return scene.tracks.flatMap((track) => look(scene, track));
    },
    interrupted: () => {
      speeds.clear();
      told.clear();
    },
  };
}

const round = (v: number) => Math.round(v * 100) / 100;

export const speed: RuleKind<typeof schema> = { kind: 'speed', schema, create };
