// Suspects a road user that stands in a zone for longer than it may: stopping, or parking with a longer time.
//
// A road user stands while the point under it stays within a circle around a spot; how wide goes with how well its place
// is known (whereabouts.ts), so that a box that trembles stands still and a wheel that turns slowly does not. A moment
// outside of the circle does not end it. Who was told of is told of again only where it stands somewhere else. Who leaves
// it by creeping on to where it really stops has stood since it came near that place, not since its last centimetre; and
// nobody has stood longer than it was seen close to its place (rest.ts). Who is hidden while it stands is remembered at
// its spot: when it comes back there within `bridge`, with its own name or as a new track (the tracker may have lost it
// behind a bus), it has stood there all the time. So has one whose box went along with somebody who passed before it and
// is back soon.
import { z } from 'zod';
import type { Box, Point, RoadUserClass } from '../../domain/detection.ts';
import { durationSchema } from '../../runtime/schema.ts';
import { iou } from '../track/overlap.ts';
import type { Track } from '../track/track.ts';
import type { ZoneAnchor } from './anchors.ts';
import { classWord, duration, explain, inPicture, seconds } from './explain.ts';
import { looksAt, severitySchema, zoneFields } from './fields.ts';
import { isInside, type Normalised } from './geometry.ts';
import { zoneInPixels } from './occupancy.ts';
import { keep, middleOf, type Sighting, stoodIn } from './rest.ts';
import type { Rule, RuleEvent, RuleKind, Scene, Severity } from './rule.ts';
import { Trail } from './trail.ts';
import { type Whereabouts, whereaboutsOf } from './whereabouts.ts';

const schema = z.strictObject({
  ...zoneFields,
  kind: z.literal('stopping').describe('Suspects road users that stand in a zone for longer than they may.'),
  after: durationSchema({ minMs: 1000, maxMs: 86_400_000 }).describe('How long one may stand; longer for parking.'),
  bridge: durationSchema({ maxMs: 600_000 })
    .prefault('20s')
    .describe('How long one that stands may be hidden and still has stood all the time when it is seen again.'),
  severity: severitySchema.default('warning').describe('How grave it is.'),
});
interface Config {
  readonly id: string;
  readonly kind: string;
  readonly zone: readonly Normalised[];
  readonly classes?: readonly RoadUserClass[] | undefined;
  readonly anchor: ZoneAnchor;
  readonly after: number;
  readonly bridge: number;
  readonly severity: Severity;
}

/** Who creeps on has stood since it was so near to its new spot: a share of the radius, so that crawling is no standing. */
const nearShare = 0.5;
/** Who was told of stands somewhere else from so many radii on: a long one drifts a little as it sets out. */
const elsewhere = 2;
/** Outside of the circle for longer than this, it has moved on, milliseconds. */
const awayMs = 700;
/**
 * Where it is, as its zone asks: a mean over about this long, milliseconds. Its circle may have begun outside of the zone
 * into which it crept, and a box that trembles over an edge is not in and out.
 */
const settleMs = 1000;
/** Back at the spot that it left within this time, it was its box that left, milliseconds. */
const returnMs = 4000;
/** Who was lost after standing for less than this was driving, milliseconds: nobody inherits its time. */
const stoodMs = 1000;
/** A detector's own suppression leaves of two road users of one class none that overlap by so much for long. */
const sameBody = 0.5;
/** A new track is the one that was lost only where their boxes are alike: the smaller height by the larger. */
const likeness = 0.6;

interface Spot {
  readonly point: Whereabouts;
  readonly sinceMs: number;
}

interface Stand {
  spot: Spot;
  /** Where it was seen since it came near its spot. */
  seen: readonly Sighting[];
  /** When it was told of, and where; null before. A spot that it was near by then is the one that it was told of. */
  told: { readonly ms: number; readonly point: Point } | null;
}

interface Standing extends Stand {
  readonly trail: Trail;
  /** Where it stood before, with when it left. */
  before: (Stand & { readonly leftMs: number }) | null;
  /** Mean of its latest points, pixels. */
  at: Point;
  /** Where it may have moved on to; null while it is within the circle. */
  next: Spot | null;
  leftMs: number;
  seenMs: number;
  height: number;
  /** As the detector saw it last, pixels. */
  box: Box;
  /** In how many frames it was known where it stands since it came to its spot, and in how many it was cut off. */
  known: number;
  unknown: number;
  /** Its track ended; it waits for whoever comes back to its spot. */
  lost: boolean;
}

