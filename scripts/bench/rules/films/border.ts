// Films of the border gate: a gap in the fence, from a mast beside the track before it. People are 45 to 60 pixels high there;
// one camera does not watch the whole strip.
import { between, type Random, series } from '../plan.ts';
import { type FilmPlan, film } from './film-plan.ts';

/**
 * The strip before the opening, drawn by as much narrower as a place on the ground may be off there (0.4 m, half a
 * step), so that nobody who walks along it is taken for one inside.
 */
const drawn = [
  [-25, 13.4],
  [-7, 13.4],
  [-7, 20],
  [-25, 20],
] as const;

/** Metres along their way from where somebody goes into the strip, how far beside it, and where it comes back. */
function detour(random: Random) {
  const from = between(random, 58, 63);
  return [
    { s: from, offset: between(random, 3.5, 6.5) },
    { s: from + between(random, 5, 9), offset: 0.96 },
  ];
}

/** Villagers walk along the strip in both directions, half a metre and one and a half from it; some go into it, the last of them long before it ends. */
export const border: FilmPlan = {
  name: 'border',
  scenario: (random) => ({
    ...{ ...film, title: 'Along the border strip and into it', place: 'border', duration: '118s' },
    camera: { position: [-16, -5, 7], yaw: 0, tilt: 18, focal: 1.15 },
    script: [
      ...series(24, 4.2, (at, i) => ({
        ...{
          do: 'drive',
          at,
          class: 'person',
          way: 'foot',
          from: 53,
          speedKmh: between(random, 4.4, 4.7),
          exact: true,
        },
        offsets: [{ s: 0, offset: between(random, 0.92, 1) }, ...(i % 3 === 1 ? detour(random) : [])],
      })),
      ...series(24, 4.2, (at) => ({
        ...{ do: 'drive', at, class: 'person', way: 'foot-back' },
        ...{ from: 87, speedKmh: between(random, 4.4, 4.7), exact: true },
        offsets: [{ s: 0, offset: between(random, -1.86, -1.78) }],
      })),
      ...series(
        2,
        50,
        (at) => ({ do: 'drive', at, class: 'person', way: 'through-fence', from: between(random, 8, 12) }),
        12,
      ),
    ],
    watch: [{ id: 'strip', kind: 'intrusion', zone: 'opening' }],
  }),
  rules: (d) => [{ id: 'strip', kind: 'intrusion', zone: d.area(drawn), hold: '1s' }],
};
