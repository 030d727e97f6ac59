// Which of several things on the ground is nearer to the camera where they overlap in the picture. The middle's distance
// is not enough: a motorcycle beside a long bus may be nearer than the bus's middle and yet be hidden by it. So two
// footprints are told apart by a side of one of them that the other lies wholly beyond.
import type { Pinhole } from '../pinhole.ts';
import type { Actor, Furniture, Spot } from '../world.ts';
import { extentOf } from './bodies/table.ts';

export interface Footprint {
  /** Convex, counter-clockwise, metres. */
  readonly corners: readonly Spot[];
}

/** Corners of a footprint, counter-clockwise. */
export function counterClockwise(at: readonly Spot[]): readonly Spot[] {
  let area = 0;
  at.forEach((p, i) => {
    const q = at[(i + 1) % at.length] as Spot;
    area += p[0] * q[1] - q[0] * p[1];
  });
  return area < 0 ? [...at].reverse() : at;
}

/** The rectangle that a road user takes on the ground. */
export function footprintOf(actor: Actor): Footprint {
  const { length, width } = extentOf(actor.look);
  const [c, s] = [Math.cos(actor.heading), Math.sin(actor.heading)];
  const corner = (u: number, v: number): Spot => [actor.at[0] + u * c - v * s, actor.at[1] + u * s + v * c];
  const [u, v] = [length / 2, width / 2];
  return { corners: [corner(-u, -v), corner(u, -v), corner(u, v), corner(-u, v)] };
}

/** A footprint of almost no size. */
export const footprintAt = ([x, y]: Spot, half = 0.1): Footprint => ({
  corners: [
    [x - half, y - half],
    [x + half, y - half],
    [x + half, y + half],
    [x - half, y + half],
  ],
});

/** A pole's is a point, a piece of fence's a thin strip, a counter's its own outline. */
export function footprintOfFurniture({ at }: Pick<Furniture, 'at'>): Footprint {
  const [a, b] = at;
  if (!a || !b) return footprintAt(a ?? [0, 0]);
  if (at.length > 2) return { corners: counterClockwise(at) };
  const long = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
  const [x, y] = [(-0.15 * (b[1] - a[1])) / long, (0.15 * (b[0] - a[0])) / long];
  return {
    corners: [
      [a[0] - x, a[1] - y],
      [b[0] - x, b[1] - y],
      [b[0] + x, b[1] + y],
      [a[0] + x, a[1] + y],
    ],
  };
}

/** Twice the area of a triangle: above 0 where `p` lies to the left of the way from `a` to `b`. */
const side = (a: Spot, b: Spot, p: Spot) => (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);

/** 1 where `b` lies before `a` as seen from `eye`, -1 behind it, 0 where no side of `a` tells. */
function beyondOneSide(a: Footprint, b: Footprint, eye: Spot): -1 | 0 | 1 {
  for (let i = 0; i < a.corners.length; i++) {
    const [p, q] = [a.corners[i] as Spot, a.corners[(i + 1) % a.corners.length] as Spot];
    if (b.corners.every((c) => side(p, q, c) <= 1e-9)) return side(p, q, eye) < 0 ? 1 : -1;
  }
  return 0;
}

/** The directions in which a footprint lies, radians from the camera's heading; a little wider, as what stands tall leans out. */
function bearingsOf(print: Footprint, camera: Pinhole): { readonly from: number; readonly to: number } {
  const axis = camera.rayOf(camera.width / 2, camera.height / 2);
  const ahead = Math.atan2(axis[1], axis[0]);
  const bearings = print.corners.map((c) => {
    const turn = Math.atan2(c[1] - camera.position[1], c[0] - camera.position[0]) - ahead;
    return Math.atan2(Math.sin(turn), Math.cos(turn));
  });
  return { from: Math.min(...bearings) - 0.03, to: Math.max(...bearings) + 0.03 };
}

/** Those of some that stand still which may hide one of others: they lie before it, in the same direction. */
export function thatMayHide<T extends { readonly print: Footprint }>(
  still: readonly T[],
  others: readonly Footprint[],
  camera: Pinhole,
): T[] {
  if (still.length === 0) return [];
  const eye: Spot = [camera.position[0], camera.position[1]];
  const theirs = others.map((print) => ({ print, ...bearingsOf(print, camera) }));
  return still.filter(({ print }) => {
    const { from, to } = bearingsOf(print, camera);
    return theirs.some(
      (o) =>
        o.from <= to && from <= o.to && (beyondOneSide(o.print, print, eye) || -beyondOneSide(print, o.print, eye)) > 0,
    );
  });
}

interface Seen<T> {
  readonly item: T;
  readonly print: Footprint;
  readonly depth: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The list from the farthest to the nearest, so that each may be drawn over those before it.
 * @param printOf the footprint of one of the list.
 */
export function farToNear<T>(list: readonly T[], camera: Pinhole, printOf: (item: T) => Footprint): T[] {
  const eye: Spot = [camera.position[0], camera.position[1]];
  const seen = list.map((item): Seen<T> => {
    const print = printOf(item);
    const mean = print.corners.reduce((sum, c) => sum + camera.depthOf([c[0], c[1], 0]), 0) / print.corners.length;
    return { item, print, depth: mean, ...bearingsOf(print, camera) };
  });
  seen.sort((a, b) => b.depth - a.depth);
  const behind = seen.map((): number[] => []);
  const waits = seen.map(() => 0);
  for (let i = 0; i < seen.length; i++) {
    for (let j = i + 1; j < seen.length; j++) {
      const [a, b] = [seen[i] as Seen<T>, seen[j] as Seen<T>];
      if (a.from > b.to || b.from > a.to) continue;
      const nearer = beyondOneSide(a.print, b.print, eye) || -beyondOneSide(b.print, a.print, eye) || 1;
      const [first, then] = nearer > 0 ? [i, j] : [j, i];
      behind[first]?.push(then);
      waits[then] = (waits[then] as number) + 1;
    }
  }
  const order: T[] = [];
  const done = seen.map(() => false);
  for (let n = 0; n < seen.length; n++) {
    // A circle of three is possible: then the farthest goes first.
    let next = waits.findIndex((w, i) => w === 0 && !done[i]);
    if (next < 0) next = done.indexOf(false);
    done[next] = true;
    order.push((seen[next] as Seen<T>).item);
    for (const then of behind[next] ?? []) waits[then] = (waits[then] as number) - 1;
  }
  return order;
}
