// Streets that no two training pictures share: a road along x with its lanes, pavements, houses, trees and lamps,
// now and then with a crossing; from a lane between shop houses to a highway in the fields.
import type { Random } from '../../random.ts';
import type { Furniture, Marking, Plan, Spot, Surface } from '../world.ts';

export interface Street {
  readonly plan: Plan;
  /** Lanes by their middle: y, and the way they go along x. */
  readonly lanes: readonly { readonly y: number; readonly way: 1 | -1 }[];
  readonly laneWidth: number;
  /** Half the width of the roadway, and how wide the pavements are. */
  readonly half: number;
  readonly pavement: number;
  /** Middle of the crossing road along x; undefined without one. */
  readonly crossing: number | undefined;
  readonly crossingHalf: number;
  readonly signals: readonly string[];
}

const reach = 170;

const rectangle = (x0: number, x1: number, y0: number, y1: number): Spot[] => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
];

export function randomStreet(random: Random): Street {
  const between = (a: number, b: number) => a + (b - a) * random();
  const chance = (share: number) => random() < share;
  const seed = () => Math.floor(random() * 1e9);
  const rural = chance(0.22);
  const each = rural ? 1 + Math.floor(random() * 3) : 1 + Math.floor(random() * 2.4);
  const laneWidth = between(2.9, 3.7);
  const oneWay = chance(0.12);
  const edge = between(0.4, 2);
  const half = (oneWay ? each / 2 : each) * laneWidth + edge;
  const pavement = rural ? between(0.5, 2) : between(2, 6);
  const lanes = oneWay
    ? Array.from({ length: each }, (_, i) => ({ y: -half + edge + laneWidth * (i + 0.5), way: 1 as const }))
    : Array.from({ length: 2 * each }, (_, i) => ({
        y: -half + edge + laneWidth * (i + 0.5),
        way: i < each ? (1 as const) : (-1 as const),
      }));
  const crossing = chance(0.45) ? between(-12, 12) : undefined;
  const crossingHalf = between(3.5, 7);
  const gaps: readonly (readonly [number, number])[] =
    crossing === undefined
      ? [[-reach, reach]]
      : [
          [-reach, crossing - crossingHalf],
          [crossing + crossingHalf, reach],
        ];
  const surfaces: Surface[] = [];
  const markings: Marking[] = [];
  const furniture: Furniture[] = [];
  const asphalt = chance(0.82) ? 'asphalt' : 'concrete';
  const walk = rural ? (chance(0.5) ? 'grass' : 'earth') : chance(0.5) ? 'pavement' : 'paving';
  for (const side of [-1, 1]) {
    const [y0, y1] = [side * half, side * (half + pavement)];
    surfaces.push({ kind: walk, outline: rectangle(-reach, reach, Math.min(y0, y1), Math.max(y0, y1)) });
  }
  if (crossing !== undefined)
    surfaces.push({ kind: asphalt, outline: rectangle(crossing - crossingHalf, crossing + crossingHalf, -90, 90) });
  surfaces.push({ kind: asphalt, outline: rectangle(-reach, reach, -half, half) });
  const white = { colour: 'white' } as const;
  const middle = oneWay ? undefined : 0;
  for (const [x0, x1] of gaps) {
    const [a, b] = [x0 === -reach ? x0 : x0 + 4, x1 === reach ? x1 : x1 - 4];
    for (const s of [-1, 1])
      markings.push({
        kind: 'edge',
        along: [
          [a, s * (half - edge * 0.7)],
          [b, s * (half - edge * 0.7)],
        ],
        width: 0.12,
        ...white,
      });
    if (middle !== undefined) {
      const solid = chance(0.5);
      markings.push({
        kind: solid ? 'solid' : 'dashed',
        along: [
          [a, 0],
          [b, 0],
        ],
        width: 0.15,
        colour: chance(0.6) ? 'yellow' : 'white',
      });
    }
    for (const [i, lane] of lanes.entries()) {
      const next = lanes[i + 1];
      if (next && next.way === lane.way)
        markings.push({
          kind: 'dashed',
          along: [
            [a, (lane.y + next.y) / 2],
            [b, (lane.y + next.y) / 2],
          ],
          width: 0.13,
          ...white,
        });
      if (chance(0.3)) {
        const x = between(-30, 30);
        markings.push({
          kind: 'arrow',
          along: [
            [x, lane.y],
            [x + 3.5 * lane.way, lane.y],
          ],
          width: 0.3,
          ...white,
        });
      }
    }
  }
  const zebras =
    crossing === undefined
      ? chance(0.25)
        ? [between(-25, 25)]
        : []
      : [crossing - crossingHalf - 3, crossing + crossingHalf + 3];
  for (const x of zebras) {
    if (!chance(0.85)) continue;
    markings.push({
      kind: 'zebra',
      along: [
        [x, -half + 0.3],
        [x, half - 0.3],
      ],
      width: between(2.5, 4),
      ...white,
    });
    markings.push({
      kind: 'stop-line',
      along: [
        [x - 3.4, -half + 0.3],
        [x - 3.4, 0],
      ],
      width: 0.35,
      ...white,
    });
  }
  if (chance(0.12))
    markings.push({
      kind: 'hatched',
      along: [
        [between(-20, 0), 0],
        [between(5, 20), 0],
      ],
      width: 1.6,
      colour: 'yellow',
    });
  const clear = (x: number) => crossing === undefined || Math.abs(x - crossing) > crossingHalf + 1;
  for (const [x0, x1] of gaps)
    for (const s of [-1, 1])
      furniture.push({
        kind: 'kerb',
        at: [
          [Math.max(-70, x0), s * (half + 0.1)],
          [Math.min(70, x1), s * (half + 0.1)],
        ],
        height: 0.16,
        seed: 1,
      });
  const houses = rural ? 0.25 : 0.9;
  for (const side of [-1, 1]) {
    for (let x = -130; x < 130; ) {
      const width = between(8, 26);
      const setBack = half + pavement + between(0, rural ? 14 : 1.5);
      if (
        chance(houses) &&
        clear(x) &&
        clear(x + width) &&
        (crossing === undefined || x > crossing || x + width < crossing)
      ) {
        const [y0, y1] = [side * setBack, side * (setBack + between(8, 14))];
        furniture.push({
          kind: 'building',
          at: rectangle(x, x + width, Math.min(y0, y1), Math.max(y0, y1)),
          height: between(4, rural ? 8 : 17),
          seed: seed(),
        });
      }
      x += width + (chance(0.3) ? between(1, 8) : 0);
    }
    const every = between(7, 20);
    if (chance(0.7))
      for (let x = -90; x < 90; x += every * between(0.7, 1.4)) {
        const y = side * (half + (rural ? between(2, 12) : Math.min(pavement * 0.4, 1.2)));
        if (clear(x) && chance(0.75))
          furniture.push({ kind: 'tree', at: [[x, y]], height: between(3.5, 9), seed: seed() });
      }
    if (chance(side < 0 ? 0.92 : 0.5))
      for (let x = -95; x < 95; x += 27)
        if (clear(x))
          furniture.push({
            kind: 'lamp',
            at: [[x + between(-2, 2), side * (half + 0.5)]],
            height: between(7, 10),
            heading: (-side * Math.PI) / 2,
            seed: seed(),
          });
    for (let i = 0; i < 4; i++)
      if (chance(0.5))
        furniture.push({
          kind: 'sign',
          at: [[between(-50, 50), side * (half + 0.6)]],
          height: between(2.4, 3.2),
          heading: chance(0.5) ? 0 : Math.PI,
          seed: seed(),
        });
    const about = Math.floor(between(0, 14) * (rural ? 0.4 : 1));
    for (let i = 0; i < about; i++) {
      const y = side * (half + (chance(0.15) ? -0.6 : between(0.3, Math.max(0.6, pavement))));
      furniture.push({
        kind: 'clutter',
        at: [[between(-45, 45), y]],
        height: 1,
        heading: chance(0.5) ? (-side * Math.PI) / 2 : between(0, 6),
        seed: seed(),
      });
    }
    if (chance(0.5)) {
      const y = side * (half + between(0.4, 1.5));
      const poles: Spot[] = Array.from({ length: 8 }, (_, i): Spot => [-100 + 28 * i, y]);
      furniture.push({ kind: 'wires', at: poles, height: between(5.5, 8.5), seed: seed() });
      if (chance(0.4))
        furniture.push({
          kind: 'wires',
          at: [
            [between(-20, 20), -half - 4],
            [between(-20, 20), half + 4],
          ],
          height: between(5.5, 9),
          seed: seed(),
        });
    }
    if (chance(0.1))
      furniture.push({
        kind: 'fence',
        at: [
          [-60, side * (half + 0.4)],
          [60, side * (half + 0.4)],
        ],
        height: between(0.9, 1.4),
        seed: 1,
      });
  }
  if (rural || chance(0.15))
    for (let i = 0; i < 9; i++)
      furniture.push({
        kind: 'hill',
        at: [[between(-900, 900), (chance(0.5) ? 1 : -1) * between(300, 1200)]],
        height: between(40, 160),
        seed: seed(),
      });
  if (rural)
    for (let i = 0; i < 8; i++)
      furniture.push({
        kind: 'hill',
        at: [[(chance(0.5) ? 1 : -1) * between(700, 1400), between(-600, 600)]],
        height: between(40, 160),
        seed: seed(),
      });
  if (!oneWay && each >= 2 && chance(0.3))
    furniture.push({
      kind: 'barrier',
      at: [
        [-70, 0],
        [crossing === undefined ? 70 : crossing - crossingHalf - 6, 0],
      ],
      height: between(0.5, 0.9),
      seed: 1,
    });
  const signals: string[] = [];
  if (crossing !== undefined && chance(0.7)) {
    for (const [x, y, heading] of [
      [crossing - crossingHalf - 1, -half - 0.6, Math.PI],
      [crossing + crossingHalf + 1, half + 0.6, 0],
      [crossing - crossingHalf - 1, half + 0.6, Math.PI / 2],
    ] as const) {
      const id = `signal-${signals.length + 1}`;
      signals.push(id);
      furniture.push({ kind: 'signal', id, at: [[x, y]], height: between(3.2, 5), heading, seed: seed() });
    }
  }
  return { plan: { surfaces, markings, furniture }, lanes, laneWidth, half, pavement, crossing, crossingHalf, signals };
}
