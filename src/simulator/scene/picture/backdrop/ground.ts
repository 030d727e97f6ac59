// The ground: surfaces, worn paint, and a texture that every pixel takes from the place it shows.
import type { SKRSContext2D } from '@napi-rs/canvas';
import { type Random, seededRandom } from '../../../random.ts';
import type { Pinhole } from '../../pinhole.ts';
import type { Vec3 } from '../../vector.ts';
import type { Marking, Plan, Spot, Surface } from '../../world.ts';
import type { Rgb } from '../bodies/body.ts';
import { type Light, veil } from '../light.ts';
import { css, fill } from '../paint-body.ts';

/** Colours in plain light. */
const colours: Readonly<Record<Surface['kind'], Rgb>> = {
  asphalt: [112, 112, 114],
  concrete: [164, 160, 152],
  pavement: [176, 166, 154],
  grass: [98, 116, 66],
  earth: [150, 132, 104],
  water: [112, 138, 142],
  paving: [182, 160, 144],
};

const lying = (spots: readonly Spot[]): Vec3[] => spots.map(([x, y]): Vec3 => [x, y, 0]);

/** The level of light on flat ground in the open. */
export function groundLevel(light: Light): Rgb {
  const level = (i: 0 | 1 | 2) => (light.above[i] + light.direct[i] * Math.max(0.15, light.towards[2])) * 0.9;
  return [level(0), level(1), level(2)];
}

/** Paints surfaces and markings. @param wet 0 to 1: a wet road is darker and mirrors the sky. */
export function paintGround(ctx: SKRSContext2D, camera: Pinhole, plan: Plan, light: Light, wet: number, seed: number) {
  const random = seededRandom(seed);
  const level = groundLevel(light);
  const shown = (rgb: Rgb, k: number): Rgb => [rgb[0] * level[0] * k, rgb[1] * level[1] * k, rgb[2] * level[2] * k];
  const dark = 1 - 0.42 * wet;
  const farthest = 600;
  const [cx, cy] = camera.position;
  const field: Vec3[] = [
    [cx - farthest, cy - farthest, 0],
    [cx + farthest, cy - farthest, 0],
    [cx + farthest, cy + farthest, 0],
    [cx - farthest, cy + farthest, 0],
  ];
  fill(ctx, camera.polygon(field), css(shown(random() < 0.5 ? [118, 120, 88] : [140, 130, 112], dark)));
  const tone = 0.72 + 0.4 * random();
  for (const surface of plan.surfaces) {
    const own = surface.kind === 'asphalt' ? tone : 0.9 + 0.2 * random();
    fill(ctx, camera.polygon(lying(surface.outline)), css(shown(colours[surface.kind], own * dark)));
    if (surface.kind === 'asphalt') paintWear(ctx, camera, surface.outline, random);
    if (surface.kind === 'pavement' || surface.kind === 'paving') paintJoints(ctx, camera, surface.outline);
  }
  const worn = 0.55 + 0.4 * random();
  for (const marking of plan.markings) paintMarking(ctx, camera, marking, shown, worn, random);
}

/** Patches, cracks, oil and the manholes of a used road. */
function paintWear(ctx: SKRSContext2D, camera: Pinhole, outline: readonly Spot[], random: Random): void {
  const xs = outline.map((p) => p[0]);
  const ys = outline.map((p) => p[1]);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const edge = camera.polygon(lying(outline));
  if (edge.length < 3) return;
  ctx.save();
  ctx.beginPath();
  for (const [i, p] of edge.entries()) i === 0 ? ctx.moveTo(p.x, p.y) : ctx.lineTo(p.x, p.y);
  ctx.clip();
  const size = Math.min(80, Math.round((x1 - x0) * (y1 - y0) * 0.03));
  for (let i = 0; i < size; i++) {
    const [x, y] = [x0 + (x1 - x0) * random(), y0 + (y1 - y0) * random()];
    const [a, b] = [0.3 + 3 * random() ** 2, 0.2 + 1.4 * random() ** 2];
    const long = random() < 0.5;
    const [u, v] = long ? [a * 2, b * 0.7] : [b * 0.7, a * 1.2];
    const blot = Array.from({ length: 9 }, (_, k): Vec3 => {
      const angle = (k * 2 * Math.PI) / 9;
      const r = 0.7 + 0.5 * random();
      return [x + u * r * Math.cos(angle), y + v * r * Math.sin(angle), 0];
    });
    const shape =
      random() < 0.3
        ? ([
            [x, y, 0],
            [x + u, y, 0],
            [x + u, y + v, 0],
            [x, y + v, 0],
          ] as Vec3[])
        : blot;
    const tint = random() < 0.7 ? '20,20,24' : '200,196,188';
    fill(ctx, camera.polygon(shape), `rgba(${tint},${0.04 + 0.12 * random()})`);
  }
  ctx.lineCap = 'round';
  for (let i = 0; i < 14; i++) {
    let [x, y] = [x0 + (x1 - x0) * random(), y0 + (y1 - y0) * random()];
    let heading = random() * 7;
    ctx.beginPath();
    for (let k = 0; k < 12; k++) {
      const p = camera.project([x, y, 0]);
      if (p.depth < 1) break;
      k === 0 ? ctx.moveTo(p.x, p.y) : ctx.lineTo(p.x, p.y);
      heading += random() - 0.5;
      x += 0.6 * Math.cos(heading);
      y += 0.6 * Math.sin(heading);
    }
    ctx.strokeStyle = 'rgba(30,30,34,0.28)';
    ctx.lineWidth = 0.8;
    ctx.stroke();
  }
  ctx.restore();
}

