import type { Box } from '../../domain/detection.ts';

/** Square pixels. */
export const areaOf = (b: Box) => b.width * b.height;

/** What two boxes have in common, square pixels. */
export function shared(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width <= 0 || height <= 0 ? 0 : width * height;
}

/** Of the smaller of two boxes the share that lies in the other, 0 to 1. */
export function shareOfSmaller(a: Box, b: Box): number {
  const both = shared(a, b);
  return both === 0 ? 0 : both / Math.min(areaOf(a), areaOf(b));
}

/** Intersection over union of two boxes, 0 to 1. */
export function iou(a: Box, b: Box): number {
  const both = shared(a, b);
  return both === 0 ? 0 : both / (areaOf(a) + areaOf(b) - both);
}

/** The box grown by `margin` pixels on each side. */
export function grown(box: Box, margin: number): Box {
  return {
    x: box.x - margin,
    y: box.y - margin,
    width: box.width + 2 * margin,
    height: box.height + 2 * margin,
  };
}
