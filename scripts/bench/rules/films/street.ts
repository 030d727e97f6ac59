// Films of the street.
import { between, type Random, series } from '../plan.ts';
import { type FilmPlan, film } from './film-plan.ts';

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

/** Against the traffic, far and for a moment, on the far half; the near half has its usual traffic. */
export const against: FilmPlan = {
  name: 'against',
  scenario: (random) => ({
    ...{ ...film, title: 'Against the traffic', place: 'street', camera: { view: 'high' } },
    script: [
      ...series(22, 2.5, (at, i) => {
        const speedKmh = between(random, 14, 26);
        // Its area ends 144 m along the way: who sets out so shortly before is in it for a moment.
        const from = i % 4 === 1 ? between(random, 95, 110) : 144 - (speedKmh / 3.6) * between(random, 0.9, 1.6);
        const offsets = [{ s: 0, offset: between(random, 2, 2.5) }];
        return {
          ...{ do: 'drive', at, class: 'motorcycle', way: 'west', against: true },
          ...{ from, speedKmh, exact: true, offsets },
        };
      }),
      ...eastbound(random, 3.1, 18),
    ],
    watch: [
      { id: 'wrong', kind: 'wrong-way', zone: 'west', hold: '2s' },
      { id: 'in-out', kind: 'crossing', line: 'count' },
    ],
  }),
  rules: (d) => [
    { id: 'wrong', kind: 'wrong-way', zone: d.zone('west'), allowed: d.arrow('west'), hold: '2s' },
    { id: 'in-out', kind: 'line-crossing', line: d.line('count'), event: true, anchor: 'feet' },
  ],
};
