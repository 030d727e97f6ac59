// Where somebody is for a rule that asks whether it stands: on the ground in metres where a calibration tells, for a metre away
// from the camera is few pixels and a metre across many; else in the picture, in the measure of its box.
import type { Point } from '../../domain/detection.ts';
import type { Track } from '../track/track.ts';
import { standFor, type ZoneAnchor } from './anchors.ts';
import type { Scene } from './rule.ts';

/** Radius of the circle of who stands: metres, with so much of the error of its place, … */
const metres = 0.3;
const errorShare = 1.4;
/** … or a share of its box's height, and the least of it in pixels. */
const radiusShare = 0.2;
const radiusPixels = 3;
/** Close to its place it stands: a share of the circle, and without a ground that of its box's height and the least of it in pixels. */
const closeOfCircle = 0.2;
const closeShare = 0.06;
const closePixels = 1.5;

export interface Whereabouts extends Point {
  readonly isMetres: boolean;
  /** The same in the picture, pixels, as its zone asks. */
  readonly pixels: Point;
  /** Of the circle within which one stands, and of the place close to which one has stood. */
  readonly radius: number;
  readonly close: number;
}

/** @returns undefined where it is not known in this frame. */
export function whereaboutsOf(scene: Scene, track: Track, anchor: ZoneAnchor): Whereabouts | undefined {
  const pixels = standFor(scene, track, anchor);
  const place = anchor === 'ground' || anchor === 'front' ? scene.places?.get(track.id) : undefined;
  if (!pixels) return undefined;
  if (place) {
    const radius = metres + errorShare * place.error;
    return { ...place.at, isMetres: true, pixels, radius, close: closeOfCircle * radius };
  }
  const { height } = track.box;
  const radius = Math.max(radiusPixels, radiusShare * height);
  return { ...pixels, isMetres: false, pixels, radius, close: Math.max(closePixels, closeShare * height) };
}
