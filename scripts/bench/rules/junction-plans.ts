// Plans of rules at a junction.
import { between, type Plan, series } from './plan.ts';

const overJunction = { position: [-24, -32, 32], yaw: 0, tilt: 32, focal: 0.55 };
const quiet = { version: 1, warmUp: '0s' };
/** One of six is a violation. */
const isReal = (i: number) => i % 6 === 3;
const arms = ['west', 'east', 'north', 'south'];

export const redLight: Plan = {
  rule: 'red-light',
  scenario: () => ({
    ...{ version: 1, title: 'Runners at red on four arms', place: 'junction', camera: overJunction, warmUp: '40s' },
    traffic: { main: { car: 8, motorcycle: 30 }, side: { car: 3, motorcycle: 10 } },
    script: [
      ...['west', 'east'].map((arm) => ({ do: 'run-red', at: '3s', way: `${arm}-straight`, count: 5, every: '38s' })),
      { do: 'run-red', at: '8s', count: 4, every: '45s', class: 'car' },
    ],
    watch: arms.map((arm) => ({ id: `red-${arm}`, kind: 'red-light', line: `stop-${arm}`, grace: '500ms' })),
    duration: '200s',
  }),
  rules: (d) =>
    arms.map((arm) => ({
      ...{ id: `red-${arm}`, kind: 'red-light', line: d.line(`stop-${arm}`), signal: arm, anchor: 'front' },
      grace: '500ms',
    })),
};

export const stopLine: Plan = {
  rule: 'stop-line',
  scenario: (random) => ({
    ...{ ...quiet, title: 'Over the stop line at red', place: 'junction', camera: overJunction },
    // The western arm is red from 20 s to 52 s of each turn.
    script: Array.from({ length: 8 }, (_, turn) =>
      series(
        8,
        2.6,
        (at, i) => ({
          ...{ do: 'drive', at, class: 'motorcycle', way: 'west-straight', from: 105, ignoresSignals: true },
          offsets: [{ s: 0, offset: -1.2 + 0.6 * ((3 * i) % 10) }],
          halts: [
            {
              s: between(random, 140.4, 143),
              for: `${(isReal(i) ? between(random, 3.5, 6) : between(random, 0.4, 0.9)).toFixed(2)}s`,
            },
          ],
        }),
        52 * turn + 18,
      ),
    ).flat(),
    watch: [{ id: 'over', kind: 'stop-line', line: 'stop-west', after: '2s' }],
    duration: '416s',
  }),
  rules: (d) => [
    {
      ...{ id: 'over', kind: 'stop-line', signal: 'west', anchor: 'front', after: '2s' },
      zone: d.area([
        [-35.3, 22],
        [-28.4, 22],
        [-28.4, 14.8],
        [-35.3, 14.8],
      ]),
    },
  ],
};

/** Only of those who come from these arms is asked where they go; the others are near misses. */
const asked = ['west', 'north'];

export const turningMovements: Plan = {
  rule: 'turning-movements',
  scenario: () => ({
    ...{ version: 1, title: 'Where they go', place: 'junction', camera: overJunction, warmUp: '40s' },
    traffic: { main: { car: 8, motorcycle: 20, bus: 0.6, truck: 1 }, side: { car: 3, motorcycle: 9, bicycle: 0.6 } },
    watch: [
      ...asked.map((arm) => ({ id: `in-${arm}`, kind: 'crossing', line: `stop-${arm}` })),
      ...arms.map((arm) => ({ id: `out-${arm}`, kind: 'crossing', line: `out-${arm}` })),
    ],
    duration: '120s',
  }),
  rules: (d) => [
    {
      ...{ id: 'turns', kind: 'turning-movements', event: true, report: '1min' },
      from: asked.map((arm) => ({ id: arm, line: d.line(`stop-${arm}`) })),
      to: arms.map((arm) => ({ id: arm, line: d.line(`out-${arm}`) })),
    },
  ],
  pairs: { rule: 'turns', from: /^in-(.+)$/, to: /^out-(.+)$/ },
};
