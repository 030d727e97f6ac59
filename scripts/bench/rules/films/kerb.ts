// Films of the kerb.
import { between, series } from '../plan.ts';
import { drivers, type FilmPlan, film, ms } from './film-plan.ts';
import { eastbound } from './street.ts';

/** Stopping in the bay at the far kerb. The line of the street lies in the bay: nobody would count there. */
export const kerb: FilmPlan = {
  name: 'kerb',
  scenario: (random) => ({
    ...{ ...film, title: 'Stopping at the kerb', place: 'street', camera: { view: 'high' } },
    script: [
      ...series(13, 4.3, (at, i) => ({
        ...{ do: 'drive', at, class: i % 4 === 0 ? 'motorcycle' : 'car', way: 'west', from: 125 },
        halts: [
          {
            s: [181, 173, 165.5][i % 3]! + between(random, -0.7, 0.7),
            for: ms(i % 2 === 0 ? between(random, 6.5, 8) : between(random, 1.5, 3.5)),
            offset: -2.3,
          },
        ],
      })),
      ...eastbound(random, 2.6, 21),
    ],
    watch: [
      { id: 'stop', kind: 'stopping', zone: 'no-stopping', after: '5s', classes: drivers },
      { id: 'in-out', kind: 'crossing', line: 'count' },
    ],
  }),
  rules: (d) => [{ id: 'stop', kind: 'stopping', zone: d.zone('no-stopping'), after: '5s', classes: drivers }],
};
