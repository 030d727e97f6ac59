import { describe, expect, it } from 'vitest';
import type { Box } from '../../domain/detection.ts';
import { boxAt } from '../testing/walk.ts';
import { Feet } from './feet.ts';

/** Eight boxes a second of one who is `height` pixels high at a moment and seen down to a share of it. @returns feet less true feet. */
function errors(seconds: number, height: (t: number) => number, share: (t: number) => number): number[] {
  const feet = new Feet();
  return Array.from({ length: 8 * seconds }, (_, i) => {
    const t = i / 8;
    const all: Box = boxAt(300, 400, 24, height(t));
    const box = feet.whole(1000 * t, all, { ...all, height: share(t) * all.height });
    return box.y + box.height - 400;
  });
}
const least = (values: readonly number[]) => Math.min(...values);

describe('a person whose box ends above the feet', () => {
  const withoutLegs = (t: number) => (t >= 3 && t < 4 ? 0.7 : 1);

  it('is taken down to them while its legs are not found for a second', () => {
    expect(least(errors(6, () => 80, withoutLegs))).toBeGreaterThan(-2);
  });

  it('has the feet where they are who comes nearer or walks away', () => {
    for (const speed of [-7, 7]) {
      const all = errors(6, (t) => 80 + speed * t, withoutLegs);
      expect(least(all)).toBeGreaterThan(-8);
      expect(Math.max(...all)).toBeLessThan(8);
    }
  });

  it('is believed when it stays short: it has sat down', () => {
    expect(
      errors(
        9,
        () => 80,
        (t) => (t < 3 ? 1 : 0.6),
      ).at(-1),
    ).toBeCloseTo(-32, 0);
  });

  it('is no other than it was seen where it was never seen taller', () => {
    expect(
      errors(
        3,
        () => 50,
        () => 1,
      ).every((e) => e === 0),
    ).toBe(true);
  });
});
