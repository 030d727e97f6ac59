// The machines of motorcycles: fat wheels under a body that fills what lies between them, a leg shield before the knees, a
// wide tail with lamp and plate. All that a bicycle lacks, so that no one of them is taken for the other from far away.
import type { Vec3 } from '../../vector.ts';
import type { Face, Lump, Part, Rgb } from './body.ts';
import { darker, disc, lump, onEnd, type Place, shining } from './kit.ts';

const dark: Rgb = [28, 28, 31];
const metal: Rgb = [142, 145, 150];
const lens: Rgb = [228, 230, 226];
const red: Rgb = [168, 20, 26];
const amber: Rgb = [206, 120, 36];
const plate: Rgb = [226, 226, 220];

/** Metres: radius of the wheels and half their thickness, where their middles are, height of seat and handlebar. */
export interface Frame {
  readonly wheel: number;
  readonly rear: number;
  readonly front: number;
  readonly seat: number;
  readonly bar: number;
  readonly tyre: number;
}

/** A fat tyre around a cast wheel, dark from far away: nothing of the road is seen through it. */
export function wheelAt(place: Place, u: number, { wheel: radius, tyre: thick }: Frame, rim: Rgb): Part {
  const items: (Face | Lump)[] = [
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
    items.push(disc(place, { u, v: s * thick * 0.95, z: radius }, radius * 0.6, s, rim, 'matte', 10));
    items.push(disc(place, { u, v: s * thick, z: radius }, radius * 0.5, s, [38, 38, 41], 'matte', 10));
    items.push(disc(place, { u, v: s * thick * 1.2, z: radius }, radius * 0.24, s, metal, 'matte', 8));
  }
  return { items };
}

/** Tail lamp, indicators, mudguard and plate. */
const tail = (place: Place, z: number): (Face | Lump)[] => [
  lump(dark, [place(-0.82, 0, z - 0.2), 0.09], [place(-0.96, -0.06, 0.5), 0.045], [place(-0.96, 0.06, 0.5), 0.045]),
  onEnd(place, -1, -1.01, [-0.1, 0.1], [0.46, 0.6], plate),
  shining('tail', red, [place(-0.93, -0.08, z - 0.09), 0.05], [place(-0.93, 0.08, z - 0.09), 0.05]),
  lump(amber, [place(-0.9, -0.16, z - 0.12), 0.024], [place(-0.9, -0.13, z - 0.12), 0.024]),
  lump(amber, [place(-0.9, 0.16, z - 0.12), 0.024], [place(-0.9, 0.13, z - 0.12), 0.024]),
];

/** The engine hangs below, the covers reach from the leg shield to the tail. */
export function underbone(place: Place, f: Frame, paint: Rgb): Part[] {
  const z = f.seat;
  const items = [
    lump(dark, [place(-0.34, 0, 0.34), 0.14], [place(0.12, 0, 0.34), 0.14], [place(-0.1, 0, 0.5), 0.12]),
    lump([92, 94, 98], [place(0.06, 0, 0.34), 0.1], [place(0.26, 0, 0.4), 0.085]),
    // Footrests across, for the driver and behind.
    lump(dark, [place(0.12, -0.27, 0.27), 0.028], [place(0.12, 0.27, 0.27), 0.028]),
    lump(paint, [place(-0.82, -0.06, z - 0.12), 0.09], [place(-0.82, 0.06, z - 0.12), 0.09], ...covers(place, z)),
    lump(paint, [place(-0.1, 0, 0.5), 0.12], [place(0.42, 0, 0.6), 0.1]),
    lump([34, 33, 35], [place(-0.8, 0, z + 0.01), 0.1], [place(0, 0, z - 0.05), 0.105]),
    ...tail(place, z),
  ];
  return [{ items }, exhaust(place, 0.052), chainCase(place)];
}

const covers = (place: Place, z: number): (readonly [Vec3, number])[] => [
  [place(-0.12, -0.06, z - 0.22), 0.12],
  [place(-0.12, 0.06, z - 0.22), 0.12],
];

