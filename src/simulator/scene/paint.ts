// What bodies are made of, and how it is painted: flat faces and rounded lumps, lit by a sun and the sky.
import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';
import type { Pinhole, Projected } from './pinhole.ts';
import { add, centreOf, cross, dot, subtract, unit, type Vec3 } from './vector.ts';

/** Red, green, blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** A flat polygon, seen only from its outer side. Corners run counter-clockwise as seen from there. */
export interface Face {
  readonly kind: 'face';
  readonly points: readonly Vec3[];
  readonly rgb: Rgb;
  /** `paint` and `glass` shine, `matte` does not, `flat` is drawn in its own colour whatever the light. */
  readonly finish: 'paint' | 'glass' | 'matte' | 'flat';
}

/** A rounded body: the hull of one or more balls. */
export interface Lump {
  readonly kind: 'lump';
  readonly balls: readonly { readonly at: Vec3; readonly radius: number }[];
  readonly rgb: Rgb;
}

/** Things that belong together and are drawn in this order; parts are drawn from far to near. */
export interface Part {
  readonly items: readonly (Face | Lump)[];
}

export type Body = readonly Part[];

/** Where the light comes from: over the camera's left shoulder. */
export const sun: Vec3 = unit([-0.25, -0.62, 0.78]);

const clamp = (v: number) => Math.max(0, Math.min(255, Math.round(v)));
export const css = (rgb: Rgb, k = 1, alpha = 1): string =>
  `rgba(${clamp(rgb[0] * k)},${clamp(rgb[1] * k)},${clamp(rgb[2] * k)},${alpha})`;
export const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];

/** How bright a surface with this outward direction is: sky light from above, sunlight from its side. */
export function brightness(outward: Vec3): number {
  return 0.5 + 0.16 * (1 + outward[2]) + 0.42 * Math.max(0, dot(outward, sun));
}

const sky: Rgb = [205, 222, 238];

export function trace(ctx: SKRSContext2D, points: readonly Flat[]): void {
  ctx.beginPath();
  for (const [i, p] of points.entries()) {
    if (i === 0) ctx.moveTo(p.x, p.y);
    else ctx.lineTo(p.x, p.y);
  }
  ctx.closePath();
}

export function paintBody(ctx: SKRSContext2D, camera: Pinhole, body: Body): void {
  const distance = (part: Part) => {
    const points = part.items.flatMap((item) => (item.kind === 'face' ? item.points : item.balls.map((b) => b.at)));
    return camera.depthOf(centreOf(points));
  };
  for (const part of [...body].sort((a, b) => distance(b) - distance(a))) {
    for (const item of part.items) {
      if (item.kind === 'face') paintFace(ctx, camera, item);
      else paintLump(ctx, camera, item);
    }
  }
}

function paintFace(ctx: SKRSContext2D, camera: Pinhole, face: Face): void {
  const [a, b, c] = face.points;
  if (!a || !b || !c) return;
  const outward = unit(cross(subtract(b, a), subtract(c, b)));
  if (!camera.sees(a, outward)) return;
  const shape = camera.polygon(face.points);
  if (shape.length < 3) return;
  const fill = fillOf(ctx, face, outward, shape);
  trace(ctx, shape);
  ctx.fillStyle = fill;
  ctx.fill();
  // A hair of the same colour around it hides the seams that anti-aliasing leaves between neighbours.
  ctx.lineWidth = 0.6;
  ctx.lineJoin = 'round';
  ctx.strokeStyle = fill;
  ctx.stroke();
}

function fillOf(ctx: SKRSContext2D, face: Face, outward: Vec3, shape: readonly Projected[]) {
  if (face.finish === 'flat') return css(face.rgb);
  const light = brightness(outward);
  if (face.finish === 'matte') return css(face.rgb, light);
  const ys = shape.map((p) => p.y);
  const top = Math.min(...ys);
  const gradient = ctx.createLinearGradient(0, top, 0, Math.max(...ys) + 0.01);
  if (face.finish === 'glass') {
    gradient.addColorStop(0, css(mix(face.rgb, sky, 0.42), light));
    gradient.addColorStop(0.5, css(mix(face.rgb, sky, 0.14), light));
    gradient.addColorStop(1, css(face.rgb, light));
  } else {
    const mirrored = Math.max(0, outward[2]) * 0.16;
    gradient.addColorStop(0, css(mix(face.rgb, sky, 0.1 + mirrored), light * 1.04));
    gradient.addColorStop(1, css(mix(face.rgb, sky, mirrored), light * 0.93));
  }
  return gradient;
}

/** The hull of circles in the picture: exact enough with a dozen points a circle. */
function paintLump(ctx: SKRSContext2D, camera: Pinhole, lump: Lump): void {
  const circles = lump.balls.map(({ at, radius }) => {
    const p = camera.project(at);
    return { ...p, r: (radius * camera.focal) / Math.max(p.depth, 0.4) };
  });
  const first = circles[0];
  if (!first || circles.some((c) => c.depth < 0.5)) return;
  const rim: { x: number; y: number }[] = [];
  for (const c of circles) {
    for (let i = 0; i < 14; i++) {
      const angle = (i * 2 * Math.PI) / 14;
      rim.push({ x: c.x + c.r * Math.cos(angle), y: c.y + c.r * Math.sin(angle) });
    }
  }
  const hull = convexHull(rim);
  const xs = hull.map((p) => p.x);
  const ys = hull.map((p) => p.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  // Light from the upper left, as the sun stands.
  const gradient = ctx.createLinearGradient(left, top, left + (right - left) * 0.9, top + (bottom - top) * 0.55 + 1);
  gradient.addColorStop(0, css(mix(lump.rgb, sky, 0.18), 1.12));
  gradient.addColorStop(0.45, css(lump.rgb, 0.95));
  gradient.addColorStop(1, css(lump.rgb, 0.58));
  trace(ctx, hull);
  ctx.fillStyle = gradient;
  ctx.fill();
}

interface Flat {
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

/** The hard shadow of a body on the ground, in black: what it covers as seen from the sun. */
function paintShadow(ctx: SKRSContext2D, camera: Pinhole, body: Body): void {
  const ground: Flat[] = [];
  const drop = (p: Vec3, spread = 0) => {
    const k = p[2] / sun[2];
    const at = add(p, [-sun[0] * k, -sun[1] * k, -p[2]]);
    for (const [dx, dy] of spread === 0
      ? [[0, 0]]
      : [
          [-1, 0],
          [1, 0],
          [0, -1],
          [0, 1],
        ]) {
      const corner = camera.project(add(at, [(dx ?? 0) * spread, (dy ?? 0) * spread, 0]));
      if (corner.depth > 0.5) ground.push(corner);
    }
  };
  for (const part of body) {
    for (const item of part.items) {
      if (item.kind === 'face') for (const p of item.points) drop(p);
      else for (const b of item.balls) drop(b.at, b.radius);
    }
  }
  if (ground.length < 3) return;
  ctx.fillStyle = 'black';
  trace(ctx, convexHull(ground));
  ctx.fill();
}

/** Lays the shadows of some bodies over a picture, softened; `sheet` is a canvas of the same size to draw them on. */
export function layShadows(ctx: SKRSContext2D, sheet: Canvas, camera: Pinhole, bodies: readonly Body[]): void {
  const shadows = sheet.getContext('2d');
  shadows.clearRect(0, 0, camera.width, camera.height);
  for (const body of bodies) paintShadow(shadows, camera, body);
  ctx.save();
  ctx.filter = 'blur(2px)';
  ctx.globalAlpha = 0.42;
  ctx.drawImage(sheet, 0, 0);
  ctx.restore();
}
