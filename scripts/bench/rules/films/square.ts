// Films of the square.
import { between, series } from '../plan.ts';
import { type FilmPlan, film, ms } from './film-plan.ts';

export const square: FilmPlan = {
  name: 'square',
  scenario: (random) => ({
    ...{ ...film, title: 'At a counter, a little and too long', place: 'square', camera: { view: 'mast' } },
    warmUp: '25s',
    script: series(12, 4.8, (at, i) => ({
      ...{ do: 'linger', at, zone: 'counter' },
      for: ms(i % 3 === 1 ? between(random, 7.5, 9.5) : between(random, 2.2, 3.2)),
    })),
    watch: [{ id: 'loiter', kind: 'loitering', zone: 'counter', after: '6s', bridge: '2s' }],
  }),
  rules: (d) => [{ id: 'loiter', kind: 'loitering', zone: d.zone('counter'), after: '6s', bridge: '2s' }],
};
