// Films of the highway: people and bicycles beside it and on it.
import { between, series } from '../plan.ts';
import { type FilmPlan, film, ms } from './film-plan.ts';

/** Low beside the road, so that who walks 10 to 40 m away is large enough. */
const alongVerge = { position: [-4, -5, 10], yaw: -62, tilt: 20, focal: 1 };
const every = 2.4;

/**
 * They walk on the earth beside the hard shoulder, a step from its edge; some walk or cycle on the shoulder, some go there from
 * the earth. Motorcycles ride close to the shoulder, as they do.
 */
export const walkers: FilmPlan = {
  name: 'walkers',
  scenario: (random) => ({
    ...{ ...film, title: 'Beside the highway and on it', place: 'highway', camera: alongVerge, duration: '110s' },
    script: [
      ...Array.from({ length: 56 }, (_, i) => {
        // The first are on their way already.
        const since = 22 - i * every;
        const speedKmh = between(random, 4.6, 5.2);
        const beside = { s: 0, offset: between(random, -2.6, -1.9) };
        const onRoad = between(random, -0.7, 0);
        // Who comes in the last moments is still far away at the end.
        const isReal = i % 6 === 3 && i < 48;
        return {
          ...{ do: 'drive', at: ms(Math.max(0, -since)), class: 'person', way: 'shoulder', speedKmh },
          from: 203 + Math.max(0, since) * 1.36,
          offsets: isReal
            ? i % 12 === 3
              ? [{ s: 0, offset: onRoad }]
              : [beside, { s: between(random, 228, 240), offset: onRoad }]
            : [beside],
        };
      }),
      ...series(5, 21, (at) => ({
        ...{ do: 'drive', at, class: 'bicycle', way: 'shoulder', from: 195, speedKmh: between(random, 12, 15) },
        offsets: [{ s: 0, offset: between(random, 0.8, 1) }],
      })),
      ...series(34, 3.1, (at, i) => ({
        ...{ do: 'drive', at, class: i % 3 === 1 ? 'car' : 'motorcycle', way: 'east', from: 150 },
        ...{
          speedKmh: between(random, 45, 60),
          offsets: [{ s: 0, offset: i % 3 === 1 ? 0 : between(random, -1.2, 0) }],
        },
      })),
    ],
    watch: [{ id: 'walker', kind: 'intrusion', zone: 'carriageway', classes: ['person', 'bicycle'] }],
  }),
  rules: (d) => [{ id: 'walker', kind: 'highway-walker', zone: d.zone('carriageway') }],
};
