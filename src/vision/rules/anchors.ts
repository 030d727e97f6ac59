// Which points of a road user the rules hold against their lines and zones, in pixels.
import type { Point } from '../../domain/detection.ts';
import type { Track } from '../track/track.ts';
import { anchorOf, isInside } from './geometry.ts';
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
