// Where a body lies in the picture: the hulls of its parts, exact through the camera, distortion included. What of it can
// be seen, and the boxes that a detector is to find, are the truth's affair (`../truth.ts`).
import type { Box } from '../../../domain/detection.ts';
import type { Pinhole } from '../pinhole.ts';
import type { Body, Part } from './bodies/body.ts';

export interface Flat {
  readonly x: number;
  readonly y: number;
}

/** Andrew's monotone chain. */
export function convexHull<P extends Flat>(points: readonly P[]): P[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const turn = (o: Flat, a: Flat, b: Flat) => (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
  const chain = (list: readonly P[]) => {
    const kept: P[] = [];
    for (const p of list) {
      while (kept.length >= 2 && turn(kept.at(-2) as P, kept.at(-1) as P, p) <= 0) kept.pop();
      kept.push(p);
    }
    return kept.slice(0, -1);
  };
  return [...chain(sorted), ...chain(sorted.reverse())];
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
