// Films of the border gate.
import { between, series } from '../plan.ts';
import { type FilmPlan, film } from './film-plan.ts';

/** Walkers along the strip keep apart from each other as they would. */
export const border: FilmPlan = {
  name: 'border',
  scenario: (random) => ({
    ...{ ...film, title: 'Along the border strip and into it', place: 'border', camera: { view: 'tower' } },
    script: series(18, 3.2, (at, i) =>
      i % 3 === 1
        ? {
            do: 'drive',
            at,
            class: 'person',
            way: i % 2 === 1 ? 'into-strip' : 'through-fence',
            from: between(random, 8, 24),
          }
        : {
            ...{ do: 'drive', at, class: 'person', way: 'foot', from: between(random, 44, 46), speedKmh: 4.6 },
            offsets: [{ s: 0, offset: between(random, 1, 1.7) }],
          },
    ),
    watch: [{ id: 'strip', kind: 'intrusion', zone: 'strip' }],
  }),
  rules: (d) => [{ id: 'strip', kind: 'intrusion', zone: d.zone('strip') }],
};
