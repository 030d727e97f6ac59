// Buses: town buses, coaches, small ones of 29 seats. One long box with rounded edges, a dark band of windows, a large
// windscreen with the destination over it, doors on the right, cooling on the flat roof. By night the windows are lit.
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

interface Model {
  /** Metres. */
  readonly length: number;
  readonly width: number;
  readonly height: number;
  /** Heights of the windows' lower edge and of the windscreen's, and how far below the roof the windows end. */
  readonly belt: number;
  readonly screen: number;
  readonly eave: number;
  readonly wheel: number;
  /** Where the axles are: shares of half the length. */
  readonly axles: readonly [rear: number, front: number];
  /** Long by as much; all are longer or shorter by some. */
  readonly spread: number;
  readonly pane: number;
  /** A door in the middle besides the one in front. */
  readonly middleDoor: boolean;
}

/** The small one as a Hyundai County (7.08 x 2.04 x 2.76 m); town buses here have 9 to 12 m. */
const models: Readonly<Record<string, Model>> = {
  'city-bus': {
    ...{ length: 11, width: 2.46, height: 3.08, belt: 1.2, screen: 0.98, eave: 0.48, wheel: 0.48 },
    ...{ axles: [-0.5, 0.56], spread: 0.08, pane: 1.4, middleDoor: true },
  },
  midibus: {
    ...{ length: 7.1, width: 2.05, height: 2.76, belt: 1.22, screen: 1.1, eave: 0.42, wheel: 0.38 },
    ...{ axles: [-0.48, 0.6], spread: 0.05, pane: 1.05, middleDoor: false },
  },
  coach: {
    ...{ length: 11.8, width: 2.46, height: 3.45, belt: 1.62, screen: 1.15, eave: 0.55, wheel: 0.48 },
    ...{ axles: [-0.52, 0.6], spread: 0.07, pane: 1.5, middleDoor: false },
  },
};

