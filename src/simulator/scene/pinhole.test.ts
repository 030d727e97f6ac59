import { describe, expect, it } from 'vitest';
import { Pinhole, type PinholeOptions } from './pinhole.ts';

const options: PinholeOptions = { position: [0, 0, 6], yaw: 0, tilt: 30, focal: 800, width: 960, height: 540 };
const plain = new Pinhole(options);
const barrel = new Pinhole({ ...options, yaw: 25, distortion: -0.2 });
const foot = 6 / Math.tan(Math.PI / 6);

describe('the pinhole camera', () => {
  it('sees the point its axis meets the ground at in the middle of the picture', () => {
    // Tilted 30 degrees from 6 m up, the axis meets the ground 6 / tan 30 = 10.39 m ahead, 12 m away.
    const p = plain.project([0, foot, 0]);
    expect(p.x).toBeCloseTo(480, 9);
    expect(p.y).toBeCloseTo(270, 9);
    expect(p.depth).toBeCloseTo(12, 9);
  });

  it('shows a metre as focal length over distance', () => {
    expect(plain.project([1, foot, 0]).x - plain.project([0, foot, 0]).x).toBeCloseTo(800 / 12, 9);
  });

  it('puts the horizon where the tilt says', () => {
    expect(plain.project([0, 1e9, 0]).y).toBeCloseTo(270 - 800 * Math.tan(Math.PI / 6), 3);
  });

  it('cuts off what lies behind it', () => {
    const shape = plain.polygon([
      [-5, -50, 0],
      [5, -50, 0],
      [5, 50, 0],
      [-5, 50, 0],
    ]);
    expect(shape.length).toBe(4);
    for (const p of shape) expect(p.depth).toBeGreaterThanOrEqual(0.39);
  });

  it('shows a ball as its tangent cone: on the axis a circle of focal length times radius over the tangent’s length', () => {
    // The ball's centre is 12 m away, so its outline is seen under asin(1/12) from the axis.
    const rim = plain.rimOf([0, foot, 0], 1, 8);
    expect(rim).toHaveLength(8);
    for (const p of rim) expect(Math.hypot(p.x - 480, p.y - 270)).toBeCloseTo(800 * Math.tan(Math.asin(1 / 12)), 6);
    expect(rim[0]?.x).toBeGreaterThan(540);
    expect(rim[2]?.y).toBeLessThan(210);
  });
});

describe('a lens with barrel distortion', () => {
  it('draws the picture’s rim nearer to its centre, by the formula of the division model', () => {
    const at: readonly [number, number, number] = [6, 14, 0];
    const straight = new Pinhole({ ...options, yaw: 25 }).project(at);
    const bent = barrel.project(at);
    const radius = (p: { x: number; y: number }) => Math.hypot(p.x - 480, p.y - 270) / 800;
    expect(radius(bent)).toBeLessThan(radius(straight));
    expect(radius(bent) / (1 - 0.2 * radius(bent) ** 2)).toBeCloseTo(radius(straight), 12);
  });

  it('gives every pixel of the ground back, with and without distortion', () => {
    for (const camera of [plain, barrel]) {
      for (const [x, y] of [
        [3, 300],
        [480, 270],
        [957, 536],
        [200, 420],
      ] as const) {
        const ground = camera.groundOf(x, y);
        expect(ground?.[2]).toBeCloseTo(0, 9);
        const back = camera.project(ground ?? [0, 0, 0]);
        expect(back.x).toBeCloseTo(x, 6);
        expect(back.y).toBeCloseTo(y, 6);
      }
    }
    const level = new Pinhole({ ...options, tilt: 0 });
    expect(level.groundOf(480, 100)).toBeUndefined();
  });

  it('bends the picture of a straight kerb, and its polygon follows the curve', () => {
    const [a, b]: [number, number, number][] = [
      [-6, 8, 0],
      [9, 9, 0],
    ];
    const shape = barrel.polygon([a!, b!, [9, 40, 0], [-6, 40, 0]]);
    expect(shape.length).toBeGreaterThan(8);
    // Every point of the kerb lies on the outline within a third of a pixel.
    for (let i = 0; i <= 20; i++) {
      const p = barrel.project([a![0] + (15 * i) / 20, a![1] + i / 20, 0]);
      expect(Math.min(...shape.map((q, j) => distance(p, q, shape[(j + 1) % shape.length]!)))).toBeLessThan(0.33);
    }
  });
});

interface Flat {
  readonly x: number;
  readonly y: number;
}

function distance(p: Flat, a: Flat, b: Flat): number {
  const l = (b.x - a.x) ** 2 + (b.y - a.y) ** 2 || 1;
  const t = Math.max(0, Math.min(1, ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / l));
  return Math.hypot(p.x - a.x - t * (b.x - a.x), p.y - a.y - t * (b.y - a.y));
}
