import type { Body, Lump, Rgb } from './paint.ts';
import { disc, lump, type Place } from './shapes.ts';
import type { Vec3 } from './vector.ts';

export interface MotorbikeLook {
  readonly paint: Rgb;
  readonly helmet: Rgb;
  readonly shirt: Rgb;
  readonly trousers: Rgb;
  /** A second person behind the rider. */
  readonly passenger?: { readonly helmet: Rgb; readonly shirt: Rgb; readonly trousers: Rgb };
}

const skin: Rgb = [206, 158, 128];
const dark: Rgb = [30, 30, 33];
const seat: Rgb = [38, 36, 38];
const metal: Rgb = [150, 153, 158];

/** An underbone motorcycle with one or two people on it. */
export function motorbike(place: Place, look: MotorbikeLook): Body {
  const wheelAt = (u: number) => ({
    items: [
      // The tyre as a flat ring of small balls: from the front it is as thin as a tyre is.
      lump(
        dark,
        ...Array.from({ length: 14 }, (_, i): readonly [Vec3, number] => {
          const angle = (i * Math.PI) / 7;
          return [place(u + 0.245 * Math.cos(angle), 0, 0.29 + 0.245 * Math.sin(angle)), 0.048];
        }),
      ),
      ...([1, -1] as const).flatMap((s) => [
        disc(place, { u, v: s * 0.03, z: 0.29 }, 0.2, s, [150, 154, 158]),
        disc(place, { u, v: s * 0.035, z: 0.29 }, 0.165, s, [78, 80, 84]),
        disc(place, { u, v: s * 0.05, z: 0.29 }, 0.07, s, metal),
      ]),
    ],
  });
  const machine: Lump[] = [
    lump(dark, [place(-0.3, 0, 0.34), 0.11], [place(0.12, 0, 0.34), 0.13]),
    lump(metal, [place(-0.1, -0.13, 0.28), 0.045], [place(-0.72, -0.15, 0.36), 0.055]),
    lump(look.paint, [place(-0.78, 0, 0.66), 0.1], [place(-0.1, 0, 0.56), 0.13]),
    lump(look.paint, [place(-0.05, 0, 0.46), 0.12], [place(0.42, 0, 0.55), 0.1]),
    lump(seat, [place(-0.74, 0, 0.76), 0.09], [place(-0.02, 0, 0.72), 0.11]),
    lump([190, 24, 28], [place(-0.9, 0, 0.66), 0.06]),
  ];
  const front: Lump[] = [
    lump(metal, [place(0.42, 0, 0.92), 0.035], [place(0.63, 0, 0.32), 0.035]),
    // Leg shield, front mudguard, cowl with headlamp.
    lump(
      look.paint,
      [place(0.34, -0.15, 0.5), 0.04],
      [place(0.34, 0.15, 0.5), 0.04],
      [place(0.42, -0.13, 0.86), 0.05],
      [place(0.42, 0.13, 0.86), 0.05],
    ),
    lump(look.paint, [place(0.5, 0, 0.62), 0.055], [place(0.84, 0, 0.54), 0.05]),
    lump(look.paint, [place(0.44, -0.07, 0.98), 0.07], [place(0.44, 0.07, 0.98), 0.07], [place(0.5, 0, 0.88), 0.07]),
    lump(dark, [place(0.34, -0.32, 1.02), 0.03], [place(0.42, 0, 1.0), 0.035]),
    lump(dark, [place(0.34, 0.32, 1.02), 0.03], [place(0.42, 0, 1.0), 0.035]),
    lump([244, 244, 236], [place(0.55, -0.04, 0.94), 0.05], [place(0.55, 0.04, 0.94), 0.05]),
    lump(
      [228, 228, 222],
      [place(0.62, 0, 0.74), 0.02],
      [place(0.6, -0.09, 0.66), 0.02],
      [place(0.6, 0.09, 0.66), 0.02],
    ),
    ...([1, -1] as const).map((s) =>
      lump(dark, [place(0.36, s * 0.28, 1.03), 0.012], [place(0.38, s * 0.34, 1.2), 0.012]),
    ),
    ...([1, -1] as const).map((s) =>
      lump([70, 76, 84], [place(0.38, s * 0.32, 1.22), 0.04], [place(0.38, s * 0.38, 1.24), 0.04]),
    ),
  ];
  const people = [
    ...(look.passenger ? [{ items: sitting(place, -0.52, look.passenger, false) }] : []),
    { items: sitting(place, -0.12, look, true) },
  ];
  return [wheelAt(-0.62), wheelAt(0.64), { items: machine }, { items: front }, ...people];
}

/** Somebody on the seat at `u`: the rider reaches for the handlebar, a passenger holds on. */
function sitting(
  place: Place,
  u: number,
  look: { readonly helmet: Rgb; readonly shirt: Rgb; readonly trousers: Rgb },
  rides: boolean,
): Lump[] {
  const limbs = ([1, -1] as const).flatMap((s) => {
    const hip: Vec3 = place(u, s * 0.1, 0.84);
    const knee: Vec3 = place(u + 0.4, s * 0.19, 0.72);
    const foot: Vec3 = place(u + 0.3, s * 0.18, 0.32);
    return [
      lump(look.trousers, [hip, 0.11], [knee, 0.08]),
      lump(look.trousers, [knee, 0.078], [foot, 0.055]),
      lump(dark, [foot, 0.05], [place(u + 0.44, s * 0.18, 0.29), 0.04]),
    ];
  });
  const arms = ([1, -1] as const).flatMap((s) => {
    const shoulder: Vec3 = place(u + 0.04, s * 0.19, 1.3);
    const elbow: Vec3 = place(u + 0.2, s * 0.3, 1.1);
    const hand: Vec3 = rides ? place(u + 0.46, s * 0.3, 1.04) : place(u + 0.34, s * 0.2, 0.98);
    return [lump(look.shirt, [shoulder, 0.065], [elbow, 0.052]), lump(skin, [elbow, 0.045], [hand, 0.042])];
  });
  const torso = lump(
    look.shirt,
    [place(u + 0.03, -0.14, 1.3), 0.09],
    [place(u + 0.03, 0.14, 1.3), 0.09],
    [place(u - 0.03, -0.09, 0.9), 0.11],
    [place(u - 0.03, 0.09, 0.9), 0.11],
  );
  const head = [
    lump(skin, [place(u + 0.06, 0, 1.42), 0.055], [place(u + 0.09, 0, 1.52), 0.085]),
    lump(look.helmet, [place(u + 0.06, 0, 1.58), 0.125], [place(u + 0.03, 0, 1.54), 0.11]),
  ];
  return [...limbs, torso, ...arms, ...head];
}
