// People: walking, standing, and sitting on a two-wheeler.
import type { Vec3 } from '../../vector.ts';
import type { Lump, Part, Rgb } from './body.ts';
import { darker, lump, type Place } from './kit.ts';
import { cloth, type Dice, hairTone, helmetPaint, skinTone, trouserCloth } from './palette.ts';

export interface Outfit {
  readonly shirt: Rgb;
  readonly sleeve: Rgb;
  readonly trousers: Rgb;
  readonly skin: Rgb;
  readonly hair: Rgb;
  readonly shoe: Rgb;
  readonly head: 'hair' | 'long-hair' | 'cap' | 'conical-hat' | 'helmet';
  readonly headRgb: Rgb;
  /** Bare calves. */
  readonly shorts: boolean;
  readonly stout: number;
}

const usualHeads = ['hair', 'hair', 'hair', 'long-hair', 'long-hair', 'cap', 'conical-hat'] as const;

/** @param helmet how likely a helmet is. @param heads what is worn without one, each as likely as it is listed. */
export function outfitOf(dice: Dice, helmet: number, heads: readonly Outfit['head'][] = usualHeads): Outfit {
  const shirt = cloth(dice);
  const skin = skinTone(dice);
  const helmeted = dice.chance(helmet);
  const head = helmeted ? 'helmet' : dice.pick(heads);
  return {
    shirt,
    sleeve: dice.chance(0.55) ? shirt : skin,
    trousers: trouserCloth(dice),
    skin,
    hair: hairTone(dice),
    shoe: dice.pick<Rgb>([
      [34, 32, 34],
      [70, 56, 46],
      [210, 208, 204],
    ]),
    head,
    headRgb: head === 'conical-hat' ? [216, 194, 146] : helmeted ? helmetPaint(dice) : cloth(dice),
    shorts: dice.chance(0.22),
    stout: dice.proportion(0.12),
  };
}

/** Head and what is on it. `at` is the middle of the head. */
function headOf(place: Place, at: readonly [u: number, v: number, z: number], outfit: Outfit, k = 1): Lump[] {
  const [u, v, z] = at;
  const p = (du: number, dv: number, dz: number) => place(u + du * k, v + dv * k, z + dz * k);
  const face = [
    lump(outfit.skin, [p(-0.01, 0, -0.15), 0.055 * k], [p(0, 0, -0.06), 0.06 * k]),
    lump(outfit.skin, [p(0.02, 0, -0.01), 0.092 * k], [p(0.025, 0, 0.05), 0.09 * k]),
  ];
  const { headRgb } = outfit;
  switch (outfit.head) {
    case 'helmet':
      return [
        ...face,
        lump(headRgb, [p(0.01, 0, 0.06), 0.128 * k], [p(-0.03, 0, 0.02), 0.115 * k]),
        lump(darker(headRgb, 0.5), [p(0.1, -0.06, 0.06), 0.03 * k], [p(0.1, 0.06, 0.06), 0.03 * k]),
      ];
    case 'cap':
      return [
        ...face,
        lump(outfit.hair, [p(-0.04, 0, 0.01), 0.088 * k]),
        lump(headRgb, [p(0, 0, 0.08), 0.1 * k], [p(0.12, 0, 0.06), 0.03 * k]),
      ];
    case 'conical-hat': {
      const rim = Array.from({ length: 9 }, (_, i): readonly [Vec3, number] => {
        const a = (i * 2 * Math.PI) / 9;
        return [p(0.24 * Math.cos(a), 0.24 * Math.sin(a), 0.05), 0.012 * k];
      });
      return [...face, lump(headRgb, ...rim, [p(0, 0, 0.23), 0.02 * k])];
    }
    case 'long-hair':
      return [...face, lump(outfit.hair, [p(-0.03, 0, 0.06), 0.102 * k], [p(-0.08, 0, -0.16), 0.07 * k])];
    default:
      return [...face, lump(outfit.hair, [p(-0.03, 0, 0.06), 0.1 * k], [p(-0.05, 0, 0), 0.08 * k])];
  }
}

