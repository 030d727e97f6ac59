import { describe, expect, it } from 'vitest';
import { ground } from '../testing/from-above.ts';
import { numbers, picture, trackAt } from '../testing/walk.ts';
import { calibrationSchema } from './config.ts';
import { groundOf } from './ground.ts';
import { Places } from './places.ts';

/** Where one was in pixels, ten times a second. @returns how far its last heading is from the x axis, degrees. */
function headingOf(way: readonly (readonly [x: number, y: number])[]): number | undefined {
  const places = new Places();
  const headings = way.map(([x, y], i) => {
    const track = trackAt(x, y, { id: 'car', height: 40 });
    return places.update([track], [], ground, { ...picture, monotonicMs: 100 * i }).get('car')?.heading;
  });
  const last = headings.at(-1);
  return last === undefined ? undefined : Math.abs(Math.round((last * 180) / Math.PI));
}

const drives = Array.from({ length: 20 }, (_, i) => [100 + 20 * i, 250] as const);

describe('the heading of a road user', () => {
  it('is where it goes', () => {
    expect(headingOf(drives)).toBeLessThan(10);
    const turned = Array.from({ length: 20 }, (_, i) => [480, 250 - 10 * i] as const);
    expect(headingOf([...drives, ...turned])).toBeGreaterThan(80);
  });

  it('stays while one stands, though its box slides aside by metres', () => {
    const slides = Array.from({ length: 80 }, (_, i) => [480 - 0.25 * i, 250 + 0.5 * i] as const);
    expect(headingOf([...drives, ...slides])).toBeLessThan(10);
  });
});

describe('the place of a lorry', () => {
  const size = { width: 640, height: 360 };
  const camera = { position: [0, 0], height: 14, yaw: -46, tilt: 25, focal: 0.85 };
  const fromMast = groundOf(calibrationSchema.parse({ camera, accuracy: 0 }), size.width, size.height)!;

  /** The box of a body of 8 m by 2.4 m, 3 m high, along the x axis. */
  const boxAt = (x: number, y: number) => {
    const corners = [-4, 4].flatMap((l) =>
      [-1.2, 1.2].flatMap((w) => [0, 3].map((z) => fromMast.toPicture({ x: x + l, y: y + w }, z)!)),
    );
    const [xs, ys] = [corners.map((p) => p.x), corners.map((p) => p.y)];
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
  };

  it('goes with it, though its box trembles, and not to and fro with its heading', () => {
    const random = numbers(5);
    const places = new Places();
    const off = Array.from({ length: 100 }, (_, i) => {
      // Comes with 8 m/s and brakes until it stands.
      const x = -40 + 20 * (1 - Math.exp(-i / 20));
      const box = boxAt(x, 22);
      const seen = { ...box, y: box.y + 3 * (random() - 0.5), width: box.width + 6 * (random() - 0.5) };
      const track = { ...trackAt(0, 0, { id: 'lorry', class: 'truck' }), box: seen, seenAs: seen };
      const at = places.update([track], [], fromMast, { ...size, monotonicMs: 125 * i }).get('lorry')?.at;
      return at ? Math.hypot(at.x - x, at.y - 22) : Number.NaN;
    });
    expect(Math.max(...off.slice(20))).toBeLessThan(2);
  });
});
