// Painting bodies: faces and lumps in the light of the place, from far to near.
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Pinhole } from '../pinhole.ts';
import { add, cross, dot, subtract, times, unit, type Vec3 } from '../vector.ts';
import type { Body, Face, Lump, Part, Rgb } from './bodies/body.ts';
import { type Light, mix, shade, veil } from './light.ts';
import { convexHull, type Flat } from './silhouette.ts';

export interface Lamps {
  /** Headlamps and tail lamps burn. */
  readonly on: boolean;
  readonly braking: boolean;
}

const noLamps: Lamps = { on: false, braking: false };

const clamp = (v: number) => (v < 0 ? 0 : v > 255 ? 255 : Math.round(v));
export const css = (rgb: Rgb, alpha = 1): string =>
  alpha === 1
    ? `rgb(${clamp(rgb[0])},${clamp(rgb[1])},${clamp(rgb[2])})`
    : `rgba(${clamp(rgb[0])},${clamp(rgb[1])},${clamp(rgb[2])},${alpha})`;

export function trace(ctx: SKRSContext2D, points: readonly Flat[]): void {
  ctx.beginPath();
  for (let i = 0; i < points.length; i++) {
    const p = points[i] as Flat;
    if (i === 0) ctx.moveTo(p.x, p.y);
    else ctx.lineTo(p.x, p.y);
  }
  ctx.closePath();
}

export function fill(ctx: SKRSContext2D, points: readonly Flat[], style: string): void {
  if (points.length < 3) return;
  trace(ctx, points);
  ctx.fillStyle = style;
  ctx.fill();
}

/** Middle of what a part consists of, metres. */
function middleOf(part: Part): Vec3 {
  let [x, y, z, n] = [0, 0, 0, 0];
  const take = (p: Vec3) => {
    x += p[0];
    y += p[1];
    z += p[2];
    n++;
  };
  for (const item of part.items) {
    if (item.kind === 'face') for (const p of item.points) take(p);
    else for (const { at } of item.balls) take(at);
  }
  return [x / n, y / n, z / n];
}

export function paintBody(ctx: SKRSContext2D, camera: Pinhole, body: Body, light: Light, lamps: Lamps = noLamps): void {
  const parts = body.map((part) => ({ part, depth: camera.depthOf(middleOf(part)) }));
  parts.sort((a, b) => b.depth - a.depth);
  const hazed = veil(light, parts[0]?.depth ?? 0);
  const brush: Brush = { ctx, camera, light, lamps, air: (rgb) => mix(rgb, light.air, hazed) };
  for (const { part } of parts) {
    for (const item of part.items) {
      if (item.kind === 'face') paintFace(brush, item);
      else paintLump(brush, item);
    }
  }
}

interface Brush {
  readonly ctx: SKRSContext2D;
  readonly camera: Pinhole;
  readonly light: Light;
  readonly lamps: Lamps;
  readonly air: (rgb: Rgb) => Rgb;
}

/** The colour of a lamp's glass; undefined where it does not burn and is shaded as any glass. */
function burning(item: Face | Lump, lamps: Lamps): Rgb | undefined {
  if (item.finish === 'head' && lamps.on) return [255, 250, 232];
  if (item.finish !== 'tail') return undefined;
  if (lamps.braking) return [255, 58, 44];
  return lamps.on ? [216, 30, 28] : undefined;
}

function paintFace(brush: Brush, face: Face): void {
  const { ctx, camera, light } = brush;
  const [a, b, c] = face.points;
  if (!a || !b || !c) return;
  const outward = unit(cross(subtract(b, a), subtract(c, b)));
  const toCamera = subtract(camera.position, a);
  if (dot(outward, toCamera) <= 0) return;
  const shape = camera.polygon(face.points);
  if (shape.length < 3) return;
  const lamp = (light.night && brush.lamps.on && face.lit) || burning(face, brush.lamps);
  if (lamp) {
    fill(ctx, swollen(shape), css(brush.air(lamp)));
    return;
  }
  const finish = face.finish === 'head' || face.finish === 'tail' ? 'glass' : face.finish;
  const shine = finish === 'paint' || finish === 'glass';
  let [top, bottom] = [Infinity, -Infinity];
  for (const p of shape) {
    top = Math.min(top, p.y);
    bottom = Math.max(bottom, p.y);
  }
  trace(ctx, swollen(shape));
  const view = unit(toCamera);
  const small = bottom - top < 5;
  if (face.bend && !small && face.points.length === 4) {
    ctx.fillStyle = rounded(brush, face, face.bend, view);
    ctx.fill();
    return;
  }
  const rgb = shade(light, face.rgb, outward, view, finish);
  if (small || finish === 'flat') ctx.fillStyle = css(brush.air(rgb));
  else {
    // Upright sides are a little darker towards the ground, glass mirrors more sky above.
    const upright = 1 - Math.abs(outward[2]);
    const gradient = ctx.createLinearGradient(0, top, 0, bottom);
    const lift = shine ? 1 + 0.1 * upright : 1.04;
    const sky = finish === 'glass' ? 0.15 : 0.04;
    gradient.addColorStop(0, css(brush.air(mix(times(rgb, lift), light.horizon, sky * upright))));
    if (finish === 'glass') gradient.addColorStop(0.55, css(brush.air(times(rgb, 0.92))));
    gradient.addColorStop(1, css(brush.air(times(rgb, 1 - 0.16 * upright))));
    ctx.fillStyle = gradient;
  }
  ctx.fill();
}

