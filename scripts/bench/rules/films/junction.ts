// Films of the junction.
import { between, series } from '../plan.ts';
import { drivers, type FilmPlan, film, ms } from './film-plan.ts';

/** The western arm: amber from 17 s, red from 20 s to 52 s. Some wait at red, some run it, some stop over the line. */
export const junction: FilmPlan = {
  name: 'junction',
  scenario: (random) => ({
    ...{ ...film, title: 'A stop line', place: 'junction', camera: { view: 'west-arm' }, duration: '56s' },
    script: [
      // To the line they take three or four seconds.
      ...series(9, 1.7, (at, i) => ({
        ...{ do: 'drive', at, class: i % 4 === 2 ? 'car' : 'motorcycle', way: 'west-straight', from: 95 },
        ...{ speedKmh: 36, ignoresSignals: i > 6, offsets: [{ s: 0, offset: between(random, 3.2, 3.8) }] },
      })),
      ...series(
        13,
        2.4,
        (at, i) => ({
          ...{
            do: 'drive',
            at,
            class: 'motorcycle',
            way: 'west-straight',
            from: 95,
            speedKmh: 36,
            ignoresSignals: true,
          },
          offsets: [{ s: 0, offset: between(random, 2.4, 2.9) }],
          halts: i % 2 === 0 ? [] : [{ s: between(random, 140.6, 143), for: ms(between(random, 0.4, 0.9)) }],
        }),
        16.8,
      ),
      ...series(
        6,
        5.6,
        (at) => ({
          ...{
            do: 'drive',
            at,
            class: 'motorcycle',
            way: 'west-straight',
            from: 95,
            speedKmh: 36,
            ignoresSignals: true,
          },
          offsets: [{ s: 0, offset: between(random, 4.4, 4.8) }],
          halts: [{ s: between(random, 140.6, 143), for: ms(between(random, 2.8, 3.6)) }],
        }),
        17.5,
      ),
      ...series(9, 2.6, (at, i) => ({
        ...{ do: 'drive', at, class: i % 5 === 4 ? 'car' : 'motorcycle', way: 'west-straight', from: 95 },
        ...{ speedKmh: 34, offsets: [{ s: 0, offset: [-1.1, 0.1, 1.2][i % 3] }] },
      })),
    ],
    watch: [
      { id: 'red', kind: 'red-light', line: 'stop-west', grace: '500ms' },
      { id: 'over', kind: 'stop-line', line: 'stop-west', after: '2s' },
    ],
  }),
  rules: (d) => [
    {
      ...{ id: 'red', kind: 'red-light', line: d.line('stop-west'), signal: 'west', anchor: 'front' },
      ...{ grace: '500ms', classes: drivers },
    },
    {
      ...{ id: 'over', kind: 'stop-line', signal: 'west', anchor: 'front', after: '2s', classes: drivers },
      zone: d.area([
        [-35.3, 22],
        [-28.4, 22],
        [-28.4, 14.8],
        [-35.3, 14.8],
      ]),
    },
  ],
};
