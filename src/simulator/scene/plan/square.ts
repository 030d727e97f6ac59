// A paved square at the pier: a ticket counter with a queue, people who cross it, and a shelter.
import type { Random } from '../../random.ts';
import { furniture, houses, marking, rectangle, row, surface } from './ground.ts';
import { pathThrough, reversed } from './path.ts';
import type { Route, Site } from './site.ts';

export function square(random: Random): Site {
  const walk = { lanes: [0], span: [-1.2, 1.2], speedKmh: 4.3, for: 'walk', group: 'walk', share: 1 } as const;
  const [across, along, diagonal] = [
    pathThrough([
      [-45, 9],
      [-20, 8.4],
      [6, 10],
      [40, 9],
    ]),
    pathThrough([
      [-30, 40],
      [-12, 24],
      [-2, 14],
      [8, 2],
      [9, -20],
    ]),
    pathThrough([
      [40, 26],
      [8, 19],
      [-10, 12],
      [-45, 16],
    ]),
  ];
  // Along the barrier to the counter, a while before it, and away.
  const queue = pathThrough(
    [
      [-36, 18],
      [-15, 20.2],
      [-12, 20.2],
      [2.4, 20.2],
      [4.4, 20.2],
      [5, 17],
      [14, 12],
      [45, 10],
    ],
    1,
  );
  const counterAt = queue.locate([3.2, 20.2], 0, queue.length).s;
  const routes: Route[] = [
    ...[across, along, diagonal].flatMap((path, i): Route[] => [
      { id: `walk-${i}`, path, ...walk },
      { id: `walk-${i}-back`, path: reversed(path), ...walk },
    ]),
    {
      ...{
        id: 'queue',
        path: queue,
        lanes: [0],
        span: [-0.12, 0.12],
        speedKmh: 4,
        for: 'walk',
        group: 'queue',
        share: 1,
      },
      halt: { s: counterAt, seconds: [4, 9] },
    },
  ];
  return {
    plan: {
      surfaces: [
        surface('earth', rectangle(-300, 300, -60, 400)),
        surface('water', rectangle(-300, 300, 42, 400)),
        surface('paving', rectangle(-60, 60, -12, 42)),
        surface('grass', rectangle(-60, -34, 24, 42)),
      ],
      markings: [
        marking(
          'solid',
          [
            [-14, 19.5],
            [3.2, 19.5],
          ],
          0.08,
          'yellow',
        ),
        marking(
          'edge',
          [
            [-60, -2],
            [60, -2],
          ],
          0.12,
        ),
      ],
      furniture: [
        furniture('counter', rectangle(2, 6.4, 21.2, 23.4), 2.9, 1, { heading: -Math.PI / 2 }),
        furniture(
          'barrier',
          [
            [-14, 20.9],
            [1.4, 20.9],
          ],
          0.95,
          2,
        ),
        furniture('shelter', rectangle(-30, -22, 25, 28), 2.8, 3, { heading: -Math.PI / 2 }),
        ...row('lamp', [-24, -8, 8, 24], 30, 6.5, -Math.PI / 2, 20),
        ...[-40, -31, -19, 12, 22, 33].map((x, i) =>
          furniture('tree', [[x, 31 + 4 * random()]], 4 + 2 * random(), 50 + i),
        ),
        furniture(
          'fence',
          [
            [-60, 40],
            [60, 40],
          ],
          1.1,
          6,
        ),
        ...houses(30, 60, 24, 8, random),
        furniture('hill', [[-150, 260]], 90, 11),
        furniture('hill', [[20, 330]], 110, 12),
        furniture('hill', [[150, 240]], 75, 13),
      ],
    },
    routes,
    signals: [],
    views: {
      mast: { position: [-2, 0, 6], yaw: 0, tilt: 18, focal: 0.85 },
      corner: { position: [-16, 3, 7], yaw: 38, tilt: 20, focal: 0.8 },
      wide: { position: [0, 4, 5], yaw: -6, tilt: 18, focal: 0.55, distortion: -0.18 },
    },
    zones: {
      queue: { outline: rectangle(-14, 3.9, 19.5, 20.85) },
      square: { outline: rectangle(-12, 8, 10, 18.5) },
      counter: { outline: rectangle(1, 6.5, 19.3, 21.1) },
    },
    lines: {
      pier: {
        points: [
          [-6, 19],
          [-6, 6],
        ],
      },
    },
  };
}
