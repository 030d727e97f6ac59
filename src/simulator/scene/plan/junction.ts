// A crossroads in Hạ Long: the main road along x with two lanes each way, a side road across it with one, all four arms
// with signals, stop lines and zebras.
import type { Random } from '../../random.ts';
import type { Furniture, Marking, Spot } from '../world.ts';
import { furniture, houses, marking, rectangle, row, surface } from './ground.ts';
import { type Path, pathThrough, reversed } from './path.ts';
import type { Route, SignalProgram, Site } from './site.ts';

const far = 150;
/** Half widths of the roads, and how far from the middle the zebras and the stop lines lie, metres. */
const main = 7.2;
const side = 4.4;
const lane = 3.5;
const zebra = { from: 2, to: 5.5 } as const;
/** The junction's middle. */
const centre: Spot = [-24, 22];

interface Arm {
  readonly id: 'west' | 'east' | 'north' | 'south';
  /** The direction of travel into the junction. */
  readonly heading: number;
  /** From the middle to the near edge of the crossing road. */
  readonly reach: number;
  readonly half: number;
  readonly length: number;
}

const arms: readonly Arm[] = [
  { id: 'west', heading: 0, reach: side, half: main, length: far },
  { id: 'east', heading: Math.PI, reach: side, half: main, length: far },
  { id: 'south', heading: Math.PI / 2, reach: main, half: side, length: 70 },
  { id: 'north', heading: -Math.PI / 2, reach: main, half: side, length: 110 },
];

/** A point of the junction: `u` metres beyond its middle along an arm's direction of travel, `v` to the left of it. */
function spot(arm: Arm, u: number, v: number): Spot {
  const [c, s] = [Math.round(Math.cos(arm.heading)), Math.round(Math.sin(arm.heading))];
  return [centre[0] + u * c - v * s, centre[1] + u * s + v * c];
}

const stopAt = (arm: Arm) => -(arm.reach + zebra.to + 1.4);

export function junction(random: Random): Site {
  // The main road, then each side arm by itself, so that no turn crosses anybody's green; whoever walks across an arm goes
  // while its traffic stands.
  const cycle = 52;
  const [mainGreen, sideGreen, amber, clearance] = [17, 10, 3, 2];
  const south = mainGreen + amber + clearance;
  const north = south + sideGreen + amber + clearance;
  const signals: SignalProgram[] = arms.flatMap(({ id, half }) => {
    const offset = half === main ? 0 : id === 'south' ? south : north;
    const walk = half === main ? south : 1;
    return [
      { id, cycle, offset, green: half === main ? mainGreen : sideGreen, amber },
      { id: `walk-${id}`, cycle, offset: walk, green: half === main ? 18 : 8, amber: 0 },
    ];
  });
  const routes = [...arms.flatMap(movements), ...arms.flatMap(crossings), ...pavements()];
  const lines: Record<string, Site['lines'][string]> = {};
  const zones: Record<string, Site['zones'][string]> = {};
  for (const arm of arms) {
    const u = stopAt(arm);
    // From the kerb to the middle, so that driving into the junction, and out of it, is forward.
    lines[`stop-${arm.id}`] = { points: [spot(arm, u, -arm.half), spot(arm, u, 0)], signal: arm.id };
    lines[`out-${arm.id}`] = { points: [spot(arm, u, arm.half), spot(arm, u, 0)] };
    zones[`approach-${arm.id}`] = {
      outline: [spot(arm, u - 30, -arm.half), spot(arm, u, -arm.half), spot(arm, u, 0), spot(arm, u - 30, 0)],
      heading: arm.heading,
    };
    zones[`exit-${arm.id}`] = {
      outline: [spot(arm, u - 30, 0.1), spot(arm, u, 0.1), spot(arm, u, arm.half), spot(arm, u - 30, arm.half)],
      heading: arm.heading + Math.PI,
    };
  }
  zones['box'] = {
    outline: rectangle(centre[0] - side, centre[0] + side, centre[1] - main, centre[1] + main),
  };
  lines['solid-west'] = { points: [at(stopAt(arms[0]!), 0), at(-far, 0)] };
  return {
    plan: {
      surfaces: [
        surface('earth', rectangle(-500, 500, -100, 500)),
        surface('water', rectangle(-500, -110, 90, 500)),
        surface('pavement', rectangle(centre[0] - far, centre[0] + far, centre[1] - main - 4, centre[1] + main + 4)),
        surface('pavement', rectangle(centre[0] - side - 4, centre[0] + side + 4, centre[1] - 75, centre[1] + 115)),
        surface('asphalt', rectangle(centre[0] - far - 50, centre[0] + far + 50, centre[1] - main, centre[1] + main)),
        surface('asphalt', rectangle(centre[0] - side, centre[0] + side, centre[1] - 75, centre[1] + 115)),
      ],
      markings: arms.flatMap(paintOf),
      furniture: [...arms.flatMap((arm, i) => kerbsOf(arm, i)), ...standing(random)],
    },
    routes,
    signals,
    views: {
      corner: { position: [centre[0] + 21, centre[1] - 19, 7.5], yaw: -48, tilt: 16, focal: 0.82 },
      'west-arm': { position: [centre[0] + 13, centre[1] - main - 2.5, 7], yaw: -74, tilt: 14.5, focal: 0.95 },
      wide: { position: [centre[0] + 18, centre[1] - 18, 9], yaw: -45, tilt: 22, focal: 0.55, distortion: -0.17 },
    },
    zones,
    lines,
  };
}

