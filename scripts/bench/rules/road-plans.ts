// Plans of rules about vehicles on streets and highways.
import { between, type Plan, series } from './plan.ts';

/** High beside the road, so that the whole of the watched area is in the picture. */
const besideHighway = { position: [-49, -45, 24], yaw: 0, tilt: 22, focal: 0.5 };
const besideStreet = { position: [-33, -32, 18], yaw: 0, tilt: 24, focal: 0.5 };
const quiet = { version: 1, warmUp: '0s' };
/** One of six is a violation. */
const isReal = (i: number) => i % 6 === 3;

export const forbiddenLane: Plan = {
  rule: 'forbidden-lane',
  scenario: (random) => ({
    ...{ ...quiet, title: 'Motorcycles at the edge of a forbidden lane', place: 'highway', camera: besideHighway },
    script: series(90, 2.6, (at, i) => {
      const s = between(random, 272, 318);
      const near = [
        { s: 0, offset: 1.2 },
        { s, offset: between(random, 2.3, 2.7) },
        { s: s + between(random, 8.5, 12), offset: 1 },
      ];
      const offsets = isReal(i) ? [{ s: 0, offset: between(random, 2.6, 3.8) }] : near;
      return {
        do: 'drive',
        at,
        class: 'motorcycle',
        way: 'west',
        from: 210,
        speedKmh: between(random, 50, 58),
        offsets,
      };
    }),
    watch: [{ id: 'lane', kind: 'forbidden-lane', zone: 'fast-lane', classes: ['motorcycle'] }],
    duration: '250s',
  }),
  rules: (d) => [{ id: 'lane', kind: 'forbidden-lane', zone: d.zone('fast-lane'), classes: ['motorcycle'] }],
};

const lineScript = (random: () => number) =>
  series(80, 3, (at, i) => {
    const s = between(random, 268, 310);
    const from = { s: 0, offset: 0 };
    const near = [from, { s, offset: between(random, 0.8, 1.25) }, { s: s + between(random, 8, 20), offset: 0 }];
    return {
      ...{ do: 'drive', at, class: random() < 0.5 ? 'car' : 'motorcycle', way: 'west', from: 200 },
      ...{ speedKmh: between(random, 55, 70), offsets: isReal(i) ? [from, { s, offset: 3.6 }] : near },
    };
  });

export const solidLine: Plan = {
  rule: 'solid-line',
  scenario: (random) => ({
    ...{
      ...quiet,
      title: 'Close to a solid line',
      place: 'highway',
      camera: besideHighway,
      script: lineScript(random),
    },
    watch: [{ id: 'solid', kind: 'solid-line', line: 'solid' }],
    duration: '250s',
  }),
  rules: (d) => [{ id: 'solid', kind: 'solid-line', line: d.line('solid') }],
};

export const tripwire: Plan = {
  rule: 'tripwire',
  scenario: (random) => ({
    ...{ ...quiet, title: 'Close to a tripwire', place: 'highway', camera: besideHighway, script: lineScript(random) },
    watch: [{ id: 'wire', kind: 'tripwire', line: 'solid', direction: 'backward' }],
    duration: '250s',
  }),
  rules: (d) => [{ id: 'wire', kind: 'tripwire', line: d.line('solid'), direction: 'backward' }],
};

export const speed: Plan = {
  rule: 'speed',
  scenario: (random) => ({
    ...{ ...quiet, title: 'Around a limit of 80 km/h', place: 'highway', camera: besideHighway },
    script: series(90, 2.5, (at, i) => ({
      ...{ do: 'drive', at, class: 'car', way: i % 2 === 0 ? 'east' : 'west', from: 100, exact: true },
      speedKmh: isReal(i) || isReal(i + 1) ? between(random, 80.5, 120) : between(random, 72.5, 79.6),
      offsets: [{ s: 0, offset: i % 4 < 2 ? 0 : 3.6 }],
    })),
    watch: [
      { id: 'east', kind: 'speeding', zone: 'east', limitKmh: 80 },
      { id: 'west', kind: 'speeding', zone: 'west', limitKmh: 80 },
    ],
    duration: '240s',
  }),
  rules: (d) => ['east', 'west'].map((id) => ({ id, kind: 'speed', zone: d.zone(id), limit: 80 })),
};

export const wrongWay: Plan = {
  rule: 'wrong-way',
  scenario: (random) => ({
    ...{ ...quiet, title: 'Against the traffic, far and for a moment', place: 'street', camera: besideStreet },
    script: series(60, 4.5, (at, i) => {
      const speedKmh = between(random, 14, 26);
      // Its area ends 144 m along the way: who sets out so shortly before is in it for a moment.
      const from = isReal(i) ? between(random, 74, 85) : 144 - (speedKmh / 3.6) * between(random, 0.4, 0.9);
      const offsets = [{ s: 0, offset: between(random, 2, 2.5) }];
      return { do: 'drive', at, class: 'motorcycle', way: 'west', against: true, from, speedKmh, exact: true, offsets };
    }),
    watch: [{ id: 'wrong', kind: 'wrong-way', zone: 'west', hold: '1s' }],
    duration: '285s',
  }),
  rules: (d) => [{ id: 'wrong', kind: 'wrong-way', zone: d.zone('west'), allowed: d.arrow('west'), hold: '1s' }],
};

