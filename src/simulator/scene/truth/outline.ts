// The silhouette of a body in the picture: the outline of each of its faces and lumps, and the box around all. Runs for
// every road user in every frame, so it works with plain numbers.
import type { Body, Face, Lump } from '../picture/bodies/body.ts';
import type { Pinhole } from '../pinhole.ts';
import type { Vec3 } from '../vector.ts';

/** x and y of the corners of a convex polygon, one after the other, pixels. */
export type Outline = readonly number[];

export interface Extremes {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Silhouette {
  readonly outlines: readonly Outline[];
  /** Around all of it, not cut off at the picture's edges. */
  readonly box: Extremes;
  /** Around each of the people on a two-wheeler, the driver first. */
  readonly riders: readonly Extremes[];
}

const nothing = (): Extremes => ({ left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity });

/** Undefined where the camera sees nothing of it. */
export function silhouetteOf(body: Body, camera: Pinhole): Silhouette | undefined {
  const outlines: Outline[] = [];
  const box = nothing();
  const riders: Extremes[] = [];
  for (const part of body) {
    if (part.rider !== undefined) riders[part.rider] ??= nothing();
    const own = part.rider === undefined ? undefined : riders[part.rider];
    for (const item of part.items) {
      const outline = item.kind === 'face' ? faceOutline(item, camera) : lumpOutline(item, camera);
      if (outline.length < 6) continue;
      outlines.push(outline);
      widen(box, outline);
      if (own) widen(own, outline);
    }
  }
  return outlines.length === 0 ? undefined : { outlines, box, riders: riders.filter((r) => r.right > r.left) };
}

/** The silhouette of flat, convex faces that the camera sees, whichever way their corners run. */
export function silhouetteOfFaces(faces: readonly (readonly Vec3[])[], camera: Pinhole): Silhouette | undefined {
  const outlines = faces.flatMap((face): Outline[] => {
    const corners = camera.polygon(face);
    return corners.length < 3 ? [] : [corners.flatMap((p) => [p.x, p.y])];
  });
  const box = nothing();
  for (const outline of outlines) widen(box, outline);
  return outlines.length === 0 ? undefined : { outlines, box, riders: [] };
}

function widen(box: Extremes, outline: Outline): void {
  for (let i = 0; i < outline.length; i += 2) {
    const x = outline[i]!;
    const y = outline[i + 1]!;
    if (x < box.left) box.left = x;
    if (x > box.right) box.right = x;
    if (y < box.top) box.top = y;
    if (y > box.bottom) box.bottom = y;
  }
}

/** Faces are seen from their outer side only, where their corners run counter-clockwise. */
function faceOutline(face: Face, camera: Pinhole): Outline {
  const out: number[] = [];
  let twice = 0;
  for (const p of camera.polygon(face.points)) {
    const n = out.length;
    if (n > 0) twice += out[n - 2]! * p.y - p.x * out[n - 1]!;
    out.push(p.x, p.y);
  }
  const n = out.length;
  if (n < 6) return [];
  twice += out[n - 2]! * out[1]! - out[0]! * out[n - 1]!;
  // The picture's y runs down: what is counter-clockwise has a negative area here.
  return twice < 0 ? out : [];
}

/** Points on the rim of a ball; a multiple of 4, so that its extremes are among them. */
const rimPoints = 12;
/** The hull of many points by their extremes in this many directions: 16 corners at most. */
const directions = Array.from({ length: 8 }, (_, i) => {
  const angle = (i * Math.PI) / 8;
  // Exact along the axes, so that boxes are.
  return [i === 4 ? 0 : Math.cos(angle), i === 0 ? 0 : Math.sin(angle)] as const;
});

function lumpOutline(lump: Lump, camera: Pinhole): Outline {
  const points: number[] = [];
  for (const { at, radius } of lump.balls) {
    // All of a lump or nothing: half of one would be drawn wrongly as well.
    if (!camera.rimInto(points, at, radius, rimPoints)) return [];
  }
  return lump.balls.length === 1 ? points : extremes(points);
}

/** The corners that lie farthest in 16 directions, in their order around. */
function extremes(points: readonly number[]): Outline {
  const most: number[] = new Array(16).fill(-Infinity);
  const who: number[] = new Array(16).fill(0);
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i]!;
    const y = points[i + 1]!;
    for (let d = 0; d < 8; d++) {
      const along = x * directions[d]![0] + y * directions[d]![1];
      if (along > most[d]!) {
        most[d] = along;
        who[d] = i;
      }
      if (-along > most[d + 8]!) {
        most[d + 8] = -along;
        who[d + 8] = i;
      }
    }
  }
  const out: number[] = [];
  for (let d = 0; d < 16; d++) {
    const i = who[d]!;
    if (d === 0 || i !== who[d - 1]) out.push(points[i]!, points[i + 1]!);
  }
  return out;
}
