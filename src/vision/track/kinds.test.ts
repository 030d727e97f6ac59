import { describe, expect, it } from 'vitest';
import { boxAt, seen } from '../testing/walk.ts';
import { sightings } from './kinds.ts';

const adult = seen('person', boxAt(300, 200, 30, 80), 0.7);
const scoresOf = (...others: ReturnType<typeof seen>[]) =>
  sightings([adult, ...others], 0.1).map(({ detection }) => detection.score);

describe('boxes of people in one frame', () => {
  it('of a body without its head, or without its legs, are that body', () => {
    const legs = seen('person', boxAt(301, 201, 24, 56), 0.5);
    const trunk = seen('person', boxAt(299, 176, 26, 56), 0.45);
    expect(scoresOf(legs, trunk)).toEqual([0.7]);
  });

  it('of both halves of a body are that body where a whole box of it is nearly as sure as the better half', () => {
    const boxes = (whole: number) => [
      seen('person', boxAt(458, 238, 20, 49), 0.64),
      seen('person', boxAt(461, 239, 26, 69), whole),
      seen('person', boxAt(465, 222, 22, 53), 0.42),
    ];
    expect(sightings(boxes(0.6), 0.1)).toHaveLength(1);
    // A weak box around two is no whole body.
    expect(sightings(boxes(0.43), 0.1)).toHaveLength(2);
  });

  it('are two where a child stands before an adult', () => {
    expect(scoresOf(seen('person', boxAt(303, 203, 18, 46), 0.5))).toEqual([0.7, 0.5]);
  });

  it('are two where somebody stands behind, to the side or half a step before', () => {
    expect(scoresOf(seen('person', boxAt(306, 186, 28, 76), 0.5))).toEqual([0.7, 0.5]);
    expect(scoresOf(seen('person', boxAt(318, 201, 30, 80), 0.5))).toEqual([0.7, 0.5]);
  });
});

describe('a person of whom the trunk is found best', () => {
  const trunk = seen('person', boxAt(300, 170, 26, 56), 0.7);
  const feetWith = (...others: ReturnType<typeof seen>[]) => {
    const { detection, whole } = sightings([trunk, ...others], 0.1)[0]!;
    expect(detection).toBe(trunk);
    return whole && whole.y + whole.height;
  };

  it('goes down to the feet where a weaker box shows the whole of it, or its legs', () => {
    expect(feetWith(seen('person', boxAt(301, 199, 36, 84), 0.4))).toBe(199);
    expect(feetWith(seen('person', boxAt(303, 198, 34, 52), 0.4))).toBe(198);
  });

  it('ends where it does beside somebody else, or above somebody who stands a step before', () => {
    expect(feetWith(seen('person', boxAt(320, 199, 36, 84), 0.4))).toBeUndefined();
    expect(feetWith(seen('person', boxAt(303, 212, 30, 84), 0.4))).toBeUndefined();
  });

  it('ends where it does before somebody whose head is as low as its chest', () => {
    expect(feetWith(seen('person', boxAt(302, 205, 28, 66), 0.4))).toBeUndefined();
  });

  it('ends where it does above what is far below it', () => {
    expect(feetWith(seen('person', boxAt(300, 260, 26, 60), 0.4))).toBeUndefined();
  });
});
