// What never moves, drawn once: the picture behind the road users, and the pieces of furniture that may stand before
// them, each as a cut-out with its distance.
import { type Canvas, createCanvas } from '@napi-rs/canvas';
import { seededRandom } from '../../../random.ts';
import type { Pinhole } from '../../pinhole.ts';
import type { Vec3 } from '../../vector.ts';
import type { Conditions, Furniture, Plan, Spot } from '../../world.ts';
import type { Body } from '../bodies/body.ts';
import { type Light, litBy } from '../light.ts';
import { paintBody } from '../paint-body.ts';
import { layContact, laySunShadows, shadowSheet } from '../shadow.ts';
import { boxAround, outlinesOf } from '../silhouette.ts';
import { layLampStreaks, type StreetLight, streetLightAt } from '../street-light.ts';
import { paintGround, textureGround } from './ground.ts';
import { paintBuilding } from './houses.ts';
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
  for (const item of standing.sort((a, b) => near(b) - near(a))) {
    if (item.kind === 'building') {
      paintBuilding(ctx, camera, lightAt(light, lamps, middle(item.at)), item);
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
  return { canvas, cutouts };
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
  const own = item.kind === 'lamp' ? lampHead(item) : undefined;
  const lamp = own && lamps.find((l) => l.at.every((v, i) => v === own[i]));
  return [{ canvas, x, y, item, ...(lamp ? { lamp } : {}) }];
}