export interface Walk {
  /** Phase of the walk, radians: a step is half a turn. */
  readonly stride: number;
  /** 0 stands, 1 walks. */
  readonly pace: number;
  /** Whole height over that of 1.66 m. */
  readonly scale: number;
  readonly bag: 'none' | 'hand' | 'shoulder' | 'back';
  readonly umbrella?: Rgb;
  readonly skirt: boolean;
}

/** Somebody on foot. */
export function walker(ground: Place, outfit: Outfit, walk: Walk, dice: Dice): Part[] {
  const k = walk.scale;
  const place: Place = (u, v, z) => ground(u * k, v * k, z * k);
  const swing = 0.31 * walk.pace * Math.sin(walk.stride);
  const rise = 0.02 * walk.pace * Math.abs(Math.cos(walk.stride));
  const wide = outfit.stout;
  const leg = (side: 1 | -1): Lump[] => {
    const forward = side * swing;
    const hip = place(0, side * 0.09, 0.9 + rise);
    const bent = Math.max(0, -forward) * 0.25;
    const knee = place(forward * 0.55 + bent * 0.5, side * 0.1, 0.5 + rise);
    const ankle = place(forward - bent * 0.3, side * 0.1, 0.09 + bent * 0.35);
    const toe = place(forward - bent * 0.3 + 0.15, side * 0.11, 0.05 + bent * 0.3);
    const calf = outfit.shorts ? outfit.skin : outfit.trousers;
    return [
      lump(outfit.trousers, [hip, 0.105 * wide * k], [knee, 0.076 * k]),
      lump(calf, [knee, (outfit.shorts ? 0.06 : 0.072) * k], [ankle, (outfit.shorts ? 0.042 : 0.056) * k]),
      lump(outfit.shoe, [ankle, 0.046 * k], [toe, 0.038 * k]),
    ];
  };
  const arm = (side: 1 | -1): Lump[] => {
    const raised = walk.umbrella !== undefined && side === -1;
    const forward = -side * swing * 0.9;
    const shoulder = place(0, side * 0.2 * wide, 1.38 + rise);
    const elbow = raised ? place(0.2, side * 0.24, 1.16) : place(forward * 0.5 - 0.02, side * 0.26 * wide, 1.11 + rise);
    const hand = raised ? place(0.26, side * 0.16, 1.36) : place(forward + 0.06, side * 0.25, 0.86 + rise);
    return [
      lump(outfit.shirt, [shoulder, 0.064 * k], [elbow, 0.05 * k]),
      lump(outfit.sleeve, [elbow, 0.044 * k], [hand, 0.04 * k]),
    ];
  };
  const torso: Lump[] = [
    lump(
      outfit.trousers,
      [place(0, -0.08 * wide, 0.93 + rise), 0.11 * k],
      [place(0, 0.08 * wide, 0.93 + rise), 0.11 * k],
    ),
    lump(
      outfit.shirt,
      [place(0, -0.14 * wide, 1.37 + rise), 0.085 * k],
      [place(0, 0.14 * wide, 1.37 + rise), 0.085 * k],
      [place(0, -0.08 * wide, 1.0 + rise), 0.105 * k],
      [place(0, 0.08 * wide, 1.0 + rise), 0.105 * k],
    ),
  ];
  if (walk.skirt)
    torso.push(
      lump(
        outfit.trousers,
        [place(0, -0.08, 0.98), 0.1 * k],
        [place(0, 0.08, 0.98), 0.1 * k],
        [place(swing * 0.5, -0.13, 0.55), 0.09 * k],
        [place(-swing * 0.5, 0.13, 0.55), 0.09 * k],
      ),
    );
  const parts: Part[] = [
    { items: leg(1) },
    { items: leg(-1) },
    { items: arm(1) },
    { items: arm(-1) },
    { items: [...torso, ...headOf(place, [0.02, 0, 1.54 + rise], outfit, k)] },
  ];
  const bag = cloth(dice);
  if (walk.bag === 'hand')
    parts.push({ items: [lump(bag, [place(0.04, 0.29, 0.68), 0.1 * k], [place(0.04, 0.29, 0.52), 0.13 * k])] });
  if (walk.bag === 'shoulder')
    parts.push({ items: [lump(bag, [place(-0.02, 0.26, 0.98), 0.1 * k], [place(0.12, 0.26, 0.92), 0.08 * k])] });
  if (walk.bag === 'back')
    parts.push({ items: [lump(bag, [place(-0.17, 0, 1.3), 0.11 * k], [place(-0.19, 0, 1.04), 0.13 * k])] });
  if (walk.umbrella) {
    const rim = Array.from({ length: 10 }, (_, i): readonly [Vec3, number] => {
      const a = (i * 2 * Math.PI) / 10;
      return [place(0.16 + 0.5 * Math.cos(a), -0.1 + 0.5 * Math.sin(a), 1.8), 0.012];
    });
    parts.push({
      items: [
        lump([90, 90, 94], [place(0.26, -0.16, 1.3), 0.012], [place(0.16, -0.1, 1.98), 0.012]),
        lump(walk.umbrella, ...rim, [place(0.16, -0.1, 2.02), 0.03]),
      ],
    });
  }
  return parts;
}

