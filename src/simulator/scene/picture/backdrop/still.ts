// What never moves, drawn once: the picture behind the road users, and the pieces of furniture that may stand before
// them, each as a cut-out with its distance.
import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { seededRandom } from '../../../random.ts';
import type { Pinhole } from '../../pinhole.ts';
import type { Vec3 } from '../../vector.ts';
import type { Conditions, Furniture, Plan, Spot } from '../../world.ts';
import type { Body } from '../bodies/body.ts';
import { type Light, litBy } from '../light.ts';
import { type Footprint, footprintOfFurniture } from '../order.ts';
import { paintBody } from '../paint-body.ts';
import { layContact, laySunShadows, shadowSheet } from '../shadow.ts';
import { boxAround, outlinesOf } from '../silhouette.ts';
import { layLampStreaks, type StreetLight, streetLightAt } from '../street-light.ts';
import { paintGround, textureGround } from './ground.ts';
import { facesOfBuilding, paintBuilding } from './houses.ts';
import { bodyOfFurniture, lampHead } from './posts.ts';
import { paintHill, paintSky, paintSkyline } from './sky.ts';

export interface Cutout {
  readonly canvas: Canvas;
  readonly x: number;
  readonly y: number;
  readonly item: Furniture;
  /** The lamp that burns on it. */
  readonly lamp?: StreetLight;
}

export interface Still {
  readonly canvas: Canvas;
  readonly cutouts: readonly Cutout[];
  /** They are in the picture already, and hide who comes behind them: the cut-out is made when it is asked for first. */
  readonly buildings: readonly { readonly print: Footprint; readonly cutout: () => Cutout | undefined }[];
}

const middle = (spots: readonly Spot[]): Vec3 => [
  spots.reduce((sum, s) => sum + s[0], 0) / spots.length,
  spots.reduce((sum, s) => sum + s[1], 0) / spots.length,
  0,
];

export interface StillOptions {
  readonly plan: Plan;
  readonly camera: Pinhole;
  readonly conditions: Conditions;
  readonly light: Light;
  readonly lamps: readonly StreetLight[];
  readonly seed: number;
}

export function stillOf({ plan, camera, conditions, light, lamps, seed }: StillOptions): Still {
  const canvas = createCanvas(camera.width, camera.height);
  const ctx = canvas.getContext('2d');
  const random = seededRandom(seed);
  const near = (item: Furniture) => camera.depthOf(middle(item.at));
  paintSky(ctx, camera, light, random);
  const hills = plan.furniture.filter((f) => f.kind === 'hill').sort((a, b) => near(b) - near(a));
  for (const hill of hills) paintHill(ctx, camera, light, hill);
  paintGround(ctx, camera, plan, light, conditions.rain > 0 ? 0.4 + 0.6 * conditions.rain : 0, seed);
  paintSkyline(ctx, camera, light, random);
  const onGround = (x: number, y: number) => streetLightAt(lamps, [x, y, 0])?.level;
  textureGround(ctx, camera, light, conditions.rain, seed, lamps.length > 0 ? onGround : undefined);
  if (conditions.rain > 0) layLampStreaks(ctx, camera, lamps, conditions.rain);
  const standing = plan.furniture.flatMap((item) => pieces(item)).filter((item) => item.kind !== 'hill');
  const bodies = standing.flatMap((item) => {
    const body = bodyOfFurniture(item);
    return body && item.kind !== 'kerb' ? [body] : [];
  });
  laySunShadows(ctx, shadowSheet(camera), camera, bodies, light);
  const cutouts: Cutout[] = [];
  const buildings: Still['buildings'][number][] = [];
  for (const item of standing.sort((a, b) => near(b) - near(a))) {
    if (item.kind === 'building') {
      const local = lightAt(light, lamps, middle(item.at));
      paintBuilding(ctx, camera, local, item);
      buildings.push({
        print: footprintOfFurniture(item),
        cutout: once(() => cutOutBuilding(camera, local, item)),
      });
      continue;
    }
    const body = bodyOfFurniture(item);
    if (!body) continue;
    const local = lightAt(light, lamps, middle(item.at));
    if (item.kind === 'kerb') paintBody(ctx, camera, body, local);
    else {
      layContact(ctx, camera, body, 0.6);
      cutouts.push(...cutOut(body, camera, local, item, lamps));
    }
  }
  return { canvas, cutouts, buildings };
}

const lightAt = (light: Light, lamps: readonly StreetLight[], at: Vec3): Light => {
  const lit = streetLightAt(lamps, at);
  return lit ? litBy(light, lit.lamp, at, lit.level) : light;
};

