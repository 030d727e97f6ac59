// Plans of rules about people.
import { between, type Plan, series } from './plan.ts';

const atSquare = { position: [-3, -16, 11], yaw: 0, tilt: 20, focal: 0.55 };
const atBorder = { position: [-26, -24, 18], yaw: 0, tilt: 22, focal: 0.45 };
const besideHighway = { position: [-49, -45, 24], yaw: 0, tilt: 22, focal: 0.5 };
const isReal = (i: number) => i % 6 === 3;
const square = { version: 1, place: 'square', camera: atSquare, warmUp: '25s' };

export const intrusion: Plan = {
  rule: 'intrusion',
  scenario: (random) => ({
    ...{ version: 1, title: 'Along the border strip and into it', place: 'border', camera: atBorder, warmUp: '0s' },
    script: series(56, 5, (at, i) =>
      isReal(i)
        ? {
            do: 'drive',
            at,
            class: 'person',
            way: i % 12 === 3 ? 'into-strip' : 'through-fence',
            from: between(random, 4, 20),
          }
        : {
            ...{ do: 'drive', at, class: 'person', way: 'foot', from: between(random, 20, 60) },
            offsets: [{ s: 0, offset: between(random, 1, 1.7) }],
          },
    ),
    watch: [{ id: 'strip', kind: 'intrusion', zone: 'strip' }],
    duration: '330s',
  }),
  rules: (d) => [{ id: 'strip', kind: 'intrusion', zone: d.zone('strip'), hold: '0s' }],
};

export const highwayWalker: Plan = {
  rule: 'highway-walker',
  scenario: (random) => ({
    ...{ version: 1, title: 'Beside the highway and on it', place: 'highway', camera: besideHighway, warmUp: '0s' },
    script: series(56, 5, (at, i) => ({
      ...{ do: 'drive', at, class: isReal(i) && i % 12 === 3 ? 'bicycle' : 'person', way: 'shoulder' },
      ...{ from: between(random, 200, 235), speedKmh: between(random, 4, 6) },
      offsets: [{ s: 0, offset: isReal(i) ? between(random, -0.8, 0.6) : between(random, -2.6, -1.7) }],
    })),
    watch: [{ id: 'walker', kind: 'intrusion', zone: 'carriageway', classes: ['person', 'bicycle'] }],
    duration: '330s',
  }),
  rules: (d) => [{ id: 'walker', kind: 'highway-walker', zone: d.zone('carriageway'), hold: '0s' }],
};

export const loitering: Plan = {
  rule: 'loitering',
  scenario: (random) => ({
    ...{ ...square, title: 'Waiting a little, and too long' },
    script: series(56, 6, (at, i) => ({
      ...{ do: 'linger', at, zone: 'counter' },
      for: `${(isReal(i) ? between(random, 14, 20) : between(random, 6.5, 8)).toFixed(1)}s`,
    })),
    watch: [{ id: 'loiter', kind: 'loitering', zone: 'counter', after: '12s', bridge: '2s' }],
    duration: '380s',
  }),
  rules: (d) => [{ id: 'loiter', kind: 'loitering', zone: d.zone('counter'), after: '12s', bridge: '2s' }],
};

export const dwellTime: Plan = {
  rule: 'dwell-time',
  scenario: loitering.scenario,
  rules: (d) => [{ id: 'loiter', kind: 'dwell-time', zone: d.zone('counter'), least: '12s', report: '1s' }],
  measuresStays: true,
};
