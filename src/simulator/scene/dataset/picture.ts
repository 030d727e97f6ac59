// One group of training pictures: a street, a camera, weather and light, and several crowds before the same backdrop.
// Everything follows from the seed.
import { type Canvas, createCanvas } from '@napi-rs/canvas';
import { type RoadUserClass, roadUserClasses } from '../../../domain/detection.ts';
import { type Random, seededRandom } from '../../random.ts';
import { createPainter, type Painter } from '../picture/painter.ts';
import { Pinhole } from '../pinhole.ts';
import { createTruth, type TruthFrame } from '../truth.ts';
import type { Conditions, Moment, Plan, SignalState, Spot } from '../world.ts';
import { randomCrowd } from './crowd.ts';
import { randomStreet, type Street } from './street.ts';
import { developed, randomTone, type Tone } from './tone.ts';

export interface Picture {
  readonly jpeg: Buffer;
  /** Lines `class cx cy w h flag`, as `../shared/material/training` has them. */
  readonly labels: readonly string[];
}

export interface Label {
  readonly class: RoadUserClass;
  /** Pixels: left, top, width, height. */
  readonly box: readonly [number, number, number, number];
  /** 0 the road user's own box, 1 somebody who rides, 3 too little in sight to be named: to be ignored. */
  readonly flag: 0 | 1 | 3;
}

/** What can be named: this share in sight (of the machine, for who rides on it), and this many pixels a side. */
export interface Least {
  readonly visible: number;
  readonly width: number;
  readonly height: number;
}

const leastOfTraining: Least = { visible: 0.3, width: 5, height: 5 };

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
  const wet = random() < 0.16;
  const clear = pick < 0.42 && !wet;
  const light = clear ? 'day' : pick < 0.62 ? 'overcast' : pick < 0.72 ? 'dusk' : 'night';
  return {
    light,
    sun: { azimuth: 360 * random(), elevation: 15 + 65 * random() },
    rain: wet ? 0.2 + 0.7 * random() : 0,
    haze: random() < 0.3 ? random() * 0.8 : 0.1 * random(),
    noise: light === 'night' ? 1.5 + 5.5 * random() : light === 'dusk' ? 1 + 5 * random() : 4 * random() ** 2,
    exposure: light === 'night' ? 0.02 + 0.03 * random() : 0.002 + 0.012 * random(),
  };
}

/**
 * The labels of a truth. Convention: a motorcycle's or bicycle's own box holds the machine with all who sit on it (as most
 * of the training photographs have it); each of the riders has a person's box besides (COCO's habit).
 */
export function labelsOf(truth: TruthFrame, least = leastOfTraining): Label[] {
  return truth.objects.flatMap((object): Label[] => {
    const own: Label = { class: object.class, box: object.box, flag: 0 };
    const riders = (object.riders ?? []).map((box): Label => ({ class: 'person', box, flag: 1 }));
    return [own, ...riders].map((label) => {
      const [, , width, height] = label.box;
      const named = object.visible >= least.visible && width >= least.width && height >= least.height;
      return named ? label : { ...label, flag: 3 };
    });
  });
}

export function lineOf({ class: of, box: [x, y, w, h], flag }: Label, { width, height }: Pinhole): string {
  const shares = [(x + w / 2) / width, (y + h / 2) / height, w / width, h / height];
  return `${roadUserClasses.indexOf(of)} ${shares.map((v) => v.toFixed(5)).join(' ')} ${flag}`;
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
  const take = photographer({ plan, camera, painter, random, dark: conditions.light === 'night' });
  const states: readonly SignalState[] = ['red', 'amber', 'green'];
  for (let i = 0; i < count; i++) {
    const actors = randomCrowd({ street, camera, random });
    const signals = new Map(street.signals.map((id) => [id, states[Math.floor(random() * 3)] as SignalState]));
    yield take({ seconds: i * 7 + random(), actors, signals }, i);
  }
}

export interface Outlook {
  readonly plan: Plan;
  readonly camera: Pinhole;
  readonly painter: Painter;
  readonly random: Random;
  readonly dark: boolean;
}

/** Makes labelled pictures of moments, all in the tone of one camera. */
export function photographer({ plan, camera, painter, random, dark }: Outlook) {
  const truthAt = createTruth({ plan, camera, riders: true });
  const canvas: Canvas = createCanvas(camera.width, camera.height);
  let tone: Tone | undefined;
  return (moment: Moment, frame: number): Picture => {
    const pixels = painter.paint(moment);
    tone ??= randomTone(random, pixels, dark);
    const jpeg = developed(pixels, canvas, tone).toBuffer('image/jpeg', 60 + Math.floor(30 * random()));
    return { jpeg, labels: labelsOf(truthAt(moment, frame)).map((label) => lineOf(label, camera)) };
  };
}
