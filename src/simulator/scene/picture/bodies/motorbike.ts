// Motorcycles as they are ridden here: underbones and scooters with one to three people, bags, boxes, a rack of goods;
// and parked ones.
import type { Vec3 } from '../../vector.ts';
import type { Body, Face, Lump, Part, Rgb } from './body.ts';
import { box, darker, disc, lump, type Place, shining } from './kit.ts';
import { bikePaint, cloth, type Dice } from './palette.ts';
import { outfitOf, sitter } from './people.ts';

const dark: Rgb = [28, 28, 31];
const metal: Rgb = [142, 145, 150];
const lens: Rgb = [228, 230, 226];
const red: Rgb = [168, 20, 26];

interface Frame {
  readonly wheel: number;
  readonly rear: number;
  readonly front: number;
  readonly seat: number;
  readonly bar: number;
  readonly tyre: number;
}

/** A tyre and its spokes: as thin from the front as it is. */
function wheelAt(place: Place, u: number, radius: number, thick: number): Part {
  const rim: (Face | Lump)[] = [
    lump(
      dark,
      ...Array.from({ length: 12 }, (_, i): readonly [Vec3, number] => {
        const a = (i * Math.PI) / 6;
        const r = radius - thick;
        return [place(u + r * Math.cos(a), 0, radius + r * Math.sin(a)), thick];
      }),
    ),
  ];
  for (const s of [1, -1] as const) {
    rim.push(disc(place, { u, v: s * thick * 0.9, z: radius }, radius * 0.66, s, [120, 122, 126], 'matte', 12));
    rim.push(disc(place, { u, v: s * thick, z: radius }, radius * 0.56, s, [56, 57, 60], 'matte', 12));
    rim.push(disc(place, { u, v: s * thick * 1.2, z: radius }, radius * 0.24, s, metal, 'matte', 10));
  }
  return { items: rim };
}

function underbone(place: Place, f: Frame, paint: Rgb): Lump[] {
  const z = f.seat;
  return [
    lump(dark, [place(-0.32, 0, 0.34), 0.11], [place(0.1, 0, 0.33), 0.12]),
    lump(metal, [place(-0.05, -0.13, 0.26), 0.04], [place(-0.74, -0.16, 0.34), 0.055]),
    lump(paint, [place(-0.8, 0, z - 0.12), 0.09], [place(-0.12, 0, z - 0.22), 0.12]),
    lump(paint, [place(-0.05, 0, 0.46), 0.11], [place(0.42, 0, 0.56), 0.09]),
    lump([34, 33, 35], [place(-0.76, 0, z), 0.085], [place(-0.02, 0, z - 0.05), 0.1]),
    lump(dark, [place(-0.86, 0, z - 0.26), 0.03], [place(-0.98, 0, 0.42), 0.05]),
    shining('tail', red, [place(-0.9, 0, z - 0.1), 0.06]),
  ];
}

function scooter(place: Place, f: Frame, paint: Rgb): Lump[] {
  const z = f.seat;
  return [
    lump(dark, [place(-0.62, 0.12, 0.3), 0.1], [place(-0.25, 0.1, 0.3), 0.1]),
    // The fat rear with the seat on it, the flat footboard.
    lump(paint, [place(-0.78, 0, z - 0.1), 0.13], [place(-0.16, 0, z - 0.2), 0.17], [place(-0.3, 0, 0.42), 0.14]),
    lump(
      darker(paint, 0.7),
      [place(-0.16, -0.12, 0.3), 0.06],
      [place(-0.16, 0.12, 0.3), 0.06],
      [place(0.34, -0.1, 0.32), 0.05],
      [place(0.34, 0.1, 0.32), 0.05],
    ),
    lump([34, 33, 35], [place(-0.76, 0, z + 0.01), 0.1], [place(-0.08, 0, z - 0.04), 0.115]),
    lump(metal, [place(-0.4, -0.16, 0.3), 0.05], [place(-0.8, -0.18, 0.38), 0.065]),
    shining('tail', red, [place(-0.9, -0.06, z - 0.1), 0.05], [place(-0.9, 0.06, z - 0.1), 0.05]),
  ];
}