/** Joints of paving slabs, as far as they can be seen. */
function paintJoints(ctx: SKRSContext2D, camera: Pinhole, outline: readonly Spot[]): void {
  const [a, b, c] = outline;
  if (!a || !b || !c || outline.length !== 4) return;
  const d = outline[3] as Spot;
  const along = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const across = Math.hypot(c[0] - b[0], c[1] - b[1]);
  const point = (s: number, t: number): Vec3 => {
    const [x0, y0] = [a[0] + (b[0] - a[0]) * s, a[1] + (b[1] - a[1]) * s];
    const [x1, y1] = [d[0] + (c[0] - d[0]) * s, d[1] + (c[1] - d[1]) * s];
    return [x0 + (x1 - x0) * t, y0 + (y1 - y0) * t, 0];
  };
  ctx.strokeStyle = 'rgba(60,54,48,0.2)';
  ctx.lineWidth = 0.7;
  const line = (from: Vec3, to: Vec3) => {
    const [p, q] = [camera.project(from), camera.project(to)];
    if (p.depth < 1 || q.depth < 1 || Math.min(p.depth, q.depth) > 45) return;
    ctx.beginPath();
    ctx.moveTo(p.x, p.y);
    ctx.lineTo(q.x, q.y);
    ctx.stroke();
  };
  const step = 0.8;
  for (let s = 0; s < along && s < 200; s += step) line(point(s / along, 0), point(s / along, 1));
  for (let t = 0; t < across; t += step)
    for (let s = 0; s + 5 < along; s += 5) line(point(s / along, t / across), point((s + 5) / along, t / across));
}

function paintMarking(
  ctx: SKRSContext2D,
  camera: Pinhole,
  marking: Marking,
  shown: (rgb: Rgb, k: number) => Rgb,
  worn: number,
  random: Random,
): void {
  const rgb = shown(marking.colour === 'white' ? [226, 226, 222] : [226, 184, 62], 1);
  const strip = (from: Spot, to: Spot, width: number) => {
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
    const [nx, ny] = [(-(to[1] - from[1]) / length) * (width / 2), ((to[0] - from[0]) / length) * (width / 2)];
    const corners: Vec3[] = [
      [from[0] - nx, from[1] - ny, 0],
      [to[0] - nx, to[1] - ny, 0],
      [to[0] + nx, to[1] + ny, 0],
      [from[0] + nx, from[1] + ny, 0],
    ];
    fill(ctx, camera.polygon(corners), css(rgb, worn * (0.8 + 0.2 * random())));
  };
  for (let i = 0; i + 1 < marking.along.length; i++) {
    const [from, to] = [marking.along[i] as Spot, marking.along[i + 1] as Spot];
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
    const at = (s: number): Spot => [
      from[0] + ((to[0] - from[0]) * s) / length,
      from[1] + ((to[1] - from[1]) * s) / length,
    ];
    // Bars of a zebra lie across the way that it leads; dashes lie along theirs.
    if (marking.kind === 'zebra') for (let s = 0.3; s < length - 0.2; s += 1) strip(at(s), at(s + 0.5), marking.width);
    else if (marking.kind === 'dashed')
      for (let s = 0; s < length; s += 6) strip(at(s), at(Math.min(length, s + 3)), marking.width);
    else if (marking.kind === 'hatched') for (let s = 0; s < length; s += 2) strip(at(s), at(s + 0.7), marking.width);
    else if (marking.kind === 'arrow') {
      strip(from, at(length * 0.65), marking.width);
      const [tip, l] = [at(length), at(length * 0.6)];
      const [nx, ny] = [(-(to[1] - from[1]) / length) * 0.45, ((to[0] - from[0]) / length) * 0.45];
      fill(
        ctx,
        camera.polygon([
          [tip[0], tip[1], 0],
          [l[0] + nx, l[1] + ny, 0],
          [l[0] - nx, l[1] - ny, 0],
        ]),
        css(rgb, worn),
      );
    } else for (let s = 0; s < length; s += 8) strip(at(s), at(Math.min(length, s + 8)), marking.width);
  }
}

