// Light by night: pools of the street lamps on the ground, their glow, and the lamps of vehicles and signals.
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Pinhole } from '../pinhole.ts';
import { subtract, type Vec3 } from '../vector.ts';
import type { Furniture, Plan } from '../world.ts';
import { lampHead } from './backdrop/posts.ts';
import type { Rgb } from './bodies/body.ts';
import type { Level, Light } from './light.ts';
import { css } from './paint-body.ts';

export interface StreetLight {
  readonly at: Vec3;
  /** Level right below it. */
  readonly level: Level;
  readonly rgb: Rgb;
}

/** Sodium or white lamps, as the plan's seed has it; none by day. */
export function streetLights(plan: Plan, light: Light, seed: number): StreetLight[] {
  if (!light.night) return [];
  const sodium = seed % 3 === 0;
  // Old lamps and new ones.
  const k = 0.5 + ((seed * 7) % 11) / 16;
  const rgb: Rgb = sodium ? [255, 190, 110] : [244, 240, 224];
  return plan.furniture
    .filter((item: Furniture) => item.kind === 'lamp')
    .map((item) => ({
      at: lampHead(item),
      rgb,
      level: sodium ? [0.86 * k, 0.62 * k, 0.36 * k] : [0.76 * k, 0.74 * k, 0.67 * k],
    }));
}

/** Share of a lamp's level at a distance from its foot: the cosine's fourth power of a lamp of this height, stretched along. */
function share(lamp: StreetLight, at: Vec3): number {
  const d = subtract(at, lamp.at);
  const h = Math.max(2, lamp.at[2]);
  return (h * h) ** 2 / (h * h + 0.55 * (d[0] * d[0] + d[1] * d[1])) ** 2;
}

/** The lamp that lights a place most, with the level of all together; undefined in the dark. */
export function streetLightAt(lamps: readonly StreetLight[], at: Vec3): { lamp: Vec3; level: Level } | undefined {
  let best: StreetLight | undefined;
  let most = 0.02;
  let sum = 0;
  for (const lamp of lamps) {
    const part = share(lamp, at);
    sum += part;
    if (part > most) [best, most] = [lamp, part];
  }
  if (!best) return undefined;
  const k = Math.min(1.2, sum) * 1.25;
  return { lamp: best.at, level: [best.level[0] * k, best.level[1] * k, best.level[2] * k] };
}

/** A round glow of light, added to the picture. */
export function glow(ctx: SKRSContext2D, x: number, y: number, radius: number, rgb: Rgb, strength: number): void {
  if (radius < 0.5) return;
  const gradient = ctx.createRadialGradient(x, y, 0, x, y, radius);
  gradient.addColorStop(0, css(rgb, Math.min(1, strength)));
  gradient.addColorStop(0.18, css(rgb, 0.45 * Math.min(1, strength)));
  gradient.addColorStop(0.5, css(rgb, 0.12 * Math.min(1, strength)));
  gradient.addColorStop(1, css(rgb, 0));
  ctx.fillStyle = gradient;
  ctx.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
}

/** What a wet road mirrors of the street lamps: long streaks below them. */
export function layLampStreaks(ctx: SKRSContext2D, camera: Pinhole, lamps: readonly StreetLight[], rain: number): void {
  ctx.save();
  ctx.globalCompositeOperation = 'lighter';
  for (const lamp of lamps) {
    const mirrored = camera.project([lamp.at[0], lamp.at[1], -lamp.at[2]]);
    if (mirrored.depth < 2) continue;
    ctx.save();
    ctx.translate(mirrored.x, mirrored.y);
    ctx.scale(1, 5);
    glow(ctx, 0, 0, camera.scaleAt(lamp.at) * 1.2, lamp.rgb, 0.5 * rain);
    ctx.restore();
  }
  ctx.restore();
}
