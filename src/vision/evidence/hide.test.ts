import { describe, expect, it } from 'vitest';
import fc from '../../runtime/testing/fast-check.ts';
import { hide, type OwnPicture, readablePart } from './hide.ts';

const width = 64;
const height = 48;
/** Every pixel tells its place, so that a pixel that stayed can be told. */
function picture(): OwnPicture {
  const data = new Uint8Array((width * height * 3) / 2);
  for (let i = 0; i < data.length; i++) data[i] = 40 + ((i * 37) % 180);
  return { width, height, data };
}
const luma = (p: OwnPicture, x: number, y: number) => p.data[y * width + x];
const u = (p: OwnPicture, x: number, y: number) => p.data[width * height + (y >> 1) * (width / 2) + (x >> 1)];

const isInside = (zone: readonly (readonly [number, number])[], x: number, y: number) => {
  let inside = false;
  for (let i = 0, j = zone.length - 1; i < zone.length; j = i++) {
    const [xi, yi] = zone[i] ?? [0, 0];
    const [xj, yj] = zone[j] ?? [0, 0];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
};

describe('a privacy zone', () => {
  it('leaves no pixel of what it covers, whatever its shape, in light and in colour', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const zones = fc.array(fc.tuple(share, share), { minLength: 3, maxLength: 7 });
    fc.assert(
      fc.property(zones, (zone) => {
        const p = picture();
        hide(p, { zones: [zone], regions: [] });
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            if (!isInside(zone, (x + 0.5) / width, (y + 0.5) / height)) continue;
            if (luma(p, x, y) !== 16 || u(p, x, y) !== 128) return false;
          }
        }
        return true;
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('leaves the rest as it was, but for its rim', () => {
    const [p, before] = [picture(), picture()];
    const zone: [number, number][] = [
      [0.25, 0.25],
      [0.5, 0.25],
      [0.5, 0.5],
      [0.25, 0.5],
    ];
    hide(p, { zones: [zone], regions: [] });
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        if (x >= 12 && x < 36 && y >= 8 && y < 28) continue;
        expect(luma(p, x, y)).toBe(luma(before, x, y));
      }
    }
    expect(luma(p, 20, 16)).toBe(16);
  });
});

describe('faces and plates of others', () => {
  it('become a few squares of one tone each', () => {
    const p = picture();
    hide(p, { zones: [], regions: [{ x: 10, y: 10, width: 30, height: 20 }] });
    const tones = new Set<number>();
    for (let y = 10; y < 30; y++) for (let x = 10; x < 40; x++) tones.add(luma(p, x, y) ?? 0);
    expect(tones.size).toBeLessThanOrEqual(5 * 4);
    expect(luma(p, 50, 40)).toBe(luma(picture(), 50, 40));
  });

  it('are left as they are where the accused vehicle is', () => {
    const [p, before] = [picture(), picture()];
    const except = { x: 20, y: 12, width: 10, height: 10 };
    hide(p, { zones: [], regions: [{ x: 0, y: 0, width, height }], except });
    for (let y = 12; y < 22; y++) for (let x = 20; x < 30; x++) expect(luma(p, x, y)).toBe(luma(before, x, y));
    const changed = [5, 15, 35, 45].filter((x) => luma(p, x, 5) !== luma(before, x, 5));
    expect(changed.length).toBeGreaterThan(2);
  });

  it('are looked for in the upper part of persons, the lower part of vehicles and all of who rides, also beyond the picture', () => {
    const box = { x: 10, y: 20, width: 20, height: 40 };
    const face = readablePart({ class: 'person', box });
    expect(face.y).toBeLessThan(20);
    expect(face.y + face.height).toBeCloseTo(34);
    const plate = readablePart({ class: 'car', box });
    expect(plate.y).toBe(40);
    expect(plate.y + plate.height).toBeGreaterThan(60);
    // Of who rides both are hidden, also where only the machine was found.
    const ride = readablePart({ class: 'motorcycle', box });
    expect(ride.y).toBeLessThan(10);
    expect(ride.y + ride.height).toBeGreaterThan(60);
    expect(readablePart({ class: 'bicycle', box })).toEqual(ride);
    const p = picture();
    hide(p, { zones: [], regions: [{ x: -30, y: -30, width: 400, height: 400 }] });
    expect(p.data.length).toBe((width * height * 3) / 2);
  });
});
