import type { Body, Lump, Rgb } from './paint.ts';
import { lump, type Place } from './shapes.ts';
import type { Vec3 } from './vector.ts';

export interface Clothes {
  readonly shirt: Rgb;
  readonly trousers: Rgb;
  readonly hair: Rgb;
  /** A conical hat, as it is worn here in the sun. */
  readonly hat?: boolean;
}

const skin: Rgb = [206, 158, 128];
const shoe: Rgb = [40, 38, 40];

/** @param stride phase of the walk in radians; a step is half a turn. @param pace 0 standing, 1 walking. */
export function person(place: Place, clothes: Clothes, stride: number, pace = 1): Body {
  const swing = 0.3 * pace * Math.sin(stride);
  const rise = 0.02 * pace * Math.abs(Math.cos(stride));
  const leg = (side: 1 | -1): Lump[] => {
    const forward = side * swing;
    const hip: Vec3 = place(0, side * 0.09, 0.9 + rise);
    const bent = Math.max(0, -forward) * 0.25;
    const knee: Vec3 = place(forward * 0.55 + bent * 0.5, side * 0.09, 0.5 + rise);
    const ankle: Vec3 = place(forward - bent * 0.3, side * 0.09, 0.09 + bent * 0.35);
    const toe: Vec3 = place(forward - bent * 0.3 + 0.15, side * 0.1, 0.05 + bent * 0.3);
    return [
      lump(clothes.trousers, [hip, 0.1], [knee, 0.075]),
      lump(clothes.trousers, [knee, 0.073], [ankle, 0.055]),
      lump(shoe, [ankle, 0.05], [toe, 0.04]),
    ];
  };
  const arm = (side: 1 | -1): Lump[] => {
    const forward = -side * swing * 0.9;
    const shoulder: Vec3 = place(0, side * 0.21, 1.4 + rise);
    const elbow: Vec3 = place(forward * 0.5 - 0.02, side * 0.26, 1.13 + rise);
    const hand: Vec3 = place(forward + 0.06, side * 0.25, 0.88 + rise);
    return [lump(clothes.shirt, [shoulder, 0.065], [elbow, 0.052]), lump(skin, [elbow, 0.044], [hand, 0.045])];
  };
  const torso = [
    lump(clothes.trousers, [place(0, -0.08, 0.95 + rise), 0.115], [place(0, 0.08, 0.95 + rise), 0.115]),
    lump(
      clothes.shirt,
      [place(0, -0.15, 1.38 + rise), 0.09],
      [place(0, 0.15, 1.38 + rise), 0.09],
      [place(0, -0.09, 1.02 + rise), 0.1],
      [place(0, 0.09, 1.02 + rise), 0.1],
    ),
  ];
  const head = headOf(place, clothes, 0.01, 1.6 + rise);
  return [
    { items: leg(1) },
    { items: leg(-1) },
    { items: arm(1) },
    { items: arm(-1) },
    // The body is in front of legs and behind no arm by its middle; the head is drawn last.
    { items: [...torso, ...head] },
  ];
}

function headOf(place: Place, clothes: Clothes, u: number, z: number): Lump[] {
  const items = [
    lump(skin, [place(u, 0, z - 0.13), 0.055], [place(u, 0, z - 0.05), 0.06]),
    lump(skin, [place(u + 0.02, 0, z), 0.098], [place(u + 0.03, 0, z + 0.05), 0.09]),
    lump(clothes.hair, [place(u - 0.03, 0, z + 0.06), 0.1], [place(u - 0.05, 0, z), 0.08]),
  ];
  if (!clothes.hat) return items;
  const rim: Rgb = [214, 190, 138];
  return [
    ...items,
    lump(
      rim,
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((i): readonly [Vec3, number] => [
        place(u + 0.21 * Math.cos((i * Math.PI) / 4), 0.21 * Math.sin((i * Math.PI) / 4), z + 0.06),
        0.015,
      ]),
      [place(u, 0, z + 0.22), 0.02],
    ),
  ];
}