const at = (x: number, y: number): Spot => [centre[0] + x, centre[1] + y];
const offsetOf = (arm: Arm, which: 'right' | 'left') =>
  arm.half === side ? -side / 2 : which === 'right' ? -lane * 1.5 : -lane / 2;

/** Straight on (all lanes), to the right from the right lane, to the left from the left one. */
function movements(arm: Arm): Route[] {
  const out = (heading: number) => arms.find((a) => Math.abs(Math.cos(a.heading - heading) + 1) < 1e-6) ?? arm;
  const rightArm = out(arm.heading - Math.PI / 2);
  const leftArm = out(arm.heading + Math.PI / 2);
  const group = arm.half === main ? 'main' : 'side';
  const common = { for: 'drive', group, speedKmh: arm.half === main ? 42 : 30 } as const;
  const route = (id: string, path: Path, more: Pick<Route, 'lanes' | 'span' | 'share'> & Partial<Route>): Route => {
    const s = path.locate(spot(arm, stopAt(arm), offsetOf(arm, 'right')), 0, path.length / 1.2).s;
    return { id: `${arm.id}-${id}`, path, ...common, stop: { s, signal: arm.id, line: `stop-${arm.id}` }, ...more };
  };
  const right = offsetOf(arm, 'right');
  const left = offsetOf(arm, 'left');
  const straight = pathThrough([spot(arm, -arm.length, right), spot(arm, arm.length, right)]);
  // An arm's own frame looks into the junction: leaving by it is on its left.
  const turn = (to: Arm, from: number, radius: number) =>
    pathThrough(
      [
        spot(arm, -arm.length, from),
        corner(arm, from, to),
        spot(to, -to.length, -offsetOf(to, to.half === main ? 'right' : 'left')),
      ],
      radius,
    );
  const wide = arm.half === main;
  return [
    route('straight', straight, { lanes: wide ? [0, lane] : [0], span: wide ? [-1.35, 4.9] : [-1.7, 1.7], share: 6 }),
    route('right', turn(rightArm, right, 9), { lanes: [0], span: [-1.2, 1.4], share: 1.4 }),
    // The main road's left turns are forbidden here, as at many crossings of the town.
    ...(wide ? [] : [route('left', turn(leftArm, left, 13), { lanes: [0], span: [-1.3, 1.1], share: 1.6 })]),
  ];
}

/** Where the way in on one arm meets the way out on another. */
function corner(arm: Arm, from: number, to: Arm): Spot {
  const out = -offsetOf(to, to.half === main ? 'right' : 'left');
  const a = spot(arm, 0, from);
  const b = spot(to, 0, out);
  return Math.abs(Math.cos(arm.heading)) > 0.5 ? [b[0], a[1]] : [a[0], b[1]];
}

/** Over the zebra of an arm, both ways, with the pavement before and after; the crossing road's green is theirs. */
function crossings(arm: Arm): Route[] {
  const u = -(arm.reach + (zebra.from + zebra.to) / 2);
  const reach = arm.half + 2.2;
  const path = pathThrough(
    [spot(arm, u - 45, -reach), spot(arm, u, -reach), spot(arm, u, reach), spot(arm, u - 45, reach)],
    1.2,
  );
  // Whoever walks across this arm goes while its own traffic stands.
  const walkSignal = `walk-${arm.id}`;
  const gate = (p: Path, v: number) => p.locate(spot(arm, u, v), 0, p.length).s;
  const back = reversed(path);
  const common = { lanes: [0], span: [-1.2, 1.2], speedKmh: 4.8, for: 'walk', group: 'walk', share: 1 } as const;
  return [
    { id: `cross-${arm.id}`, path, ...common, stop: { s: gate(path, -arm.half - 0.4), signal: walkSignal, line: '' } },
    {
      ...{ id: `cross-${arm.id}-back`, path: back, ...common },
      stop: { s: gate(back, arm.half + 0.4), signal: walkSignal, line: '' },
    },
  ];
}

