// Paints a scene as a camera shows it: what never moves is drawn once, road users in their order of depth over it, then
// what the air, the rain and the camera add. The same seed and moment give the same picture, byte for byte.
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { seededRandom } from '../../random.ts';
import type { Pinhole } from '../pinhole.ts';
import type { Actor, Conditions, Furniture, Moment, Plan, SignalState } from '../world.ts';
import { signalLamps } from './backdrop/posts.ts';
import { type Cutout, paintWires, type Still, stillOf } from './backdrop/still.ts';
import type { Body } from './bodies/body.ts';
import { bodyOf } from './bodies/table.ts';
import { type Light, litBy, skyLight } from './light.ts';
import { farToNear, footprintOf, footprintOfFurniture, thatMayHide } from './order.ts';
import { fill } from './paint-body.ts';
import { movingPainter } from './paint-moving.ts';
import { type Caption, exposureCurve, paintCaption, paintRain, sensorOf, vignette } from './sensor.ts';
import { layContact, laySunShadows, shadowSheet } from './shadow.ts';
import { glow, type StreetLight, streetLightAt, streetLights } from './street-light.ts';
import { layHeadlight, layMirrored, paintGlows } from './vehicle-light.ts';

export interface PainterOptions {
  readonly plan: Plan;
  readonly camera: Pinhole;
  readonly conditions: Conditions;
  readonly seed: number;
  readonly caption?: Caption;
}

export interface Painter {
  /** RGBA, `width * height * 4` bytes. The next call draws over it: copy what is to be kept. */
  paint(moment: Moment): Buffer;
}

interface Seen {
  readonly actor: Actor;
  readonly body: Body;
  readonly light: Light;
}

type Standing = { readonly seen: Seen } | { readonly cutout: Cutout };

export function createPainter(options: PainterOptions): Painter {
  const { plan, camera, conditions, seed } = options;
  const light = skyLight(conditions);
  const lamps = streetLights(plan, light, seed);
  const still = stillOf({ plan, camera, conditions, light, lamps, seed });
  const canvas = createCanvas(camera.width, camera.height);
  const ctx = canvas.getContext('2d');
  const sheet = shadowSheet(camera);
  const paintMoving = movingPainter(camera);
  const corners = vignette(camera.width, camera.height, light.night ? 0.42 : 0.24);
  paintWires(corners.getContext('2d'), camera, plan, light);
  const sensed = sensorOf(conditions, seed, exposureCurve(still.canvas, conditions));
  const burning = conditions.light === 'night' || conditions.light === 'dusk' || conditions.rain > 0.3;
  return {
    paint(moment) {
      ctx.globalAlpha = 1;
      ctx.drawImage(still.canvas, 0, 0);
      const seen = moment.actors.flatMap((actor): Seen[] => see(actor, camera, light, lamps));
      laySunShadows(
        ctx,
        sheet,
        camera,
        seen.map((s) => s.body),
        light,
      );
      for (const { body, actor } of seen) {
        layContact(ctx, camera, body, light.night ? 0.7 : actor.class === 'person' ? 0.6 : 1);
        if (conditions.rain > 0) layMirrored(ctx, camera, actor, body, conditions.rain);
      }
      if (light.night) for (const { actor } of seen) layHeadlight(ctx, camera, actor);
      for (const one of inOrder(seen, still, camera)) {
        if ('cutout' in one) paintCutout(ctx, camera, one.cutout, moment.signals, light);
        else {
          const lit = { on: burning, braking: one.seen.actor.braking };
          paintMoving(ctx, one.seen, lit, conditions.exposure);
          if (burning)
            paintGlows(
              ctx,
              camera,
              one.seen.body,
              one.seen.actor.heading,
              lit,
              light.night ? 1 : 0.45,
              conditions.rain,
            );
        }
      }
      const frame = Math.round(moment.seconds * 1000);
      if (conditions.rain > 0) paintRain(ctx, camera, conditions.rain, seededRandom(seed * 31 + frame), light.night);
      ctx.drawImage(corners, 0, 0);
      if (options.caption) paintCaption(ctx, camera, options.caption, moment.seconds);
      const data = canvas.data();
      sensed(data, frame);
      return data;
    },
  };
}

/** The road user's body in the light of its place; nothing where the camera cannot see it. */
function see(actor: Actor, camera: Pinhole, light: Light, lamps: readonly StreetLight[]): Seen[] {
  const [x, y] = actor.at;
  const depth = camera.depthOf([x, y, 1]);
  if (depth < 1 || depth > 400) return [];
  const middle = camera.project([x, y, 1]);
  const reach = 14 * camera.scaleAt([x, y, 1]);
  if (middle.x < -reach || middle.x > camera.width + reach) return [];
  if (middle.y < -reach || middle.y > camera.height + reach) return [];
  const lamp = streetLightAt(lamps, [x, y, 0]);
  return [{ actor, body: bodyOf(actor), light: lamp ? litBy(light, lamp.lamp, [x, y, 1], lamp.level) : light }];
}

function inOrder(seen: readonly Seen[], still: Still, camera: Pinhole): Standing[] {
  const houses = thatMayHide(
    still.buildings,
    seen.map((one) => footprintOf(one.actor)),
    camera,
  ).flatMap(({ cutout }) => cutout() ?? []);
  const all: Standing[] = [
    ...[...still.cutouts, ...houses].map((cutout) => ({ cutout })),
    ...seen.map((one) => ({ seen: one })),
  ];
  return farToNear(all, camera, (one) =>
    'seen' in one ? footprintOf(one.seen.actor) : footprintOfFurniture(one.cutout.item),
  );
}

function paintCutout(
  ctx: SKRSContext2D,
  camera: Pinhole,
  cutout: Cutout,
  signals: ReadonlyMap<string, SignalState>,
  light: Light,
): void {
  ctx.drawImage(cutout.canvas, cutout.x, cutout.y);
  const { item } = cutout;
  if (item.kind === 'lamp' && light.night && cutout.lamp) {
    const p = camera.project(cutout.lamp.at);
    glow(ctx, p.x, p.y, 1.4 * camera.scaleAt(cutout.lamp.at), cutout.lamp.rgb, 1);
  }
  if (item.kind === 'signal') paintSignal(ctx, camera, item, signals.get(item.id ?? ''), light);
}

const signalColours = [
  ['red', [255, 48, 40]],
  ['amber', [255, 190, 50]],
  ['green', [60, 240, 150]],
] as const;

/** The lenses of a signal: one of them lit. */
function paintSignal(
  ctx: SKRSContext2D,
  camera: Pinhole,
  item: Furniture,
  state: SignalState | undefined,
  light: Light,
): void {
  const { at, radius } = signalLamps(item);
  const [a] = at;
  const heading = item.heading ?? 0;
  if (!camera.sees(a, [Math.cos(heading), Math.sin(heading), 0])) return;
  for (const [i, [name, rgb]] of signalColours.entries()) {
    const place = at[i as 0 | 1 | 2];
    const shape = camera.rimOf(place, radius, 12);
    const lit = name === state;
    fill(ctx, shape, lit ? `rgb(${rgb.join(',')})` : `rgb(${rgb.map((v) => Math.round(v * 0.2)).join(',')})`);
    if (!lit) continue;
    const p = camera.project(place);
    const size = radius * camera.scaleAt(place);
    ctx.save();
    ctx.globalCompositeOperation = 'lighter';
    glow(ctx, p.x, p.y, size * (light.night ? 7 : 3), rgb, light.night ? 0.9 : 0.5);
    ctx.restore();
  }
}
