// Who is on a training picture: road users of all classes where they would be, parked ones and people between them; no
// two in the same place.
import type { RoadUserClass } from '../../../domain/detection.ts';
import type { Random } from '../../random.ts';
import { kindsOf, parkedKinds } from '../picture/bodies/table.ts';
import { type Footprint, footprintOf } from '../picture/order.ts';
import type { Pinhole } from '../pinhole.ts';
import type { Actor, Spot } from '../world.ts';
import type { Street } from './street.ts';

/** How often each class is tried, by the kind of picture; long vehicles find room less often than they are tried. */
const mixes: readonly (readonly [weight: number, Readonly<Record<RoadUserClass, number>>])[] = [
  [0.35, { person: 4, bicycle: 4, motorcycle: 6, car: 5, bus: 3, truck: 3 }],
  [0.25, { person: 9, bicycle: 7, motorcycle: 5, car: 3, bus: 1.5, truck: 1.5 }],
  [0.3, { person: 1.5, bicycle: 2, motorcycle: 3, car: 5, bus: 7, truck: 8 }],
  [0.1, { person: 3, bicycle: 3, motorcycle: 14, car: 4, bus: 2, truck: 2 }],
];

function weighted<T extends string>(weights: Readonly<Record<T, number>>, random: Random): T {
  const entries = Object.entries(weights) as [T, number][];
  let left = random() * entries.reduce((sum, [, w]) => sum + w, 0);
  for (const [key, w] of entries) {
    left -= w;
    if (left <= 0) return key;
  }
  return (entries[0] as [T, number])[0];
}

/** A seed of a look that is not held out for evaluation. */
export function trainingSeed(random: Random): number {
  const seed = Math.floor(random() * 1e8);
  return seed % 10 === 9 ? seed - 1 : seed;
}

/** True where two footprints keep no distance. */
export function overlap(a: Footprint, b: Footprint, gap = 0.15): boolean {
  const apart = (p: Footprint, q: Footprint) =>
    p.corners.some((from, i) => {
      const to = p.corners[(i + 1) % p.corners.length] as Spot;
      const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
      return q.corners.every(
        (c) => ((to[0] - from[0]) * (c[1] - from[1]) - (to[1] - from[1]) * (c[0] - from[0])) / length <= -gap,
      );
    });
  return !apart(a, b) && !apart(b, a);
}

/** Nearer to the camera's foot than this, metres, one vehicle would fill the picture. */
const nearest: Readonly<Record<RoadUserClass, number>> = {
  person: 3.5,
  bicycle: 4,
  motorcycle: 4,
  car: 7,
  bus: 14,
  truck: 13,
};

export interface CrowdOptions {
  readonly street: Street;
  readonly camera: Pinhole;
  readonly random: Random;
  /** Takes a seed for a look; evaluation takes held-out ones. */
  readonly lookSeed?: (random: Random) => number;
}

export function randomCrowd({ street, camera, random, lookSeed = trainingSeed }: CrowdOptions): Actor[] {
  let left = random();
  const mix = (mixes.find(([w]) => {
    left -= w;
    return left <= 0;
  }) ?? (mixes[0] as (typeof mixes)[number]))[1];
  const wanted = Math.round(3 + 34 * random() ** 1.4);
  const actors: Actor[] = [];
  const prints: Footprint[] = [];
  const far = 25 + 65 * random();
  for (let tries = 0; actors.length < wanted && tries < wanted * 12; tries++) {
    const of = weighted(mix, random);
    const spot = groundInView(camera, far, random);
    if (!spot) continue;
    const actor = placed(of, spot, street, random, `${actors.length}`, lookSeed(random));
    const print = actor && footprintOf(actor);
    if (!actor || !print || prints.some((other) => overlap(print, other))) continue;
    if (Math.hypot(actor.at[0] - camera.position[0], actor.at[1] - camera.position[1]) < nearest[of]) continue;
    actors.push(actor);
    prints.push(print);
  }
  return actors;
}

/** A point of the ground that the camera sees, more of them far away. */
function groundInView(camera: Pinhole, far: number, random: Random): Spot | undefined {
  const g = camera.groundOf(camera.width * (random() * 1.1 - 0.05), camera.height * random() * 1.08);
  if (!g) return undefined;
  const [dx, dy] = [g[0] - camera.position[0], g[1] - camera.position[1]];
  const distance = Math.hypot(dx, dy);
  // Pixels near the horizon stand for long stretches: those are spread anew over the distance.
  const to = distance > far ? 8 + (far - 8) * random() : distance;
  return [camera.position[0] + (dx / distance) * to, camera.position[1] + (dy / distance) * to];
}

function placed(
  of: RoadUserClass,
  spot: Spot,
  street: Street,
  random: Random,
  id: string,
  seed: number,
): Actor | undefined {
  const chance = (p: number) => random() < p;
  const kinds = kindsOf(of);
  const kind = kinds[Math.floor(random() * kinds.length)] as string;
  const common = { id, class: of, look: { kind, seed }, travelled: random() * 40, braking: chance(0.25) };
  const [x, y] = spot;
  const beside = Math.abs(y) - street.half;
  const onCrossing = street.crossing !== undefined && Math.abs(x - street.crossing) < street.crossingHalf;
  if (of === 'person') {
    if (beside > street.pavement + 6) return undefined;
    const heading = chance(0.6) ? (chance(0.5) ? 0 : Math.PI) + (random() - 0.5) * 0.8 : random() * 7;
    return { ...common, at: spot, heading, speed: chance(0.25) ? 0 : 1.2 };
  }
  const parked = (of === 'motorcycle' || of === 'bicycle') && beside > 0.2 && beside < street.pavement;
  if (parked) {
    const look = { kind: chance(0.85) ? parkedKinds[of] : kind, seed };
    return { ...common, look, at: spot, heading: Math.PI / 2 + (random() - 0.5) * 1.2, speed: 0, braking: false };
  }
  if (onCrossing && chance(0.5)) {
    if (Math.abs(y) > 60) return undefined;
    const way = chance(0.5) ? 1 : -1;
    const off = (way * street.crossingHalf) / 2 + (random() - 0.5) * 1.5;
    return {
      ...common,
      at: [(street.crossing as number) + off, y],
      heading: (way * Math.PI) / 2 + (random() - 0.5) * 0.3,
      speed: 6,
    };
  }
  const lane = [...street.lanes].sort((a, b) => Math.abs(a.y - y) - Math.abs(b.y - y))[0];
  if (!lane || beside > street.pavement + 3) return undefined;
  const two = of === 'motorcycle' || of === 'bicycle';
  const sway = two ? street.laneWidth * 0.95 : 0.7;
  const wrong = two && chance(0.06);
  const turning = chance(0.08) ? (random() - 0.5) * 2.4 : (random() - 0.5) * (two ? 0.24 : 0.08);
  const kerbside = !two && beside > -1 && chance(0.7);
  const at: Spot = [x, kerbside ? Math.sign(y) * (street.half - 1.2) : lane.y + (random() - 0.5) * sway];
  const heading = (lane.way === 1 ? 0 : Math.PI) + (wrong ? Math.PI : 0) + turning;
  return { ...common, at, heading, speed: kerbside || chance(0.3) ? 0 : of === 'bicycle' ? 4 : 5 + 8 * random() };
}
