// What of a road user the camera sees: outlines of its parts, the boxes that a detector is to find, and the share that
// nearer ones leave uncovered. All exact through the camera, distortion included.
//
// Convention of boxes: a motorcycle's or bicycle's own box holds the machine with all who sit on it (as most of our training
// pictures have it); each of the riders has a person's box besides (COCO's habit).
import type { Box } from '../../../domain/detection.ts';
import type { Pinhole } from '../pinhole.ts';
import type { Actor } from '../world.ts';
import type { Body, Part } from './bodies/body.ts';
import { bodyOf } from './bodies/table.ts';

export interface Flat {
  readonly x: number;
  readonly y: number;
}

export interface ActorBoxes {
  /** The road user's own box, cut off at the picture's edges; undefined where nothing of it lies in the picture. */
  readonly own: Box | undefined;
  /** The people on a two-wheeler, the driver first; those outside of the picture are missing. */
  readonly riders: readonly Box[];
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

/** The boxes of a road user, by the convention above. */
export function boxesOf(actor: Actor, camera: Pinhole, body: Body = bodyOf(actor)): ActorBoxes {
  const riders = new Map<number, Flat[]>();
  const all: Flat[] = [];
  for (const part of body) {
    const points = pointsOf(part, camera);
    for (const p of points) all.push(p);
    if (part.rider !== undefined) riders.set(part.rider, [...(riders.get(part.rider) ?? []), ...points]);
  }
  return {
    own: boxAround(all, camera),
    riders: [...riders.values()].flatMap((points) => boxAround(points, camera) ?? []),
  };
}

/** True where a point lies in a convex polygon whose corners run one way round. */
export function within(hull: readonly Flat[], x: number, y: number): boolean {
  let sign = 0;
  for (let i = 0; i < hull.length; i++) {
    const a = hull[i] as Flat;
    const b = hull[(i + 1) % hull.length] as Flat;
    const cross = (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
    if (cross === 0) continue;
    if (sign !== 0 && cross > 0 !== sign > 0) return false;
    sign = cross;
  }
  return sign !== 0;
}

/** A silhouette with its distance; the list that `visibleShares` takes. */
export interface Silhouette {
  readonly outlines: readonly (readonly Flat[])[];
  /** Metres along the optical axis: what is nearer covers what is farther. */
  readonly depth: number;
}

const samplesAcross = 24;

/**
 * Share of each silhouette that lies in the picture and is covered by no nearer one, 0 to 1, in the order of the list.
 * Measured on a grid of 24 x 24 points over its box; what lies outside of the picture counts as not visible.
 */
export function visibleShares(list: readonly Silhouette[], size: { width: number; height: number }): number[] {
  const boxes = list.map((s) => boxAround(s.outlines.flat(), { width: Infinity, height: Infinity }));
  return list.map((one, i) => {
    const points = one.outlines.flat();
    if (points.length === 0) return 0;
    const xs = points.map((p) => p.x);
    const ys = points.map((p) => p.y);
    const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const nearer = list.filter((other, j) => {
      const box = boxes[j];
      if (other.depth >= one.depth || j === i || !box) return false;
      return box.x < x1 && box.x + box.width > x0 && box.y < y1 && box.y + box.height > y0;
    });
    let [own, seen] = [0, 0];
    for (let r = 0; r < samplesAcross; r++) {
      for (let c = 0; c < samplesAcross; c++) {
        const x = x0 + ((c + 0.5) / samplesAcross) * (x1 - x0);
        const y = y0 + ((r + 0.5) / samplesAcross) * (y1 - y0);
        if (!one.outlines.some((hull) => within(hull, x, y))) continue;
        own++;
        if (x < 0 || y < 0 || x >= size.width || y >= size.height) continue;
        if (!nearer.some((other) => other.outlines.some((hull) => within(hull, x, y)))) seen++;
      }
    }
    return own === 0 ? 0 : seen / own;
  });
}
