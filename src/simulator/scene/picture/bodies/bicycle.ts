// Bicycles: two big thin wheels, a frame of tubes, no engine and no fairing; with a rider who pedals, or parked.
import type { Vec3 } from '../../vector.ts';
import type { Body, Lump, Part, Rgb } from './body.ts';
import { lump, type Place } from './kit.ts';
import { bikePaint, cloth, type Dice } from './palette.ts';
import { outfitOf, sitter } from './people.ts';

const rubber: Rgb = [34, 34, 36];
const metal: Rgb = [150, 153, 158];
const cyclists = ['hair', 'hair', 'long-hair', 'cap', 'conical-hat', 'conical-hat'] as const;

/** A hoop one can look through: short pieces of tyre around, a few spokes that turn. */
function hoop(place: Place, u: number, radius: number, turned: number): Part {
  const at = (angle: number, r: number): Vec3 => place(u + r * Math.cos(angle), 0, radius + r * Math.sin(angle));
  const pieces = 12;
  const r = radius - 0.022;
  const tyre = Array.from(
    { length: pieces },
    (_, i): Lump =>
      lump(rubber, [at((i * 2 * Math.PI) / pieces, r), 0.021], [at(((i + 1) * 2 * Math.PI) / pieces, r), 0.021]),
  );
  const spokes = Array.from({ length: 5 }, (_, i): Lump => {
    const a = turned + (i * Math.PI) / 5;
    return lump([130, 133, 138], [at(a, r), 0.004], [at(a + Math.PI, r), 0.004]);
  });
  return { items: [...spokes, ...tyre, lump(metal, [place(u, -0.04, radius), 0.03], [place(u, 0.04, radius), 0.03])] };
}

/** A basket of wire before the handlebar: the road is seen through it. */
function basket(place: Place, base: number, bar: number): Part {
  const wire: Rgb = [112, 115, 120];
  const at = (u: number, v: number, z: number) => [place(base + u, v, bar + z), 0.011] as const;
  const low: readonly (readonly [number, number])[] = [
    [-0.08, -0.13],
    [0.14, -0.13],
    [0.14, 0.13],
    [-0.08, 0.13],
  ];
  const items = low.flatMap(([u, v], i): Lump[] => {
    const [x, y] = low[(i + 1) % 4] as readonly [number, number];
    return [
      lump(wire, at(u * 1.2, v * 1.3, -0.03), at(x * 1.2, y * 1.3, -0.03)),
      lump(wire, at(u, v, -0.24), at(x, y, -0.24)),
      lump(wire, at(u * 1.2, v * 1.3, -0.03), at(u, v, -0.24)),
    ];
  });
  return { items };
}

/** @param kind bicycle, or parked-bicycle: one with nobody on it. */
export function bicycle(ground: Place, kind: string, dice: Dice, travelled: number): Body {
  const size = dice.proportion(0.06);
  const small = dice.chance(0.12);
  const place: Place = (u, v, z) => ground(u * size, v, z * size);
  const radius = small ? 0.27 : dice.between(0.32, 0.35);
  const base = small ? 0.46 : 0.54;
  const paint = bikePaint(dice);
  const turned = -travelled / radius;
  const step = dice.chance(0.5);
  const seatZ = small ? 0.78 : 0.9;
  const bar = small ? 0.92 : 1.02;
  const crank: readonly [number, number] = [-0.04, 0.29];
  const tube = (a: readonly [number, number], b: readonly [number, number], r = 0.02): Lump =>
    lump(paint, [place(a[0], 0, a[1]), r], [place(b[0], 0, b[1]), r]);
  const seatTop: readonly [number, number] = [-0.2, seatZ - 0.06];
  const headTop: readonly [number, number] = [base - 0.2, bar - 0.1];
  const headLow: readonly [number, number] = [base - 0.14, bar - 0.3];
  const frame: Lump[] = [
    tube(crank, seatTop),
    tube(crank, headLow, 0.024),
    step ? tube([-0.1, 0.5], headLow) : tube(seatTop, headTop),
    tube([-base, radius], crank, 0.014),
    tube([-base, radius], seatTop, 0.014),
    lump(metal, [place(headLow[0], 0, headLow[1]), 0.022], [place(base, 0, radius), 0.018]),
    tube(headLow, headTop, 0.024),
    lump(rubber, [place(-0.33, 0, seatZ), 0.06], [place(-0.12, 0, seatZ), 0.035]),
    lump(metal, [place(headTop[0], 0, headTop[1]), 0.016], [place(base - 0.2, 0, bar), 0.016]),
    lump(metal, [place(base - 0.24, -0.27, bar), 0.018], [place(base - 0.2, 0, bar), 0.018]),
    lump(metal, [place(base - 0.24, 0.27, bar), 0.018], [place(base - 0.2, 0, bar), 0.018]),
    lump([40, 40, 42], [place(crank[0], -0.05, crank[1]), 0.09], [place(crank[0], -0.06, crank[1]), 0.09]),
  ];
  const guards: Lump[] = dice.chance(0.6)
    ? [-base, base].map((u) =>
        lump(paint, [place(u - 0.18, 0, radius * 2 - 0.02), 0.022], [place(u, 0, radius * 2 + 0.04), 0.022]),
      )
    : [];
  const parts: Part[] = [
    hoop(place, -base, radius, turned),
    hoop(place, base, radius, turned),
    { items: [...guards, ...frame] },
  ];
  if (dice.chance(0.4)) parts.push(basket(place, base, bar));
  if (dice.chance(0.4))
    parts.push({ items: [lump(metal, [place(-0.3, 0, 0.72), 0.02], [place(-0.78, 0, 0.72), 0.025])] });
  if (kind === 'parked-bicycle') return parts;
  const outfit = outfitOf(dice, 0.06, cyclists);
  const phase = -turned / 2.4;
  const pedal = (side: 1 | -1): readonly [number, number] => [
    crank[0] + side * 0.16 * Math.cos(phase),
    crank[1] - 0.02 - side * 0.16 * Math.sin(phase),
  ];
  const k = small ? 0.72 : dice.proportion(0.05);
  parts.push(
    sitter(
      place,
      {
        u: -0.22,
        z: seatZ - 0.04,
        foot: [0, 0.3],
        pedal,
        hand: [base - 0.24, 0.25, bar + 0.01],
        lean: dice.between(0.02, 0.14),
      },
      outfit,
      0,
      k,
    ),
  );
  if (dice.chance(0.08))
    parts.push(sitter(place, { u: -0.56, z: 0.74, foot: [-0.4, 0.34], lean: 0.02 }, outfitOf(dice, 0.1), 1, 0.85));
  else if (dice.chance(0.1))
    parts.push({ items: [lump(cloth(dice), [place(-0.62, -0.2, 0.8), 0.14], [place(-0.62, 0.2, 0.8), 0.14])] });
  return parts;
}