/** A wide rear with the seat on it, a flat footboard before it. */
export function scooter(place: Place, f: Frame, paint: Rgb): Part[] {
  const z = f.seat;
  const items = [
    lump(dark, [place(-0.62, 0.12, 0.3), 0.12], [place(-0.2, 0.1, 0.3), 0.12]),
    lump(
      paint,
      [place(-0.82, -0.07, z - 0.11), 0.1],
      [place(-0.82, 0.07, z - 0.11), 0.1],
      [place(-0.18, -0.07, z - 0.18), 0.12],
      [place(-0.18, 0.07, z - 0.18), 0.12],
      [place(-0.22, 0, 0.4), 0.14],
    ),
    lump(
      darker(paint, 0.7),
      [place(-0.16, -0.15, 0.3), 0.06],
      [place(-0.16, 0.15, 0.3), 0.06],
      [place(0.36, -0.14, 0.32), 0.06],
      [place(0.36, 0.14, 0.32), 0.06],
    ),
    lump([34, 33, 35], [place(-0.78, 0, z + 0.02), 0.11], [place(-0.08, 0, z - 0.03), 0.12]),
    ...tail(place, z),
  ];
  return [{ items }, exhaust(place, 0.062)];
}

/** On the right: hidden by the machine from the left. */
const exhaust = (place: Place, thick: number): Part => ({
  items: [
    lump(metal, [place(-0.1, -0.15, 0.26), 0.035], [place(-0.5, -0.19, 0.3), thick], [place(-0.86, -0.2, 0.38), thick]),
  ],
});

const chainCase = (place: Place): Part => ({
  items: [lump([58, 59, 62], [place(-0.6, 0.13, 0.3), 0.055], [place(-0.15, 0.13, 0.31), 0.06])],
});

/** Leg shield, fork, mudguard, headlamp, handlebar and mirrors. @param wide half the width of the shield. */
export function frontOf(place: Place, f: Frame, paint: Rgb, wide: number, mirrors: boolean): Part {
  const b = f.bar;
  const wheelTop = f.wheel * 2;
  const items = [
    lump(metal, [place(0.42, 0, b - 0.1), 0.05], [place(f.front, 0, f.wheel), 0.05]),
    // The shield stands before the shins and reaches back beside the engine.
    lump(
      paint,
      [place(0.16, -wide, 0.36), 0.045],
      [place(0.16, wide, 0.36), 0.045],
      [place(0.38, -wide * 1.1, 0.5), 0.04],
      [place(0.38, wide * 1.1, 0.5), 0.04],
      [place(0.43, -wide * 0.95, b - 0.18), 0.05],
      [place(0.43, wide * 0.95, b - 0.18), 0.05],
    ),
    lump(
      paint,
      [place(f.front - 0.24, 0, wheelTop - 0.1), 0.05],
      [place(f.front - 0.02, 0, wheelTop + 0.03), 0.06],
      [place(f.front + 0.24, 0, wheelTop - 0.16), 0.05],
    ),
    lump(
      paint,
      [place(0.42, -0.12, b - 0.02), 0.075],
      [place(0.42, 0.12, b - 0.02), 0.075],
      [place(0.5, 0, b - 0.16), 0.09],
    ),
    lump(dark, [place(0.28, -0.35, b), 0.032], [place(0.42, 0, b - 0.01), 0.04]),
    lump(dark, [place(0.28, 0.35, b), 0.032], [place(0.42, 0, b - 0.01), 0.04]),
    shining('head', lens, [place(0.55, -0.06, b - 0.08), 0.062], [place(0.55, 0.06, b - 0.08), 0.062]),
    lump(amber, [place(0.46, -0.19, b - 0.1), 0.022], [place(0.5, -0.15, b - 0.12), 0.022]),
    lump(amber, [place(0.46, 0.19, b - 0.1), 0.022], [place(0.5, 0.15, b - 0.12), 0.022]),
  ];
  const glasses = ([1, -1] as const).flatMap((s) => [
    lump(dark, [place(0.36, s * 0.27, b + 0.02), 0.014], [place(0.38, s * 0.35, b + 0.16), 0.014]),
    lump([64, 70, 78], [place(0.38, s * 0.32, b + 0.18), 0.042], [place(0.38, s * 0.4, b + 0.19), 0.042]),
  ]);
  return { items: mirrors ? [...items, ...glasses] : items };
}
