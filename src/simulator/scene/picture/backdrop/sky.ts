// What lies behind everything: sky with clouds, and the hills of the horizon (limestone islands at the bay).
import type { SKRSContext2D } from '@napi-rs/canvas';
import { normal, type Random, seededRandom } from '../../../random.ts';
import type { Pinhole } from '../../pinhole.ts';
import type { Furniture } from '../../world.ts';
import { type Light, mix, veil } from '../light.ts';
import { css, fill } from '../paint-body.ts';
import type { Flat } from '../silhouette.ts';

/** The row of the horizon in a column of the picture, roughly: where a far point of the ground appears. */
export function horizonOf(camera: Pinhole): number {
  const [x, y] = camera.position;
  const ray = camera.rayOf(camera.width / 2, camera.height / 2);
  const flat = Math.hypot(ray[0], ray[1]) || 1;
  return camera.project([x + (ray[0] / flat) * 1e5, y + (ray[1] / flat) * 1e5, 0]).y;
}

export function paintSky(ctx: SKRSContext2D, camera: Pinhole, light: Light, random: Random): void {
  const horizon = horizonOf(camera);
  const { width } = camera;
  const bottom = Math.max(2, horizon + 4);
  const sky = ctx.createLinearGradient(0, horizon - camera.focal * 0.7, 0, bottom);
  sky.addColorStop(0, css(light.zenith));
  sky.addColorStop(1, css(light.horizon));
  ctx.fillStyle = sky;
  ctx.fillRect(0, 0, width, camera.height);
  if (horizon < 4) return;
  ctx.save();
  const cloud = mix(light.horizon, light.night ? [30, 30, 36] : [255, 255, 255], 0.65);
  const dark = mix(light.horizon, light.zenith, 0.5);
  for (let i = 0; i < 9; i++) {
    const [x, y] = [width * (1.2 * random() - 0.1), horizon * random() ** 0.7];
    const size = width * (0.06 + 0.13 * random());
    for (let k = 0; k < 10; k++) {
      const [px, py] = [x + size * 0.6 * normal(random), y + size * 0.07 * normal(random)];
      const r = size * (0.15 + 0.25 * random());
      const puff = ctx.createRadialGradient(px, py, 0, px, py, r);
      puff.addColorStop(0, css(k % 3 === 0 ? dark : cloud, 0.2));
      puff.addColorStop(1, css(cloud, 0));
      ctx.fillStyle = puff;
      ctx.save();
      ctx.translate(px, py);
      ctx.scale(1, 0.4);
      ctx.translate(-px, -py);
      ctx.fillRect(px - r, py - r, 2 * r, 2 * r);
      ctx.restore();
    }
  }
  ctx.restore();
}

/** Steep, round limestone hills: a silhouette with lighter rock and darker bush. */
export function paintHill(ctx: SKRSContext2D, camera: Pinhole, light: Light, hill: Furniture): void {
  const at = hill.at[0];
  if (!at) return;
  const foot = camera.project([at[0], at[1], 0]);
  if (foot.depth < 20) return;
  const random = seededRandom(hill.seed);
  const scale = camera.scaleAt([at[0], at[1], 0]);
  const [high, half] = [hill.height * scale, hill.height * scale * (0.7 + 1.1 * random())];
  const steps = 24;
  const ridge: Flat[] = [];
  for (let i = 0; i <= steps; i++) {
    const t = (i / steps) * 2 - 1;
    const dome = (1 - Math.abs(t) ** 2.6) ** 0.7;
    ridge.push({ x: foot.x + t * half, y: foot.y - high * dome * (0.9 + 0.16 * random()) });
  }
  const tint = (k: number) => {
    const level = (i: 0 | 1 | 2) => light.above[i] + light.direct[i] * 0.4;
    const rock: [number, number, number] = [92 * k * level(0), 112 * k * level(1), 88 * k * level(2)];
    return mix(rock, light.air, Math.max(light.night ? 0.3 : 0.35, veil(light, foot.depth)));
  };
  const body = [...ridge, { x: foot.x + half, y: foot.y + 3 }, { x: foot.x - half, y: foot.y + 3 }];
  fill(ctx, body, css(tint(1)));
  for (let i = 0; i < 40; i++) {
    const p = ridge[Math.floor(random() * ridge.length)] as Flat;
    const y = p.y + (foot.y - p.y) * random();
    const [w, h] = [half * 0.1 * random(), high * 0.12 * random()];
    ctx.fillStyle = css(tint(random() < 0.5 ? 1.25 : 0.75), 0.35);
    ctx.beginPath();
    ctx.ellipse(p.x, y + h, w, h, 0, 0, 7);
    ctx.fill();
  }
}

/** A strip of far trees and roofs along the horizon, where a real camera never sees bare ground meet the sky. */
export function paintSkyline(ctx: SKRSContext2D, camera: Pinhole, light: Light, random: Random): void {
  const horizon = horizonOf(camera);
  const unit = camera.focal / 220;
  const level = light.above[1] + light.direct[1] * 0.4;
  for (let row = 0; row < 3; row++) {
    for (let x = -10; x < camera.width + 10; x += unit * (4 + 9 * random())) {
      const high = unit * (2.5 + 6 * random()) * (1 - row * 0.22);
      const tone = 0.75 + 0.4 * random();
      const foot = horizon + row * unit;
      if (random() < 0.22) {
        const rgb: [number, number, number] = [170 * tone * level, 160 * tone * level, 150 * tone * level];
        ctx.fillStyle = css(mix(rgb, light.air, 0.5 - row * 0.12));
        ctx.fillRect(x, foot - high, unit * (3 + 5 * random()), high + 2);
        continue;
      }
      // A clump of crowns: many small ones, lighter above.
      for (let k = 0; k < 9; k++) {
        const [dx, up] = [(random() - 0.5) * unit * 9, high * random()];
        const shadeOf = tone * (0.8 + (0.35 * up) / high);
        const rgb: [number, number, number] = [70 * shadeOf * level, 90 * shadeOf * level, 60 * shadeOf * level];
        ctx.fillStyle = css(mix(rgb, light.air, 0.5 - row * 0.12));
        ctx.beginPath();
        ctx.ellipse(x + dx, foot - up * 0.8, unit * (0.8 + 1.4 * random()), unit * (0.6 + random()), 0, 0, 7);
        ctx.fill();
      }
      ctx.fillRect(x - unit * 4, foot - high * 0.25, unit * 9, high * 0.25 + 2);
    }
  }
}
