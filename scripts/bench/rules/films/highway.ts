// Films of the highway: its lanes, its solid line, its limit.
import { between, series } from '../plan.ts';
import { type FilmPlan, film } from './film-plan.ts';

/**
 * Away from the camera motorcycles keep off the fast lane, or do not; towards it cars drive around the limit. Who is in which
 * lane is asked within 70 m of the mast, where a motorcycle is 17 pixels wide or more.
 */
export const highway: FilmPlan = {
  name: 'highway',
  scenario: (random) => ({
    ...{ ...film, title: 'Lanes and speeds', place: 'highway', camera: { view: 'far' }, duration: '95s' },
    script: [
      ...series(60, 1.5, (at, i) => {
        // Where it begins to change its lane, metres along its way: it is over the line 25 to 55 m from the mast.
        const s = between(random, 262, 278);
        const start = { s: 0, offset: between(random, -0.4, 0.4) };
        const offsets = [
          [start, { s, offset: between(random, 0.7, 1.1) }, { s: s + between(random, 8, 20), offset: 0 }],
          [start, { s, offset: 3.6 }],
          [{ s: 0, offset: between(random, 2.8, 3.8) }],
        ][i % 6 === 3 ? 1 : i % 20 === 5 ? 2 : 0];
        return {
          do: 'drive',
          at,
          class: 'motorcycle',
          way: 'west',
          from: 235,
          speedKmh: between(random, 45, 60),
          offsets,
        };
      }),
      // Who is too fast overtakes in the fast lane, with room enough before it that nobody slows it down.
      ...series(56, 1.6, (at, i) => ({
        ...{ do: 'drive', at, class: 'car', way: 'east', from: 130, exact: true },
        // Nobody is accused whose speed may lie within the limit by the error of the calibration.
        speedKmh: i % 6 === 1 ? between(random, 88, 120) : between(random, 72.5, 79.6),
        offsets: [{ s: 0, offset: i % 6 === 1 || i % 6 === 2 ? 3.6 : 0 }],
      })),
    ],
    watch: [
      { id: 'lane', kind: 'forbidden-lane', zone: 'fast-lane-near', classes: ['motorcycle'] },
      { id: 'solid', kind: 'solid-line', line: 'solid-near' },
      { id: 'wire', kind: 'tripwire', line: 'solid-near', direction: 'backward' },
      { id: 'fast', kind: 'speeding', zone: 'east', limitKmh: 80 },
    ],
  }),
  rules: (d) => [
    { id: 'lane', kind: 'forbidden-lane', zone: d.zone('fast-lane-near'), classes: ['motorcycle'] },
    { id: 'solid', kind: 'solid-line', line: d.line('solid-near') },
    { id: 'wire', kind: 'tripwire', line: d.line('solid-near'), direction: 'backward' },
    { id: 'fast', kind: 'speed', zone: d.zone('east'), limit: 80 },
  ],
  alsoNear: { solid: ['lane'] },
};
