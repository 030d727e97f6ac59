// Films of the kerb.
import { between, type Random, series } from '../plan.ts';
import { drivers, type FilmPlan, film, ms } from './film-plan.ts';

/** Half of who stops does so in the bay at the far kerb, half at the near kerb. */
interface Side {
  readonly way: 'west' | 'east';
  readonly from: number;
  /** Where fronts come to rest, metres along the way, the farthest first. */
  readonly bays: readonly number[];
  /** Beside the way, metres to its left: in the traffic, and at the kerb. */
  readonly lane: number;
  readonly atKerb: number;
}
const far: Side = { way: 'west', from: 125, bays: [182.4, 174.8, 167.2], lane: 0.2, atKerb: -2.3 };
const near: Side = { way: 'east', from: 80, bays: [138, 131, 124], lane: 0.7, atKerb: -1.45 };

/** One of six stands for longer than 5 s, before all others, so that nobody queues behind it; nobody for so nearly 5 s that half a second decides. */
function stopper(i: number, { way, from, bays, lane, atKerb }: Side, random: Random) {
  const isLong = i % 6 === 0;
  // Only two-wheelers leave room beside them at the near kerb.
  const isCar = way === 'west' && i % 4 === 1;
  const s = bays[i % 3]! + between(random, -0.5, 0.5);
  // Who brakes creeps for a second at the end, a car for two.
  const seconds = isLong ? between(random, 5.6, 6.8) : isCar ? between(random, 0.6, 1.6) : between(random, 1.2, 2.9);
  return {
    ...{ do: 'drive', class: isCar ? 'car' : 'motorcycle', way, from, speedKmh: between(random, 28, 34) },
    halts: [{ s, for: ms(seconds) }],
    // In front of its bay it turns to the kerb; as soon as it rolls again, back into the traffic.
    offsets: [
      { s: 0, offset: lane },
      { s: s - (isCar ? 15 : 12), offset: atKerb },
      { s: s - (isCar ? 1.6 : 0.5), offset: lane },
    ],
  };
}

const sides = [
  { id: 'far', zone: 'no-stopping' },
  { id: 'near', zone: 'east' },
];
const passing = ['motorcycle', 'car', 'motorcycle', 'bicycle', 'truck', 'motorcycle', 'bus'];

/**
 * On a pole at the near kerb, 10 m high and beside the zone rather than at its end: who stands behind another one, or is
 * passed, is seen over it or past it, but for moments.
 */
const camera = { position: [-6, -0.5, 10], yaw: -54, tilt: 34, focal: 0.8 };

/** Stopping at both kerbs of a street. */
export const kerb: FilmPlan = {
  name: 'kerb',
  scenario: (random) => ({
    ...{ ...film, title: 'Stopping at the kerb', place: 'street', camera, duration: '118s' },
    script: [
      ...series(25, 4.1, (at, i) => ({ at, ...stopper(i, far, random) })),
      ...series(25, 4.1, (at, i) => ({ at, ...stopper(i, near, random) })),
      ...series(10, 11, (at, i) => ({
        ...{ do: 'drive', at, class: passing[i % passing.length], way: 'east', from: 65 },
        ...{ speedKmh: between(random, 22, 30), offsets: [{ s: 0, offset: 0.9 }] },
      })),
      ...series(10, 11, (at, i) => ({
        ...{ do: 'drive', at, class: passing[(i + 3) % passing.length], way: 'west', from: 110 },
        ...{ speedKmh: between(random, 22, 30), offsets: [{ s: 0, offset: 0.3 }] },
      })),
    ],
    watch: sides.map(({ id, zone }) => ({ id, kind: 'stopping', zone, after: '5s', classes: drivers })),
  }),
  // Half a second longer than what is forbidden: so well a stand is known.
  rules: (d) =>
    sides.map(({ id, zone }) => ({ id, kind: 'stopping', zone: d.zone(zone), after: '5500ms', classes: drivers })),
};
