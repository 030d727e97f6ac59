// Plans that are filmed. Painting is slow, so each place is filmed once for all rules that hold there, from where a
// technician would hang its camera, and much happens in little time.
import { between, type Drawn, type Random, series } from './plan.ts';

export interface FilmPlan {
  readonly name: string;
  readonly scenario: (random: Random) => Record<string, unknown>;
  /** Rules; the id of each is that of the watch it is held against. */
  readonly rules: (drawn: Drawn) => (Record<string, unknown> & { readonly id: string; readonly kind: string })[];
  /** Near misses of one watch that are near misses of others too. */
  readonly alsoNear?: Readonly<Record<string, readonly string[]>>;
}

/** The second stream of a common camera. */
const film = { version: 1, warmUp: '0s', size: '640x360', duration: '60s', shapes: 'held-out' };
const ms = (seconds: number) => `${seconds.toFixed(2)}s`;

/** Away from the camera motorcycles keep off the fast lane, or do not; towards it cars drive around the limit. */
const highway: FilmPlan = {
  name: 'highway',
  scenario: (random) => ({
    ...{ ...film, title: 'Lanes and speeds', place: 'highway', camera: { view: 'far' } },
    script: [
      ...series(37, 1.5, (at, i) => {
        // Where it changes its lane, metres along its way: 23 to 45 m before the mast.
        const s = between(random, 283, 305);
        const start = { s: 0, offset: between(random, -0.4, 0.4) };
        const offsets = [
          [start, { s, offset: between(random, 0.7, 1.1) }, { s: s + between(random, 8, 20), offset: 0 }],
          [start, { s, offset: 3.6 }],
          [{ s: 0, offset: between(random, 2.8, 3.8) }],
        ][i % 6 === 3 ? 1 : i % 12 === 5 ? 2 : 0];
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
      ...series(26, 2.1, (at, i) => ({
        ...{ do: 'drive', at, class: 'car', way: 'east', from: 130, exact: true },
        // Nobody is accused whose speed may lie within the limit by the error of the calibration.
        speedKmh: i % 4 === 1 ? between(random, 88, 120) : between(random, 72.5, 79.6),
        offsets: [{ s: 0, offset: i % 4 < 2 ? 3.6 : 0 }],
      })),
    ],
    watch: [
      { id: 'lane', kind: 'forbidden-lane', zone: 'fast-lane', classes: ['motorcycle'] },
      { id: 'solid', kind: 'solid-line', line: 'solid' },
      { id: 'wire', kind: 'tripwire', line: 'solid', direction: 'backward' },
      { id: 'fast', kind: 'speeding', zone: 'east', limitKmh: 80 },
    ],
  }),
  rules: (d) => [
    { id: 'lane', kind: 'forbidden-lane', zone: d.zone('fast-lane'), classes: ['motorcycle'] },
    { id: 'solid', kind: 'solid-line', line: d.line('solid') },
    { id: 'wire', kind: 'tripwire', line: d.line('solid'), direction: 'backward' },
    { id: 'fast', kind: 'speed', zone: d.zone('east'), limit: 80 },
  ],
  alsoNear: { solid: ['lane'] },
};

const traffic = ['car', 'motorcycle', 'motorcycle', 'truck', 'motorcycle', 'bus', 'motorcycle', 'bicycle'];
const eastbound = (random: Random, every: number, count: number) =>
  series(count, every, (at, i) => ({
    ...{
      do: 'drive',
      at,
      class: traffic[i % traffic.length],
      way: 'east',
      from: 95,
      speedKmh: between(random, 22, 34),
    },
    offsets: [{ s: 0, offset: between(random, -0.8, 0.4) }],
  }));

/** Against the traffic, far and for a moment, on the far half; the near half has its usual traffic. */
const against: FilmPlan = {
  name: 'against',
  scenario: (random) => ({
    ...{ ...film, title: 'Against the traffic', place: 'street', camera: { view: 'high' } },
    script: [
      ...series(22, 2.5, (at, i) => {
        const speedKmh = between(random, 14, 26);
        // Its area ends 144 m along the way: who sets out so shortly before is in it for a moment.
        const from = i % 4 === 1 ? between(random, 95, 110) : 144 - (speedKmh / 3.6) * between(random, 0.9, 1.6);
        const offsets = [{ s: 0, offset: between(random, 2, 2.5) }];
        return {
          ...{ do: 'drive', at, class: 'motorcycle', way: 'west', against: true },
          ...{ from, speedKmh, exact: true, offsets },
        };
      }),
      ...eastbound(random, 3.1, 18),
    ],
    watch: [
      { id: 'wrong', kind: 'wrong-way', zone: 'west', hold: '2s' },
      { id: 'in-out', kind: 'crossing', line: 'count' },
    ],
  }),
  rules: (d) => [
    { id: 'wrong', kind: 'wrong-way', zone: d.zone('west'), allowed: d.arrow('west'), hold: '2s' },
    { id: 'in-out', kind: 'line-crossing', line: d.line('count'), event: true, anchor: 'feet' },
  ],
};

/** Stopping in the bay at the far kerb. The line of the street lies in the bay: nobody would count there. */
const kerb: FilmPlan = {
  name: 'kerb',
  scenario: (random) => ({
    ...{ ...film, title: 'Stopping at the kerb', place: 'street', camera: { view: 'high' } },
    script: [
      ...series(13, 4.3, (at, i) => ({
        ...{ do: 'drive', at, class: i % 4 === 0 ? 'motorcycle' : 'car', way: 'west', from: 125 },
        halts: [
          {
            s: [181, 173, 165.5][i % 3]! + between(random, -0.7, 0.7),
            for: ms(i % 2 === 0 ? between(random, 6.5, 8) : between(random, 1.5, 3.5)),
            offset: -2.3,
          },
        ],
      })),
      ...eastbound(random, 2.6, 21),
    ],
    watch: [
      { id: 'stop', kind: 'stopping', zone: 'no-stopping', after: '5s', classes: drivers },
      { id: 'in-out', kind: 'crossing', line: 'count' },
    ],
  }),
  rules: (d) => [{ id: 'stop', kind: 'stopping', zone: d.zone('no-stopping'), after: '5s', classes: drivers }],
};
const drivers = ['bicycle', 'motorcycle', 'car', 'bus', 'truck'];

/** The western arm: amber from 17 s, red from 20 s to 52 s. Some wait at red, some run it, some stop over the line. */
const junction: FilmPlan = {
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

/** Walkers along the strip keep apart from each other as they would. */
const border: FilmPlan = {
  name: 'border',
  scenario: (random) => ({
    ...{ ...film, title: 'Along the border strip and into it', place: 'border', camera: { view: 'tower' } },
    script: series(18, 3.2, (at, i) =>
      i % 3 === 1
        ? {
            do: 'drive',
            at,
            class: 'person',
            way: i % 2 === 1 ? 'into-strip' : 'through-fence',
            from: between(random, 8, 24),
          }
        : {
            ...{ do: 'drive', at, class: 'person', way: 'foot', from: between(random, 44, 46), speedKmh: 4.6 },
            offsets: [{ s: 0, offset: between(random, 1, 1.7) }],
          },
    ),
    watch: [{ id: 'strip', kind: 'intrusion', zone: 'strip' }],
  }),
  rules: (d) => [{ id: 'strip', kind: 'intrusion', zone: d.zone('strip') }],
};

const square: FilmPlan = {
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

export const filmPlans: readonly FilmPlan[] = [highway, against, kerb, junction, border, square];
