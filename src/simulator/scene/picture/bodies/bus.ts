// Buses: town buses and coaches. One box with rounded edges, a band of windows, a large windscreen, doors on the right.
import type { Body, Face, Rgb } from './body.ts';
import { axle, box, darker, endOf, loft, onEnd, onSide, type Place, type Section, wheel } from './kit.ts';
import type { Dice } from './palette.ts';

const trim: Rgb = [24, 25, 28];
const lens: Rgb = [228, 232, 236];
const red: Rgb = [168, 20, 24];

/** Main colour and stripe. */
const townLiveries: readonly (readonly [Rgb, Rgb])[] = [
  [
    [40, 120, 190],
    [240, 240, 240],
  ],
  [
    [226, 60, 44],
    [244, 206, 60],
  ],
  [
    [46, 140, 80],
    [240, 236, 200],
  ],
  [
    [236, 196, 50],
    [196, 40, 40],
  ],
  [
    [236, 236, 234],
    [40, 110, 180],
  ],
  [
    [230, 232, 230],
    [60, 150, 80],
  ],
];
const coachLiveries: readonly (readonly [Rgb, Rgb])[] = [
  [
    [232, 232, 230],
    [196, 40, 40],
  ],
  [
    [232, 232, 230],
    [40, 90, 170],
  ],
  [
    [190, 30, 34],
    [244, 190, 60],
  ],
  [
    [226, 120, 36],
    [240, 240, 238],
  ],
  [
    [36, 60, 120],
    [210, 214, 220],
  ],
  [
    [46, 120, 76],
    [236, 220, 120],
  ],
  [
    [60, 62, 70],
    [220, 170, 60],
  ],
];

export function bus(place: Place, kind: string, dice: Dice, turned: number): Body {
  const coach = kind === 'coach';
  const length = (coach ? 11.8 : 9.2) * dice.proportion(0.09);
  const width = 2.46 * dice.proportion(0.02);
  const height = (coach ? 3.45 : 3.0) * dice.proportion(0.04);
  const [paint, stripe] = dice.pick(coach ? coachLiveries : townLiveries);
  const glass: Rgb = coach ? [20, 24, 28] : [38, 46, 54];
  const [sill, belt, eave] = [0.34, coach ? 1.62 : 1.28, height - (coach ? 0.55 : 0.5)];
  const w = width / 2;
  const end = length / 2;
  const section = (u: number, narrow: number, low: number): Section => ({
    u,
    half: [
      [w * narrow, sill],
      [w * narrow, belt],
      [w * narrow * 0.985, eave],
      [w * narrow * 0.93, height - low - 0.12],
      [w * narrow * 0.78, height - low],
      [0, height - low + 0.03],
    ],
  });
  const sections = [
    section(-end, 0.94, 0.1),
    section(-end + 0.16, 1, 0),
    section(0, 1, 0),
    section(end - 0.2, 1, 0),
    section(end, 0.93, coach ? 0.18 : 0.08),
  ];
  const skin = loft(place, sections, (_, strip) => ({
    rgb: strip >= 3 ? darker(paint, 0.96) : paint,
    finish: 'paint',
  }));
  const rear = -end * 0.52;
  const front = end * (coach ? 0.6 : 0.62);
  const radius = 0.48;
  const items: Face[] = [
    ...[rear, front].flatMap((u) => axle(place, u, w * 0.9, radius)),
    ...skin,
    endOf(place, sections[0] as Section, -1, paint),
    endOf(place, sections[4] as Section, 1, paint),
    ...ends(place, { end, w, sill, belt, eave, height, coach, glass, stripe }),
    ...([1, -1] as const).flatMap((s) =>
      flank(place, s, { end, w, belt, eave, coach, glass, stripe, rear, front, radius, turned }),
    ),
    ...roof(place, height, w, length, paint, dice),
  ];
  const mirrors = ([1, -1] as const).map((s) => ({
    items: box(
      place,
      {
        u: [end - 0.02, end + 0.22],
        v: s === 1 ? [w + 0.02, w + 0.2] : [-w - 0.2, -w - 0.02],
        z: [eave - 0.62, eave - 0.16],
      },
      trim,
      'matte',
    ),
  }));
  return [{ items }, ...mirrors];
}

interface Measures {
  readonly end: number;
  readonly w: number;
  readonly belt: number;
  readonly eave: number;
  readonly coach: boolean;
  readonly glass: Rgb;
  readonly stripe: Rgb;
}

