// Films of the highway: who stands on it, alone or with many.
import { between, series } from '../plan.ts';
import { type FilmPlan, film, ms } from './film-plan.ts';

/** A mast beside the road as for lamps; it looks at 30 to 65 m of the road obliquely from above. */
const overRoad = { position: [-20, -4, 14], yaw: -46, tilt: 25, focal: 0.85 };

/** The four lanes; those who stand in them do so up to the first of them, metres along their way. */
const lanes = [
  { way: 'east', offset: 0, from: 140, first: 229 },
  { way: 'east', offset: 3.6, from: 140, first: 229 },
  { way: 'west', offset: 0, from: 232, first: 310 },
  { way: 'west', offset: 3.6, from: 232, first: 310 },
] as const;

const kinds = ['car', 'motorcycle', 'car', 'truck', 'motorcycle'];

/** In each lane one after another stops for a moment or for long, and the next comes when it has gone. */
export const standing: FilmPlan = {
  name: 'standing',
  scenario: (random) => ({
    ...{ ...film, title: 'Standing on the carriageway', place: 'highway', camera: overRoad, duration: '142s' },
    script: lanes.flatMap(({ way, offset, from, first }, lane) =>
      series(
        13,
        10.2,
        (at, i) => {
          const isReal = (i + lane) % 6 === 2;
          // Lorries creep along their last metres for seconds, as they are made here: nobody could say by eye since when they stand.
          const usual = kinds[(i + 2 * lane) % kinds.length];
          const kind = usual === 'truck' && !isReal ? 'car' : usual;
          const stand = isReal ? between(random, 5.8, 7.3) : between(random, 0.3, 1.3);
          return {
            ...{ do: 'drive', at, class: kind, way, from, speedKmh: 45, offsets: [{ s: 0, offset }] },
            halts: [{ s: first - between(random, 0, 14), for: ms(stand) }],
          };
        },
        1 + 2.7 * lane,
      ),
    ),
    watch: ['east', 'west'].map((id) => ({ id, kind: 'stopping', zone: id, after: '5s' })),
  }),
  rules: (d) => ['east', 'west'].map((id) => ({ id, kind: 'stopped-vehicle', zone: d.zone(id), after: '5s' })),
};

/** A stretch of each lane. */
const stretches = ['near-slow', 'near-fast', 'far-fast', 'far-slow'];
/** Metres along the way where they begin, out of the picture, and where they are in each lane. */
const streams = [
  { way: 'east', from: 170, offset: 0 },
  { way: 'east', from: 170, offset: 3.6 },
  { way: 'west', from: 245, offset: 0 },
  { way: 'west', from: 245, offset: 3.6 },
] as const;

/**
 * Dense traffic comes to a stand again and again, now for a moment and now for long; where there are gaps in it too few stand.
 * There are mostly four to six where three are a jam: by a single one nobody would set it.
 */
export const jammed: FilmPlan = {
  name: 'jammed',
  scenario: (random) => ({
    ...{ ...film, title: 'Standing for a moment or for long', place: 'highway', duration: '132s' },
    camera: { position: [-22, -4, 15], yaw: -42, tilt: 31, focal: 0.75 },
    script: [
      ...streams.flatMap(({ way, from, offset }, lane) =>
        Array.from({ length: 84 }, (_, i) => {
          // The first are on their way already.
          const since = 21 - 1.9 * i;
          // Lorries keep to the slow lane: the camera beside the road would not see whom they hide on the fast one.
          const kind = offset === 0 && i % 12 === 5 ? 'truck' : i % 2 === 0 ? 'car' : 'motorcycle';
          return {
            ...{ do: 'drive', at: ms(Math.max(0, -since)), class: kind, way },
            from: from + 4.3 * Math.max(0, since),
            ...{ speedKmh: between(random, 14, 17), offsets: [{ s: 0, offset }] },
          };
        }).filter((_, i) => (i + 5 * lane) % 25 < 21),
      ),
      ...['east', 'west'].flatMap((way, k) => {
        let seconds = 2 + 4 * k;
        return Array.from({ length: 15 }, (_, i) => {
          const isLong = i % 5 === 1 + k;
          const stand = isLong ? between(random, 6, 7) : between(random, 1, 2.2);
          const at = seconds;
          seconds += stand + (isLong ? 10 : 5.7);
          return { do: 'slow', at: ms(at), for: ms(stand), way, speedKmh: 1 };
        });
      }),
    ],
    watch: stretches.map((zone) => ({ id: zone, kind: 'jam', zone, count: 3, belowKmh: 5, hold: '4s' })),
  }),
  rules: (d) =>
    stretches.map((zone) => ({ id: zone, kind: 'jam', zone: d.zone(zone), least: 3, below: 5, hold: '4s' })),
};
