// Who is where at each moment of the loop. Everything that moves does so with the loop's period, so that its last frame
// leads to its first.
import type { RoadUserClass } from '../../domain/detection.ts';
import { road } from './backdrop.ts';
import { car } from './car.ts';
import type { CarStyle } from './car-shapes.ts';
import { bus, lorry } from './lorry.ts';
import { type MotorbikeLook, motorbike } from './motorbike.ts';
import type { Body, Rgb } from './paint.ts';
import { type Clothes, person } from './person.ts';
import { type Place, placeAt } from './shapes.ts';

/** Length of the loop in seconds. */
export const loopSeconds = 24;

export interface RoadUser {
  readonly id: string;
  readonly class: RoadUserClass;
  /** Where it stands, metres. */
  readonly x: number;
  readonly y: number;
  readonly body: Body;
}

interface Driver {
  readonly id: string;
  readonly class: RoadUserClass;
  /** 1 along x, -1 against it. */
  readonly way: 1 | -1;
  readonly y: number;
  /** m/s */
  readonly speed: number;
  /** Moment of the loop, in seconds, at which it passes x = -14, the tripwire. */
  readonly passes: number;
  readonly wheelRadius: number;
  readonly body: (place: Place, turned: number) => Body;
}

/** Beyond these nothing is drawn, metres along the road. */
const visible = { from: -95, to: 14 } as const;
/** The road's cross-section where counting takes place. */
export const tripwireX = -14;

const drive = (style: CarStyle, rgb: Rgb) => (place: Place, turned: number) => car(place, style, rgb, turned);
const ride = (look: MotorbikeLook) => (place: Place) => motorbike(place, look);

const nearLane = road.middle - 1.75;
const farLane = road.middle + 1.75;

const drivers: readonly Driver[] = [
  {
    id: 'red',
    class: 'car',
    way: 1,
    y: nearLane,
    speed: 9,
    passes: 3,
    wheelRadius: 0.33,
    body: drive('saloon', [178, 32, 36]),
  },
  {
    id: 'white',
    class: 'car',
    way: 1,
    y: nearLane,
    speed: 9,
    passes: 9.5,
    wheelRadius: 0.31,
    body: drive('hatchback', [232, 232, 234]),
  },
  {
    id: 'lorry',
    class: 'truck',
    way: 1,
    y: nearLane,
    speed: 9,
    passes: 15,
    wheelRadius: 0.42,
    body: (p, t) => lorry(p, [44, 92, 160], [224, 224, 220], t),
  },
  {
    id: 'silver',
    class: 'car',
    way: 1,
    y: nearLane,
    speed: 9,
    passes: 20,
    wheelRadius: 0.38,
    body: drive('offroad', [176, 182, 188]),
  },
  {
    id: 'blue',
    class: 'car',
    way: -1,
    y: farLane,
    speed: 10,
    passes: 1,
    wheelRadius: 0.38,
    body: drive('offroad', [48, 84, 148]),
  },
  {
    id: 'bus',
    class: 'bus',
    way: -1,
    y: farLane,
    speed: 10,
    passes: 7.5,
    wheelRadius: 0.46,
    body: (p, t) => bus(p, [236, 236, 230], [196, 40, 44], t),
  },
  {
    id: 'yellow',
    class: 'car',
    way: -1,
    y: farLane,
    speed: 10,
    passes: 13,
    wheelRadius: 0.31,
    body: drive('hatchback', [204, 198, 176]),
  },
  {
    id: 'grey',
    class: 'car',
    way: -1,
    y: farLane,
    speed: 10,
    passes: 18.5,
    wheelRadius: 0.33,
    body: drive('saloon', [120, 126, 132]),
  },
  {
    id: 'bike-1',
    class: 'motorcycle',
    way: 1,
    y: 4.9,
    speed: 7.5,
    passes: 6.2,
    wheelRadius: 0.29,
    body: ride({ paint: [190, 30, 36], helmet: [236, 236, 236], shirt: [58, 104, 168], trousers: [52, 54, 62] }),
  },
  {
    id: 'bike-2',
    class: 'motorcycle',
    way: 1,
    y: 5.1,
    speed: 7.5,
    passes: 17.6,
    wheelRadius: 0.29,
    body: ride({
      paint: [40, 60, 120],
      helmet: [220, 60, 50],
      shirt: [214, 196, 120],
      trousers: [70, 62, 58],
      passenger: { helmet: [240, 196, 210], shirt: [196, 92, 120], trousers: [60, 70, 96] },
    }),
  },
  {
    id: 'bike-3',
    class: 'motorcycle',
    way: -1,
    y: 11,
    speed: 8,
    passes: 4.4,
    wheelRadius: 0.29,
    body: ride({ paint: [36, 36, 40], helmet: [60, 110, 190], shirt: [230, 230, 226], trousers: [46, 50, 60] }),
  },
  // Rides against the traffic of the far lane, once a loop.
  {
    id: 'wrong-way',
    class: 'motorcycle',
    way: 1,
    y: 10.9,
    speed: 6,
    passes: 21.5,
    wheelRadius: 0.29,
    body: ride({ paint: [30, 120, 84], helmet: [244, 220, 80], shirt: [204, 70, 52], trousers: [50, 52, 58] }),
  },
];