/** The colour of a piece of a rounded skin: from one edge to the opposite one. */
function rounded({ ctx, camera, light, air }: Brush, face: Face, bend: readonly [Vec3, Vec3], view: Vec3) {
  const [a, b, c, d] = face.points as readonly [Vec3, Vec3, Vec3, Vec3];
  const finish = face.finish === 'glass' ? 'glass' : 'paint';
  const from = camera.project(times(add(a, b), 0.5));
  const to = camera.project(times(add(c, d), 0.5));
  const gradient = ctx.createLinearGradient(from.x, from.y, to.x, to.y);
  gradient.addColorStop(0, css(air(shade(light, face.rgb, bend[0], view, finish))));
  gradient.addColorStop(0.5, css(air(shade(light, face.rgb, unit(add(bend[0], bend[1])), view, finish))));
  gradient.addColorStop(1, css(air(shade(light, face.rgb, bend[1], view, finish))));
  return gradient;
}

/** A polygon larger by a hair on each side: hides the seams that anti-aliasing leaves between neighbours. */
function swollen(shape: readonly Flat[]): Flat[] {
  let [x, y] = [0, 0];
  for (const p of shape) {
    x += p.x / shape.length;
    y += p.y / shape.length;
  }
  return shape.map((p) => {
    const length = Math.hypot(p.x - x, p.y - y) || 1;
    return { x: p.x + ((p.x - x) / length) * 0.4, y: p.y + ((p.y - y) / length) * 0.4 };
  });
}

interface Circle extends Flat {
  readonly r: number;
}

/** Traces the hull of circles: of one or two exactly, of more by points on their rims. */
function traceHull(ctx: SKRSContext2D, circles: readonly Circle[]): void {
  const [a, b] = circles as readonly [Circle, Circle | undefined];
  if (circles.length <= 2) {
    const d = b ? Math.hypot(b.x - a.x, b.y - a.y) : 0;
    ctx.beginPath();
    if (!b || d <= Math.abs(a.r - b.r)) {
      const big = b && b.r > a.r ? b : a;
      ctx.arc(big.x, big.y, big.r, 0, 2 * Math.PI);
      return;
    }
    // The two common tangents touch both circles at this angle from the line between their middles.
    const along = Math.atan2(b.y - a.y, b.x - a.x);
    const off = Math.acos((a.r - b.r) / d);
    ctx.arc(a.x, a.y, a.r, along + off, along - off + 2 * Math.PI);
    ctx.arc(b.x, b.y, b.r, along - off, along + off);
    ctx.closePath();
    return;
  }
  const rim: Flat[] = [];
  for (const c of circles) {
    const count = c.r < 1.5 ? 4 : c.r < 5 ? 8 : 12;
    for (let i = 0; i < count; i++) {
      const angle = (i * 2 * Math.PI) / count;
      rim.push({ x: c.x + c.r * Math.cos(angle), y: c.y + c.r * Math.sin(angle) });
    }
  }
  trace(ctx, convexHull(rim));
}

/** A lump, lit from the side where the light comes from. */
function paintLump(brush: Brush, item: Lump): void {
  const { ctx, camera } = brush;
  if (item.balls.length === 0) return;
  const circles: Circle[] = [];
  let [x, y, r] = [0, 0, 0];
  for (const { at, radius } of item.balls) {
    const p = camera.project(at);
    if (p.depth < 0.5) return;
    const size = radius * camera.scaleAt(at);
    circles.push({ x: p.x, y: p.y, r: size });
    x += p.x / item.balls.length;
    y += p.y / item.balls.length;
    r = Math.max(r, size);
  }
  // Spokes far away: nothing of them would be seen.
  if (r < 0.15) return;
  traceHull(ctx, circles);
  ctx.fillStyle = burningOrLit(brush, item, circles, { x, y, r });
  ctx.fill();
}

function burningOrLit(
  { ctx, camera, light, lamps, air }: Brush,
  item: Lump,
  circles: readonly Circle[],
  middle: Circle,
) {
  const lamp = burning(item, lamps);
  if (lamp) return css(air(lamp));
  const first = item.balls[0] as Lump['balls'][number];
  const view = unit(subtract(camera.position, first.at));
  const finish = item.finish === undefined ? 'matte' : 'paint';
  const from = unit(add(times(light.towards, light.direct[0] + 0.05), [0, 0, 0.3]));
  const lit = shade(light, item.rgb, unit(add(from, times(view, 0.6))), view, finish);
  const shady = shade(light, item.rgb, unit(subtract(times(view, 0.7), from)), view, 'matte');
  // So small that one colour is all that can be seen of it.
  if (middle.r < 1.6) return css(air(mix(lit, shady, 0.45)));
  const tip = camera.project(add(first.at, times(from, first.radius)));
  const start = circles[0] as Circle;
  const length = Math.hypot(tip.x - start.x, tip.y - start.y) || 1;
  const [ux, uy] = [(tip.x - start.x) / length, (tip.y - start.y) / length];
  let span = middle.r;
  for (const c of circles) span = Math.max(span, Math.abs((c.x - middle.x) * ux + (c.y - middle.y) * uy) + c.r);
  const [dx, dy] = [ux * span, uy * span];
  const gradient = ctx.createLinearGradient(middle.x + dx, middle.y + dy, middle.x - dx, middle.y - dy);
  gradient.addColorStop(0, css(air(lit)));
  gradient.addColorStop(0.4, css(air(mix(lit, shady, 0.28))));
  gradient.addColorStop(1, css(air(times(shady, 0.86))));
  return gradient;
}
