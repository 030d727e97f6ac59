import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { roadScene } from './road-scene.ts';
import { loopSeconds, roadUsersAt } from './traffic.ts';

const hash = (data: Buffer) => createHash('sha256').update(data).digest('hex');

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