/** @param kind city-bus, midibus or coach. @param travelled metres: turns the wheels. */
export function bus(place: Place, kind: string, dice: Dice, travelled: number): Body {
  const model = models[kind] as Model;
  const coach = kind === 'coach';
  const length = model.length * dice.proportion(model.spread);
  const width = model.width * dice.proportion(0.02);
  const height = model.height * dice.proportion(0.035);
  const [paint, stripe] = dice.pick(coach || (kind === 'midibus' && dice.chance(0.6)) ? coachLiveries : townLiveries);
  const pale = dice.chance(0.5);
  const [w, end, eave] = [width / 2, length / 2, height - model.eave];
  const section = (u: number, narrow: number, low: number): Section => ({
    u,
    half: [
      [w * narrow, sill],
      [w * narrow, model.belt],
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
  const roofRgb: Rgb = pale ? [222, 224, 224] : darker(paint, 0.96);
  const skin = loft(place, sections, (_, strip) => ({ rgb: strip >= 3 ? roofRgb : paint, finish: 'paint' }));
  const [rear, front] = [end * model.axles[0], end * model.axles[1]];
  const glass: Rgb = coach ? [20, 24, 28] : [32, 39, 46];
  const measures: Measures = {
    ...{ model, end, w, eave, height, coach, glass, stripe, rear, front, turned: -travelled / model.wheel },
    lit: dice.chance(coach ? 0.35 : 0.85) ? dice.pick(cabinLights) : undefined,
    skirted: dice.chance(0.4),
  };
  const items: Face[] = [
    ...[rear, front].flatMap((u) => axle(place, u, w * 0.9, model.wheel)),
    ...skin,
    endOf(place, sections[0] as Section, -1, paint),
    endOf(place, sections[4] as Section, 1, paint),
    ...frontOf(place, measures),
    ...rearOf(place, measures),
    ...([1, -1] as const).flatMap((s) => flank(place, s, measures)),
    ...roof(place, measures, paint, dice),
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

const sill = 0.34;
const amber: Rgb = [244, 150, 40];
const plate: Rgb = [236, 220, 120];
/** What is seen of the lit inside by night. */
const cabinLights: readonly Rgb[] = [
  [118, 116, 102],
  [122, 106, 74],
  [92, 102, 108],
];

interface Measures {
  readonly model: Model;
  readonly end: number;
  readonly w: number;
  readonly eave: number;
  readonly height: number;
  readonly coach: boolean;
  readonly glass: Rgb;
  readonly stripe: Rgb;
  readonly rear: number;
  readonly front: number;
  readonly turned: number;
  readonly lit: Rgb | undefined;
  /** Its lower half has the second colour, not a stripe alone. */
  readonly skirted: boolean;
}

/** Something that shines by night. */
const lamplit = (of: Face, lit: Rgb | undefined): Face => (lit ? { ...of, lit } : of);

function frontOf(place: Place, m: Measures): Face[] {
  const { end, w, eave, height, coach, glass, stripe, model } = m;
  const low = model.screen;
  return [
    onEnd(place, 1, end + 0.01, [-w * 0.92, w * 0.92], [low - 0.06, height - 0.16], trim),
    onEnd(place, 1, end + 0.02, [-w * 0.89, w * 0.89], [low, eave + (coach ? 0.12 : 0.02)], glass, 'glass', 0.06),
    onEnd(place, 1, end + 0.022, [-0.02, 0.02], [low, eave], trim),
    lamplit(onEnd(place, 1, end + 0.02, [-w * 0.24, w * 0.58], [eave + 0.13, height - 0.22], amber), amber),
    lamplit(onEnd(place, 1, end + 0.02, [-w * 0.62, -w * 0.34], [eave + 0.13, height - 0.22], amber), amber),
    onEnd(place, 1, end + 0.02, [-w * 0.92, w * 0.92], [sill - 0.02, sill + 0.2], trim),
    onEnd(place, 1, end + 0.02, [-w * 0.86, w * 0.86], [low - 0.26, low - 0.1], stripe, 'paint'),
    onEnd(place, 1, end + 0.03, [-0.26, 0.26], [sill + 0.04, sill + 0.18], plate),
    ...([1, -1] as const).map((s) =>
      onEnd(
        ...([place, 1, end + 0.025] as const),
        s === 1 ? [w * 0.55, w * 0.88] : [-w * 0.88, -w * 0.55],
        [sill + 0.26, sill + 0.46],
        lens,
        'head',
      ),
    ),
  ];
}

function rearOf(place: Place, m: Measures): Face[] {
  const { end, w, eave, height, glass, stripe, model, lit } = m;
  const u = -end - 0.015;
  return [
    lamplit(onEnd(place, -1, u, [-w * 0.8, w * 0.8], [model.belt + 0.16, eave - 0.02], glass, 'glass'), lit),
    onEnd(place, -1, u, [-w * 0.36, w * 0.36], [eave + 0.08, height - 0.16], trim),
    lamplit(onEnd(place, -1, u - 0.005, [-w * 0.2, w * 0.2], [eave + 0.12, height - 0.2], amber), amber),
    onEnd(place, -1, u, [-w * 0.6, w * 0.6], [sill + 0.24, model.belt - 0.2], [60, 62, 66]),
    onEnd(place, -1, u, [-w * 0.92, w * 0.92], [sill - 0.02, sill + 0.16], trim),
    onEnd(place, -1, u - 0.005, [-0.26, 0.26], [sill + 0.04, sill + 0.2], plate),
    onEnd(place, -1, u - 0.003, [-w * 0.86, w * 0.86], [model.belt - 0.12, model.belt + 0.04], stripe, 'paint'),
    onEnd(place, -1, u - 0.005, [w * 0.7, w * 0.9], [sill + 0.3, sill + 0.8], red, 'tail'),
    onEnd(place, -1, u - 0.005, [-w * 0.9, -w * 0.7], [sill + 0.3, sill + 0.8], red, 'tail'),
  ];
}

function flank(place: Place, s: 1 | -1, m: Measures): Face[] {
  const { end, w, eave, coach, glass, stripe, model, lit } = m;
  const { belt, wheel: radius } = model;
  const v = w + 0.01;
  const painted: readonly [number, number] = m.skirted ? [0.42, belt - 0.3] : [belt - 0.42, belt - 0.16];
  const faces: Face[] = [
    onSide(place, s, v, [-end + 0.2, end - 0.25], painted, stripe, 'paint'),
    // One dark band from end to end, glass with thin posts in it.
    onSide(place, s, v, [-end + 0.18, end - 0.16], [belt + 0.02, eave - 0.01], trim),
  ];
  const panes = Math.round((end * 2 - 0.5) / model.pane);
  const step = (end * 2 - 0.5) / panes;
  const door = (i: number) => s === -1 && (i === panes - 1 || (model.middleDoor && i === Math.floor(panes / 2)));
  for (let i = 0; i < panes; i++) {
    const u = -end + 0.25 + i * step;
    const pane = (a: number, b: number, low: number) =>
      faces.push(lamplit(onSide(place, s, v + 0.006, [a, b], [low, eave - 0.06], glass, 'glass'), lit));
    if (door(i)) {
      faces.push(onSide(place, s, v + 0.003, [u, u + step], [0.38, eave - 0.01], trim));
      pane(u + 0.06, u + step / 2 - 0.03, 0.48);
      pane(u + step / 2 + 0.03, u + step - 0.06, 0.48);
    } else pane(u + 0.035, u + step - 0.035, belt + 0.07);
  }
  if (coach)
    for (let u = -end * 0.3; u < end * 0.4; u += 1.3)
      faces.push(onSide(place, s, v, [u, u + 0.02], [0.45, belt - 0.45], [90, 90, 92]));
  faces.push(onSide(place, s, v, [-end + 0.3, end - 0.3], [0.34, 0.42], trim));
  for (const u of [m.rear, m.front])
    faces.push(...wheel(place, { u, v: s * (v + 0.004), z: radius }, radius, s, m.turned, [150, 150, 152]));
  return faces;
}

function roof(place: Place, { height, w, end }: Measures, paint: Rgb, dice: Dice): Face[] {
  const at = dice.between(-0.5, 0.3) * end;
  const [half, wide] = [end * 0.24, w * 0.62];
  const unit = box(
    place,
    { u: [at - half, at + half], v: [-wide, wide], z: [height, height + 0.24] },
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
  return [...unit, ...hatch(-end * 0.82), ...hatch(end * 0.66)];
}
