// Shadows on the ground: the sun's, with a soft edge, and the darkness under whatever stands on it.
import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Pinhole } from '../pinhole.ts';
import type { Vec3 } from '../vector.ts';
import type { Body, Part } from './bodies/body.ts';
import type { Light } from './light.ts';
import { fill } from './paint-body.ts';
import { convexHull, type Flat } from './silhouette.ts';

/** A half-size sheet for shadows: enlarged again, their edges are soft. */
export function shadowSheet(camera: Pinhole): Canvas {
  return createCanvas(Math.ceil(camera.width / 2), Math.ceil(camera.height / 2));
}

/** Lays the sun's shadows of some bodies over the picture. */
export function laySunShadows(
  ctx: SKRSContext2D,
  sheet: Canvas,
  camera: Pinhole,
  bodies: readonly Body[],
  light: Light,
): void {
  if (light.shadow < 0.05) return;
  const shadows = sheet.getContext('2d');
  shadows.clearRect(0, 0, sheet.width, sheet.height);
  for (const body of bodies) {
    for (const part of body) fill(shadows, onGround(part, camera, light.towards), 'black');
  }
  ctx.save();
  ctx.globalAlpha = light.shadow;
  ctx.imageSmoothingEnabled = true;
  ctx.drawImage(sheet, 0, 0, sheet.width * 2, sheet.height * 2);
  ctx.restore();
}

/** Where a part's shadow falls, in pixels of the half-size sheet. */
function onGround(part: Part, camera: Pinhole, towards: Vec3): Flat[] {
  const points: Flat[] = [];
  const drop = (p: Vec3, spread: number) => {
    const k = p[2] / towards[2];
    const [x, y] = [p[0] - towards[0] * k, p[1] - towards[1] * k];
    for (const [dx, dy] of spread === 0 ? [[0, 0] as const] : corners) {
      const at = camera.project([x + dx * spread, y + dy * spread, 0]);
      if (at.depth > 0.5) points.push({ x: at.x / 2, y: at.y / 2 });
    }
  };
  for (const item of part.items) {
    if (item.kind === 'face') for (const p of item.points) drop(p, 0);
    else for (const b of item.balls) drop(b.at, b.radius);
  }
  return convexHull(points);
}

const corners = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
] as const;

/** The darkness under a body: what is lower than this, seen from above, drawn softer and softer outwards. */
const contactHeight = 0.5;

export function layContact(ctx: SKRSContext2D, camera: Pinhole, body: Body, strength: number): void {
  const low: Vec3[] = [];
  for (const part of body) {
    for (const item of part.items) {
      if (item.kind === 'face') for (const p of item.points) p[2] < contactHeight && low.push(p);
      else for (const b of item.balls) b.at[2] < contactHeight && low.push(b.at);
    }
  }
  if (low.length < 3) return;
  const foot = convexHull(low.map((p) => ({ x: p[0], y: p[1] })));
  const x = foot.reduce((sum, p) => sum + p.x, 0) / foot.length;
  const y = foot.reduce((sum, p) => sum + p.y, 0) / foot.length;
  for (const [grow, alpha] of contactRings) {
    const ring = foot.map((p): Vec3 => {
      const length = Math.hypot(p.x - x, p.y - y) || 1;
      const k = (length + grow) / length;
      return [x + (p.x - x) * k, y + (p.y - y) * k, 0];
    });
    fill(ctx, camera.polygon(ring), `rgba(10,10,14,${alpha * strength})`);
  }
}

const contactRings = [
  [0.34, 0.12],
  [0.2, 0.16],
  [0.08, 0.24],
  [-0.08, 0.34],
] as const;
