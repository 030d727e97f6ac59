// One group of training pictures: a street, a camera, weather and light, and several crowds before the same backdrop.
// Everything follows from the seed.
import { type Canvas, createCanvas } from '@napi-rs/canvas';
import { type RoadUserClass, roadUserClasses } from '../../../domain/detection.ts';
import { type Random, seededRandom } from '../../random.ts';
import { bodyOfFurniture } from '../picture/backdrop/posts.ts';
import { bodyOf } from '../picture/bodies/table.ts';
import { farToNear, footprintAt, footprintOf } from '../picture/order.ts';
import { createPainter } from '../picture/painter.ts';
import { boxAround, boxesOf, convexHull, outlinesOf, type Silhouette, visibleShares } from '../picture/silhouette.ts';
import { Pinhole } from '../pinhole.ts';
import type { Actor, Conditions, Moment, Plan, SignalState, Spot } from '../world.ts';
import { randomCrowd } from './crowd.ts';
import { randomStreet, type Street } from './street.ts';
import { developed, randomTone } from './tone.ts';

export interface Picture {
  readonly jpeg: Buffer;
  /** Lines `class cx cy w h flag`, as `../shared/material/training` has them. */
  readonly labels: readonly string[];
}

export interface Label {
  readonly class: RoadUserClass;
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** 0 the road user's own box, 1 somebody who rides. */
  readonly flag: 0 | 1;
}

/** Less than this share in sight, or fewer pixels a side: not labelled. */
const leastVisible = 0.25;
const leastPixels = 5;

/** A camera on a pole at the roadside, or above the road. */
export function randomCamera(street: Street, random: Random): Pinhole {
  const between = (a: number, b: number) => a + (b - a) * random();
  const shape = random();
  const [width, height] = shape < 0.6 ? [512, 288] : shape < 0.85 ? [512, 384] : [448, 320];
  const high = between(3, 12) ** (random() < 0.5 ? 1 : 0.9);
  const overhead = random() < 0.3;
  const y = overhead
    ? between(-street.half, street.half)
    : (random() < 0.5 ? -1 : 1) * (street.half + between(0.3, street.pavement + 1));
  const focal = width * (0.55 + 1.5 * random() ** 1.5);
  // Where it looks: a point of the road some way off.
  const distance = between(10, 20 + focal / 12);
  const across = overhead || random() < 0.75 ? between(0.75, 1) : between(0, 0.7);
  const target: Spot = [(random() < 0.5 ? 1 : -1) * distance * across, -y * (0.2 + random() * 0.8)];
  const [dx, dy] = [target[0], target[1] - y];
  const yaw = (Math.atan2(dx, dy) * 180) / Math.PI;
  const tilt = (Math.atan2(high, Math.max(6, Math.hypot(dx, dy))) * 180) / Math.PI + between(-4, 3);
  const distortion = random() < 0.5 ? -0.22 * random() * Math.min(1, (0.8 * width) / focal) : 0;
  return new Pinhole({ position: [0, y, high], yaw: yaw + between(-6, 6), tilt, focal, width, height, distortion });
}

export function randomConditions(random: Random): Conditions {
  const pick = random();
  const light = pick < 0.42 ? 'day' : pick < 0.62 ? 'overcast' : pick < 0.72 ? 'dusk' : 'night';
  const wet = random() < 0.16;
  return {
    light,
    sun: { azimuth: 360 * random(), elevation: 15 + 65 * random() },
    rain: wet ? 0.2 + 0.7 * random() : 0,
    haze: random() < 0.3 ? random() * 0.8 : 0.1 * random(),
    noise: light === 'night' ? 2 + 9 * random() : light === 'dusk' ? 1 + 5 * random() : 4 * random() ** 2,
    exposure: light === 'night' ? 0.02 + 0.03 * random() : 0.002 + 0.012 * random(),
  };
}

interface Screen {
  readonly at: Spot;
  readonly outlines: Silhouette['outlines'];
}

