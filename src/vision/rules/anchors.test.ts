import { describe, expect, it } from 'vitest';
import type { Point } from '../../domain/detection.ts';
import { sceneOf, trackAt } from '../testing/walk.ts';
import { isIn, pointOf, type ZoneAnchor } from './anchors.ts';
import type { Scene } from './rule.ts';

/** From (400, 200) to (600, 300) of a picture of 1000 x 500. */
const zone: Point[] = [
  { x: 400, y: 200 },
  { x: 600, y: 200 },
  { x: 600, y: 300 },
  { x: 400, y: 300 },
];
/** A box of 40 x 80 with its feet at a point. */
const within = (x: number, feetY: number, anchor: ZoneAnchor, more: Partial<Scene> = {}) => {
  const track = trackAt(x, feetY);
  return isIn({ ...sceneOf(0, [track]), ...more }, track, anchor, zone);
};

describe('the point of a road user that is held against a zone', () => {
  it('is where it stands, its middle, or any corner of its box', () => {
    // Feet in, middle above the zone.
    expect([within(500, 230, 'feet'), within(500, 230, 'centre'), within(500, 230, 'corners')]).toEqual([
      true,
      false,
      true,
    ]);
    // Feet below it, middle in.
    expect([within(500, 320, 'feet'), within(500, 320, 'centre'), within(500, 320, 'corners')]).toEqual([
      false,
      true,
      true,
    ]);
    // Beside it, with a corner over its edge and with none.
    expect([within(390, 250, 'feet'), within(390, 250, 'centre'), within(390, 250, 'corners')]).toEqual([
      false,
      false,
      true,
    ]);
    expect(within(375, 250, 'corners')).toBe(false);
  });

  it('is its place on the ground or its front, put back into the picture, where the camera is calibrated', () => {
    const places = new Map([['t1', { at: { x: 0, y: 10 }, front: { x: 0, y: 14 }, error: 0.1 }]]);
    // Metres become pixels in the simplest way there is.
    const ground = { toPicture: ({ x, y }: Point) => ({ x: 500 + 20 * x, y: 150 + 10 * y }) };
    const calibrated = { places, ground } as unknown as Partial<Scene>;
    const track = trackAt(100, 100);
    const scene = { ...sceneOf(0, [track]), ...calibrated };
    expect(pointOf(scene, track, 'ground')).toEqual({ x: 500, y: 250 });
    expect(pointOf(scene, track, 'front')).toEqual({ x: 500, y: 290 });
    expect(within(100, 100, 'ground', calibrated)).toBe(true);
  });

  it('is not guessed where there is no calibration, or the box is cut off: neither in nor out', () => {
    expect(within(500, 250, 'ground')).toBeUndefined();
    expect(within(500, 250, 'front', { places: new Map() } as unknown as Partial<Scene>)).toBeUndefined();
  });
});
