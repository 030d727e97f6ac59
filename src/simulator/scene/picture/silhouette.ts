// Where a body lies in the picture: the hulls of its parts, exact through the camera, distortion included. What of it can
// be seen, and the boxes that a detector is to find, are the truth's affair (`../truth.ts`).
import type { Box } from '../../../domain/detection.ts';
import type { Pinhole } from '../pinhole.ts';
import type { Vec3 } from '../vector.ts';
import type { Body, Part } from './bodies/body.ts';

export interface Flat {
  readonly x: number;
  readonly y: number;
}

/** Andrew's monotone chain. */
export function convexHull<P extends Flat>(points: readonly P[]): P[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const hull: P[] = [];
  // Once along one side, once back along the other: neither may take back points of the one before.
  const walk = (from: number, to: number, step: 1 | -1) => {
    const floor = hull.length;
    for (let i = from; i !== to; i += step) {
      const p = sorted[i] as P;
      while (hull.length >= floor + 2) {
        const a = hull[hull.length - 1] as P;
        const o = hull[hull.length - 2] as P;
        if ((a.x - o.x) * (p.y - o.y) - (a.y - o.y) * (p.x - o.x) > 0) break;
        hull.pop();
      }
      hull.push(p);
    }
    hull.pop();
  };
  walk(0, sorted.length, 1);
  walk(sorted.length - 1, -1, -1);
  return hull;
}

/** All points of a part's outline in pixels, uncut; empty where the camera cannot show it. */
function pointsOf(part: Part, camera: Pinhole): Flat[] {
  return part.items.flatMap((item): Flat[] =>
    item.kind === 'face'
      ? camera.polygon(item.points)
      : item.balls.flatMap(({ at, radius }) => camera.rimOf(at, radius, 12)),
  );
}

/** The hulls of a body's parts in pixels: together they are its silhouette. */
export function outlinesOf(body: Body, camera: Pinhole): Flat[][] {
  return body.map((part) => convexHull(pointsOf(part, camera))).filter((hull) => hull.length > 2);
}

/** The smallest box around some points, cut off at the picture's edges. */
export function boxAround(points: readonly Flat[], size: { width: number; height: number }): Box | undefined {
  if (points.length === 0) return undefined;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const p of points) {
    left = Math.min(left, p.x);
    right = Math.max(right, p.x);
    top = Math.min(top, p.y);
    bottom = Math.max(bottom, p.y);
  }
  [left, top] = [Math.max(0, left), Math.max(0, top)];
  [right, bottom] = [Math.min(size.width, right), Math.min(size.height, bottom)];
  if (right <= left || bottom <= top) return undefined;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * A box that holds all of a body, not much larger than it: quickly worked out. All of the picture where the body reaches
 * behind the camera, undefined where none of it is in sight.
 */
export function reachOf(body: Body, camera: Pinhole): Box | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  let isNear = false;
  const take = (at: Vec3, radius: number) => {
    const { x, y, depth } = camera.project(at);
    if (depth < 1) isNear = true;
    // A ball shows a little larger off the axis than straight ahead.
    const r = radius === 0 ? 0 : 1.3 * radius * camera.scaleAt(at);
    left = Math.min(left, x - r);
    right = Math.max(right, x + r);
    top = Math.min(top, y - r);
    bottom = Math.max(bottom, y + r);
  };
  for (const part of body) {
    for (const item of part.items) {
      if (item.kind === 'face') for (const p of item.points) take(p, 0);
      else for (const { at, radius } of item.balls) take(at, radius);
    }
  }
  if (isNear) return { x: 0, y: 0, width: camera.width, height: camera.height };
  // Straight edges are curves behind a lens that distorts.
  const more = camera.options.distortion ? 2 + 0.03 * Math.max(right - left, bottom - top) : 0;
  return boxAround(
    [
      { x: left - more, y: top - more },
      { x: right + more, y: bottom + more },
    ],
    camera,
  );
}
