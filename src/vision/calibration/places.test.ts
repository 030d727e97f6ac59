import { describe, expect, it } from 'vitest';
import { ground } from '../testing/from-above.ts';
import { picture, trackAt } from '../testing/walk.ts';
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
