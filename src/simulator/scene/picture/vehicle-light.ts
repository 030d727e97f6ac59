// The lamps of vehicles and what a wet road makes of them.
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Pinhole } from '../pinhole.ts';
import { centreOf, cross, dot, subtract, unit, type Vec3 } from '../vector.ts';
import type { Actor } from '../world.ts';
import type { Body, Rgb } from './bodies/body.ts';
import { extentOf } from './bodies/table.ts';
import { fill, type Lamps } from './paint-body.ts';
import { reachOf } from './silhouette.ts';
import { glow } from './street-light.ts';

interface Burning {
  readonly at: Vec3;
  readonly kind: 'head' | 'tail';
  /** How much it looks at the camera, 0 to 1. */
  readonly facing: number;
}

function lampsOf(body: Body, camera: Pinhole, heading: number): Burning[] {
  const ahead: Vec3 = [Math.cos(heading), Math.sin(heading), 0];
  return body.flatMap((part) =>
    part.items.flatMap((item): Burning[] => {
      if (item.finish !== 'head' && item.finish !== 'tail') return [];
      if (item.kind === 'lump') {
        const at = item.balls[0]?.at;
        if (!at) return [];
        const along = dot(ahead, unit(subtract(camera.position, at)));
        const facing = item.finish === 'head' ? along : -along;
        return facing > 0.05 ? [{ at, kind: item.finish, facing }] : [];
      }
      const [a, b, c] = item.points;
      if (!a || !b || !c) return [];
      const outward = unit(cross(subtract(b, a), subtract(c, b)));
      const facing = dot(outward, unit(subtract(camera.position, a)));
      return facing > 0.05 ? [{ at: centreOf(item.points), kind: item.finish, facing }] : [];
    }),
  );
}

/** Glows around burning lamps that look at the camera. @param strength 1 by night, less by dusk. */
export function paintGlows(
  ctx: SKRSContext2D,
  camera: Pinhole,
  body: Body,
  heading: number,
  lamps: Lamps,
  strength: number,
  rain: number,
): void {
  ctx.save();
  ctx.globalCompositeOperation = 'lighter';
  for (const lamp of lampsOf(body, camera, heading)) {
    const p = camera.project(lamp.at);
    if (p.depth < 1) continue;
    const size = camera.scaleAt(lamp.at);
    const head = lamp.kind === 'head';
    const rgb: Rgb = head ? [255, 246, 222] : [255, 44, 34];
    const bright = head ? lamp.facing ** 2 : lamps.braking ? 0.8 : 0.4;
    const radius = Math.max(3, size * (head ? 1.5 * lamp.facing ** 2 + 0.2 : 0.5)) * (0.5 + 0.5 * strength);
    glow(ctx, p.x, p.y, radius, rgb, bright * strength);
    if (rain > 0) {
      const ground = camera.project([lamp.at[0], lamp.at[1], 0]);
      ctx.save();
      ctx.translate(ground.x, ground.y + size * 0.6);
      ctx.scale(1, 4);
      glow(ctx, 0, 0, radius * 0.45, rgb, 0.5 * bright * rain * strength);
      ctx.restore();
    }
  }
  ctx.restore();
}

/** The light that headlamps throw on the road ahead. */
export function layHeadlight(ctx: SKRSContext2D, camera: Pinhole, actor: Actor): void {
  if (actor.class === 'person' || actor.class === 'bicycle') return;
  const half = extentOf(actor.look).length / 2;
  const [c, s] = [Math.cos(actor.heading), Math.sin(actor.heading)];
  ctx.save();
  ctx.globalCompositeOperation = 'lighter';
  for (const [near, far, wide, alpha] of beams) {
    const shape = Array.from({ length: 14 }, (_, i): Vec3 => {
      const angle = (i * 2 * Math.PI) / 14;
      const u = half + (near + far) / 2 + ((far - near) / 2) * Math.cos(angle);
      const v = wide * (0.6 + 0.4 * Math.cos(angle)) * Math.sin(angle);
      return [actor.at[0] + u * c - v * s, actor.at[1] + u * s + v * c, 0];
    });
    fill(ctx, camera.polygon(shape), `rgba(255,240,205,${alpha})`);
  }
  ctx.restore();
}

/** Many faint shapes, each within the last: together they have no edge. From and to, half the width, share of light. */
const beams = Array.from({ length: 14 }, (_, i) => {
  const t = i / 13;
  return [0.1 + 1.6 * t, 19 - 13.5 * t, 3.4 - 2.5 * t, 0.011 + 0.012 * t] as const;
});

/** The blurred likeness of a road user that a wet road mirrors under it. */
export function layMirrored(ctx: SKRSContext2D, camera: Pinhole, actor: Actor, body: Body, rain: number): void {
  const box = reachOf(body, camera);
  if (!box || box.height < 4) return;
  const foot = camera.project([actor.at[0], actor.at[1], 0]);
  const depth = Math.min(box.height * 0.7, camera.height);
  const gradient = ctx.createLinearGradient(0, foot.y, 0, foot.y + depth);
  gradient.addColorStop(0, `rgba(24,26,30,${0.34 * rain})`);
  gradient.addColorStop(1, 'rgba(24,26,30,0)');
  ctx.fillStyle = gradient;
  ctx.fillRect(box.x + box.width * 0.08, foot.y, box.width * 0.84, depth);
}