function ends(place: Place, m: Measures & { readonly sill: number; readonly height: number }): Face[] {
  const { end, w, sill, belt, eave, height, coach, glass, stripe } = m;
  const low = coach ? 1.15 : 1.1;
  return [
    onEnd(place, 1, end + 0.02, [-w * 0.86, w * 0.86], [low, eave + (coach ? 0.12 : 0)], glass, 'glass', 0.06),
    onEnd(place, 1, end + 0.015, [-w * 0.7, w * 0.7], [eave + 0.1, height - 0.18], trim),
    onEnd(place, 1, end + 0.02, [-w * 0.5, w * 0.5], [eave + 0.16, height - 0.24], [244, 150, 40]),
    onEnd(place, 1, end + 0.02, [-w * 0.92, w * 0.92], [sill - 0.02, sill + 0.2], trim),
    onEnd(place, 1, end + 0.02, [-w * 0.86, w * 0.86], [low - 0.22, low - 0.08], stripe, 'paint'),
    onEnd(place, 1, end + 0.03, [-0.26, 0.26], [sill + 0.04, sill + 0.18], [236, 220, 120]),
    ...([1, -1] as const).flatMap((s) => {
      const [a, b] = s === 1 ? [w * 0.55, w * 0.88] : [-w * 0.88, -w * 0.55];
      return [
        onEnd(place, 1, end + 0.025, [a, b], [sill + 0.28, sill + 0.5], lens, 'head'),
        onEnd(
          place,
          -1,
          -end - 0.02,
          s === 1 ? [w * 0.7, w * 0.9] : [-w * 0.9, -w * 0.7],
          [sill + 0.3, sill + 0.8],
          red,
          'tail',
        ),
      ];
    }),
    onEnd(place, -1, -end - 0.015, [-w * 0.8, w * 0.8], [belt + 0.12, eave - 0.05], glass, 'glass'),
    onEnd(place, -1, -end - 0.015, [-w * 0.6, w * 0.6], [sill + 0.24, belt - 0.25], [60, 62, 66]),
    onEnd(place, -1, -end - 0.02, [-0.26, 0.26], [sill + 0.04, sill + 0.2], [236, 220, 120]),
    onEnd(place, -1, -end - 0.018, [-w * 0.86, w * 0.86], [belt - 0.16, belt], stripe, 'paint'),
  ];
}

function flank(
  place: Place,
  s: 1 | -1,
  m: Measures & { readonly rear: number; readonly front: number; readonly radius: number; readonly turned: number },
): Face[] {
  const { end, w, belt, eave, coach, glass, stripe } = m;
  const v = w + 0.01;
  const faces: Face[] = [];
  faces.push(onSide(place, s, v, [-end + 0.2, end - 0.25], [belt - 0.42, belt - 0.16], stripe, 'paint'));
  // A coach has one dark band with thin posts, a town bus windows apart from each other.
  const panes = Math.round((end * 2 - 0.8) / (coach ? 1.5 : 1.25));
  const step = (end * 2 - 0.8) / panes;
  for (let i = 0; i < panes; i++) {
    const u = -end + 0.3 + i * step;
    const door = s === -1 && (i === panes - 1 || (!coach && i === Math.floor(panes / 2)));
    const gap = coach ? 0.03 : 0.1;
    faces.push(
      onSide(place, s, v, [u + gap, u + step - gap], [door ? 0.46 : belt + 0.08, eave - 0.06], glass, 'glass'),
    );
    if (door)
      faces.push(onSide(place, s, v + 0.005, [u + step / 2 - 0.03, u + step / 2 + 0.03], [0.46, eave - 0.06], trim));
  }
  if (coach)
    for (let u = -end * 0.3; u < end * 0.4; u += 1.3)
      faces.push(onSide(place, s, v, [u, u + 0.02], [0.45, belt - 0.45], [90, 90, 92]));
  faces.push(onSide(place, s, v, [-end + 0.3, end - 0.3], [0.34, 0.42], trim));
  for (const u of [m.rear, m.front])
    faces.push(...wheel(place, { u, v: s * (v + 0.004), z: m.radius }, m.radius, s, m.turned, [150, 150, 152]));
  return faces;
}

function roof(place: Place, height: number, w: number, length: number, paint: Rgb, dice: Dice): Face[] {
  const at = dice.between(-0.2, 0.2) * length;
  const unit = box(
    place,
    { u: [at - 1.1, at + 1.1], v: [-w * 0.6, w * 0.6], z: [height, height + 0.22] },
    [206, 208, 208],
    'matte',
    0.1,
  );
  const hatch = (u: number) =>
    box(
      place,
      { u: [u - 0.4, u + 0.4], v: [-0.4, 0.4], z: [height + 0.02, height + 0.08] },
      darker(paint, 0.8),
      'matte',
    );
  return [...unit, ...hatch(-length * 0.34), ...hatch(length * 0.36)];
}
