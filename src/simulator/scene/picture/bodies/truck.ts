// Lorries: a cab and, clearly apart from it, what it carries: a box, a tipping body, an open bed with goods, a container.
import type { Body, Face, Part, Rgb } from './body.ts';
import { axle, box, darker, face, lump, onEnd, onSide, type Place, wheel } from './kit.ts';
import { cloth, type Dice, lorryPaint } from './palette.ts';
import { cabParts } from './truck-cab.ts';

const dark: Rgb = [26, 27, 30];
const red: Rgb = [168, 20, 24];
const plate: Rgb = [230, 230, 224];

/** Frame and rear axles, tail lamps and plate. */
function chassis(
  place: Place,
  u: readonly [number, number],
  half: number,
  z: number,
  axles: readonly number[],
  radius: number,
  turned: number,
): Face[] {
  return [
    ...axles.flatMap((a) => axle(place, a, half * 0.96, radius)),
    ...box(place, { u, v: [-half * 0.55, half * 0.55], z: [z - 0.32, z] }, dark, 'matte'),
    onEnd(place, -1, u[0] - 0.02, [-half * 0.95, half * 0.95], [z - 0.3, z - 0.1], [52, 54, 58]),
    onEnd(place, -1, u[0] - 0.03, [-0.24, 0.24], [z - 0.28, z - 0.13], plate),
    onEnd(place, -1, u[0] - 0.03, [half * 0.68, half * 0.92], [z - 0.28, z - 0.12], red, 'tail'),
    onEnd(place, -1, u[0] - 0.03, [-half * 0.92, -half * 0.68], [z - 0.28, z - 0.12], red, 'tail'),
    ...axles.flatMap((a) =>
      ([1, -1] as const).flatMap((s) =>
        wheel(place, { u: a, v: s * (half * 0.98), z: radius }, radius, s, turned, [112, 114, 118]),
      ),
    ),
  ];
}

/** A closed box with doors at the back and, now and then, a firm's colours. */
function cargoBox(
  place: Place,
  u: readonly [number, number],
  half: number,
  z: readonly [number, number],
  rgb: Rgb,
  ribs: number,
  dice: Dice,
): Face[] {
  const faces = box(place, { u, v: [-half, half], z }, rgb, 'paint');
  const seam = darker(rgb, 0.72);
  const [u0, u1] = u;
  faces.push(onEnd(place, -1, u0 - 0.008, [-0.02, 0.02], [z[0] + 0.05, z[1] - 0.05], seam));
  faces.push(onEnd(place, -1, u0 - 0.008, [-half, half], [z[0], z[0] + 0.08], dark));
  for (const v of [-half * 0.55, half * 0.55])
    faces.push(onEnd(place, -1, u0 - 0.009, [v - 0.015, v + 0.015], [z[0] + 0.1, z[1] - 0.1], [96, 98, 100]));
  const logo = dice.chance(0.55) ? cloth(dice) : undefined;
  const [a, b] = [dice.between(0.1, 0.35), dice.between(0.6, 0.9)];
  for (const s of [1, -1] as const) {
    for (let i = 1; i < ribs; i++) {
      const at = u0 + ((u1 - u0) * i) / ribs;
      faces.push(onSide(place, s, half + 0.006, [at - 0.02, at + 0.02], [z[0] + 0.04, z[1] - 0.04], seam));
    }
    faces.push(onSide(place, s, half + 0.005, [u0, u1], [z[0], z[0] + 0.07], dark));
    if (logo)
      faces.push(
        onSide(
          place,
          s,
          half + 0.008,
          [u0 + (u1 - u0) * a, u0 + (u1 - u0) * b],
          [z[0] + (z[1] - z[0]) * 0.35, z[0] + (z[1] - z[0]) * 0.62],
          logo,
          'paint',
        ),
      );
  }
  return faces;
}

/** An open body: boards around, and what lies in it. */
function openBody(
  place: Place,
  u: readonly [number, number],
  half: number,
  z: readonly [number, number],
  rgb: Rgb,
  slope: number,
): Face[] {
  const faces: Face[] = [];
  const [u0, u1] = u;
  faces.push(...box(place, { u, v: [-half, half], z }, rgb, 'matte', -slope));
  // Seen from above the inside is dark up to the boards.
  const inner = half + slope - 0.08;
  faces.push(
    face(
      [
        place(u0 + 0.08, -inner, z[1] + 0.004),
        place(u1 - 0.08, -inner, z[1] + 0.004),
        place(u1 - 0.08, inner, z[1] + 0.004),
        place(u0 + 0.08, inner, z[1] + 0.004),
      ],
      [48, 44, 40],
      'flat',
    ),
  );
  for (const s of [1, -1] as const)
    for (let i = 0; i <= 4; i++) {
      const at = u0 + ((u1 - u0) * i) / 4;
      const corners = [
        place(at + 0.05, s * (half + 0.01), z[0]),
        place(at - 0.05, s * (half + 0.01), z[0]),
        place(at - 0.05, s * (half + slope + 0.01), z[1]),
        place(at + 0.05, s * (half + slope + 0.01), z[1]),
      ];
      faces.push(face(s === 1 ? corners : corners.reverse(), darker(rgb, 0.75), 'matte'));
    }
  return faces;
}

