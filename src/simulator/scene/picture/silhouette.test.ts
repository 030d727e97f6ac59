import { describe, expect, it } from 'vitest';
import { Pinhole } from '../pinhole.ts';
import type { Body } from './bodies/body.ts';
import { box, lump, placeAt } from './bodies/kit.ts';
import { boxAround, convexHull, outlinesOf } from './silhouette.ts';

// Straight ahead along y, 5 m up, level: a point at (x, y, z) shows at 320 + 500 x / y, 180 + 500 (5 - z) / y.
const camera = new Pinhole({ position: [0, 0, 5], yaw: 0, tilt: 0, focal: 500, width: 640, height: 360 });
const at = (x: number, y: number, z: number) => ({ x: 320 + (500 * x) / y, y: 180 + (500 * (5 - z)) / y });

describe('the silhouette of a body', () => {
  it('is the hull of a box body’s projected corners', () => {
    // 4 m along x, 2 m along y, 1.5 m high, its middle 20 m ahead: from 19 to 21 m.
    const body: Body = [{ items: box(placeAt(1, 20, 0), { u: [-2, 2], v: [-1, 1], z: [0, 1.5] }, [1, 1, 1]) }];
    const found = boxAround(outlinesOf(body, camera).flat(), camera);
    const left = at(-1, 19, 0).x;
    const right = at(3, 19, 0).x;
    const top = at(0, 21, 1.5).y;
    const bottom = at(0, 19, 0).y;
    expect(found?.x).toBeCloseTo(left, 9);
    expect(found?.y).toBeCloseTo(top, 9);
    expect((found?.x ?? 0) + (found?.width ?? 0)).toBeCloseTo(right, 9);
    expect((found?.y ?? 0) + (found?.height ?? 0)).toBeCloseTo(bottom, 9);
  });

  it('turns with the body', () => {
    const turned: Body = [
      { items: box(placeAt(0, 20, Math.PI / 2), { u: [-2, 2], v: [-1, 1], z: [0, 1] }, [1, 1, 1]) },
    ];
    const found = boxAround(outlinesOf(turned, camera).flat(), camera);
    // Now 2 m along x, and from 18 to 22 m.
    expect(found?.x).toBeCloseTo(at(-1, 18, 0).x, 9);
    expect(found?.y).toBeCloseTo(at(0, 22, 1).y, 9);
  });

  it('of a ball on the optical axis is a circle of its tangent cone', () => {
    const ball: Body = [{ items: [lump([1, 1, 1], [[0, 10, 5], 1])] }];
    const found = boxAround(outlinesOf(ball, camera).flat(), camera);
    // Half the angle of the cone is asin(1/10).
    const radius = 500 * Math.tan(Math.asin(0.1));
    expect(found?.width).toBeCloseTo(2 * radius, 6);
    expect(found?.x).toBeCloseTo(320 - radius, 6);
  });

  it('is cut off at the picture’s edges and nothing beyond them', () => {
    expect(
      boxAround(
        [
          { x: -10, y: 20 },
          { x: 30, y: 400 },
        ],
        camera,
      ),
    ).toEqual({ x: 0, y: 20, width: 30, height: 340 });
    expect(
      boxAround(
        [
          { x: -10, y: 20 },
          { x: -3, y: 40 },
        ],
        camera,
      ),
    ).toBeUndefined();
  });

  it('has the corners of a convex hull only', () => {
    const square = [
      [0, 0],
      [4, 0],
      [4, 4],
      [0, 4],
      [2, 2],
      [2, 0],
      [1, 3],
    ].map(([x = 0, y = 0]) => ({ x, y }));
    expect(convexHull(square)).toHaveLength(4);
  });
});
