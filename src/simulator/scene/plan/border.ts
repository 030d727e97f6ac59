// A border line: a patrol track, a lit fence with a strip before it that nobody may enter, and the river beyond.
import type { Random } from '../../random.ts';
import { furniture, marking, rectangle, row, surface } from './ground.ts';
import { pathThrough, reversed } from './path.ts';
import type { Route, Site } from './site.ts';

/** Metres from the camera's pole: the track, the forbidden strip, the fence. */
const y = { track: 5, strip: 13, fence: 20, river: 30 } as const;

export function border(random: Random): Site {
  const track = pathThrough([
    [-110, 7.6],
    [110, 7.6],
  ]);
  const foot = pathThrough([
    [-80, 10.6],
    [80, 10.6],
  ]);
  const through = pathThrough(
    [
      [-34, 36],
      [-20, 21],
      [-16, 17],
      [-9, 10.5],
      [30, 9],
    ],
    3,
  );
  const up = pathThrough(
    [
      [-60, 11],
      [-26, 12],
      [-19, 16.5],
      [-16, 16.5],
      [-12, 12],
      [40, 10],
    ],
    3,
  );
  const walk = { lanes: [0], span: [-0.8, 0.8], speedKmh: 4.4, for: 'walk', share: 1 } as const;
  const routes: Route[] = [
    { id: 'patrol', path: track, lanes: [0], span: [-0.8, 0.8], speedKmh: 22, for: 'drive', group: 'main', share: 1 },
    {
      ...{ id: 'patrol-back', path: reversed(track), lanes: [-1.6], span: [-2, -0.4], speedKmh: 22 },
      ...{ for: 'drive', group: 'main', share: 1 },
    },
    { id: 'foot', path: foot, ...walk, group: 'walk' },
    { id: 'foot-back', path: reversed(foot), ...walk, group: 'walk' },
    // Only scripts send people here.
    { id: 'through-fence', path: through, ...walk, group: 'script' },
    { id: 'into-strip', path: up, ...walk, group: 'script' },
  ];
  return {
    plan: {
      surfaces: [
        surface('grass', rectangle(-300, 300, -40, 400)),
        surface('earth', rectangle(-300, 300, y.track, y.strip - 1.6)),
        surface('concrete', rectangle(-300, 300, y.track + 1, y.track + 5)),
        surface('earth', rectangle(-300, 300, y.strip, y.fence + 1)),
        surface('water', rectangle(-400, 400, y.river, 80)),
        surface('grass', rectangle(-400, 400, 80, 400)),
      ],
      markings: [
        marking(
          'edge',
          [
            [-200, y.strip],
            [200, y.strip],
          ],
          0.15,
          'yellow',
        ),
      ],
      furniture: [
        furniture(
          'fence',
          [
            [-140, y.fence],
            [-21, y.fence],
          ],
          2.6,
          1,
        ),
        furniture(
          'fence',
          [
            [-18.6, y.fence],
            [140, y.fence],
          ],
          2.6,
          2,
        ),
        ...row('lamp', [-66, -44, -22, 0, 22], y.strip - 0.8, 7, Math.PI / 2, 20),
        furniture('sign', [[-30, y.strip]], 2.2, 5, { heading: -Math.PI / 2 }),
        ...[-70, -52, -40, -27, -8, 6, 18].map((x, i) =>
          furniture('tree', [[x + 5 * random(), 24 + 3 * random()]], 3 + 3 * random(), 60 + i),
        ),
        furniture('hill', [[-140, 210]], 60, 11),
        furniture('hill', [[60, 260]], 80, 12),
      ],
    },
    routes,
    signals: [],
    views: {
      pole: { position: [0, 0, 6.5], yaw: -46, tilt: 14, focal: 0.85 },
      tower: { position: [4, -2, 11], yaw: -48, tilt: 20, focal: 1.0 },
    },
    zones: {
      strip: { outline: rectangle(-60, 8, y.strip, y.fence) },
      // What one camera watches of the strip: before the opening in the fence.
      opening: { outline: rectangle(-25, -7, y.strip, y.fence) },
      gate: { outline: rectangle(-24, -12, y.track + 5, y.strip) },
    },
    // Forward is away from the fence, into the country.
    lines: {
      fence: {
        points: [
          [-60, y.fence],
          [8, y.fence],
        ],
      },
      strip: {
        points: [
          [8, y.strip],
          [-60, y.strip],
        ],
      },
    },
  };
}
