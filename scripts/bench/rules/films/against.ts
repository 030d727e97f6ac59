// Films of the street: against its traffic, and over the line on which it is counted.
import { between, series } from '../plan.ts';
import { type FilmPlan, film } from './film-plan.ts';

const duration = '110s';
const traffic = ['motorcycle', 'car', 'motorcycle', 'motorcycle', 'truck', 'motorcycle', 'bus', 'motorcycle'];

/**
 * On the far half some ride against its traffic all the way along the kerb. Others ride along the pavement and come down to
 * the road at its end, and on the near half some go round one that is slower over the middle line: both are on the wrong half
 * for a moment. Walkers and those on the pavement pass the ends of the line without crossing it.
 */
export const against: FilmPlan = {
  name: 'against',
  scenario: (random) => ({
    ...{ ...film, title: 'Against the traffic, far and for a moment', place: 'street', camera: { view: 'high' } },
    duration,
    script: [
      ...series(26, 4.1, (at, i) => {
        const isReal = i % 3 === 1;
        const speedKmh = between(random, 14, 26);
        // Its area ends 144 m along the way, in the picture's corner.
        const down = 144 - (speedKmh / 3.6) * between(random, 1.7, 2.1);
        const onPavement = { s: 0, offset: between(random, 4.5, 4.9) };
        return {
          ...{ do: 'drive', at, class: 'motorcycle', way: 'west', against: true, speedKmh, exact: true, from: 92 },
          offsets: isReal ? [{ s: 0, offset: between(random, 2, 2.5) }] : [onPavement, { s: down, offset: 2.2 }],
        };
      }),
      ...series(44, 2.4, (at, i) => {
        const isRound = i % 8 !== 1 && i % 8 !== 4 && i % 8 !== 6;
        const s = between(random, 104, 120);
        const keep = between(random, -0.6, 0.2);
        const speedKmh = between(random, 24, 32);
        const back = { s: s + (speedKmh / 3.6) * between(random, 2.25, 2.45), offset: keep };
        return {
          ...{ do: 'drive', at, class: traffic[i % traffic.length], way: 'east', from: 92, speedKmh },
          offsets: [{ s: 0, offset: keep }, ...(isRound ? [{ s, offset: 3.4 }, back] : [])],
        };
      }),
      ...series(45, 2.3, (at, i) => {
        const [way, from] = i % 2 === 0 ? ['near-out', 122] : ['near-back', 153];
        // The line ends 1.2 m left of the middle of the near pavement.
        const towards = i % 2 === 0 ? 1 : -1;
        return {
          ...{ do: 'drive', at, class: 'person', way, from, exact: true, speedKmh: between(random, 4, 6) },
          offsets: [{ s: 0, offset: towards * (i % 2 === 0 ? between(random, 0.4, 0.9) : between(random, -0.2, 0.2)) }],
        };
      }),
    ],
    watch: [
      { id: 'wrong', kind: 'wrong-way', zone: 'west', hold: '2s' },
      { id: 'in-out', kind: 'crossing', line: 'count' },
      { id: 'past', kind: 'tripwire', line: 'count' },
    ],
  }),
  rules: (d) => [
    { id: 'wrong', kind: 'wrong-way', zone: d.zone('west'), allowed: d.arrow('west'), hold: '2s' },
    { id: 'in-out', kind: 'line-crossing', line: d.line('count'), event: true, anchor: 'feet' },
  ],
  alsoNear: { past: ['in-out'] },
};
