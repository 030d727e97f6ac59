// A stretch of QL18: two lanes and a hard shoulder each way, a barrier between them, fields and hills beside.
import type { Random } from '../../random.ts';
import { furniture, marking, rectangle, row, surface } from './ground.ts';
import { pathThrough } from './path.ts';
import type { Route, Site } from './site.ts';

const far = 260;
/** Cross-section in metres from the camera's mast: shoulder, slow lane, fast lane, middle, and the same again. */
const y = {
  edge: 4,
  slow: 6.8,
  between: 10.4,
  fast: 14,
  middle: 14.8,
  fast2: 15.6,
  between2: 19.2,
  slow2: 22.8,
  edge2: 25.6,
};

export function highway(random: Random): Site {
  const along = (at: number, back = false) =>
    pathThrough(
      back
        ? [
            [far, at],
            [-far, at],
          ]
        : [
            [-far, at],
            [far, at],
          ],
    );
  const drive = { speedKmh: 72, for: 'drive', group: 'main' } as const;
  const shoulder = {
    lanes: [0],
    span: [-0.9, 0.9] as const,
    for: 'walk',
    speedKmh: 4.8,
    group: 'shoulder',
    share: 1,
  } as const;
  const routes: Route[] = [
    // Offsets to the left: 0 the slow lane, 3.6 the fast one; motorcycles keep to the slow lane and the shoulder.
    { id: 'east', path: along(8.6), lanes: [0, 3.6], span: [-3, 1.2], ...drive, share: 1 },
    { id: 'west', path: along(21, true), lanes: [0, 3.6], span: [-3, 1.2], ...drive, share: 1, noChange: [235, 345] },
    { id: 'shoulder', path: along(5.4), ...shoulder },
  ];
  const spaced = (from: number, to: number, step: number) =>
    Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
  return {
    plan: {
      surfaces: [
        surface('grass', rectangle(-600, 600, -80, 600)),
        surface('earth', rectangle(-600, 600, 0, y.edge)),
        surface('asphalt', rectangle(-far - 80, far + 80, y.edge, y.edge2)),
        surface('concrete', rectangle(-far - 80, far + 80, y.fast + 0.35, y.fast2 - 0.35)),
        surface('earth', rectangle(-600, 600, y.edge2, y.edge2 + 4)),
        surface('water', rectangle(-600, -60, 70, 130)),
      ],
      markings: [
        marking('edge', line(y.slow), 0.2),
        marking('dashed', line(y.between), 0.15),
        marking('edge', line(y.fast + 0.2), 0.2, 'yellow'),
        marking('edge', line(y.fast2 - 0.2), 0.2, 'yellow'),
        marking('dashed', line(y.between2, -far, -80), 0.15),
        marking('solid', line(y.between2, -80, 0), 0.15),
        marking('dashed', line(y.between2, 0, far), 0.15),
        marking('edge', line(y.slow2), 0.2),
      ],
      furniture: [
        furniture('barrier', line(y.middle), 0.85, 3),
        furniture('barrier', line(y.edge2 + 0.6), 0.75, 4),
        ...row('lamp', spaced(-200, 100, 40), y.edge2 + 1.2, 10, -Math.PI / 2, 20),
        furniture('sign', [[-62, y.edge2 + 1.6]], 4.5, 6, { heading: 0 }),
        ...spaced(-200, 120, 17).map((x, i) =>
          furniture('tree', [[x + 9 * random(), y.edge2 + 8 + 14 * random()]], 4 + 4 * random(), 90 + i),
        ),
        furniture('hill', [[-330, 260]], 70, 11),
        furniture('hill', [[-120, 380]], 95, 12),
        furniture('hill', [[-480, 420]], 120, 13),
      ],
    },
    routes,
    signals: [],
    views: {
      mast: { position: [0, 1, 9], yaw: -58, tilt: 15, focal: 0.95 },
      gantry: { position: [6, 8.5, 7.5], yaw: -83, tilt: 14, focal: 1.15 },
      far: { position: [10, -3, 12], yaw: -64, tilt: 13, focal: 1.5 },
    },
    zones: {
      east: { outline: rectangle(-90, -8, y.slow, y.fast), heading: 0 },
      west: { outline: rectangle(-90, -8, y.fast2, y.slow2), heading: Math.PI },
      'fast-lane': { outline: rectangle(-90, -8, y.fast2, y.between2), heading: Math.PI },
      'near-fast-lane': { outline: rectangle(-90, -8, y.between, y.fast), heading: 0 },
      // Stretches of single lanes, where a camera on a mast sees everybody well.
      'fast-lane-near': { outline: rectangle(-58, -8, y.fast2, y.between2), heading: Math.PI },
      'near-slow': { outline: rectangle(-70, -31, y.slow, y.between), heading: 0 },
      'near-fast': { outline: rectangle(-70, -31, y.between, y.fast), heading: 0 },
      'far-fast': { outline: rectangle(-70, -31, y.fast2, y.between2), heading: Math.PI },
      'far-slow': { outline: rectangle(-70, -31, y.between2, y.slow2), heading: Math.PI },
      shoulder: { outline: rectangle(-90, -8, y.edge, y.slow), heading: 0 },
      carriageway: { outline: rectangle(-90, -8, y.edge, y.edge2) },
    },
    lines: {
      count: {
        points: [
          [-26, y.edge2],
          [-26, y.edge],
        ],
      },
      solid: {
        points: [
          [0, y.between2],
          [-80, y.between2],
        ],
      },
      'solid-near': {
        points: [
          [0, y.between2],
          [-58, y.between2],
        ],
      },
    },
  };
}

const line = (at: number, from = -far - 80, to = far + 80): [number, number][] => [
  [from, at],
  [to, at],
];
