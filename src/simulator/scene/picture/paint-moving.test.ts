import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { Pinhole } from '../pinhole.ts';
import type { Actor } from '../world.ts';
import { bodyOf } from './bodies/table.ts';
import { skyLight } from './light.ts';
import { movingPainter } from './paint-moving.ts';
import { boxAround, outlinesOf, reachOf } from './silhouette.ts';

const camera = new Pinhole({ position: [0, 0, 6], yaw: 0, tilt: 15, focal: 400, width: 320, height: 180 });
const light = skyLight({
  ...{ light: 'day', sun: { azimuth: 200, elevation: 50 }, rain: 0, haze: 0, noise: 0, exposure: 0.02 },
});
const actor = (of: Actor['class'], kind: string, x: number, y: number, speed = 12): Actor => ({
  ...{ id: kind, class: of, look: { kind, seed: 3 }, at: [x, y], heading: 0, speed, travelled: 0, braking: false },
});
const seen = (a: Actor) => ({ actor: a, body: bodyOf(a), light });

/** What is painted of the last of some, all by one painter, each on a new sheet. */
function painted(...actors: Actor[]): Buffer {
  const paint = movingPainter(camera);
  let data = Buffer.alloc(0);
  for (const a of actors) {
    const canvas = createCanvas(camera.width, camera.height);
    paint(canvas.getContext('2d'), seen(a), { on: false, braking: false }, 0.02);
    data = Buffer.from(canvas.data());
  }
  return data;
}

describe('somebody who moves', () => {
  it('shows nothing of those who were painted before', () => {
    const rider = actor('motorcycle', 'underbone', 1, 24);
    const alone = painted(rider);
    expect(painted(actor('car', 'saloon', 0, 23), actor('bus', 'coach', -1, 28), rider).equals(alone)).toBe(true);
    expect(alone.some((v) => v > 0)).toBe(true);
  });

  it('is smeared along its way, not across it', () => {
    const columns = (data: Buffer) => {
      const xs = new Set<number>();
      for (let i = 3; i < data.length; i += 4) if ((data[i] as number) > 20) xs.add((i >> 2) % camera.width);
      return Math.max(...xs) - Math.min(...xs);
    };
    const [still, fast] = [actor('car', 'saloon', 0, 24, 0), actor('car', 'saloon', 0, 24, 30)];
    // 30 m/s for 0.02 s at about 16 pixels a metre are 9.7 pixels.
    const wider = columns(painted(fast)) - columns(painted(still));
    expect(wider).toBeGreaterThan(5);
    expect(wider).toBeLessThan(12);
  });

  it('lies within its reach, and its reach is not much larger', () => {
    const bent = new Pinhole({ ...camera.options, distortion: -0.2 });
    for (const view of [camera, bent])
      for (const a of [
        actor('bus', 'city-bus', 3, 26),
        actor('bicycle', 'bicycle', -6, 20),
        actor('person', 'adult', 5, 15),
      ]) {
        const exact = boxAround(outlinesOf(bodyOf(a), view).flat(), view);
        const reach = reachOf(bodyOf(a), view);
        if (!exact || !reach) throw new Error('it is in sight');
        expect(reach.x).toBeLessThanOrEqual(exact.x + 1e-9);
        expect(reach.y).toBeLessThanOrEqual(exact.y + 1e-9);
        expect(reach.x + reach.width).toBeGreaterThanOrEqual(exact.x + exact.width - 1e-9);
        expect(reach.y + reach.height).toBeGreaterThanOrEqual(exact.y + exact.height - 1e-9);
        expect(reach.width).toBeLessThan(1.3 * exact.width + 8);
        expect(reach.height).toBeLessThan(1.3 * exact.height + 8);
      }
  });
});
