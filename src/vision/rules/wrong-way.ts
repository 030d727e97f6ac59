// Suspects a road user that travels against the allowed direction of a zone.
//
// Each confirmed track in the zone has a furthest point: where it was furthest along the allowed direction. How far it
// has come back from there, for how long, and how straight, decides. So a road user that trembles, waits, or changes
// its lane is left alone, and one that goes right first and then turns round is not. Each track is reported once.
import { z } from 'zod';
import type { Point } from '../../domain/detection.ts';
import { durationSchema } from '../../runtime/schema.ts';
import type { Track } from '../track/track.ts';
import { depthOf, isIn, standFor, type ZoneAnchor } from './anchors.ts';
import { classWord, duration, explain, seconds } from './explain.ts';
import { directionSchema, looksAt, severitySchema, zoneFields } from './fields.ts';
import { toPixels } from './geometry.ts';
import { zoneInPixels } from './occupancy.ts';
import type { Rule, RuleEvent, RuleKind, Scene } from './rule.ts';

const schema = z.strictObject({
  ...zoneFields,
  kind: z.literal('wrong-way').describe('Suspects road users that travel against the allowed direction.'),
  allowed: directionSchema,
  distance: z
    .number()
    .min(0.01)
    .max(1)
    .default(0.1)
    .describe("How far one must go against the direction, as a share of the picture's height."),
  hold: durationSchema({ maxMs: 60_000 }).prefault('1s').describe('For how long one must go against the direction.'),
  severity: severitySchema.default('warning').describe('How grave it is.'),
});
type Config = z.output<typeof schema>;

/** Least share of the way that must lie against the direction: cos 60°. */
const straightness = 0.5;
/** A box as large as the whole distance may tremble by it: at least this share of its own height must be gone. */
const ownHeights = 0.5;

/** With a calibration: slower than this is no travel, metres a second. */
const walkingPace = 0.8;

interface Way {
  furthest: Point;
  progress: number;
  sinceMs: number;
}

function create(config: Config): Rule {
  const ways = new Map<string, Way>();
  const reported = new Set<string>();

  const look = (scene: Scene, track: Track, polygon: readonly Point[]): RuleEvent[] => {
    if (!track.confirmed || reported.has(track.id)) return [];
    const point = standFor(scene, track, config.anchor);
    if (!point) return [];
    const way = ways.get(track.id);
    const isThere = way ? isIn(scene, track, config.anchor, polygon) : isSurelyIn(scene, track, config.anchor, polygon);
    if (!looksAt(config.classes, track.class) || !isThere) {
      ways.delete(track.id);
      return [];
    }
    const { from, to, here, inMetres } = onGround(config, scene, track) ?? inPixels(config, scene, point);
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const progress = ((here.x - from.x) * (to.x - from.x) + (here.y - from.y) * (to.y - from.y)) / length;
    if (!way || progress >= way.progress) {
      ways.set(track.id, { furthest: here, progress, sinceMs: scene.monotonicMs });
      return [];
    }
    const against = way.progress - progress;
    const gone = Math.hypot(here.x - way.furthest.x, here.y - way.furthest.y);
    const ms = scene.monotonicMs - way.sinceMs;
    const least = inMetres
      ? (walkingPace * config.hold) / 1000
      : Math.max(config.distance * scene.height, ownHeights * track.box.height);
    if (against < least || against < straightness * gone || ms < config.hold) return [];
    reported.add(track.id);
    ways.delete(track.id);
    const what = { class: classWord(track.class), zone: config.id, time: seconds(ms), hold: duration(config.hold) };
    const explanation = inMetres
      ? explain('event.wrong-way-metres', { ...what, way: against.toFixed(1), least: least.toFixed(1) })
      : explain('event.wrong-way-picture', {
          ...what,
          way: (against / scene.height).toFixed(2),
          least: config.distance,
        });
    const { severity } = config;
    return [{ phase: 'instant', severity, direction: 'against', track, boxes: [track.seenAs], explanation }];
  };

  return {
    id: config.id,
    kind: config.kind,
    shapes: [
      { kind: 'zone', points: config.zone },
      { kind: 'arrow', points: config.allowed },
    ],
    step: (scene) => {
      for (const id of scene.ended) {
        ways.delete(id);
        reported.delete(id);
      }
      const polygon = zoneInPixels(config.zone, scene);
      return scene.tracks.flatMap((track) => look(scene, track, polygon));
    },
    interrupted: () => {
      ways.clear();
      reported.clear();
    },
  };
}

/** Who passes the edge of the zone for a moment is not in it for as long as its place is in doubt. */
function isSurelyIn(scene: Scene, track: Track, anchor: ZoneAnchor, polygon: readonly Point[]): boolean {
  const place = depthOf(scene, track, anchor, polygon);
  return place !== undefined && place.depth >= place.doubt;
}

interface Frame {
  readonly from: Point;
  readonly to: Point;
  readonly here: Point;
  readonly inMetres: boolean;
}

function inPixels({ allowed }: Config, { width, height }: Scene, here: Point): Frame {
  return { from: toPixels(allowed[0], width, height), to: toPixels(allowed[1], width, height), here, inMetres: false };
}

/** Undefined where the rule does not judge by the ground, or the ground is not known. */
function onGround({ allowed, anchor }: Config, scene: Scene, track: Track): Frame | undefined {
  const place = anchor === 'ground' ? scene.places?.get(track.id) : undefined;
  const [from, to] = allowed.map((p) => scene.ground?.toGround(toPixels(p, scene.width, scene.height)));
  return place && from && to ? { from, to, here: place.at, inMetres: true } : undefined;
}

export const wrongWay: RuleKind<typeof schema> = { kind: 'wrong-way', schema, create };