/** Leg shield, fork, mudguard, headlamp, handlebar and mirrors. */
function frontOf(place: Place, f: Frame, paint: Rgb, wide: number, mirrors: boolean): Lump[] {
  const b = f.bar;
  return [
    lump(metal, [place(0.42, 0, b - 0.1), 0.035], [place(f.front, 0, f.wheel), 0.035]),
    lump(
      paint,
      [place(0.36, -wide, 0.42), 0.04],
      [place(0.36, wide, 0.42), 0.04],
      [place(0.44, -wide * 0.85, b - 0.18), 0.05],
      [place(0.44, wide * 0.85, b - 0.18), 0.05],
    ),
    lump(
      paint,
      [place(f.front - 0.14, 0, f.wheel * 2 + 0.04), 0.055],
      [place(f.front + 0.2, 0, f.wheel * 2 - 0.05), 0.05],
    ),
    lump(
      paint,
      [place(0.44, -0.07, b - 0.04), 0.075],
      [place(0.44, 0.07, b - 0.04), 0.075],
      [place(0.5, 0, b - 0.14), 0.075],
    ),
    lump(dark, [place(0.3, -0.33, b), 0.028], [place(0.42, 0, b - 0.01), 0.035]),
    lump(dark, [place(0.3, 0.33, b), 0.028], [place(0.42, 0, b - 0.01), 0.035]),
    shining('head', lens, [place(0.53, -0.05, b - 0.09), 0.052], [place(0.53, 0.05, b - 0.09), 0.052]),
    lump(
      [222, 222, 216],
      [place(0.5, -0.08, b - 0.32), 0.02],
      [place(0.5, 0.08, b - 0.32), 0.02],
      [place(0.52, 0, b - 0.24), 0.02],
    ),
    ...(mirrors
      ? ([1, -1] as const).flatMap((s) => [
          lump(dark, [place(0.36, s * 0.27, b + 0.02), 0.012], [place(0.39, s * 0.33, b + 0.16), 0.012]),
          lump([64, 70, 78], [place(0.39, s * 0.3, b + 0.18), 0.035], [place(0.39, s * 0.37, b + 0.19), 0.035]),
        ])
      : []),
  ];
}

/** A motorcycle. @param kind underbone, scooter, or parked-motorbike: one with nobody on it. */
export function motorbike(ground: Place, kind: string, dice: Dice): Body {
  const size = dice.proportion(0.05);
  const place: Place = (u, v, z) => ground(u * size, v, z * (0.5 + size / 2));
  const isScooter = kind === 'scooter' || (kind === 'parked-motorbike' && dice.chance(0.4));
  const f: Frame = isScooter
    ? { wheel: 0.25, rear: -0.62, front: 0.62, seat: 0.74, bar: 1.04, tyre: 0.06 }
    : { wheel: 0.29, rear: -0.62, front: 0.64, seat: 0.76, bar: 1.0, tyre: 0.045 };
  const paint = bikePaint(dice);
  const machine = isScooter ? scooter(place, f, paint) : underbone(place, f, paint);
  const parts: Part[] = [
    wheelAt(place, f.rear, f.wheel, f.tyre),
    wheelAt(place, f.front, f.wheel, f.tyre),
    { items: machine },
    { items: frontOf(place, f, paint, isScooter ? 0.2 : 0.16, dice.chance(0.85)) },
  ];
  if (kind === 'parked-motorbike') return parts;
  const crowd = dice.random();
  const people = crowd < 0.62 ? 1 : crowd < 0.93 ? 2 : 3;
  const gap = people === 3 ? 0.3 : 0.38;
  const lead = people === 3 ? 0.06 : -0.1;
  for (let i = 0; i < people; i++) {
    const outfit = outfitOf(dice, 0.88);
    const child = people === 3 && i === 1;
    const k = child ? 0.68 : dice.proportion(0.06);
    const u = lead - i * gap;
    const seat = {
      u,
      z: f.seat,
      foot: isScooter && i === 0 ? ([0.16, 0.36] as const) : ([u + 0.26, 0.3] as const),
      lean: dice.between(0, 0.08),
    };
    parts.push(sitter(place, i === 0 ? { ...seat, hand: [0.3, 0.3, f.bar + 0.01] } : seat, outfit, i, k));
  }
  parts.push(...cargo(place, f, people, dice));
  return parts;
}

/** What is carried: a delivery box, bags at the handlebar, goods tied on behind. */
function cargo(place: Place, f: Frame, people: number, dice: Dice): Part[] {
  const pick = dice.random();
  if (people === 1 && pick < 0.16) {
    const rgb = dice.pick<Rgb>([
      [36, 140, 70],
      [214, 88, 34],
      [200, 40, 44],
      [40, 42, 46],
      [60, 110, 180],
    ]);
    const [z, h, w] = [f.seat + 0.1, dice.between(0.36, 0.52), dice.between(0.2, 0.27)];
    return [{ items: box(place, { u: [-0.98, -0.48], v: [-w, w], z: [z, z + h] }, rgb, 'matte') }];
  }
  if (people === 1 && pick < 0.28) {
    const rgb = cloth(dice);
    const w = dice.between(0.25, 0.45);
    return [
      {
        items: [
          lump(
            rgb,
            [place(-0.66, -w, f.seat + 0.2), 0.2],
            [place(-0.66, w, f.seat + 0.2), 0.2],
            [place(-0.66, 0, f.seat + dice.between(0.3, 0.6)), 0.18],
          ),
        ],
      },
    ];
  }
  if (pick < 0.42) return [{ items: [lump(cloth(dice), [place(0.3, 0, 0.62), 0.11], [place(0.3, 0, 0.5), 0.13])] }];
  return [];
}