const halting = (
  random: () => number,
  way: string,
  from: number,
  at: string,
  s: number,
  seconds: number,
  more: object,
) => ({
  ...{ do: 'drive', at, class: random() < 0.6 ? 'car' : 'motorcycle', way, from },
  ...{ halts: [{ s, for: `${seconds.toFixed(2)}s`, ...more }] },
});

export const stopping: Plan = {
  rule: 'stopping',
  scenario: (random) => ({
    ...{ ...quiet, title: 'Stopping where it is forbidden', place: 'street', camera: besideStreet },
    script: series(54, 22, (at, i) =>
      halting(
        random,
        'west',
        90,
        at,
        between(random, 166, 182),
        isReal(i) ? between(random, 12, 15) : between(random, 3, 7),
        { offset: -2.3 },
      ),
    ),
    watch: [{ id: 'stop', kind: 'stopping', zone: 'no-stopping', after: '10s' }],
    duration: '1200s',
  }),
  rules: (d) => [{ id: 'stop', kind: 'stopping', zone: d.zone('no-stopping'), after: '10s' }],
};

export const stoppedVehicle: Plan = {
  rule: 'stopped-vehicle',
  scenario: (random) => ({
    ...{ ...quiet, title: 'Standing on the carriageway', place: 'highway', camera: besideHighway },
    script: series(60, 9, (at, i) =>
      halting(
        random,
        i % 2 === 0 ? 'east' : 'west',
        100,
        at,
        i % 2 === 0 ? between(random, 185, 240) : between(random, 285, 340),
        isReal(i) || isReal(i + 1) ? between(random, 12, 15) : between(random, 3, 7),
        { offset: i % 4 < 2 ? 0 : 3.6 },
      ),
    ),
    watch: ['east', 'west'].map((id) => ({ id, kind: 'stopping', zone: id, after: '10s' })),
    duration: '560s',
  }),
  rules: (d) =>
    ['east', 'west'].map((id) => ({ id, kind: 'stopped-vehicle', zone: d.zone(id), after: '10s', jam: 100 })),
};

export const jam: Plan = {
  rule: 'jam',
  scenario: (random) => ({
    ...{ ...quiet, title: 'Three stand, or four', place: 'highway', camera: besideHighway },
    script: series(50, 40, (_, i) => {
      const count = isReal(i) ? 4 : 3;
      const stand = between(random, 9, 12);
      return Array.from({ length: count }, (__, k) => ({
        ...{
          do: 'drive',
          at: `${(1 + i * 40 + 1.8 * k).toFixed(2)}s`,
          class: 'car',
          way: 'west',
          from: 170,
          speedKmh: 50,
        },
        offsets: [{ s: 0, offset: 0 }],
        halts: [{ s: 338 - 9 * k, for: `${(stand + 1.8 * (count - k)).toFixed(2)}s` }],
      }));
    }).flat(),
    watch: [{ id: 'jam', kind: 'jam', zone: 'west', count: 4, belowKmh: 8, hold: '5s' }],
    duration: '2010s',
  }),
  rules: (d) => [{ id: 'jam', kind: 'jam', zone: d.zone('west'), least: 4, below: 8, hold: '5s' }],
};

/** Walkers on the pavements pass the ends of the line across the road, some within a hand's breadth. */
const passers = (random: () => number) =>
  series(46, 1.2, (at, i) => {
    const [way, from] = [
      ['near-out', 128],
      ['near-back', 154],
      ['far-out', 128],
      ['far-back', 154],
    ][i % 4] as [string, number];
    // The line ends 1.2 m left of the middle of the near pavement and 1.3 m right of that of the far one.
    const towards = { 'near-out': 1, 'near-back': -1, 'far-out': -1, 'far-back': 1 }[way] ?? 0;
    return {
      ...{ do: 'drive', at, class: 'person', way, from, exact: true, speedKmh: between(random, 4, 6) },
      offsets: [{ s: 0, offset: towards * between(random, 0, 1.1) }],
    };
  });

export const lineCrossing: Plan = {
  rule: 'line-crossing',
  scenario: (random) => ({
    ...{ version: 1, title: 'Over a line, and past its ends', place: 'street', camera: besideStreet, warmUp: '30s' },
    traffic: { main: { car: 14, motorcycle: 30, bus: 1, truck: 2, bicycle: 2 } },
    script: passers(random),
    watch: [
      { id: 'in-out', kind: 'crossing', line: 'count' },
      { id: 'past', kind: 'tripwire', line: 'count' },
    ],
    duration: '62s',
  }),
  judge: (h) => (h.watch === 'in-out' ? h : h.type === 'near-miss' ? { ...h, watch: 'in-out' } : undefined),
  rules: (d) => [{ id: 'in-out', kind: 'line-crossing', line: d.line('count'), event: true }],
};
