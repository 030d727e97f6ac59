// Suspects who drives faster than a limit. Indicative: in Vietnam speed is enforced with laser or radar (TCVN
// 14464-1:2025), a camera's figure says where to look. Nobody is accused whose speed may still lie within the limit.
//
// Who comes from far away is measured worst where it is seen first. So it is not told of at once: for twice as long as a
// speed is taken over, or until it leaves the zone, its speed is taken anew in each frame. Of the figures that are nearly as
// certain as the best one that in the middle is told; and nobody is accused by a figure that those after it do not bear out.
import { z } from 'zod';
import type { Point } from '../../domain/detection.ts';
import { durationSchema } from '../../runtime/schema.ts';
import { type Speed, Speeds } from '../calibration/speeds.ts';
import type { Track } from '../track/track.ts';
import { standFor } from './anchors.ts';
import { classWord, explain, inPicture } from './explain.ts';
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
    .describe(
      'The time over which a speed is taken; longer is more exact. Who is too fast is measured on for twice as long.',
    ),
  severity: severitySchema.default('warning').describe('How grave it is.'),
});
type Config = z.output<typeof schema>;

/** Somebody who was too fast, while it is measured on. */
interface Pursuit {
  readonly sinceMs: number;
  /** Figures since then, and those of them that are over the limit for certain. */
  figures: number;
  over: number;
  /** Those that are over the limit for certain. */
  found: Speed[];
  /** As it was seen last in the zone. */
  track: Track;
  at: Point;
}

/** It is measured on for so many times as long as a speed is taken over. */
const onward = 2;
/** So many times as uncertain as the best figure one is nearly as certain. */
const nearly = 1.5;
/** Least share of the figures since the first that must be over the limit too: who was too fast may brake since. */
const leastShare = 0.15;

function create(config: Config): Rule {
  const speeds = new Speeds(config.over);
  const pursuits = new Map<string, Pursuit>();
  const told = new Set<string>();

  const isOver = ({ kmh, uncertaintyKmh }: Speed) => kmh - uncertaintyKmh > config.limit;

  /** The end of a pursuit. */
  const tell = (scene: Scene, id: string): RuleEvent[] => {
    const pursuit = pursuits.get(id);
    pursuits.delete(id);
    if (!pursuit || pursuit.over < leastShare * pursuit.figures) return [];
    told.add(id);
    const { track, at } = pursuit;
    const best = likeliest(pursuit.found);
    const { kmh, uncertaintyKmh } = best;
    const explanation = explain('event.speed', {
      ...{ class: classWord(track.class), speed: kmh.toFixed(1), error: uncertaintyKmh.toFixed(1) },
      ...{ zone: config.id, at: inPicture(scene, at), metres: best.metres.toFixed(1) },
      ...{ time: explain('time.seconds', { n: best.seconds.toFixed(2) }), limit: config.limit },
    });
    const measurement = {
      ...{ quantity: 'speed' as const, value: round(kmh), uncertainty: round(uncertaintyKmh), unit: 'km/h' as const },
    };
    const { severity } = config;
    return [{ phase: 'instant', severity, track, boxes: [track.seenAs], explanation, measurement }];
  };

  const look = (scene: Scene, track: Track): RuleEvent[] => {
    const { places, ground, monotonicMs } = scene;
    const place = places?.get(track.id);
    if (!place || !ground || !looksAt(config.classes, track.class)) return [];
    const at = standFor(scene, track, config.anchor === 'feet' ? 'ground' : config.anchor);
    if (!at || !isInside(zoneInPixels(config.zone, scene), at)) {
      speeds.forget([track.id]);
      return tell(scene, track.id);
    }
    const found = speeds.see(track.id, monotonicMs, place, ground.scaleError);
    if (!found || !track.confirmed || told.has(track.id)) return [];
    const pursuit = pursuits.get(track.id);
    if (pursuit) goOn(pursuit, found, track, at);
    else if (isOver(found)) pursuits.set(track.id, begin(found, track, at, monotonicMs));
    return pursuit && monotonicMs - pursuit.sinceMs >= onward * config.over ? tell(scene, track.id) : [];
  };

  const goOn = (pursuit: Pursuit, found: Speed, track: Track, at: Point): void => {
    const over = isOver(found);
    pursuit.figures++;
    if (over) pursuit.over++;
    if (over) pursuit.found.push(found);
    Object.assign(pursuit, { track, at });
  };

  return {
    id: config.id,
    kind: config.kind,
    shapes: [{ kind: 'zone', points: config.zone }],
    step: (scene) => {
      const gone = scene.ended.flatMap((id) => tell(scene, id));
      speeds.forget(scene.ended);
      for (const id of scene.ended) told.delete(id);
      return [...gone, ...scene.tracks.flatMap((track) => look(scene, track))];
    },
    interrupted: () => {
      speeds.clear();
      pursuits.clear();
      told.clear();
    },
  };
}

const begin = (first: Speed, track: Track, at: Point, ms: number): Pursuit => ({
  ...{ sinceMs: ms, figures: 1, over: 1, found: [first], track, at },
});

/**
 * Of the figures that are nearly as certain as the best one that in the middle: where one is wrong by a box that slid over
 * headlights on the road, it looks as certain as the others.
 */
function likeliest(all: readonly Speed[]): Speed {
  const least = Math.min(...all.map(shareOf));
  const sure = all.filter((s) => shareOf(s) <= nearly * least).sort((a, b) => a.kmh - b.kmh);
  return sure[(sure.length - 1) >> 1]!;
}

/** How uncertain a speed is, as a share of it. */
const shareOf = ({ kmh, uncertaintyKmh }: Speed): number => uncertaintyKmh / kmh;

const round = (v: number) => Math.round(v * 100) / 100;

export const speed: RuleKind<typeof schema> = { kind: 'speed', schema, create };
