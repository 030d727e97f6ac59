import { describe, expect, it } from 'vitest';
import { boxAt, seen } from '../testing/walk.ts';
import { calibrationSchema } from './config.ts';
import { groundOf } from './ground.ts';
import { withoutMerged } from './merged.ts';
import { Places } from './places.ts';

const camera = { position: [0, 0], height: 7.5, yaw: 0, tilt: 38, focal: 0.7 };
const picture = { width: 640, height: 360 };
const by = (calibration: object) => groundOf(calibrationSchema.parse(calibration), picture.width, picture.height)!;
const ground = by({ camera });

/** Who stands so many metres before the camera and aside, so high. */
function standing(y: number, x = 0, metres = 1.65, score = 0.5) {
  const [feet, head] = [0, metres].map((z) => ground.toPicture({ x, y }, z)!);
  return seen('person', boxAt(feet!.x, feet!.y, 28, feet!.y - head!.y), score);
}

/** One box around two. */
function around(a: ReturnType<typeof standing>, b: ReturnType<typeof standing>, score = 0.8) {
  const [top, feet] = [Math.min(a.box.y, b.box.y), Math.max(a.box.y + a.box.height, b.box.y + b.box.height)];
  return seen('person', { x: Math.min(a.box.x, b.box.x), y: top, width: 48, height: feet - top }, score);
}

const [behind, before] = [standing(11, 0.1), standing(9.5, -0.2, 1.7, 0.45)];

describe('a box around two people', () => {
  it('is none of them, where each has a box of its own', () => {
    expect(withoutMerged([around(behind, before), behind, before], ground)).toEqual([behind, before]);
  });

  it('stays where only one of them is found beside it: somebody is there', () => {
    const found = [around(behind, before), before];
    expect(withoutMerged(found, ground)).toEqual(found);
  });

  it('stays where what lies in it are the halves of one body', () => {
    const high = standing(10, 0, 2.4, 0.7);
    const { x, y, width, height } = high.box;
    const halves = [
      seen('person', { x, y, width, height: 0.55 * height }, 0.4),
      seen('person', { x, y: y + 0.5 * height, width, height: 0.5 * height }, 0.4),
    ];
    expect(withoutMerged([high, ...halves], ground)).toEqual([high, ...halves]);
  });

  it('is believed where nobody would be a giant, and where the calibration knows no heights', () => {
    const found = [standing(10, 0, 1.9), standing(10, 0, 1.6), standing(10.5, 0, 1.6)];
    expect(withoutMerged(found, ground)).toEqual(found);
    const points = [
      [0.1, 0.9],
      [0.9, 0.9],
      [0.7, 0.4],
      [0.3, 0.4],
    ].map(([u, v]) => {
      const { x, y } = ground.toGround({ x: u! * picture.width, y: v! * picture.height })!;
      return { image: [u, v], ground: [x, y] };
    });
    const merged = [around(behind, before), behind, before];
    expect(withoutMerged(merged, by({ points }))).toEqual(merged);
  });
});

describe('the place of a person', () => {
  const placeOf = (whole: ReturnType<typeof standing>, part: ReturnType<typeof standing>) => {
    const track = { id: 'p', class: 'person', score: 0.5, confirmed: true, bornMs: 0 } as const;
    const tracks = [{ ...track, box: whole.box, seenAs: part.box }];
    return new Places().update(tracks, [], ground, { ...picture, monotonicMs: 0 }).get('p')!.at;
  };

  it('is where it is seen to stand, where its track has feet of somebody else before it', () => {
    expect(placeOf(around(behind, before), behind).y).toBeCloseTo(11, 0);
  });

  it('is where its feet should be, where but a trunk is seen', () => {
    const whole = standing(10);
    const trunk = { ...whole, box: { ...whole.box, height: 0.6 * whole.box.height } };
    expect(placeOf(whole, trunk).y).toBeCloseTo(10, 0);
  });
});
