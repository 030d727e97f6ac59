// Warns of people and bicycles where only motor vehicles may be: a highway, a tunnel, a flyover. A motorcycle far away looks
// like a bicycle now and then, and its rider like somebody on foot: with a calibration nobody is taken for one who goes faster
// than those do.
import { z } from 'zod';
import { type RoadUserClass, roadUserClassSchema } from '../../domain/detection.ts';
import { durationSchema } from '../../runtime/schema.ts';
import { Speeds } from '../calibration/speeds.ts';
import type { Track } from '../track/track.ts';
import { severitySchema, zoneFields } from './fields.ts';
import type { Rule, RuleKind, Scene } from './rule.ts';
import { stayRule } from './stay.ts';

const schema = z.strictObject({
  ...zoneFields,
  kind: z.literal('highway-walker').describe('Warns of people and bicycles where only motor vehicles may be.'),
  classes: z
    .array(roadUserClassSchema)
    .min(1)
    .default(['person', 'bicycle'])
    .describe('Who may not be there. People who ride a motorcycle are not people on foot.'),
  hold: durationSchema({ maxMs: 60_000 })
    .prefault('500ms')
    .describe('How long one must be there, so that one wrong box warns of nobody.'),
  severity: severitySchema.default('error').describe('How grave it is.'),
});

/** A car that passes before them may hide them for this long, milliseconds: it is still the same walk. */
const bridgeMs = 3000;

/** Nobody runs faster than the one, nor rides a bicycle on a level road faster than the other, km/h. */
const fastest: Readonly<Partial<Record<RoadUserClass, number>>> = { person: 25, bicycle: 45 };
/** Speeds are taken over this time, milliseconds. */
const overMs = 1000;

function create(config: z.output<typeof schema>): Rule {
  const speeds = new Speeds(overMs);
  const stays = stayRule(config, { afterMs: config.hold, bridgeMs, mustMove: true }, 'event.highway-walker');
  const isLikely = ({ places, ground, monotonicMs }: Scene, { id, class: kind }: Track): boolean => {
    const place = places?.get(id);
    if (!place || !ground) return true;
    const speed = speeds.see(id, monotonicMs, place, ground.scaleError);
    // A motorcycle may look like a bicycle for as long as it takes to tell of one: its speed is waited for.
    if (!speed) return kind !== 'bicycle';
    return speed.kmh - speed.uncertaintyKmh <= (fastest[kind] ?? Number.POSITIVE_INFINITY);
  };
  return {
    ...stays,
    step: (scene) => {
      speeds.forget(scene.ended);
      return stays.step({ ...scene, tracks: scene.tracks.filter((track) => isLikely(scene, track)) });
    },
    interrupted: () => {
      speeds.clear();
      stays.interrupted();
    },
  };
}

export const highwayWalker: RuleKind<typeof schema> = { kind: 'highway-walker', schema, create };
