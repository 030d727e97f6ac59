// How long each road user has been in a zone. Shared by the rules that accuse one road user of being there.
//
// A stay survives a moment out of the zone or out of sight: a box that trembles at the zone's edge, a pole, a passing
// bus. It is told once, and only in a frame in which the road user is seen inside. Who passes close by is in it now and
// then by the error of its place: a stay is believed where all sightings since it began, those outside too, say together
// that it is inside by more than that error. Who was told of and trembles out of the zone and in again is not told of anew,
// nor who was told of, lost, and is found there again as a new track; nor somebody on foot of whom it is first known in the
// depth of the zone, where somebody who was told of was hidden just before: nobody walks in there unseen.
import type { Point, RoadUserClass } from '../../domain/detection.ts';
import type { Track } from '../track/track.ts';
import { depthOf, standFor, type ZoneAnchor } from './anchors.ts';
import { classWord, duration, explain, inPicture, seconds } from './explain.ts';
import { looksAt } from './fields.ts';
import type { Normalised } from './geometry.ts';
import { zoneInPixels } from './occupancy.ts';
import { overlapMs, reachOf } from './reach.ts';
import type { Rule, RuleEvent, Scene, Severity } from './rule.ts';

export interface StayConfig {
  readonly id: string;
  readonly kind: string;
  readonly zone: readonly Normalised[];
  readonly classes?: readonly RoadUserClass[] | undefined;
  readonly anchor: ZoneAnchor;
  readonly severity: Severity;
}

/** Somebody on foot, when and where it was seen last, and how high its box was, pixels. */
interface Seen {
  readonly ms: number;
  readonly at: Point;
  readonly height: number;
}

interface Stay {
  readonly sinceMs: number;
  /** Where it was seen last, and the height of its box, pixels. */
  at: Point;
  height: number;
  seenMs: number;
  /** Where it came in, pixels. */
  readonly from: Point;
  insideMs: number;
  /** Sightings since, and the sum of how deep inside they were, in errors of the place. */
  sightings: number;
  depths: number;
  told: boolean;
  /** Another track has it too. Its own one is the one that was told of, if it comes back. */
  isAdopted: boolean;
}

/** One sighting says no more than that it is so many errors inside, or outside. */
const mostErrors = 2;
/** Of an exactly known place this is an error, pixels. */
const leastDoubt = 0.01;
/** Boxes of what stands still tremble by less than this share of their height. */
const movedHeights = 0.25;
/** So many errors inside is deep. Who was told of and hidden there is the one who is there so long after, milliseconds. */
const deep = 1.5;
const hiddenMs = 4000;
/** Nobody walks more than so many heights of the box a second, beside how far its point trembles; its way is known for so long. */
const strideASecond = 1.2;
const trembles = 0.05;
const wayMs = 1000;
/** Out of the zone for less than this one has not gone, and is told of once, milliseconds. */
const goneMs = 1000;
/** Told of and lost there it is kept for so long; a track is drawn out of the zone by another one's box for less than that. */
const lostMs = 3000;
const strayMs = 1000;

interface Times {
  readonly afterMs: number;
  readonly bridgeMs: number;
  readonly mustMove?: boolean;
}

type Says = 'event.intrusion' | 'event.loitering' | 'event.forbidden-lane' | 'event.highway-walker';

/**
 * @param afterMs how long a stay must be to be told.
 * @param bridgeMs how long one may be out of the zone or of sight without ending the stay.
 * @param mustMove people are in it from when they moved: a sign that a detector takes for somebody never does.
 * @param says what the explanation says.
 */
