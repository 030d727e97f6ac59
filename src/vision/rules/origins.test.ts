import { describe, expect, it } from 'vitest';
import { sceneOf, trackAt } from '../testing/walk.ts';
import { turningMovements } from './turning-movements.ts';

type At = readonly [id: string, x: number, y: number];

/** Across the picture of 1000 × 500, from left to right: forward is downwards. */
const across = (y: number) => [
  [0, y],
  [1, y],
];

/** Motorcycles that ride down the picture, ten times a second, 100 pixels a second. @returns how many were counted. */
function counted(here: (y: number) => readonly At[]): number {
  const rule = turningMovements.create(
    turningMovements.schema.parse({
      ...{ id: 'turns', kind: 'turning-movements', event: true },
      from: [{ id: 'north', line: across(0.5) }],
      to: [{ id: 'south', line: across(0.8) }],
    }),
  );
  let said = 0;
  for (let i = 0; i < 40; i++) {
    const tracks = here(100 + 10 * i).map(([id, x, y]) => trackAt(x, y, { id, class: 'motorcycle', height: 60 }));
    said += rule.step(sceneOf(100 * i, tracks)).length;
  }
  return said;
}

describe('where somebody came from', () => {
  it('is known still where its track breaks on the way and another one goes on', () => {
    expect(counted((y) => (y < 300 ? [['a', 500, y]] : y < 340 ? [] : [['b', 500, y]]))).toBe(1);
  });

  it('is not known of who begins where nobody was lost', () => {
    expect(counted((y) => (y < 300 ? [['a', 500, y]] : y < 340 ? [] : [['b', 700, y]]))).toBe(0);
  });

  it('is known of who was covered by the one beside it on the way over the line', () => {
    const beside = (y: number): At[] => [
      ['a', 500, y],
      ...(y < 220 ? [['b', 515, y] as const] : y >= 320 ? [['c', 540, y] as const] : []),
    ];
    expect(counted(beside)).toBe(2);
  });

  it('is known of who comes into sight beside one who covered it all the way', () => {
    expect(counted((y) => [['a', 500, y], ...(y < 320 ? [] : [['b', 540, y] as const])])).toBe(2);
  });

  it('is not told twice of one body that is followed twice', () => {
    expect(counted((y) => [['a', 500, y], ...(y < 320 ? [] : [['b', 503, y] as const])])).toBe(1);
  });

  it('is its own of who was lost for a moment, whoever was taken for it meanwhile', () => {
    const aside = (y: number): At[] => (y >= 310 && y < 330 ? [['b', 530, y]] : []);
    expect(counted((y) => [...(y >= 300 && y < 320 ? [] : [['a', 500, y] as const]), ...aside(y)])).toBe(1);
  });

  it('is not known of who comes in at the edge of the picture', () => {
    expect(counted((y) => (y < 300 ? [['a', 30, y]] : y < 340 ? [] : [['b', 20, y]]))).toBe(0);
  });
});
