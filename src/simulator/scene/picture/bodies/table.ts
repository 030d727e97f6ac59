// The table of bodies: what each kind of road user is made of, and how much room it takes.
//
// A look's seed decides colours, proportions, riders and what is carried. Looks with `seed % 10 === 9` are held out: their
// proportions lie outside of those that training pictures show (`Dice.proportion`), so that a detector can be measured on
// shapes that it never saw.
import type { RoadUserClass } from '../../../../domain/detection.ts';
import type { Actor, Look } from '../../world.ts';
import { bicycle } from './bicycle.ts';
import type { Body, Rgb } from './body.ts';
import { bus } from './bus.ts';
import { car } from './car.ts';
import type { CarLook } from './car-extras.ts';
import { type CarShape, carShapes } from './car-shapes.ts';
import { type Place, placeAt } from './kit.ts';
import { motorbike } from './motorbike.ts';
import { carPaint, cloth, type Dice, diceOf } from './palette.ts';
import { outfitOf, walker } from './people.ts';
import { truck } from './truck.ts';

/** Metres. */
export interface Extent {
  readonly length: number;
  readonly width: number;
  readonly height: number;
}

type Make = (place: Place, actor: Actor, dice: Dice) => Body;

interface Kind {
  /** Length, width and height of the middle of its kind, metres. */
  readonly size: readonly [number, number, number];
  readonly make: Make;
}

const wheelTurn = (actor: Actor, radius: number) => -actor.travelled / radius;

const asCar =
  (kind: keyof typeof carShapes, taxi = false): Make =>
  (place, actor, dice) => {
    const base: CarShape = carShapes[kind];
    const shape: CarShape = {
      ...base,
      length: base.length * dice.proportion(0.06),
      width: base.width * dice.proportion(0.03),
      height: base.height * dice.proportion(0.04),
      roofShare: base.roofShare * dice.proportion(0.04),
    };
    const paint =
      kind === 'minibus' && dice.chance(0.8)
        ? dice.pick<Rgb>([
            [230, 231, 232],
            [230, 231, 232],
            [176, 180, 184],
            [60, 62, 66],
          ])
        : carPaint(dice);
    const livery = taxi ? dice.pick(taxis) : undefined;
    const look: CarLook = {
      paint: livery?.paint ?? paint,
      turned: wheelTurn(actor, shape.wheelRadius),
      clear: dice.chance(0.15),
      roofRack: (kind === 'suv' || kind === 'van') && dice.chance(0.35),
      ...(livery ? { taxi: livery } : {}),
      ...(kind === 'pickup' && dice.chance(0.4) ? { load: cloth(dice) } : {}),
      ...(kind === 'minibus'
        ? { minibus: { stripe: cloth(dice), striped: dice.chance(0.6), cooled: dice.chance(0.7) } }
        : {}),
    };
    return car(place, shape, look, kind);
  };

const asBus: Make = (place, actor, dice) => bus(place, actor.look.kind, dice, actor.travelled);

const taxis: readonly { readonly paint: Rgb; readonly stripe: Rgb; readonly sign: Rgb }[] = [
  { paint: [30, 130, 74], stripe: [236, 236, 232], sign: [236, 236, 232] },
  { paint: [232, 232, 230], stripe: [190, 30, 34], sign: [40, 140, 70] },
  { paint: [236, 196, 40], stripe: [30, 30, 32], sign: [240, 240, 238] },
  { paint: [60, 150, 190], stripe: [236, 236, 232], sign: [236, 236, 232] },
  { paint: [232, 232, 230], stripe: [40, 90, 170], sign: [244, 210, 60] },
  { paint: [40, 180, 184], stripe: [60, 200, 200], sign: [60, 190, 190] },
];

const onFoot =
  (child: boolean): Make =>
  (place, actor, dice) => {
    const base = outfitOf(dice, 0.04);
    const walks = actor.speed > 0.05 ? 1 : 0.15;
    const scale = child ? 0.62 + 0.18 * dice.random() : dice.proportion(0.08);
    const bag = dice.pick(['none', 'none', 'none', 'hand', 'shoulder', 'back'] as const);
    const skirt = !child && base.head === 'long-hair' && dice.chance(0.4);
    const umbrella = !child && dice.chance(0.06) ? cloth(dice) : undefined;
    const stride = (actor.travelled / scale) * 4.3 + dice.random() * 6;
    return walker(place, base, { stride, pace: walks, scale, bag, skirt, ...(umbrella ? { umbrella } : {}) }, dice);
  };

