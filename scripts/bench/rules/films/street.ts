// What films of the street have in common.
import { between, type Random, series } from '../plan.ts';

const traffic = ['car', 'motorcycle', 'motorcycle', 'truck', 'motorcycle', 'bus', 'motorcycle', 'bicycle'];
/** The usual traffic of the near half. */
export const eastbound = (random: Random, every: number, count: number) =>
  series(count, every, (at, i) => ({
    ...{
      do: 'drive',
      at,
      class: traffic[i % traffic.length],
      way: 'east',
      from: 95,
      speedKmh: between(random, 22, 34),
    },
    offsets: [{ s: 0, offset: between(random, -0.8, 0.4) }],
  }));
