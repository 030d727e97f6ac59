// Films of where road users go at the junction.
import { between, type Random } from '../plan.ts';
import { type FilmPlan, film, ms } from './film-plan.ts';

/**
 * Who turns right out of the side road. On a pole at the corner before it, 8 m high: 11 m to the line where they come in,
 * 19 m to the one where they go out. A camera that is to see all four arms of this junction sees motorcycles of 16 pixels,
 * which our detector does not follow: several cameras are needed there.
 */
const camera = { position: [-31, 13.2, 8], yaw: 97, tilt: 27, focal: 0.66 };
const turnMs = 52_000;
const turns = 2;

/** In its green each arm has a pack: who waited, and who comes along. Moments of the turn, and metres along the way. */
const packs = [
  { way: 'west-straight', at: 1, every: 0.75, count: 21, from: 100, span: [-1, 4.6] },
  { way: 'south-right', at: 8.5, every: 2.2, count: 7, from: 20, span: [-0.9, 0.9] },
  { way: 'south-straight', at: 10, every: 5.5, count: 3, from: 20, span: [0.2, 1.2] },
  { way: 'north-left', at: 26, every: 2.4, count: 6, from: 50, span: [-0.9, 0.8] },
] as const;

const classOf = (i: number) => (i % 6 === 2 ? 'car' : i % 9 === 5 ? 'bicycle' : 'motorcycle');

const packsOf = (turn: number, random: Random) =>
  packs.flatMap(({ way, at, every, count, from, span }) =>
    Array.from({ length: count }, (_, i) => {
      const [right, left] = span;
      const kind = classOf(i);
      // Cars keep to the middle of their lane; two-wheelers go beside each other.
      const offset = kind === 'car' ? (i % 2) * (left > 4 ? 3.5 : 0) : right + ((i * 0.62) % 1) * (left - right);
      return {
        ...{ do: 'drive', at: ms(turn + at + every * i + between(random, 0, 0.3)), class: kind, way, from },
        ...{ speedKmh: kind === 'bicycle' ? 15 : between(random, 26, 34), offsets: [{ s: 0, offset }] },
      };
    }),
  );

export const turning: FilmPlan = {
  name: 'turns',
  scenario: (random) => ({
    ...{ ...film, title: 'Who turns right out of the side road', place: 'junction', camera },
    script: Array.from({ length: turns }, (_, i) => packsOf((i * turnMs) / 1000, random)).flat(),
    watch: [
      { id: 'in-south', kind: 'crossing', line: 'stop-south' },
      { id: 'out-east', kind: 'crossing', line: 'out-east' },
    ],
    duration: ms((turns * turnMs) / 1000 + 4),
  }),
  rules: (d) => [
    {
      ...{ id: 'turns', kind: 'turning-movements', event: true, report: '1min' },
      from: [{ id: 'south', line: d.line('stop-south') }],
      to: [{ id: 'east', line: d.line('out-east') }],
    },
  ],
  pairs: { rule: 'turns', from: /^in-(.+)$/, to: /^out-(.+)$/ },
};