const kinds: Readonly<Record<RoadUserClass, Readonly<Record<string, Kind>>>> = {
  person: {
    adult: { size: [0.55, 0.6, 1.66], make: onFoot(false) },
    child: { size: [0.42, 0.45, 1.18], make: onFoot(true) },
  },
  bicycle: {
    bicycle: { size: [1.78, 0.6, 1.7], make: (p, a, dice) => bicycle(p, a.look.kind, dice, a.travelled) },
  },
  motorcycle: {
    underbone: { size: [1.95, 0.72, 1.68], make: (p, a, dice) => motorbike(p, a.look.kind, dice) },
    scooter: { size: [1.9, 0.72, 1.66], make: (p, a, dice) => motorbike(p, a.look.kind, dice) },
  },
  car: {
    saloon: { size: [4.6, 1.82, 1.46], make: asCar('saloon') },
    hatchback: { size: [3.9, 1.7, 1.5], make: asCar('hatchback') },
    suv: { size: [4.5, 1.86, 1.72], make: asCar('suv') },
    van: { size: [4.65, 1.83, 1.8], make: asCar('van') },
    pickup: { size: [5.25, 1.86, 1.8], make: asCar('pickup') },
    taxi: {
      size: [4.6, 1.83, 1.8],
      make: (p, a, dice) => asCar(dice.pick(['saloon', 'van'] as const), true)(p, a, dice),
    },
  },
  bus: {
    minibus: { size: [6, 2.06, 2.75], make: asCar('minibus') },
    midibus: { size: [7.1, 2.05, 2.8], make: asBus },
    'city-bus': { size: [11, 2.46, 3.3], make: asBus },
    coach: { size: [11.8, 2.46, 3.6], make: asBus },
  },
  truck: {
    'small-lorry': { size: [5.2, 1.8, 2.1], make: (p, a, dice) => truck(p, a.look.kind, dice, wheelTurn(a, 0.35)) },
    'box-truck': { size: [6.8, 2.15, 3.05], make: (p, a, dice) => truck(p, a.look.kind, dice, wheelTurn(a, 0.43)) },
    tipper: { size: [7.5, 2.46, 2.9], make: (p, a, dice) => truck(p, a.look.kind, dice, wheelTurn(a, 0.52)) },
    container: { size: [14, 2.48, 3.95], make: (p, a, dice) => truck(p, a.look.kind, dice, wheelTurn(a, 0.5)) },
  },
};

/** Two-wheelers that stand without anybody on them: not among the kinds that traffic is made of. */
export const parkedKinds = { motorcycle: 'parked-motorbike', bicycle: 'parked-bicycle' } as const;

const parked: Readonly<Record<string, Kind>> = {
  'parked-motorbike': { size: [1.95, 0.72, 1.15], make: (p, a, dice) => motorbike(p, a.look.kind, dice) },
  'parked-bicycle': { size: [1.78, 0.6, 1.05], make: (p, a, dice) => bicycle(p, a.look.kind, dice, a.travelled) },
};

/** The kinds of a class: the keys that `Look.kind` may have. */
export function kindsOf(of: RoadUserClass): readonly string[] {
  return Object.keys(kinds[of]);
}

const byName = new Map<string, Kind>([
  ...Object.values(kinds).flatMap((of) => Object.entries(of)),
  ...Object.entries(parked),
]);

function kindOf(look: Look): Kind {
  const found = byName.get(look.kind);
  if (!found) throw new Error(`no body of the kind ${look.kind}`);
  return found;
}

/** Room that a road user takes, metres: that of the middle of its kind. @throws Error for an unknown kind. */
export function extentOf(look: Look): Extent {
  const [length, width, height] = kindOf(look).size;
  return { length, width, height };
}

/** The painter and the truth ask for the same bodies of the same moment. */
const made = new WeakMap<Actor, Body>();

/** The body of a road user where it stands, in world coordinates. @throws Error for an unknown kind. */
export function bodyOf(actor: Actor): Body {
  const known = made.get(actor);
  if (known) return known;
  const place = placeAt(actor.at[0], actor.at[1], actor.heading);
  const body = kindOf(actor.look).make(place, actor, diceOf(actor.look));
  made.set(actor, body);
  return body;
}