/** What of the furniture hides road users: crowns of trees, barriers, shelters. */
export function screensOf(plan: Plan, camera: Pinhole): Screen[] {
  return plan.furniture.flatMap((item): Screen[] => {
    const at = item.at[0];
    if (!at || !['tree', 'barrier', 'shelter', 'counter'].includes(item.kind)) return [];
    const points = outlinesOf(bodyOfFurniture(item) ?? [], camera).flat();
    return points.length > 2 ? [{ at, outlines: [convexHull(points)] }] : [];
  });
}

/** The labels of a moment: what is visible enough, exactly as the camera shows it. */
export function labelsOf(actors: readonly Actor[], screens: readonly Screen[], camera: Pinhole): Label[] {
  const standing = [...actors.map((actor) => ({ actor })), ...screens.map((screen) => ({ screen }))];
  const ordered = farToNear(standing, camera, (s) => ('actor' in s ? footprintOf(s.actor) : footprintAt(s.screen.at)));
  const list: Silhouette[] = [];
  const labels: (Label | undefined)[] = [];
  for (const [rank, one] of ordered.entries()) {
    const depth = ordered.length - rank;
    if ('screen' in one) {
      list.push({ outlines: one.screen.outlines, depth });
      labels.push(undefined);
      continue;
    }
    const body = bodyOf(one.actor);
    const { own } = boxesOf(one.actor, camera, body);
    list.push({ outlines: outlinesOf(body, camera), depth });
    labels.push(own && { class: one.actor.class, box: own, flag: 0 });
    for (const rider of new Set(body.flatMap((part) => part.rider ?? []))) {
      const outlines = outlinesOf(
        body.filter((part) => part.rider === rider),
        camera,
      );
      const box = boxAround(outlines.flat(), camera);
      list.push({ outlines, depth });
      labels.push(box && { class: 'person', box, flag: 1 });
    }
  }
  const shares = visibleShares(list, camera);
  return labels.flatMap((label, i) => {
    if (!label || (shares[i] as number) < leastVisible) return [];
    return Math.min(label.box.width, label.box.height) >= leastPixels ? [label] : [];
  });
}

function lineOf({ class: of, box, flag }: Label, camera: Pinhole): string {
  const share = (v: number) => v.toFixed(5);
  const [cx, cy] = [(box.x + box.width / 2) / camera.width, (box.y + box.height / 2) / camera.height];
  return `${roadUserClasses.indexOf(of)} ${share(cx)} ${share(cy)} ${share(box.width / camera.width)} ${share(box.height / camera.height)} ${flag}`;
}

/** @param count pictures before this backdrop. */
export function* pictureGroup(seed: number, count: number): Generator<Picture> {
  const random = seededRandom(seed);
  const street = randomStreet(random);
  const camera = randomCamera(street, random);
  const conditions = randomConditions(random);
  const caption =
    random() < 0.4 ? { name: `CAM ${Math.floor(random() * 99)}`, startMs: 1.7e12 + random() * 1e11 } : undefined;
  // Nothing stands right before the lens.
  const [x, y] = camera.position;
  const clear = street.plan.furniture.filter(
    (f) => f.at.length > 1 || Math.hypot((f.at[0]?.[0] ?? 0) - x, (f.at[0]?.[1] ?? 0) - y) > 7,
  );
  const plan = { ...street.plan, furniture: clear };
  const painter = createPainter({ plan, camera, conditions, seed, ...(caption ? { caption } : {}) });
  const tone = randomTone(random);
  const screens = screensOf(plan, camera);
  const states: readonly SignalState[] = ['red', 'amber', 'green'];
  const canvas: Canvas = createCanvas(camera.width, camera.height);
  for (let i = 0; i < count; i++) {
    const actors = randomCrowd({ street, camera, random });
    const signals = new Map(street.signals.map((id) => [id, states[Math.floor(random() * 3)] as SignalState]));
    const moment: Moment = { seconds: i * 7 + random(), actors, signals };
    const frame = developed(painter.paint(moment), canvas, tone);
    const jpeg = frame.toBuffer('image/jpeg', 60 + Math.floor(30 * random()));
    yield { jpeg, labels: labelsOf(actors, screens, camera).map((label) => lineOf(label, camera)) };
  }
}
