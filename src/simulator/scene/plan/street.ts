// A town street with one lane each way, shops, trees, lamps, and a bay where nobody may stop.
import type { Random } from '../../random.ts';
import { furniture, houses, marking, rectangle, row, surface } from './ground.ts';
import { pathThrough, reversed } from './path.ts';
import type { Route, Site } from './site.ts';

const far = 150;
/** Cross-section, metres: the camera's pole stands at y = 0; on the far side cars may stand along the kerb. */
const y = { pavement: 1, kerb: 4.2, middle: 8.2, farKerb: 13.4, farPavement: 16.8 } as const;

export function street(random: Random): Site {
  const eastbound = pathThrough([
    [-far, y.middle - 1.9],
    [far, y.middle - 1.9],
  ]);
  const westbound = pathThrough([
    [far, y.middle + 1.9],
    [-far, y.middle + 1.9],
  ]);
  const drive = { lanes: [0], speedKmh: 36, for: 'drive', group: 'main', share: 1 } as const;
  const near = pathThrough([
    [-far, 2.6],
    [far, 2.6],
  ]);
  const opposite = pathThrough([
    [-far, 15.1],
    [far, 15.1],
  ]);
  const across = pathThrough(
    [
      [-40, 2.6],
      [-16, 2.8],
      [-16, 14.9],
      [-44, 15.1],
    ],
    1.5,
  );
  const walk = { lanes: [0], span: [-1, 1], speedKmh: 4.7, for: 'walk', group: 'walk' } as const;
  const routes: Route[] = [
    { id: 'east', path: eastbound, ...drive, span: [-1.55, 1.25] },
    { id: 'west', path: westbound, ...drive, span: [-2.2, 1.25] },
    { id: 'near-out', path: near, ...walk, share: 2 },
    { id: 'near-back', path: reversed(near), ...walk, share: 2 },
    { id: 'far-out', path: opposite, ...walk, share: 1 },
    { id: 'far-back', path: reversed(opposite), ...walk, share: 1 },
    { id: 'across', path: across, ...walk, group: 'cross', share: 1 },
    { id: 'across-back', path: reversed(across), ...walk, group: 'cross', share: 1 },
  ];
  const spaced = (from: number, to: number, step: number) =>
    Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
  return {
    plan: {
      surfaces: [
        surface('earth', rectangle(-400, 400, -60, 400)),
        surface('water', rectangle(-400, -170, 60, 400)),
        surface('pavement', rectangle(-far - 50, far + 50, y.pavement - 4, y.kerb)),
        surface('asphalt', rectangle(-far - 50, far + 50, y.kerb, y.farKerb)),
        surface('pavement', rectangle(-far - 50, far + 50, y.farKerb, y.farPavement)),
      ],
      markings: [
        marking('dashed', line(-far, -60, y.middle), 0.15, 'yellow'),
        marking('solid', line(-60, 20, y.middle), 0.15, 'yellow'),
        marking('dashed', line(20, far, y.middle), 0.15, 'yellow'),
        marking('hatched', line(-34, -14, y.farKerb - 0.9), 1.6, 'yellow'),
      ],
      furniture: [
        furniture('kerb', line(-far - 50, far + 50, y.kerb), 0.16, 1),
        furniture('kerb', line(-far - 50, far + 50, y.farKerb), 0.16, 2),
        ...row('lamp', spaced(-110, 60, 28), y.farKerb + 0.6, 8.5, -Math.PI / 2, 10),
        ...row('lamp', spaced(-96, 60, 28), y.kerb - 0.6, 8.5, Math.PI / 2, 40).filter((l) => l.at[0]![0] < -12),
        ...spaced(-100, 60, 12).map((x, i) =>
          furniture('tree', [[x + 3 * random(), y.farPavement - 0.6]], 4.5 + 2.5 * random(), 70 + i),
        ),
        furniture('sign', [[-14, y.farKerb + 0.5]], 2.6, 5, { heading: 0 }),
        ...houses(-160, 80, y.farPavement + 1.5, 9, random),
        furniture('hill', [[-260, 180]], 60, 8),
        furniture('hill', [[-120, 320]], 80, 9),
      ],
    },
    routes,
    signals: [],
    views: {
      pole: { position: [0, 0, 6.5], yaw: -57, tilt: 15, focal: 0.9 },
      high: { position: [4, -1, 9], yaw: -62, tilt: 20, focal: 1.0 },
      wide: { position: [0, 1, 5.2], yaw: -48, tilt: 14, focal: 0.62, distortion: -0.16 },
    },
    zones: {
      east: { outline: rectangle(-60, -6, y.kerb, y.middle - 0.05), heading: 0 },
      west: { outline: rectangle(-60, -6, y.middle + 0.05, y.farKerb), heading: Math.PI },
      'no-stopping': { outline: rectangle(-34, -14, y.middle + 0.3, y.farKerb), heading: Math.PI },
      pavement: { outline: rectangle(-40, -9, y.pavement, y.kerb) },
      corner: { outline: rectangle(-22, -11.5, y.pavement, y.kerb) },
      carriageway: { outline: rectangle(-60, -6, y.kerb, y.farKerb) },
      // Places before three shops, side by side on the near pavement under a lamp.
      'shop-left': { outline: rectangle(-46.8, -42.4, -2.6, 3) },
      'shop-middle': { outline: rectangle(-42.2, -37.8, -2.6, 3) },
      'shop-right': { outline: rectangle(-37.6, -33.2, -2.6, 3) },
      // The same for times: a step and a half away from where people come into the picture.
      'window-left': { outline: rectangle(-46.2, -42.4, -2.6, 3) },
      'window-middle': { outline: rectangle(-42.2, -37.8, -2.6, 3) },
      'window-right': { outline: rectangle(-37.6, -33.2, -2.6, 3) },
    },
    lines: {
      // From the far to the near kerb: forward is away from the camera. It lies where an installer would put it: as near to
      // the camera as both lanes allow, where the camera looks down on the road most steeply and what drives on the near lane
      // hides least of the far one, yet with most of a second of every way in the picture before it and after it.
      count: {
        points: [
          [-13, y.farKerb + 0.4],
          [-13, y.kerb - 0.4],
        ],
      },
      solid: { points: line(-2, -60, y.middle) },
    },
  };
}

const line = (x0: number, x1: number, at: number): [number, number][] => [
  [x0, at],
  [x1, at],
];