export function truck(ground: Place, kind: string, dice: Dice, turned: number): Body {
  const long = dice.proportion(0.06);
  const place: Place = (u, v, z) => ground(u * long, v, z);
  const paint = lorryPaint(dice);
  const high = dice.proportion(0.05);
  switch (kind) {
    case 'tipper': {
      const body = dice.pick<Rgb>([
        [196, 110, 40],
        [60, 96, 150],
        [64, 112, 76],
        [170, 44, 40],
        [120, 122, 124],
        [200, 168, 60],
      ]);
      const full = dice.chance(0.5);
      const rear: Part[] = [
        {
          items: [
            ...chassis(place, [-3.7, 1.6], 1.2, 1.1, [-2.5, -1.2], 0.52, turned),
            ...openBody(place, [-3.75, 1.55], 1.12, [1.12, 2.5 * high], body, 0.1),
          ],
        },
      ];
      if (full)
        rear.push({
          items: [
            lump(
              [122, 104, 82],
              ...(
                [
                  [-2.9, -0.6],
                  [-2.9, 0.6],
                  [0.7, -0.6],
                  [0.7, 0.6],
                ] as const
              ).map(([u, v]) => [place(u, v, 2.35 * high), 0.3] as const),
              [place(-1.1, 0, 2.75 * high), 0.25],
            ),
          ],
        });
      return [
        ...rear,
        ...cabParts(place, { u: [1.8, 3.75], half: 1.22, floor: 0.85, roof: 2.85, wheel: 0.52, turned }, paint),
      ];
    }
    case 'container': {
      const rgb = dice.pick<Rgb>([
        [170, 60, 44],
        [36, 74, 130],
        [60, 110, 84],
        [150, 154, 158],
        [214, 120, 40],
        [40, 44, 50],
        [226, 226, 222],
      ]);
      return [
        {
          items: [
            ...chassis(place, [-7, 5], 1.22, 1.25, [-5.6, -4.3, 2.6], 0.5, turned),
            ...cargoBox(place, [-7, 4.4], 1.22, [1.28, 3.95 * high], rgb, 18, dice),
          ],
        },
        ...cabParts(place, { u: [4.95, 7], half: 1.24, floor: 0.85, roof: 3.15, wheel: 0.52, turned }, paint),
      ];
    }
    case 'small-lorry': {
      const body = dice.chance(0.5) ? paint : ([60, 90, 140] as Rgb);
      const rear: Part = {
        items: [
          ...chassis(place, [-2.6, 0.9], 0.86, 0.8, [-1.55], 0.36, turned),
          ...openBody(place, [-2.6, 0.75], 0.88, [0.82, 1.22], body, 0),
        ],
      };
      return [
        rear,
        ...goods(place, dice),
        ...cabParts(place, { u: [0.95, 2.55], half: 0.86, floor: 0.58, roof: 2.02 * high, wheel: 0.34, turned }, paint),
      ];
    }
    default: {
      const silver = dice.chance(0.6);
      const rgb: Rgb = silver
        ? [196, 200, 204]
        : dice.pick<Rgb>([
            [232, 232, 230],
            [46, 92, 160],
            [44, 120, 80],
            [214, 190, 70],
            [190, 50, 46],
          ]);
      return [
        {
          items: [
            ...chassis(place, [-3.4, 1.3], 1, 0.95, [-1.9], 0.43, turned),
            ...cargoBox(place, [-3.4, 1.25], 1.06, [0.98, 3.05 * high], rgb, silver ? 7 : 1, dice),
          ],
        },
        ...cabParts(place, { u: [1.5, 3.4], half: 1.02, floor: 0.7, roof: 2.4, wheel: 0.43, turned }, paint),
      ];
    }
  }
}

/** What lies on an open bed: sacks, boxes, pipes, a tarpaulin; or nothing. */
function goods(place: Place, dice: Dice): Part[] {
  const pick = dice.random();
  if (pick < 0.2) return [];
  const rgb = cloth(dice);
  if (pick < 0.45)
    return [
      {
        items: box(place, { u: [-2.5, 0.65], v: [-0.84, 0.84], z: [1.2, dice.between(1.6, 2.3)] }, rgb, 'matte', 0.12),
      },
    ];
  if (pick < 0.75)
    return Array.from({ length: 6 }, (_, i): Part => {
      const [u, v] = [-2.1 + (i % 3) * 1.05, i < 3 ? -0.42 : 0.42];
      return {
        items: box(
          place,
          { u: [u - 0.45, u + 0.45], v: [v - 0.38, v + 0.38], z: [1.2, 1.2 + dice.between(0.3, 0.9)] },
          cloth(dice),
          'matte',
        ),
      };
    });
  return [
    {
      items: [
        lump(
          rgb,
          [place(-2.1, -0.5, 1.35), 0.3],
          [place(-2.1, 0.5, 1.35), 0.3],
          [place(0.3, 0.5, 1.35), 0.3],
          [place(0.3, -0.5, 1.35), 0.3],
          [place(-0.9, 0, 1.35 + dice.between(0.1, 0.5)), 0.35],
        ),
      ],
    },
  ];
}
