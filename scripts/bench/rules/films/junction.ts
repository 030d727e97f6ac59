// Films of the junction's western arm. Its signal is amber from 17 s and red from 20 s to 52 s, and so on every 52 s.
import type { Drawn, Random } from '../plan.ts';
import { between } from '../plan.ts';
import { drivers, type FilmPlan, film, ms } from './film-plan.ts';

/**
 * On a pole at the corner beyond the crossing road, 20 m from the stop line and 9 m high: it looks down on those who come
 * towards it so steeply that who stands second in a queue is seen over the head of the first, and that a metre of the
 * road is as high as eleven pixels; and it sees 10 m of their way beyond the line.
 */
const camera = { position: [-16, 12.6, 9], yaw: -73, tilt: 27, focal: 0.95 };
/**
 * Who stands over the line for how long asks for more: the same pole, zoomed in until the lanes of this arm fill the
 * picture at the line. Who has passed it is seen for 6 m.
 */
const close = { ...camera, yaw: -74.5, tilt: 25.5, focal: 1.45 };
/** Where the stop line lies, metres along the way. */
const stop = 138.7;
const turnMs = 52_000;
/** So many turns of the signal, and the first seconds of the next green. */
const lasting = (turns: number) => ms((turns * turnMs) / 1000 + 2);
const turnsOf = <T>(count: number, of: (turn: number) => T[]): T[] =>
  Array.from({ length: count }, (_, i) => of((i * turnMs) / 1000)).flat();

const rider = (at: number, offset: number) => ({
  ...{ do: 'drive', at: ms(at), class: 'motorcycle', way: 'west-straight', from: 95, speedKmh: 33 },
  offsets: [{ s: 0, offset }],
});

const watch = [
  { id: 'red', kind: 'red-light', line: 'stop-west', grace: '500ms' },
  { id: 'over', kind: 'stop-line', line: 'stop-west', after: '2s' },
];

/**
 * Where somebody is is known to half a metre: the line is drawn over the kerb and over the middle by so much. How long
 * somebody stands is known to half a second, and nobody is accused who may have stood for less than 2 s.
 */
const rules = (d: Drawn) => [
  {
    ...{ id: 'red', kind: 'red-light', signal: 'west', anchor: 'front', grace: '500ms', classes: drivers },
    line: d.area([
      [-35.3, 14.3],
      [-35.3, 22.5],
    ]),
  },
  {
    ...{ id: 'over', kind: 'stop-line', signal: 'west', anchor: 'front', after: '2500ms', classes: drivers },
    zone: d.area([
      [-35.3, 22.5],
      [-28.4, 22.5],
      [-28.4, 14.3],
      [-35.3, 14.3],
    ]),
  },
];

/** Who passes just before red and just after it, who waits at the line, and who passes it at red beside them. */
export const junction: FilmPlan = {
  name: 'junction',
  scenario: (random) => ({
    ...{ ...film, title: 'A stop line', place: 'junction', camera, duration: lasting(2) },
    script: turnsOf(2, (turn) => [...atAmber(turn, random), ...waiting(turn, random), ...running(turn, random)]),
    watch,
  }),
  rules,
};

/** A pack at an even speed, the last of it just within the grace: metres between its rows, and those of four files. */
const pack = { speedKmh: 40, rows: 9.5, files: [-1, 0.5, 2.3, 3.8], behind: [0, 3.7, 7.4, 1.6] };
/** Half the length of a motorcycle. */
const half = 0.95;

function atAmber(turn: number, random: Random) {
  const speed = pack.speedKmh / 3.6;
  // All set out at this moment, so that each has its place in the pack.
  const out = turn + 13;
  const late = between(random, 0, pack.rows);
  return pack.files.flatMap((offset, k) =>
    Array.from({ length: 5 }, (_, row) => turn + 17.15 + (late + pack.behind[k]! + pack.rows * (row - 1)) / speed)
      .filter((passes) => passes > turn + 17.15 && passes < turn + 20.35)
      .map((passes) => ({
        ...{ ...rider(out, offset), from: stop - half - speed * (passes - out) },
        ...{ speedKmh: pack.speedKmh, exact: true, ignoresSignals: true },
      })),
  );
}

const waiting = (turn: number, random: Random) =>
  [-1.2, -0.1, 1, 2, -1, 0.4].map((offset, i) => ({
    ...rider(turn + 18.6 + 2.1 * i, offset + between(random, -0.1, 0.1)),
    ...(i === 2 ? { class: 'bicycle', speedKmh: 16 } : {}),
  }));

/** The first just after the grace; then some without a halt, and one of three that halts before the line first. */
const running = (turn: number, random: Random) => [
  { ...rider(turn + 16.2 + between(random, 0, 0.3), 3.6), exact: true, ignoresSignals: true },
  ...Array.from({ length: 6 }, (_, i) => ({
    ...rider(turn + 19.5 + 4.2 * i + between(random, 0, 0.8), between(random, 3, 4.1)),
    ignoresSignals: true,
    halts: i % 3 === 1 ? [{ s: stop - between(random, 0.5, 1.5), for: ms(between(random, 1, 2)) }] : [],
  })),
];

/** Who stops with the front over the line, in three files: most go on soon. */
export const stopLine: FilmPlan = {
  name: 'stop-line',
  scenario: (random) => ({
    ...{ ...film, title: 'Over the stop line', place: 'junction', camera: close, duration: lasting(3) },
    script: turnsOf(3, (turn) => [
      ...atAmber(turn, random),
      ...[-0.9, 1.5, 3.9].flatMap((offset, file) => stoppers(turn + 17.6 + 1.2 * file, offset, file, random)),
    ]),
    watch,
  }),
  rules,
};

/** One of five stands there for long; the next one comes when it has gone. */
function stoppers(from: number, offset: number, file: number, random: Random) {
  let at = from;
  return Array.from({ length: 6 }, (_, i) => {
    const isLong = (i + file) % 5 === 3;
    const seconds = isLong ? between(random, 2.8, 4.2) : between(random, 0.1, 0.5);
    const one = {
      ...rider(at, offset + between(random, -0.2, 0.2)),
      ignoresSignals: true,
      halts: [{ s: stop + between(random, 1.2, 4.2), for: ms(seconds) }],
    };
    at += isLong ? 7 : 4.1;
    return one;
  });
}