function pavements(): Route[] {
  const common = { lanes: [0], span: [-1, 1], speedKmh: 4.6, for: 'walk', group: 'walk', share: 1 } as const;
  return ([1, -1] as const).flatMap((s) => {
    const path = pathThrough(
      [at(-far, s * (main + 2)), at(-side - 3, s * (main + 2)), at(-side - 2.2, s * (main + 40))],
      2,
    );
    return [
      { id: `pavement-${s}`, path, ...common },
      { id: `pavement-${s}-back`, path: reversed(path), ...common },
    ];
  });
}

function paintOf(arm: Arm): Marking[] {
  const u = stopAt(arm);
  const lines = [
    marking('stop-line', [spot(arm, u + 0.2, -arm.half + 0.2), spot(arm, u + 0.2, -0.15)], 0.4),
    marking(
      'zebra',
      [
        spot(arm, -(arm.reach + (zebra.from + zebra.to) / 2), -arm.half),
        spot(arm, -(arm.reach + (zebra.from + zebra.to) / 2), arm.half),
      ],
      zebra.to - zebra.from,
    ),
    marking('solid', [spot(arm, u - 30, 0), spot(arm, u, 0)], 0.15, 'yellow'),
    marking('dashed', [spot(arm, -arm.length - 40, 0), spot(arm, u - 30, 0)], 0.15, 'yellow'),
  ];
  if (arm.half === side) return lines;
  return [
    ...lines,
    ...([-lane, lane] as const).flatMap((v) => [
      marking('solid', [spot(arm, u - 25, v), spot(arm, u, v)], 0.12),
      marking('dashed', [spot(arm, -arm.length - 40, v), spot(arm, u - 25, v)], 0.12),
    ]),
    marking('arrow', [spot(arm, u - 12, -lane * 1.5), spot(arm, u - 8, -lane * 1.5)], 0.9),
    marking('arrow', [spot(arm, u - 12, -lane / 2), spot(arm, u - 8, -lane / 2)], 0.9),
  ];
}

function kerbsOf(arm: Arm, seed: number): Furniture[] {
  const corner = arm.reach + 3;
  const pole = spot(arm, stopAt(arm) + 0.6, -arm.half - 0.7);
  const opposite = spot(arm, arm.reach + 2.2, -arm.half - 0.7);
  const facing = { id: arm.id, heading: arm.heading + Math.PI };
  return [
    ...([-1, 1] as const).map((s, i) =>
      furniture('kerb', [spot(arm, -arm.length, s * arm.half), spot(arm, -corner, s * arm.half)], 0.16, seed * 2 + i),
    ),
    furniture('signal', [pole], 4.2, 30 + seed, facing),
    furniture('signal', [opposite], 4.2, 40 + seed, facing),
  ];
}

function standing(random: Random): Furniture[] {
  const spaced = (from: number, to: number, step: number) =>
    Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
  const [cx, cy] = centre;
  return [
    ...row('lamp', spaced(cx - 118, cx - 22, 32), cy + main + 0.8, 9, -Math.PI / 2, 50),
    ...row('lamp', spaced(cx + 22, cx + 86, 32), cy + main + 0.8, 9, -Math.PI / 2, 60),
    ...row('lamp', spaced(cx - 102, cx - 38, 32), cy - main - 0.8, 9, Math.PI / 2, 70),
    ...spaced(cx - 100, cx - 14, 14).map((x, i) =>
      furniture('tree', [[x + 3 * random(), cy + main + 3.4]], 4.5 + 2 * random(), 100 + i),
    ),
    ...spaced(cx - 90, cx - 28, 16).map((x, i) =>
      furniture('tree', [[x + 3 * random(), cy - main - 3.4]], 4 + 2 * random(), 130 + i),
    ),
    ...houses(cx - 130, cx - side - 6, cy + main + 6, 10, random),
    ...houses(cx + side + 6, cx + 90, cy + main + 6, 10, random),
    furniture('hill', [[-240, 260]], 85, 11),
    furniture('hill', [[-130, 360]], 110, 12),
    furniture('hill', [[-330, 160]], 70, 13),
    furniture('hill', [[40, 400]], 95, 14),
  ];
}
