import { describe, expect, it } from 'vitest';
import { Pinhole } from '../../simulator/scene/pinhole.ts';
import { type Calibration, calibrationSchema, checkCalibration } from './config.ts';
import { groundOf } from './ground.ts';
import { placeOf } from './place.ts';
import { Speeds } from './speeds.ts';

const pinhole = (distortion = 0) =>
  new Pinhole({ position: [3, -2, 8], yaw: -30, tilt: 18, focal: 900, width: 960, height: 540, distortion });
const byCamera = (distortion = 0) =>
  calibrationSchema.parse({
    camera: { height: 8, tilt: 18, focal: 900 / 960, yaw: -30, position: [3, -2], distortion },
  });
const spots = [
  [-10, 20],
  [-2, 18],
  [-24, 45],
  [-8, 50],
  [-14, 30],
] as const;
const byPoints = (over: (i: number) => readonly [number, number] = () => [0, 0], count = 4): Calibration =>
  calibrationSchema.parse({
    points: spots.slice(0, count).map(([x, y], i) => {
      const p = pinhole().project([x, y, 0]);
      const [dx, dy] = over(i);
      return { image: [p.x / 960 + dx, p.y / 540 + dy], ground: [x, y] };
    }),
  });

describe('a calibration', () => {
  it('by four points gives every other spot of the plane exactly', () => {
    const ground = groundOf(byPoints(), 960, 540)!;
    for (const [x, y] of [
      [-14, 30],
      [-5, 25],
      [-20, 60],
    ] as const) {
      const found = ground.toGround(pinhole().project([x, y, 0]))!;
      expect(Math.hypot(found.x - x, found.y - y)).toBeLessThan(1e-6);
    }
  });

  it.each([0, -0.2])('by the camera is the camera, there and back, with distortion %d', (distortion) => {
    const ground = groundOf(byCamera(distortion), 960, 540)!;
    for (const [x, y] of spots) {
      const p = pinhole(distortion).project([x, y, 0]);
      const [spot, pixel] = [ground.toGround(p)!, ground.toPicture({ x, y })!];
      expect(Math.hypot(spot.x - x, spot.y - y)).toBeLessThan(1e-6);
      expect(Math.hypot(pixel.x - p.x, pixel.y - p.y)).toBeLessThan(1e-6);
    }
    const high = pinhole(distortion).project([-10, 20, 1.5]);
    expect(ground.toPicture({ x: -10, y: 20 }, 1.5)!.y).toBeCloseTo(high.y, 6);
  });

  it('says nothing of the sky, and that far pixels are worth more metres', () => {
    const ground = groundOf(byCamera(), 960, 540)!;
    expect(ground.toGround({ x: 480, y: -60 })).toBeUndefined();
    expect(ground.metresPerPixel({ x: 480, y: 100 })).toBeGreaterThan(4 * ground.metresPerPixel({ x: 480, y: 500 }));
  });

  it('is refused with the reason: points on one line, a point that is off, a length that comes out wrong', () => {
    const codes = (c: Calibration) => checkCalibration(c).map((f) => [f.path.join('.'), f.message.code]);
    expect(codes(byPoints())).toEqual([]);
    expect(codes(byPoints(undefined, 5))).toEqual([]);
    const flat = [0, 1, 2, 3].map((i) => ({ image: [0.2 * i, 0.5], ground: [5 * i, 10] }));
    expect(codes(calibrationSchema.parse({ points: flat }))).toEqual([['points', 'rules.calibration-flat']]);
    expect(codes(byPoints((i) => (i === 4 ? [0.12, 0] : [0, 0]), 5))[0]?.[1]).toBe('rules.calibration-reprojection');
    const [a, b] = spots.slice(0, 2).map(([x, y]) => pinhole().project([x, y, 0]));
    const known = (metres: number) => [{ from: [a!.x / 960, a!.y / 540], to: [b!.x / 960, b!.y / 540], metres }];
    expect(codes(calibrationSchema.parse({ ...byCamera(), known: known(Math.hypot(8, 2)) }))).toEqual([]);
    expect(codes(calibrationSchema.parse({ ...byCamera(), known: known(10) }))).toEqual([
      ['known.0', 'rules.calibration-length'],
    ]);
  });
});

describe('the place of a road user', () => {
  const boxAround = (x: number, y: number, heading: number, [l, w, h]: readonly [number, number, number]) => {
    const camera = pinhole();
    const all = [-l / 2, l / 2].flatMap((a) =>
      [-w / 2, w / 2].flatMap((b) =>
        [0, h].map((z) =>
          camera.project([
            x + a * Math.cos(heading) - b * Math.sin(heading),
            y + a * Math.sin(heading) + b * Math.cos(heading),
            z,
          ]),
        ),
      ),
    );
    const [xs, ys] = [all.map((p) => p.x), all.map((p) => p.y)];
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
  };

  it.each([0, 0.8, 2.4, -1.2])('is under its middle, wherever it heads to (%d rad)', (heading) => {
    const ground = groundOf(byCamera(), 960, 540)!;
    const place = placeOf(boxAround(-9, 24, heading, [4.3, 1.8, 1.55]), 'car', heading, ground)!;
    expect(Math.hypot(place.at.x + 9, place.at.y - 24)).toBeLessThan(0.05);
    expect(Math.hypot(place.front.x - place.at.x, place.front.y - place.at.y)).toBeCloseTo(2.15, 1);
  });

  it('is found for a bus of another length than usual, far better than by the lower edge of its box', () => {
    const ground = groundOf(byCamera(), 960, 540)!;
    const box = boxAround(-12, 32, 0.3, [11.5, 2.5, 3.1]);
    const place = placeOf(box, 'bus', 0.3, ground)!;
    const feet = ground.toGround({ x: box.x + box.width / 2, y: box.y + box.height })!;
    const off = (p: { x: number; y: number }) => Math.hypot(p.x + 12, p.y - 32);
    expect(off(place.at)).toBeLessThan(0.5);
    expect(off(feet)).toBeGreaterThan(2);
  });
});

describe('speeds', () => {
  it('are exact on exact places, and say how far off they may be on trembling ones', () => {
    const at = (ms: number, noise: number) => ({ x: (20 * ms) / 1000 + noise, y: 5 });
    const run = (noise: (i: number) => number, error: number, scaleError: number) => {
      const speeds = new Speeds(1000);
      let last: ReturnType<Speeds['see']>;
      for (let i = 0; i <= 20; i++) {
        const spot = at(i * 100, noise(i));
        last = speeds.see('car', i * 100, { at: spot, front: spot, error }, scaleError);
      }
      return last!;
    };
    expect(run(() => 0, 0, 0)).toMatchObject({ kmh: expect.closeTo(72, 6), uncertaintyKmh: expect.closeTo(0, 6) });
    const shaky = run((i) => (i % 2 ? 0.3 : -0.3), 0.3, 0);
    expect(Math.abs(shaky.kmh - 72)).toBeLessThan(shaky.uncertaintyKmh);
    expect(run(() => 0, 0, 0.05).uncertaintyKmh).toBeCloseTo(7.2, 5);
  });
});
