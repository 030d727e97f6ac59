import { describe, expect, it } from 'vitest';
import { anchorOf, areaOf, crossingAt, crossingEdges, isInside, signedDistance } from './geometry.ts';

const p = (x: number, y: number) => ({ x, y });

describe('the geometry of the rules', () => {
  it('measures the distance from a line, positive to its right', () => {
    expect(signedDistance(p(0, 0), p(10, 0), p(5, 3))).toBe(3);
    expect(signedDistance(p(0, 0), p(10, 0), p(50, -3))).toBe(-3);
    expect(signedDistance(p(0, 0), p(10, 10), p(0, 10))).toBeCloseTo(Math.SQRT1_2 * 10, 9);
  });

  it('finds where a step meets the line', () => {
    expect(crossingAt(p(0, 0), p(10, 0), p(4, -5), p(4, 5))).toBeCloseTo(0.4, 9);
    expect(crossingAt(p(0, 0), p(10, 0), p(12, -1), p(16, 1))).toBeCloseTo(1.4, 9);
  });

  it('takes the feet as the middle of the lower edge', () => {
    const box = { x: 10, y: 20, width: 40, height: 80 };
    expect(anchorOf(box, 'feet')).toEqual(p(30, 100));
    expect(anchorOf(box, 'centre')).toEqual(p(30, 60));
  });

  it('tells inside from outside, in a bay of a concave zone too', () => {
    const bay = [p(0, 0), p(10, 0), p(10, 10), p(5, 4), p(0, 10)];
    expect(isInside(bay, p(5, 2))).toBe(true);
    expect(isInside(bay, p(5, 8))).toBe(false);
    expect(isInside(bay, p(11, 2))).toBe(false);
  });

  it('names the edges of a polygon that cross', () => {
    const bow = [
      [0.1, 0.1],
      [0.9, 0.9],
      [0.9, 0.1],
      [0.1, 0.9],
    ] as const;
    expect(crossingEdges(bow)).toEqual([0, 2]);
  });

  it.each([
    [
      'a triangle',
      [
        [0.1, 0.1],
        [0.9, 0.1],
        [0.5, 0.9],
      ],
      undefined,
    ],
    [
      'a concave polygon',
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0.5, 0.4],
        [0, 1],
      ],
      undefined,
    ],
    [
      'a corner that touches another edge',
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0.5, 0],
        [0, 1],
      ],
      [0, 2],
    ],
    [
      'an edge that runs back over its neighbour',
      [
        [0, 0],
        [1, 0],
        [0.5, 0],
        [0.5, 1],
      ],
      [0, 1],
    ],
    [
      'a last edge that runs back over the first',
      [
        [0, 0],
        [1, 0],
        [0.5, 0.5],
        [0.5, 0],
      ],
      [0, 2],
    ],
  ] as const)('judges %s', (_name, points, expected) => {
    expect(crossingEdges(points)).toEqual(expected);
  });

  it('measures the area of a polygon', () => {
    expect(
      areaOf([
        [0, 0],
        [1, 0],
        [1, 0.5],
        [0, 0.5],
      ]),
    ).toBeCloseTo(0.5, 9);
  });
});
