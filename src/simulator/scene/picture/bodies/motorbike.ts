// Motorcycles as they are ridden here: underbones and scooters with one to three people, bags, boxes, a rack of goods;
// and parked ones.
import type { Body, Part, Rgb } from './body.ts';
import { box, lump, type Place } from './kit.ts';
import { type Frame, frontOf, scooter, underbone, wheelAt } from './motorbike-machine.ts';
import { bikePaint, cloth, type Dice } from './palette.ts';
import { outfitOf, sitter } from './people.ts';

/** A motorcycle. @param kind underbone, scooter, or parked-motorbike: one with nobody on it. */
export function motorbike(ground: Place, kind: string, dice: Dice): Body {
  const size = dice.proportion(0.05);
  const place: Place = (u, v, z) => ground(u * size, v, z * (0.5 + size / 2));
  const isScooter = kind === 'scooter' || (kind === 'parked-motorbike' && dice.chance(0.4));
  const f: Frame = isScooter
    ? { wheel: 0.265, rear: -0.63, front: 0.63, seat: 0.75, bar: 1.04, tyre: 0.06 }
    : { wheel: 0.29, rear: -0.62, front: 0.64, seat: 0.77, bar: 1.01, tyre: 0.055 };
  const paint = bikePaint(dice);
  const alloy = dice.between(66, 130);
  const rim: Rgb = [alloy, alloy, alloy + 3];
  const parts: Part[] = [
    wheelAt(place, f.rear, f, rim),
    wheelAt(place, f.front, f, rim),
    ...(isScooter ? scooter : underbone)(place, f, paint),
    frontOf(place, f, paint, isScooter ? 0.2 : 0.17, dice.chance(0.92)),
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
