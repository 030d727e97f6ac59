// Which points of a road user the rules hold against their lines and zones, in pixels.
import type { Point } from '../../domain/detection.ts';
import type { Track } from '../track/track.ts';
import { anchorOf, depthIn, isInside } from './geometry.ts';
import type { Scene } from './rule.ts';

export type LineAnchor = 'feet' | 'centre' | 'ground' | 'front';
export type ZoneAnchor = LineAnchor | 'corners';

/** Undefined where it is not known in this frame: the box is cut off, above the horizon, or there is no calibration. */
export function pointOf(scene: Scene, track: Track, anchor: LineAnchor): Point | undefined {
  if (anchor === 'feet' || anchor === 'centre') return anchorOf(track.box, anchor);
  const place = scene.places?.get(track.id);
  return place && scene.ground?.toPicture(anchor === 'front' ? place.front : place.at);
}

/** The point that stands for a road user where one is needed, also with the anchor `corners`. */
export const standFor = (scene: Scene, track: Track, anchor: ZoneAnchor): Point | undefined =>
  pointOf(scene, track, anchor === 'corners' ? 'feet' : anchor);

/** Whether a road user is in a zone; undefined where that is not known in this frame. */
export function isIn(scene: Scene, track: Track, anchor: ZoneAnchor, polygon: readonly Point[]): boolean | undefined {
  if (anchor !== 'corners') {
    const point = pointOf(scene, track, anchor);
    return point && isInside(polygon, point);
  }
  const { x, y, width, height } = track.box;
  return [x, x + width].some((px) => [y, y + height].some((py) => isInside(polygon, { x: px, y: py })));
}

/** How well the edge of a box is known: pixels, and share of its height (see calibration/place.ts). */
const edgePixels = 1;
const edgeShare = 0.02;

export interface Depth {
  /** From the nearest edge of the zone, pixels; negative outside. */
  readonly depth: number;
  /** How far that may be off, pixels, one standard deviation. */
  readonly doubt: number;
}

/** How deep in a zone a road user is; undefined where that is not known in this frame. */
export function depthOf(scene: Scene, track: Track, anchor: ZoneAnchor, polygon: readonly Point[]): Depth | undefined {
  // Any corner is enough: the box reaches into the zone, or it does not.
  if (anchor === 'corners') return { depth: isIn(scene, track, anchor, polygon) ? 1 : -1, doubt: 0 };
  const point = pointOf(scene, track, anchor);
  if (!point) return undefined;
  const place = anchor === 'ground' || anchor === 'front' ? scene.places?.get(track.id) : undefined;
  const doubt =
    place && scene.ground
      ? place.error / scene.ground.metresPerPixel(point)
      : edgePixels + edgeShare * track.box.height;
  return { depth: depthIn(polygon, point, scene.width, scene.height), doubt };
}
