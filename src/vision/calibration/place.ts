// Where on the ground a road user is, from its box alone.
//
// The lower edge of a box is not under the middle of a road user: it is under the corner of it that is nearest to the
// camera. So a plain body of the usual size of its class (a cuboid that heads where the road user moves to) is laid on
// the ground and moved, stretched in length and height within what the class allows, until its outline fits the box: a few
// steps of Gauss and Newton on the box's four edges, with the usual sizes as a second opinion.
import type { Box, Point, RoadUserClass } from '../../domain/detection.ts';
import type { Ground } from './ground.ts';
import { solve } from './homography.ts';

/** On the ground, metres. */
export interface Place {
  /** Under its middle. */
  readonly at: Point;
  /** Under the middle of its front; the same as `at` where its heading is not known. */
  readonly front: Point;
  /** Radians from the x axis to the y axis; undefined while it has not moved far enough to tell. */
  readonly heading?: number;
  /** How well `at` is known, metres, one standard deviation. */
  readonly error: number;
  /** By how many standard deviations of its class it would be higher than usual there; 0 where heights are not known. */
  readonly higher?: number;
}

interface Body {
  readonly length: number;
  readonly width: number;
  readonly height: number;
  /** Relative standard deviation of length and height over the class. */
  readonly spread: number;
}

/** Usual outer sizes with riders, metres: our estimate of what drives in Vietnam, rounded; `spread` says how far it may be off. */
const bodies: Readonly<Record<RoadUserClass, Body>> = {
  person: { length: 0.4, width: 0.5, height: 1.65, spread: 0.08 },
  bicycle: { length: 1.7, width: 0.55, height: 1.65, spread: 0.08 },
  motorcycle: { length: 1.9, width: 0.7, height: 1.6, spread: 0.08 },
  car: { length: 4.3, width: 1.8, height: 1.55, spread: 0.12 },
  bus: { length: 9.5, width: 2.4, height: 3, spread: 0.25 },
  truck: { length: 7, width: 2.3, height: 2.8, spread: 0.25 },
};

/** Of a box's edges, pixels and share of the box's height. */
const edgePixels = 1;
const edgeShare = 0.02;

/**
 * @param box whole in the picture: one that is cut off at its edge says nothing of where its road user ends.
 * @returns undefined at and above the horizon.
 */
export function placeOf(box: Box, kind: RoadUserClass, heading: number | undefined, ground: Ground): Place | undefined {
  const feet = { x: box.x + box.width / 2, y: box.y + box.height };
  const start = ground.toGround(feet);
  if (!start) return undefined;
  const body = bodies[kind];
  const sigma = edgePixels + edgeShare * box.height;
  const fit = fitted(box, start, body, heading, ground, sigma) ?? { at: start, length: body.length, higher: 0 };
  const { at, length, higher } = fit;
  const error = ground.metresPerPixel(feet) * sigma;
  if (heading === undefined) return { at, front: at, error, higher };
  const front = { x: at.x + (length / 2) * Math.cos(heading), y: at.y + (length / 2) * Math.sin(heading) };
  return { at, front, heading, error, higher };
}

function fitted(box: Box, start: Point, body: Body, heading: number | undefined, ground: Ground, sigma: number) {
  const heights = ground.knowsHeights;
  // Unknown: x, y, and by how many standard deviations it is longer and higher than usual.
  const residuals = (u: readonly number[]): number[] | undefined => {
    const [x, y, longer, higher] = u as [number, number, number, number];
    const length = body.length * Math.exp(body.spread * longer);
    const height = body.height * Math.exp(body.spread * higher);
    const outline = outlineOf({ x, y }, length, body.width, heights ? height : 0, heading, ground);
    if (!outline) return undefined;
    const edges = heights
      ? [
          outline.left - box.x,
          outline.right - box.x - box.width,
          outline.top - box.y,
          outline.bottom - box.y - box.height,
        ]
      : [(outline.left + outline.right) / 2 - box.x - box.width / 2, outline.bottom - box.y - box.height];
    return [...edges.map((e) => e / sigma), longer, higher];
  };
  let u: readonly number[] = [start.x, start.y, 0, 0];
  for (let i = 0; i < 5; i++) {
    const r = residuals(u);
    const step = r && stepOf(u, r, residuals);
    if (!step) return undefined;
    u = u.map((v, k) => v - step[k]!);
    if (Math.hypot(step[0]!, step[1]!) < 0.01) break;
  }
  return {
    at: { x: u[0]!, y: u[1]! },
    length: body.length * Math.exp(body.spread * u[2]!),
    higher: heights ? u[3]! : 0,
  };
}

function stepOf(u: readonly number[], r: readonly number[], residuals: (u: readonly number[]) => number[] | undefined) {
  const by = [0.05, 0.05, 0.1, 0.1];
  const columns = by.map((d, k) => residuals(u.map((v, j) => (j === k ? v + d : v)))?.map((v, j) => (v - r[j]!) / d));
  if (columns.some((c) => c === undefined)) return undefined;
  const all = columns as number[][];
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((s, v, i) => s + v * b[i]!, 0);
  const rows = all.map((a, i) => [...all.map((b, j) => dot(a, b) + (i === j ? 1e-6 : 0)), dot(a, r)]);
  const step = solve(rows);
  // A step out of the neighbourhood is a sign that the linear picture no longer holds.
  return step?.every(Number.isFinite) && Math.hypot(step[0]!, step[1]!) < 30 ? step : undefined;
}

function outlineOf(
  at: Point,
  length: number,
  width: number,
  height: number,
  heading: number | undefined,
  ground: Ground,
) {
  // Without a heading it is as long as wide, in between.
  const along = heading === undefined ? (length + width) / 2 : length;
  const across = heading === undefined ? along : width;
  const [c, s] = [Math.cos(heading ?? 0), Math.sin(heading ?? 0)];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const l of [-along / 2, along / 2]) {
    for (const w of [-across / 2, across / 2]) {
      for (const z of height === 0 ? [0] : [0, height]) {
        const p = ground.toPicture({ x: at.x + l * c - w * s, y: at.y + l * s + w * c }, z);
        if (!p) return undefined;
        [left, right] = [Math.min(left, p.x), Math.max(right, p.x)];
        [top, bottom] = [Math.min(top, p.y), Math.max(bottom, p.y)];
      }
    }
  }
  return { left, right, top, bottom };
}