/** @param jam from so many on that stand in the zone at once nobody is told; without it everybody is. */
export function stoppingRule(config: Config, jam = Number.POSITIVE_INFINITY): Rule {
  const all = new Map<string, Standing>();

  const standingIn = (polygon: readonly Point[], nowMs: number): number =>
    [...all.values()].filter((s) => !s.next && nowMs - s.spot.sinceMs >= stoodMs && isInside(polygon, s.at)).length;

  const look = (scene: Scene, track: Track, polygon: readonly Point[]): RuleEvent[] => {
    const nowMs = scene.monotonicMs;
    if (!track.confirmed || !looksAt(config.classes, track.class)) return [];
    const point = whereaboutsOf(scene, track, config.anchor);
    if (!point) {
      const cut = all.get(track.id);
      if (cut) cut.unknown++;
      return [];
    }
    const standing = all.get(track.id) ?? adopt(all, track, point) ?? begin(point, track, nowMs);
    all.set(track.id, standing);
    standing.seen = keep(standing.seen, { ...point, ms: nowMs });
    moveOn(standing, point, nowMs);
    if (!standing.next) standing.spot = aroundMiddle(standing);
    settle(standing, point.pixels, nowMs);
    Object.assign(standing, { seenMs: nowMs, height: track.box.height, box: track.seenAs, lost: false });
    standing.known++;
    clear(all, standing, nowMs);
    const { spot } = standing;
    if (standing.told || standing.next || nowMs - spot.sinceMs < config.after) return [];
    const ms = stoodMsOf(standing, point);
    if (ms < config.after || !isInside(polygon, standing.at)) return [];
    if (standing.known < standing.unknown || standingIn(polygon, nowMs) >= jam) return [];
    standing.told = { ms: nowMs, point };
    if (isToldAlready(all, standing, nowMs)) return [];
    const explanation = explain(point.isMetres ? 'event.stopping.metres' : 'event.stopping', {
      ...{ class: classWord(track.class), zone: config.id, at: inPicture(scene, standing.at), time: seconds(ms) },
      ...{ limit: duration(config.after), radius: point.radius.toFixed(point.isMetres ? 1 : 0) },
    });
    return [{ phase: 'instant', severity: config.severity, track, boxes: [track.seenAs], explanation }];
  };

  return {
    id: config.id,
    kind: config.kind,
    shapes: [{ kind: 'zone', points: config.zone }],
    step: (scene) => {
      for (const id of scene.ended) {
        const standing = all.get(id);
        if (standing) standing.lost = true;
      }
      for (const [id, s] of all) {
        const stood = s.seenMs - s.spot.sinceMs >= stoodMs && !s.next;
        if (scene.monotonicMs - s.seenMs > config.bridge || (s.lost && !stood)) all.delete(id);
      }
      const polygon = zoneInPixels(config.zone, scene);
      return scene.tracks.flatMap((track) => look(scene, track, polygon));
    },
    interrupted: () => all.clear(),
  };
}

const far = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);

const begin = (point: Whereabouts, { seenAs: box }: Track, nowMs: number): Standing => ({
  ...{ trail: new Trail(), spot: { point, sinceMs: nowMs }, seen: [], at: point.pixels },
  ...{ before: null, next: null, leftMs: nowMs, seenMs: nowMs, height: 0, told: null, lost: false },
  ...{ box, known: 0, unknown: 0 },
});

/** What a new track inherits of one that was lost at the same spot. */
function adopt(all: Map<string, Standing>, { box }: Track, point: Whereabouts): Standing | undefined {
  for (const [id, s] of all) {
    const alike = Math.min(s.height, box.height) / Math.max(s.height, box.height) >= likeness;
    if (!s.lost || !alike || far(s.spot.point, point) > point.radius) continue;
    all.delete(id);
    return s;
  }
  return undefined;
}

/** Where somebody stands who was seen to come there, nobody else still does: who was lost at that spot has left it. */
function clear(all: Map<string, Standing>, { spot, next }: Standing, nowMs: number): void {
  if (next || nowMs - spot.sinceMs < stoodMs) return;
  for (const [id, s] of all) {
    if (s.lost && s.seenMs < spot.sinceMs && far(s.spot.point, spot.point) <= spot.point.radius) all.delete(id);
  }
}

/** Two boxes that stand in each other are of one road user that is followed twice. */
function isToldAlready(all: Map<string, Standing>, one: Standing, nowMs: number): boolean {
  return [...all.values()].some(
    (s) => s !== one && s.told !== null && nowMs - s.seenMs <= stoodMs && iou(s.box, one.box) >= sameBody,
  );
}

/** From the first to the last sighting close to its place. */
function stoodMsOf({ seen, spot }: Standing, { radius, close }: Whereabouts): number {
  const around = seen.filter((one) => far(one, spot.point) <= radius);
  const stood = stoodIn(around, close);
  return stood ? stood.untilMs - stood.sinceMs : 0;
}

/** Its circle is around the middle of where it was seen: the first sighting in it is the last one of the way there. */
const aroundMiddle = ({ spot, seen }: Standing): Spot => ({ ...spot, point: { ...spot.point, ...middleOf(seen) } });

function settle(s: Standing, { x, y }: Point, nowMs: number): void {
  const share = 1 - Math.exp((s.seenMs - nowMs) / settleMs);
  s.at = { x: s.at.x + share * (x - s.at.x), y: s.at.y + share * (y - s.at.y) };
}

function moveOn(s: Standing, point: Whereabouts, nowMs: number): void {
  const { radius } = point;
  const near = nearShare * radius;
  s.trail.see(point, near, nowMs);
  if (far(s.spot.point, point) <= radius) {
    s.next = null;
    return;
  }
  if (!s.next) s.leftMs = nowMs;
  if (!s.next || far(s.next.point, point) > radius) {
    s.next = { point, sinceMs: s.trail.since(point, near) ?? nowMs };
  }
  const { before } = s;
  if (before && nowMs - before.leftMs <= returnMs && far(before.spot.point, point) <= near) {
    Object.assign(s, before, { seen: [...before.seen, ...s.seen], before: null, next: null });
    return;
  }
  if (nowMs - s.leftMs < awayMs) return;
  // Where it went through on the way there and back is no stand.
  if (s.leftMs - s.spot.sinceMs >= stoodMs) {
    s.before = { spot: s.spot, seen: s.seen, told: s.told, leftMs: s.leftMs };
  }
  s.spot = s.next;
  s.next = null;
  Object.assign(s, { known: 0, unknown: 0 });
  s.seen = s.seen.filter(({ ms }) => ms >= s.spot.sinceMs);
  if (s.told && s.spot.sinceMs > s.told.ms && far(s.spot.point, s.told.point) > elsewhere * radius) s.told = null;
}

export const stopping: RuleKind<typeof schema> = { kind: 'stopping', schema, create: (config) => stoppingRule(config) };