export function stayRule(config: StayConfig, { afterMs, bridgeMs, mustMove = false }: Times, says: Says): Rule {
  const stays = new Map<string, Stay>();
  /** Where tracks were seen first, pixels; null for those who have moved since. */
  const firstAt = new Map<string, Point | null>();
  /** By track: people told of, in the depth of the zone; and all people. */
  const lately = new Map<string, Seen>();
  const seen = new Map<string, Seen & { readonly isUnseen: boolean }>();

  /** Whether a person is in the depth of the zone, as far as its track tells, without having walked in. */
  const isUnexplained = (ms: number, { id, box: { height } }: Track, at: Point, depth: number): boolean => {
    const last = seen.get(id);
    const most = last && (trembles + (strideASecond * (ms - last.ms)) / 1000) * height;
    const hasWalked = last && ms - last.ms <= wayMs && Math.hypot(at.x - last.at.x, at.y - last.at.y) <= most!;
    const isUnseen = depth > 0 && (hasWalked ? last.isUnseen : depth >= deep);
    seen.set(id, { ms, at, height, isUnseen });
    return isUnseen;
  };

  /** Whether a person has moved since it was seen first; others need not. */
  const hasMoved = (track: Track, point: Point): boolean => {
    if (!mustMove || track.class !== 'person') return true;
    const first = firstAt.get(track.id);
    if (first === undefined) firstAt.set(track.id, point);
    else if (first && Math.hypot(point.x - first.x, point.y - first.y) >= movedHeights * track.box.height)
      firstAt.set(track.id, null);
    return firstAt.get(track.id) === null;
  };

  const look = (scene: Scene, track: Track): RuleEvent[] => {
    const { monotonicMs } = scene;
    if (!track.confirmed || !looksAt(config.classes, track.class)) return [];
    const point = standFor(scene, track, config.anchor);
    const known = point && depthOf(scene, track, config.anchor, zoneInPixels(config.zone, scene));
    if (!point || !known) return [];
    const depth = Math.max(-mostErrors, Math.min(mostErrors, known.depth / Math.max(known.doubt, leastDoubt)));
    const isWalker = track.class === 'person';
    const isUnseen = isWalker && isUnexplained(monotonicMs, track, point, depth);
    const before = stays.get(track.id) ?? adopt(stays, scene, track, point);
    if (before) {
      before.sightings++;
      before.depths += depth;
      Object.assign(before, { at: point, height: track.box.height, seenMs: monotonicMs });
    }
    const moved = hasMoved(track, point);
    if (known.depth <= 0 || !(before || moved)) return [];
    const isDeep = isWalker && depth >= deep;
    const stay = before ?? begin(track, point, depth, monotonicMs);
    if (!before && isUnseen && wasHidden(lately, monotonicMs, track, point)) stay.told = true;
    stays.set(track.id, stay);
    stay.insideMs = monotonicMs;
    if (stay.told && isDeep) lately.set(track.id, { ms: monotonicMs, at: point, height: track.box.height });
    const ms = monotonicMs - stay.sinceMs;
    // The mean of many sightings is known better than one.
    if (stay.told || ms < afterMs || stay.depths < Math.sqrt(stay.sightings)) return [];
    stay.told = true;
    const explanation = explain(says, {
      ...{ class: classWord(track.class), zone: config.id, time: seconds(ms), limit: duration(afterMs) },
      ...{ from: inPicture(scene, stay.from), to: inPicture(scene, point) },
    });
    return [{ phase: 'instant', severity: config.severity, track, boxes: [track.seenAs], explanation }];
  };

  return {
    id: config.id,
    kind: config.kind,
    shapes: [{ kind: 'zone', points: config.zone }],
    step: (scene) => {
      for (const id of scene.ended) {
        firstAt.delete(id);
        seen.delete(id);
      }
      for (const [id, { ms }] of lately) if (scene.monotonicMs - ms > hiddenMs) lately.delete(id);
      // A track that ended is kept for its moment too: where its id comes back, it is the same road user.
      for (const [id, stay] of stays) if (isOver(stay, scene.monotonicMs, bridgeMs)) stays.delete(id);
      return scene.tracks.flatMap((track) => look(scene, track));
    },
    interrupted: () => {
      stays.clear();
      firstAt.clear();
      lately.clear();
      seen.clear();
    },
  };
}

/** Who was told of and is lost in the zone is still there for longer than who is seen outside of it. */
const isOver = ({ told, insideMs, seenMs }: Stay, ms: number, bridgeMs: number): boolean =>
  ms - insideMs > (told ? Math.max(bridgeMs, goneMs) : bridgeMs) &&
  !(told && seenMs - insideMs <= strayMs && ms - seenMs <= lostMs);

const begin = ({ box }: Track, point: Point, depth: number, ms: number): Stay => ({
  ...{ sinceMs: ms, from: point, at: point, height: box.height, seenMs: ms, insideMs: ms },
  ...{ sightings: 1, depths: depth, told: false, isAdopted: false },
});

/** Whether somebody who was told of was here lately and is not seen now; it is taken for this one then. */
function wasHidden(lately: Map<string, Seen>, ms: number, { box }: Track, point: Point): boolean {
  for (const [id, told] of lately) {
    if (told.ms === ms || !isWithinReach(told.at, point, Math.max(told.height, box.height), ms - told.ms)) continue;
    lately.delete(id);
    return true;
  }
  return false;
}

/** Whether somebody may have come from one point to another. */
const isWithinReach = (from: Point, to: Point, height: number, ms: number): boolean =>
  Math.hypot(to.x - from.x, to.y - from.y) <= reachOf(height, ms);

/**
 * The stay, told of already, of a track that was lost just here: the tracker has found the same one again. Time that was
 * not told of goes over to nobody: in a crowd it would be somebody else's.
 */
function adopt(stays: Map<string, Stay>, { monotonicMs, tracks }: Scene, track: Track, point: Point): Stay | undefined {
  for (const [id, stay] of stays) {
    if (!stay.told || stay.isAdopted || tracks.some((t) => t.id === id)) continue;
    const height = Math.max(stay.height, track.box.height);
    const isHere = isWithinReach(stay.at, point, height, monotonicMs - stay.seenMs);
    if (track.bornMs < stay.seenMs - overlapMs || !isHere) continue;
    stay.isAdopted = true;
    const own = { ...stay, isAdopted: false };
    stays.set(track.id, own);
    return own;
  }
  return undefined;
}
