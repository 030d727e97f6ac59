// Plane geometry of the rules. Points are in pixels, x to the right, y down, so "right of a line" is what a person sees
// to the right who stands on its first point and looks at its second.
import type { Box, Point } from '../../domain/detection.ts';

/** A point as the configuration gives it: shares of the picture's width and height. */
export type Normalised = readonly [number, number];

export const toPixels = ([x, y]: Normalised, width: number, height: number): Point => ({ x: x * width, y: y * height });

/** Where a road user stands: the middle of its box's lower edge, or the middle of the box. */
export type Anchor = 'feet' | 'centre';

export function anchorOf(box: Box, anchor: Anchor): Point {
  return { x: box.x + box.width / 2, y: box.y + (anchor === 'feet' ? box.height : box.height / 2) };
}

/** Twice the signed area of the triangle a, b, p: positive where p is to the right of the line from a to b. */
function cross(a: Point, b: Point, p: Point): number {
  return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

/** Distance of p from the line through a and b, pixels: positive to its right. */
export function signedDistance(a: Point, b: Point, p: Point): number {
  return cross(a, b, p) / Math.hypot(b.x - a.x, b.y - a.y);
}

/**
 * Where the step from p to q meets the line through a and b: 0 at a, 1 at b, outside of that beyond its ends. Only
 * meaningful where p and q are on different sides.
 */
export function crossingAt(a: Point, b: Point, p: Point, q: Point): number {
  const dp = signedDistance(a, b, p);
  const dq = signedDistance(a, b, q);
  const share = dp === dq ? 0 : dp / (dp - dq);
  const x = p.x + (q.x - p.x) * share;
  const y = p.y + (q.y - p.y) * share;
  const lengthSquared = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  return ((x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y)) / lengthSquared;
}

/** Whether p lies inside the polygon (even-odd rule). */
export function isInside(polygon: readonly Point[], p: Point): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const a = polygon[i]!;
    const b = polygon[j]!;
    if (a.y > p.y !== b.y > p.y && p.x < ((b.x - a.x) * (p.y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

/**
 * How deep p lies in the polygon: its distance from the nearest edge, pixels, negative outside. Edges along the border of
 * the picture do not count: what is watched goes on beyond them.
 */
export function depthIn(polygon: readonly Point[], p: Point, width: number, height: number): number {
  const isBorder = (a: Point, b: Point) =>
    (a.x === b.x && (a.x <= 0 || a.x >= width)) || (a.y === b.y && (a.y <= 0 || a.y >= height));
  let nearest = Number.POSITIVE_INFINITY;
  polygon.forEach((a, i) => {
    const b = polygon[(i + 1) % polygon.length]!;
    if (!isBorder(a, b)) nearest = Math.min(nearest, distanceTo(a, b, p));
  });
  return isInside(polygon, p) ? nearest : -nearest;
}

/** From a point to a segment, pixels. */
function distanceTo(a: Point, b: Point, p: Point): number {
  const squared = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const along = squared === 0 ? 0 : ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / squared;
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(p.x - a.x - t * (b.x - a.x), p.y - a.y - t * (b.y - a.y));
}

/** Whether two segments touch or cross. */
function segmentsMeet(a: Point, b: Point, c: Point, d: Point): boolean {
  const abc = Math.sign(cross(a, b, c));
  const abd = Math.sign(cross(a, b, d));
  const cda = Math.sign(cross(c, d, a));
  const cdb = Math.sign(cross(c, d, b));
  if (abc !== abd && cda !== cdb) return true;
  const within = (p: Point, q: Point, r: Point) =>
    Math.min(p.x, q.x) <= r.x && r.x <= Math.max(p.x, q.x) && Math.min(p.y, q.y) <= r.y && r.y <= Math.max(p.y, q.y);
  return (
    (abc === 0 && within(a, b, c)) ||
    (abd === 0 && within(a, b, d)) ||
    (cda === 0 && within(c, d, a)) ||
    (cdb === 0 && within(c, d, b))
  );
}

/**
 * The first two edges of a polygon that cross or touch where they should not, each named by the index of the point it
 * starts at; undefined for a simple polygon.
 */
export function crossingEdges(points: readonly Normalised[]): readonly [number, number] | undefined {
  const n = points.length;
  const at = (i: number): Point => ({ x: points[i % n]![0], y: points[i % n]![1] });
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const [a, b, c, d] = [at(i), at(i + 1), at(j), at(j + 1)] as const;
      const areNeighbours = j === i + 1 || (i === 0 && j === n - 1);
      if (!areNeighbours) {
        if (segmentsMeet(a, b, c, d)) return [i, j];
        continue;
      }
      // Neighbours share a point; they are wrong where one runs back over the other.
      const [shared, left, right] = j === i + 1 ? [b, a, d] : [a, b, c];
      const back = (left.x - shared.x) * (right.x - shared.x) + (left.y - shared.y) * (right.y - shared.y) > 0;
      if (back && Math.abs(cross(shared, left, right)) < 1e-12) return [i, j];
    }
  }
  return undefined;
}

/** Area of a polygon, in the square of the unit of its points. */
export function areaOf(points: readonly Normalised[]): number {
  let twice = 0;
  points.forEach(([x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length]!;
    twice += x * nextY - nextX * y;
  });
  return Math.abs(twice) / 2;
}