interface Walker {
  readonly id: string;
  readonly y: number;
  /** Walks from here to there and back within the loop. */
  readonly from: number;
  readonly to: number;
  readonly phase: number;
  readonly clothes: Clothes;
}

const walkers: readonly Walker[] = [
  {
    id: 'walker-1',
    y: 2.9,
    from: -24,
    to: -9,
    phase: 0,
    clothes: { shirt: [206, 70, 62], trousers: [52, 60, 84], hair: [28, 24, 22] },
  },
  {
    id: 'walker-2',
    y: 2.1,
    from: -11,
    to: -23,
    phase: 5,
    clothes: { shirt: [240, 240, 236], trousers: [90, 82, 70], hair: [30, 26, 24], hat: true },
  },
  {
    id: 'walker-3',
    y: 3.5,
    from: -13,
    to: -26,
    phase: 14,
    clothes: { shirt: [62, 124, 150], trousers: [40, 42, 50], hair: [36, 28, 24] },
  },
  {
    id: 'walker-4',
    y: 13.4,
    from: -30,
    to: -16,
    phase: 9,
    clothes: { shirt: [222, 180, 70], trousers: [60, 62, 70], hair: [24, 22, 20] },
  },
  {
    id: 'walker-5',
    y: 13.9,
    from: -10,
    to: -25,
    phase: 2,
    clothes: { shirt: [120, 70, 130], trousers: [58, 72, 104], hair: [30, 24, 22] },
  },
];

const wrap = (t: number) => ((t % loopSeconds) + loopSeconds) % loopSeconds;

/** Everybody on the scene at a moment of the loop, seconds. */
export function roadUsersAt(t: number): RoadUser[] {
  return [...drivers.flatMap((d) => driverAt(d, t)), ...walkers.map((w) => walkerAt(w, t))];
}

function driverAt(d: Driver, t: number): RoadUser[] {
  // Seconds before (negative) or after the tripwire, centred on half a loop so that nobody vanishes in sight.
  const before = d.way === 1 ? (tripwireX - visible.from) / d.speed : (visible.to - tripwireX) / d.speed;
  const since = wrap(t - d.passes + before) - before;
  const x = tripwireX + d.way * d.speed * since;
  if (x < visible.from || x > visible.to) return [];
  // A little sway, with the loop's period.
  const y = d.y + 0.12 * Math.sin((2 * Math.PI * 2 * t) / loopSeconds + d.passes);
  const place = placeAt(x, y, d.way === 1 ? 0 : Math.PI);
  return [{ id: d.id, class: d.class, x, y, body: d.body(place, -(d.speed * since) / d.wheelRadius) }];
}

function walkerAt(w: Walker, t: number): RoadUser {
  const share = wrap(t + w.phase) / loopSeconds;
  const there = share < 0.5;
  const x = w.from + (w.to - w.from) * (there ? share * 2 : 2 - share * 2);
  const along = w.to > w.from === there ? 1 : -1;
  const steps = 2 * Math.round((2 * Math.abs(w.to - w.from)) / 1.3 / 2);
  const stride = 2 * Math.PI * (steps / 2) * share * 2;
  const place = placeAt(x, w.y, along === 1 ? 0 : Math.PI);
  return { id: w.id, class: 'person', x, y: w.y, body: person(place, w.clothes, stride) };
}
