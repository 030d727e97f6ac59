import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Pinhole } from './pinhole.ts';
import { roadScene } from './road-scene.ts';
import { loopSeconds, roadUsersAt } from './traffic.ts';

const hash = (data: Buffer) => createHash('sha256').update(data).digest('hex');
const camera = new Pinhole({ position: [0, 0, 6], yaw: 0, tilt: 30, focal: 800, width: 960, height: 540 });

describe('the pinhole camera', () => {
  it('sees the point its axis meets the ground at in the middle of the picture', () => {
    // Tilted 30 degrees from 6 m up, the axis meets the ground 6 / tan 30 = 10.39 m ahead, 12 m away.
    const p = camera.project([0, 6 / Math.tan(Math.PI / 6), 0]);
    expect(p.x).toBeCloseTo(480, 9);
    expect(p.y).toBeCloseTo(270, 9);
    expect(p.depth).toBeCloseTo(12, 9);
  });

  it('shows a metre as focal length over distance', () => {
    const foot = 6 / Math.tan(Math.PI / 6);
    expect(camera.project([1, foot, 0]).x - camera.project([0, foot, 0]).x).toBeCloseTo(800 / 12, 9);
  });

  it('puts the horizon where the tilt says', () => {
    expect(camera.project([0, 1e9, 0]).y).toBeCloseTo(270 - 800 * Math.tan(Math.PI / 6), 3);
  });

  it('cuts off what lies behind it', () => {
    const shape = camera.polygon([
      [-5, -50, 0],
      [5, -50, 0],
      [5, 50, 0],
      [-5, 50, 0],
    ]);
    expect(shape.length).toBe(4);
    for (const p of shape) expect(p.depth).toBeGreaterThanOrEqual(0.39);
  });
});

describe('the drawn road scene', () => {
  it('is the same picture for the same seed and moment', () => {
    expect(hash(roadScene(1).frame(5))).toBe(hash(roadScene(1).frame(5)));
    expect(hash(roadScene(1).frame(5))).not.toBe(hash(roadScene(2).frame(5)));
  });

  it('ends where it begins', () => {
    const where = (t: number) => roadUsersAt(t).map((u) => [u.id, u.x.toFixed(6), u.y.toFixed(6)]);
    expect(where(loopSeconds)).toEqual(where(0));
  });

  it('has nobody appear or vanish in sight: all move by small steps', () => {
    for (let t = 0; t < loopSeconds; t += 0.25) {
      const after = new Map(roadUsersAt(t + 0.05).map((u) => [u.id, u]));
      for (const user of roadUsersAt(t)) {
        const next = after.get(user.id);
        if (!next) expect(user.x < -88 || user.x > 12, `${user.id} at ${user.x} m`).toBe(true);
        else expect(Math.hypot(next.x - user.x, next.y - user.y)).toBeLessThan(0.6);
      }
    }
  });

  it('has its tripwire and zones inside the picture', () => {
    const { tripwire, farLane, pavement } = roadScene(1);
    for (const [x, y] of [...tripwire, ...farLane.zone, ...farLane.allowed, ...pavement]) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(1);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(1);
    }
  });
});