/** Long fences and barriers come apart, so that each piece has one distance. */
function pieces(item: Furniture): Furniture[] {
  if (!['fence', 'barrier', 'kerb'].includes(item.kind)) return [item];
  const list: Furniture[] = [];
  for (let i = 0; i + 1 < item.at.length; i++) {
    const [a, b] = [item.at[i] as Spot, item.at[i + 1] as Spot];
    const steps = Math.min(60, Math.max(1, Math.round(Math.hypot(b[0] - a[0], b[1] - a[1]) / 8)));
    const spot = (k: number): Spot => [a[0] + ((b[0] - a[0]) * k) / steps, a[1] + ((b[1] - a[1]) * k) / steps];
    for (let k = 0; k < steps; k++) list.push({ ...item, at: [spot(k), spot(k + 1)] });
  }
  return list;
}

function cutOut(body: Body, camera: Pinhole, light: Light, item: Furniture, lamps: readonly StreetLight[]): Cutout[] {
  const box = boxAround(outlinesOf(body, camera).flat(), camera);
  if (!box) return [];
  const [x, y] = [Math.floor(box.x) - 2, Math.floor(box.y) - 2];
  const canvas = createCanvas(Math.ceil(box.width) + 5, Math.ceil(box.height) + 5);
  const ctx = canvas.getContext('2d');
  ctx.translate(-x, -y);
  paintBody(ctx, camera, body, light);
  if (item.kind === 'tree') leafy(ctx, canvas, item, camera.scaleAt(middle(item.at)));
  const own = item.kind === 'lamp' ? lampHead(item) : undefined;
  const lamp = own && lamps.find((l) => l.at.every((v, i) => v === own[i]));
  return [{ canvas, x, y, item, ...(lamp ? { lamp } : {}) }];
}

function cutOutBuilding(camera: Pinhole, light: Light, item: Furniture): Cutout | undefined {
  const box = boxAround(
    facesOfBuilding(camera, item).flatMap((face) => camera.polygon(face)),
    camera,
  );
  if (!box) return undefined;
  const [x, y] = [Math.floor(box.x) - 2, Math.floor(box.y) - 2];
  const canvas = createCanvas(Math.ceil(box.width) + 5, Math.ceil(box.height) + 5);
  const ctx = canvas.getContext('2d');
  ctx.translate(-x, -y);
  paintBuilding(ctx, camera, light, item);
  return { canvas, x, y, item };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Breaks up the rounded lumps of a crown into leaves: flecks of light and shade where there is something. */
function leafy(ctx: SKRSContext2D, canvas: Canvas, item: Furniture, scale: number): void {
  const random = seededRandom(item.seed + 5);
  const size = Math.max(0.6, 0.09 * scale);
  const count = Math.min(5000, Math.round((canvas.width * canvas.height) / (size * size * 3)));
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.globalCompositeOperation = 'source-atop';
  for (let i = 0; i < count; i++) {
    ctx.fillStyle = random() < 0.45 ? 'rgba(210,220,150,0.16)' : 'rgba(6,16,6,0.26)';
    ctx.beginPath();
    const [x, y] = [random() * canvas.width, random() * canvas.height];
    ctx.ellipse(x, y, size * (0.6 + random()), size * (0.3 + 0.4 * random()), random() * 3, 0, 7);
    ctx.fill();
  }
  // Light falls through: holes at random.
  ctx.globalCompositeOperation = 'destination-out';
  for (let i = 0; i < count * 0.12; i++) {
    ctx.fillStyle = 'rgba(0,0,0,0.7)';
    ctx.beginPath();
    const [x, y] = [random() * canvas.width, random() * canvas.height * 0.55];
    ctx.ellipse(x, y, size * 0.8 * random(), size * 0.8 * random(), 0, 0, 7);
    ctx.fill();
  }
}

/** Cables hung along and across the street, sagging between their ends: drawn over everything. */
export function paintWires(ctx: SKRSContext2D, camera: Pinhole, plan: Plan, light: Light): void {
  for (const item of plan.furniture) {
    if (item.kind !== 'wires') continue;
    const random = seededRandom(item.seed);
    ctx.strokeStyle = light.night ? 'rgba(8,8,10,0.8)' : 'rgba(28,28,32,0.8)';
    for (let k = 0; k < 4; k++) {
      const [lift, sag] = [item.height - 0.5 * random(), 0.4 + 0.8 * random()];
      ctx.lineWidth = 0.6 + 0.8 * random();
      for (let i = 0; i + 1 < item.at.length; i++) {
        const [a, b] = [item.at[i] as Spot, item.at[i + 1] as Spot];
        ctx.beginPath();
        let drawing = false;
        for (let s = 0; s <= 16; s++) {
          const t = s / 16;
          const p = camera.project([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, lift - 4 * sag * t * (1 - t)]);
          if (p.depth < 1) drawing = false;
          else if (drawing) ctx.lineTo(p.x, p.y);
          else {
            ctx.moveTo(p.x, p.y);
            drawing = true;
          }
        }
        ctx.stroke();
      }
    }
  }
}
