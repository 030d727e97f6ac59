// Painting who moves: a body, smeared over the way that it goes while the shutter is open.
import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Pinhole } from '../pinhole.ts';
import type { Actor } from '../world.ts';
import type { Body } from './bodies/body.ts';
import type { Light } from './light.ts';
import { type Lamps, paintBody } from './paint-body.ts';
import { reachOf } from './silhouette.ts';

/** Below this many pixels of movement during the exposure nothing is blurred. */
const sharp = 1.6;

interface Moving {
  readonly actor: Actor;
  readonly body: Body;
  readonly light: Light;
}

/**
 * Whoever is drawn aside takes the smallest sheet that holds him: laying a sheet over costs as much as all of it is large.
 * All of it is cleared before: what an earlier body left beside this one would be smeared in as a faint line around it.
 */
const sheetSizes = [64, 128, 256, 512];

/** @returns what paints a body as a shutter that is open for so many seconds shows it. */
export function movingPainter(camera: Pinhole) {
  const sheets = new Map<number, Canvas>();
  const sheetFor = (width: number, height: number): Canvas => {
    const size = sheetSizes.find((n) => n >= width && n >= height) ?? 0;
    const sheet = sheets.get(size) ?? createCanvas(size || camera.width + 8, size || camera.height + 8);
    sheets.set(size, sheet);
    return sheet;
  };
  return (ctx: SKRSContext2D, { actor, body, light }: Moving, lamps: Lamps, exposure: number): void => {
    const way = actor.speed * exposure;
    const from = camera.project([actor.at[0], actor.at[1], 0.7]);
    const to = camera.project([
      actor.at[0] + way * Math.cos(actor.heading),
      actor.at[1] + way * Math.sin(actor.heading),
      0.7,
    ]);
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const blur = Math.hypot(dx, dy);
    const box = blur > sharp ? reachOf(body, camera) : undefined;
    if (!box) {
      paintBody(ctx, camera, body, light, lamps);
      return;
    }
    const [x, y] = [Math.max(0, Math.floor(box.x) - 2), Math.max(0, Math.floor(box.y) - 2)];
    const [w, h] = [Math.ceil(box.width) + 5, Math.ceil(box.height) + 5];
    const sheet = sheetFor(w, h);
    const aside = sheet.getContext('2d');
    aside.setTransform(1, 0, 0, 1, 0, 0);
    aside.clearRect(0, 0, sheet.width, sheet.height);
    aside.setTransform(1, 0, 0, 1, -x, -y);
    paintBody(aside, camera, body, light, lamps);
    const steps = Math.min(8, Math.ceil(blur / 1.2) + 1);
    for (let i = 0; i < steps; i++) {
      // The mean of all copies: the k-th one is laid over with the share 1/k.
      ctx.globalAlpha = 1 / (i + 1);
      const t = i / (steps - 1) - 0.5;
      ctx.drawImage(sheet, 0, 0, w, h, x + dx * t, y + dy * t, w, h);
    }
    ctx.globalAlpha = 1;
  };
}
