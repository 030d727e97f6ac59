// Plans of rules about how many are together: groups come in rows along a way, wait in an area and go on, or walk through.
import { between, type Plan, type Random } from './plan.ts';

const atCorner = { position: [-17, -22, 12], yaw: 0, tilt: 24, focal: 0.6 };
const corner = { version: 1, place: 'street', camera: atCorner, warmUp: '0s' };
/** So many are too many. */
const limit = 6;
/** Across the way, metres; rows follow each other so closely. */
const abreast = [-0.9, 0, 0.9];
const row = 1;
/** The first row waits here along the way, with the last one well inside the area. */
const front = 23.6;
/** From one group to the next: the area is empty in between. */
const apart = 15;

interface Member {
  readonly at: number;
  readonly place: number;
  readonly seconds: number;
}

const member = ({ at, place, seconds }: Member) => {
  const behind = Math.floor(place / abreast.length);
  return {
    ...{ do: 'drive', at: `${at.toFixed(2)}s`, class: 'person', way: 'across', speedKmh: 4.7 },
    from: 12 - row * behind,
    offsets: [{ s: 0, offset: abreast[place % abreast.length] }],
    halts: [{ s: front - row * behind, for: `${seconds.toFixed(2)}s` }],
  };
};

/** All come at once and wait for a while. */
const together = (at: number, count: number, seconds: number) =>
  Array.from({ length: count }, (_, place) => member({ at, place, seconds }));

/** Enough of them, one after another and so far apart that all are inside for less than a second. */
const strungOut = (at: number) =>
  Array.from({ length: limit }, (_, k) => ({
    ...{
      do: 'drive',
      at: `${(at + 0.95 * k).toFixed(2)}s`,
      class: 'person',
      way: 'across',
      speedKmh: 4.7,
      exact: true,
    },
    ...{ from: 13, offsets: [{ s: 0, offset: k % 2 === 0 ? -0.45 : 0.45 }] },
  }));

/** One of six is a violation; of the others one is of enough people who are never there together for long. */
function groups(random: Random, count: number): object[] {
  return Array.from({ length: count }, (_, i) => {
    const at = 1 + apart * i;
    const seconds = between(random, 1, 4);
    if (i % 6 === 3) return together(at, limit + Math.floor(3 * random()), seconds);
    return i % 6 === 5 ? strungOut(at) : together(at, limit - 1, seconds);
  }).flat();
}

const scenario = (title: string) => (random: Random) => ({
  ...{ ...corner, title, script: groups(random, 54) },
  duration: `${apart * 54 + 20}s`,
});

export const crowding: Plan = {
  rule: 'crowding',
  scenario: (random) => ({
    ...scenario('Five come together, or six')(random),
    watch: [{ id: 'crowd', kind: 'crowding', zone: 'corner', count: limit, hold: '2s' }],
  }),
  rules: (d) => [{ id: 'crowd', kind: 'crowding', zone: d.zone('corner'), enter: limit, leave: 4, hold: '2s' }],
};

export const density: Plan = {
  rule: 'density',
  scenario: (random) => ({
    ...scenario('Five at the corner, or six')(random),
    watch: [{ id: 'dense', kind: 'crowding', zone: 'corner', count: limit, hold: '2s' }],
  }),
  rules: (d) => {
    const area = d.metres('corner');
    const enter = (limit - 0.1) / area;
    return [{ id: 'dense', kind: 'density', zone: d.zone('corner'), enter, leave: 4 / area, hold: '2s' }];
  },
};

export const queue: Plan = {
  rule: 'queue',
  scenario: (random) => ({
    ...scenario('A queue of five, or six')(random),
    watch: [{ id: 'queue', kind: 'queueing', zone: 'corner', count: limit, hold: '2s' }],
  }),
  rules: (d) => [{ id: 'queue', kind: 'queue', zone: d.zone('corner'), most: limit, hold: '2s' }],
};

/** Enough of them, but one by one: the first has waited for half a minute when the last one comes. */
const slowly = (at: number) =>
  Array.from({ length: limit }, (_, place) => member({ at: at + 4.7 * place, place, seconds: 31 - 4.7 * place }));
const slowlyTakes = 45;

export const gathering: Plan = {
  rule: 'gathering',
  scenario: (random) => {
    const script: object[] = [...groups(random, 48)];
    const from = 1 + apart * 48;
    for (let i = 0; i < 5; i++) script.push(...slowly(from + slowlyTakes * i));
    return {
      ...{ ...corner, title: 'Five come at once, or six, or six one by one', script },
      watch: [{ id: 'gather', kind: 'gathering', zone: 'corner', count: limit, within: '20s', hold: '2s' }],
      duration: `${from + slowlyTakes * 5 + 10}s`,
    };
  },
  rules: (d) => [{ id: 'gather', kind: 'gathering', zone: d.zone('corner'), by: limit, within: '20s', hold: '2s' }],
};
