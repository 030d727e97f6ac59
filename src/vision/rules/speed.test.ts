import { describe, expect, it } from 'vitest';
import { ground } from '../testing/from-above.ts';
import { sceneOf, trackAt } from '../testing/walk.ts';
import type { RuleEvent } from './rule.ts';
import { speed } from './speed.ts';

interface Seen {
  /** Metres along the road. */
  readonly x: number;
  /** How well that is known, metres. */
  readonly error: number;
}

/** One car, seen ten times a second; where it is not seen any more its track ends. */
function play(seen: readonly Seen[], zone = [0, 1]): (RuleEvent & { ms: number })[] {
  const [left, right] = zone as [number, number];
  const corners = [
    [left, 0],
    [right, 0],
    [right, 1],
    [left, 1],
  ];
  const rule = speed.create(speed.schema.parse({ id: 'limit', kind: 'speed', zone: corners, limit: 60 }));
  const frames = [...seen.map((one) => [one]), []];
  return frames.flatMap((here, i) => {
    const tracks = here.map(({ x }) => trackAt(10 * x, 300, { id: 'car', height: 40 }));
    const places = new Map(here.map(({ x, error }) => ['car', { at: { x, y: -30 }, front: { x, y: -30 }, error }]));
    const scene = { ...sceneOf(100 * i, tracks, here.length === 0 ? ['car'] : []), ground, places };
    return rule.step(scene).map((e) => ({ ...e, ms: 100 * i }));
  });
}

/** At this speed, with errors that become smaller as it comes nearer. */
const comes = (kmh: number, frames: number, off: (i: number) => number = () => 0): Seen[] =>
  Array.from({ length: frames }, (_, i) => ({
    x: 2 + (kmh / 3.6) * 0.1 * i + off(i),
    error: Math.max(0.1, 0.8 - 0.03 * i),
  }));

describe('the speed of who comes from far away', () => {
  it('is told by the surest of its figures, two seconds after the first', () => {
    // Far away its place trembles by half a metre.
    const said = play(comes(80, 30, (i) => (i < 8 ? 0.5 * (-1) ** i : 0)));
    expect(said).toHaveLength(1);
    expect(said[0]!.measurement!.value).toBeCloseTo(80, 1);
    expect(said[0]!.measurement!.uncertainty).toBeLessThan(3);
  });

  it('is the middle one of those that are nearly as certain, where a box slides for a while', () => {
    // The last second is as certain as any: the box slides evenly.
    const slides = comes(80, 34, (i) => 0.15 * Math.max(0, i - 18)).map(({ x }) => ({ x, error: 0.1 }));
    const said = play(slides);
    expect(Math.abs(said[0]!.measurement!.value - 80)).toBeLessThan(1);
  });

  it('is told at once of who leaves the zone, or is lost', () => {
    expect(play(comes(90, 30), [0, 0.36]).map(({ ms }) => ms)).toEqual([1400]);
    expect(play(comes(90, 14)).map(({ ms }) => ms)).toEqual([1400]);
  });

  it('accuses nobody by a first figure that those after it do not bear out', () => {
    // Its first boxes are too far back, so that it seems to have come faster than it did.
    const jumps = comes(55, 40, (i) => (i < 2 ? -4 : 0));
    expect(play(jumps)).toEqual([]);
  });

  it('is told of who brakes, with what it drove before', () => {
    const x = (s: number) => (s < 1.2 ? 25 * s : 30 + 25 * (s - 1.2) - 3 * (s - 1.2) ** 2);
    const said = play(Array.from({ length: 30 }, (_, i) => ({ x: x(i / 10), error: 0.1 })));
    expect(said).toHaveLength(1);
    expect(said[0]!.measurement!.value).toBeGreaterThan(85);
  });
});
