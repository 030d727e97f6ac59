// Boxes of a detector that are two people at once, one behind the other. Their score is as high as anybody's, and a track that
// follows one goes from the one person to the other. Where the camera itself is described, it shows: nobody is so high, and
// whoever is in it has a box of its own that is as high as a person there.
import type { Box, Detection } from '../../domain/detection.ts';
import { areaOf, iou, shared } from '../track/overlap.ts';
import type { Ground } from './ground.ts';

/** Nobody is higher, with a hat, a hand up and what a calibration may be off; whoever is lower is no grown-up; metres. */
const tallest = 2.35;
const shortest = 1.4;
/** A box lies in another by this share of it. */
const within = 0.7;
/** Feet of two people are apart by this share of the height of the lower one's box; the boxes overlap by less than this. */
const apart = 0.1;
const overlapping = 0.5;

/** @returns the detections without boxes of people that hold two others. */
export function withoutMerged(detections: readonly Detection[], ground: Ground): readonly Detection[] {
  if (!ground.knowsHeights) return detections;
  const people = detections.filter((d) => d.class === 'person');
  const giants = people.filter(({ box }) => isTaller(box, tallest, ground));
  if (giants.length === 0) return detections;
  const whole = people.filter((d) => !giants.includes(d) && isTaller(d.box, shortest, ground)).map((d) => d.box);
  const merged = giants.filter(({ box }) => {
    const inside = whole.filter((b) => shareIn(b, box) >= within);
    return inside.some((a, i) => inside.slice(i + 1).some((b) => areTwo(a, b)));
  });
  return detections.filter((d) => !merged.includes(d));
}

/** Whether who has this box is higher than so many metres. */
function isTaller({ x, y, width, height }: Box, metres: number, ground: Ground): boolean {
  const spot = ground.toGround({ x: x + width / 2, y: y + height });
  const top = spot && ground.toPicture(spot, metres);
  return top !== undefined && y < top.y;
}

function areTwo(a: Box, b: Box): boolean {
  const feet = Math.abs(a.y + a.height - b.y - b.height);
  if (feet < apart * Math.max(a.height, b.height)) return false;
  return iou(a, b) < overlapping;
}

const shareIn = (inner: Box, outer: Box): number => shared(inner, outer) / areaOf(inner);
