// Chances and colours: everything about a look follows from its seed.
import { type Random, seededRandom } from '../../../random.ts';
import type { Look } from '../../world.ts';
import type { Rgb } from './body.ts';

/** Held out of training pictures: proportions beyond theirs. */
export const isHeldOut = (look: Look): boolean => look.seed % 10 === 9;

export interface Dice {
  readonly random: Random;
  readonly chance: (share: number) => boolean;
  readonly between: (a: number, b: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  /**
   * A factor of a proportion around 1: within ±`spread` for training, between 1.05 and 1.6 spreads off for looks that
   * are held out.
   */
  readonly proportion: (spread: number) => number;
}

export function diceOf(look: Look, salt = 0): Dice {
  const random = seededRandom((look.seed ^ Math.imul(salt + 1, 0x9e3779b1)) >>> 0);
  const heldOut = isHeldOut(look);
  return {
    random,
    chance: (share) => random() < share,
    between: (a, b) => a + (b - a) * random(),
    pick: (list) => list[Math.floor(random() * list.length)] as (typeof list)[number],
    proportion(spread) {
      const r = 2 * random() - 1;
      if (!heldOut) return 1 + spread * r;
      return 1 + spread * (Math.sign(r) || 1) * (1.05 + 0.55 * Math.abs(r));
    },
  };
}

const varied = (rgb: Rgb, dice: Dice, by = 14): Rgb => [
  rgb[0] + dice.between(-by, by),
  rgb[1] + dice.between(-by, by),
  rgb[2] + dice.between(-by, by),
];

/** One of some colours, each with its weight. */
function weighted(list: readonly (readonly [number, Rgb])[], dice: Dice): Rgb {
  let left = dice.random() * list.reduce((sum, [w]) => sum + w, 0);
  const found = list.find(([w]) => {
    left -= w;
    return left <= 0;
  });
  return (found ?? (list[0] as readonly [number, Rgb]))[1];
}

export const carPaint = (dice: Dice): Rgb =>
  varied(
    weighted(
      [
        [32, [226, 227, 228]],
        [16, [24, 25, 28]],
        [13, [164, 168, 172]],
        [11, [92, 96, 102]],
        [9, [140, 24, 30]],
        [6, [32, 58, 116]],
        [4, [120, 96, 74]],
        [3, [190, 178, 150]],
        [2, [196, 84, 30]],
        [2, [40, 84, 62]],
        [2, [222, 186, 48]],
        [1, [70, 140, 190]],
      ],
      dice,
    ),
    dice,
    8,
  );

export const bikePaint = (dice: Dice): Rgb =>
  varied(
    weighted(
      [
        [26, [26, 26, 30]],
        [18, [166, 22, 30]],
        [14, [224, 224, 224]],
        [11, [34, 62, 130]],
        [9, [96, 100, 106]],
        [5, [44, 44, 70]],
        [4, [120, 160, 190]],
        [4, [196, 150, 90]],
        [3, [40, 120, 80]],
        [3, [214, 90, 40]],
        [3, [214, 190, 60]],
      ],
      dice,
    ),
    dice,
  );

export const cloth = (dice: Dice): Rgb =>
  varied(
    dice.pick<Rgb>([
      [232, 232, 230],
      [36, 38, 44],
      [58, 64, 80],
      [120, 126, 132],
      [40, 74, 128],
      [104, 146, 186],
      [168, 40, 44],
      [198, 118, 128],
      [64, 110, 74],
      [206, 178, 98],
      [196, 96, 48],
      [120, 84, 62],
      [150, 132, 176],
      [214, 204, 184],
      [86, 96, 62],
    ]),
    dice,
  );

export const trouserCloth = (dice: Dice): Rgb =>
  varied(
    dice.pick<Rgb>([
      [34, 36, 44],
      [44, 54, 82],
      [70, 82, 112],
      [84, 78, 68],
      [120, 112, 96],
      [54, 56, 58],
      [30, 30, 32],
      [150, 150, 146],
    ]),
    dice,
    8,
  );

export const helmetPaint = (dice: Dice): Rgb =>
  dice.pick<Rgb>([
    [236, 236, 236],
    [30, 30, 34],
    [30, 30, 34],
    [190, 36, 40],
    [44, 82, 150],
    [118, 122, 128],
    [236, 190, 60],
    [226, 150, 170],
    [70, 140, 100],
    [30, 150, 90],
  ]);

export const skinTone = (dice: Dice): Rgb => varied([190, 142, 112], dice, 18);

export const hairTone = (dice: Dice): Rgb => (dice.chance(0.08) ? [150, 146, 142] : [26, 23, 22]);

export const lorryPaint = (dice: Dice): Rgb =>
  varied(
    dice.pick<Rgb>([
      [226, 228, 230],
      [226, 228, 230],
      [36, 84, 160],
      [40, 76, 132],
      [170, 34, 34],
      [44, 120, 80],
      [222, 172, 50],
      [112, 118, 124],
    ]),
    dice,
    10,
  );
