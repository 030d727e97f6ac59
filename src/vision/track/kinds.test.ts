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

  it('are two where a child stands before an adult', () => {
    expect(scoresOf(seen('person', boxAt(303, 203, 18, 46), 0.5))).toEqual([0.7, 0.5]);
  });

  it('are two where somebody stands behind, to the side or half a step before', () => {
    expect(scoresOf(seen('person', boxAt(306, 186, 28, 76), 0.5))).toEqual([0.7, 0.5]);
    expect(scoresOf(seen('person', boxAt(318, 201, 30, 80), 0.5))).toEqual([0.7, 0.5]);
  });
});