export interface Seat {
  readonly u: number;
  readonly z: number;
  /** Where feet and hands are, relative to the seat; the hands undefined for a passenger, who holds on to who sits before. */
  readonly foot: readonly [u: number, z: number];
  readonly hand?: readonly [u: number, v: number, z: number];
  /** Upright 0, leaning forward 0.25. */
  readonly lean: number;
  /** For pedals: how far each foot is from the middle, along and up. */
  readonly pedal?: (side: 1 | -1) => readonly [u: number, z: number];
}

/** Somebody who sits astride. `k` 1 for grown-ups. */
export function sitter(place: Place, seat: Seat, outfit: Outfit, rider: number, k = 1): Part {
  const { u, z, lean } = seat;
  const wide = outfit.stout;
  const calf = outfit.shorts ? outfit.skin : outfit.trousers;
  const legs = ([1, -1] as const).flatMap((s) => {
    const [fu, fz] = seat.pedal?.(s) ?? seat.foot;
    const hip = place(u, s * 0.1, z + 0.08);
    // The knee stands out where thigh and calf meet.
    const knee = place(
      u + (fu - u) * 0.6 + 0.16 * k,
      s * (seat.pedal ? 0.13 : 0.2),
      (z + 0.08) * 0.72 + fz * 0.28 + 0.02,
    );
    const foot = place(fu, s * 0.17, fz + 0.05);
    return [
      lump(outfit.trousers, [hip, 0.105 * k], [knee, 0.078 * k]),
      lump(calf, [knee, 0.072 * k], [foot, 0.05 * k]),
      lump(outfit.shoe, [foot, 0.046], [place(fu + 0.14 * k, s * 0.18, fz), 0.038]),
    ];
  });
  const top = z + 0.52 * k;
  const shoulderU = u + lean;
  const arms = ([1, -1] as const).flatMap((s) => {
    const shoulder = place(shoulderU + 0.02, s * 0.19 * wide * k, top - 0.02);
    const [hu, hv, hz] = seat.hand ?? [u + 0.3, 0.16, z + 0.22];
    const elbow = place((shoulderU + hu) / 2 - 0.04, s * (0.27 * k + 0.02), (top + hz) / 2 - 0.06);
    return [
      lump(outfit.shirt, [shoulder, 0.064 * k], [elbow, 0.05 * k]),
      lump(outfit.sleeve, [elbow, 0.045 * k], [place(hu, s * hv, hz), 0.04 * k]),
    ];
  });
  const torso = lump(
    outfit.shirt,
    [place(shoulderU, -0.13 * wide * k, top), 0.088 * k],
    [place(shoulderU, 0.13 * wide * k, top), 0.088 * k],
    [place(u - 0.02, -0.09 * wide * k, z + 0.1), 0.11 * k],
    [place(u - 0.02, 0.09 * wide * k, z + 0.1), 0.11 * k],
  );
  return {
    rider,
    items: [...legs, torso, ...arms, ...headOf(place, [shoulderU + 0.06, 0, top + 0.23 * k], outfit, k)],
  };
}
