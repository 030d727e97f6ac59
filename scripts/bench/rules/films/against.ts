// Films of the street: against its traffic, and over the line on which it is counted.
import { between, series } from '../plan.ts';
import { type FilmPlan, film, ms } from './film-plan.ts';

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
        const speedKmh = isReal ? between(random, 14, 26) : between(random, 10, 13);
        // It comes down behind the line, 137 m along the way; its area ends at 144 m, in the picture's corner.
        const onPavement = { s: 0, offset: between(random, 4.3, 4.6) };
        const down = { s: between(random, 137.6, 138), offset: 2.2 };
        return {
          ...{ do: 'drive', at, class: 'motorcycle', way: 'west', against: true, speedKmh, exact: true, from: 92 },
          offsets: isReal ? [{ s: 0, offset: between(random, 2, 2.5) }] : [onPavement, down],
        };
      }),
      ...series(44, 2.4, (at, i) => {
        const isRound = i % 8 !== 1 && i % 8 !== 4 && i % 8 !== 6;
        const s = between(random, 104, 120);
        const keep = between(random, -0.3, 0);
        const speedKmh = between(random, 27, 29);
        const back = { s: s + (speedKmh / 3.6) * between(random, 1.95, 2.2), offset: keep };
        return {
          ...{ do: 'drive', at, class: traffic[i % traffic.length], way: 'east', from: 92, speedKmh },
          offsets: [{ s: 0, offset: keep }, ...(isRound ? [{ s, offset: 3.4 }, back] : [])],
        };
      }),
      ...Array.from({ length: 52 }, (_, i) => {
        // The first are on their way already.
        const since = 24 - 2.4 * i;
        return {
          ...{ do: 'drive', at: ms(Math.max(0, -since)), class: 'person', way: 'near-out' },
          ...{ from: 104 + 1.36 * Math.max(0, since), speedKmh: between(random, 4.7, 5.1) },
          // The line ends 1.2 m left of the middle of the near pavement.
          offsets: [{ s: 0, offset: between(random, 0.1, 0.8) }],
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