/** Light that lamps add to the ground at a place: a level for each colour. */
export type GroundLight = (x: number, y: number) => readonly [number, number, number] | undefined;

/** Every so many pixels the light of the lamps is worked out; between them it is blended. */
const lightGrid = 8;

/**
 * Grain of the ground, the light of lamps on it, a wet sheen and haze over it, pixel by pixel below the horizon.
 * @param wet 0 to 1. @param lamps undefined by day.
 */
export function textureGround(
  ctx: SKRSContext2D,
  camera: Pinhole,
  light: Light,
  wet: number,
  seed: number,
  lamps?: GroundLight,
): void {
  const { width, height } = camera;
  const image = ctx.getImageData(0, 0, width, height);
  const data = image.data;
  const noise = latticeNoise(seed);
  const random = seededRandom(seed + 1);
  const level = groundLevel(light);
  const gain = lamps ? gainGrid(camera, level, lamps) : undefined;
  const [ax, ay] = camera.position;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const g = camera.groundOf(x + 0.5, y + 0.5);
      if (!g) continue;
      const depth = Math.hypot(g[0] - ax, g[1] - ay);
      if (depth > 500) continue;
      const fade = 1 / (1 + depth * 0.03);
      const broad = noise(g[0] * 0.21, g[1] * 0.3);
      const coarse = broad * 0.09 + noise(g[0] * 1.1 + 31, g[1] * 1.3) * 0.06 * fade;
      const k = 1 + coarse + (random() - 0.5) * 0.24 * fade;
      const sheen = wet * (0.1 + 0.16 * Math.min(1, depth / 50)) * (1 + 0.35 * broad);
      const hazed = veil(light, depth);
      const i = (y * width + x) * 4;
      for (let c = 0; c < 3; c++) {
        const lit = gain ? blended(gain, x, y, c) : 1;
        const v = (data[i + c] as number) * k * lit;
        const shown = v + ((light.horizon[c] as number) - v) * sheen;
        data[i + c] = shown + ((light.air[c] as number) - shown) * hazed;
      }
    }
  }
  ctx.putImageData(image, 0, 0);
}

interface Grid {
  readonly columns: number;
  readonly values: Float32Array;
}

/** How many times brighter lamps make the ground, on a coarse grid. */
function gainGrid(camera: Pinhole, own: Rgb, lamps: GroundLight): Grid {
  const columns = Math.ceil(camera.width / lightGrid) + 2;
  const rows = Math.ceil(camera.height / lightGrid) + 2;
  const values = new Float32Array(columns * rows * 3).fill(1);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const g = camera.groundOf(c * lightGrid, r * lightGrid);
      const level = g && lamps(g[0], g[1]);
      if (!level) continue;
      for (let k = 0; k < 3; k++) values[(r * columns + c) * 3 + k] = 1 + (level[k] as number) / (own[k] as number);
    }
  }
  return { columns, values };
}

function blended({ columns, values }: Grid, x: number, y: number, colour: number): number {
  const [c, r] = [Math.floor(x / lightGrid), Math.floor(y / lightGrid)];
  const [fx, fy] = [x / lightGrid - c, y / lightGrid - r];
  const at = (i: number) => values[i * 3 + colour] as number;
  const i = r * columns + c;
  const top = at(i) + (at(i + 1) - at(i)) * fx;
  const bottom = at(i + columns) + (at(i + columns + 1) - at(i + columns)) * fx;
  return top + (bottom - top) * fy;
}

/** Smooth noise in -1 to 1 over a plane: values on a lattice, joined smoothly. */
export function latticeNoise(seed: number): (x: number, y: number) => number {
  const random = seededRandom(seed);
  const table = Float32Array.from({ length: 4096 }, () => random() * 2 - 1);
  const at = (x: number, y: number) => table[(Math.imul(x, 73_856_093) ^ Math.imul(y, 19_349_663)) & 4095] as number;
  return (x, y) => {
    const [i, j] = [Math.floor(x), Math.floor(y)];
    const [fx, fy] = [x - i, y - j];
    const [sx, sy] = [fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)];
    const top = at(i, j) + (at(i + 1, j) - at(i, j)) * sx;
    const bottom = at(i, j + 1) + (at(i + 1, j + 1) - at(i, j + 1)) * sx;
    return top + (bottom - top) * sy;
  };
}
