// The table of bodies: what each kind of road user is made of, and how much room it takes.
//
// A look's seed decides colours, proportions, riders and what is carried. Looks with `seed % 10 === 9` are held out: their
// proportions lie outside of those that training pictures show (see `proportion`), so that a detector can be measured on
// shapes that it never saw.
import type { RoadUserClass } from '../../../../domain/detection.ts';
import { seededRandom } from '../../../random.ts';
import { car } from '../../car.ts';
import { bus, lorry } from '../../lorry.ts';
import { motorbike } from '../../motorbike.ts';
import { person } from '../../person.ts';
import { placeAt } from '../../shapes.ts';
import type { Actor, Look } from '../../world.ts';
import type { Body, Rgb } from './body.ts';

/** Metres. */
export interface Extent {
  readonly length: number;
  readonly width: number;
  readonly height: number;
}

const extents: Readonly<Record<RoadUserClass, Readonly<Record<string, readonly [number, number, number]>>>> = {
  person: { adult: [0.5, 0.55, 1.65], child: [0.4, 0.42, 1.2] },
  bicycle: { bicycle: [1.75, 0.6, 1.68] },
  motorcycle: { underbone: [1.9, 0.7, 1.65], scooter: [1.85, 0.7, 1.65] },
  car: {
    saloon: [4.55, 1.8, 1.46],
    hatchback: [3.9, 1.72, 1.5],
    suv: [4.5, 1.86, 1.74],
    van: [4.6, 1.82, 1.85],
    pickup: [5.2, 1.86, 1.8],
    taxi: [4.3, 1.74, 1.62],
  },
  bus: { minibus: [6.2, 2.0, 2.6], 'city-bus': [9.5, 2.46, 3.1], coach: [11.8, 2.5, 3.55] },
  truck: {
    'small-lorry': [5.2, 1.85, 2.3],
    'box-truck': [6.8, 2.2, 3.1],
    tipper: [7.6, 2.48, 3.1],
    container: [14.0, 2.5, 4.0],
  },
};

/** Two-wheelers that stand without anybody on them: not among the kinds that traffic is made of. */
export const parkedKinds = { motorcycle: 'parked-motorbike', bicycle: 'parked-bicycle' } as const;

/** The kinds of a class: the keys that `Look.kind` may have. */
export function kindsOf(of: RoadUserClass): readonly string[] {
  return Object.keys(extents[of]);
}

/** Room that a road user takes, metres. @throws Error for an unknown kind. */
export function extentOf(look: Look): Extent {
  if (look.kind === parkedKinds.motorcycle) return { length: 1.9, width: 0.7, height: 1.1 };
  if (look.kind === parkedKinds.bicycle) return { length: 1.75, width: 0.55, height: 1.05 };
  for (const kinds of Object.values(extents)) {
    const found = kinds[look.kind];
    if (found) return { length: found[0], width: found[1], height: found[2] };
  }
  throw new Error(`no body of the kind ${look.kind}`);
}

/** The body of a road user where it stands, in world coordinates. */
export function bodyOf(actor: Actor): Body {
  const place = placeAt(actor.at[0], actor.at[1], actor.heading);
  const random = seededRandom(actor.look.seed);
  const rgb = (): Rgb => [40 + 200 * random(), 40 + 200 * random(), 40 + 200 * random()];
  const turned = -actor.travelled / 0.33;
  if (actor.class === 'person')
    return person(place, { shirt: rgb(), trousers: rgb(), hair: [28, 24, 22] }, actor.travelled * 4.2);
  if (actor.class === 'car') return car(place, actor.look.kind === 'suv' ? 'offroad' : 'saloon', rgb(), turned);
  if (actor.class === 'bus') return bus(place, rgb(), rgb(), turned);
  if (actor.class === 'truck') return lorry(place, rgb(), rgb(), turned);
  const machine = motorbike(place, { paint: rgb(), helmet: rgb(), shirt: rgb(), trousers: rgb() });
  return machine.map((part, i) => (i === machine.length - 1 ? { ...part, rider: 0 } : part));
}
