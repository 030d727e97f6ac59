// Building blocks of plans: straight strips of road with their kerbs, lines and rows of furniture.
import type { Furniture, Marking, Spot, Surface } from '../world.ts';

export const rectangle = (x0: number, x1: number, y0: number, y1: number): Spot[] => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
];

export const surface = (kind: Surface['kind'], outline: readonly Spot[]): Surface => ({ kind, outline });

export const marking = (
  kind: Marking['kind'],
  along: readonly Spot[],
  width = 0.15,
  colour: Marking['colour'] = 'white',
): Marking => ({ kind, along, width, colour });

export const furniture = (
  kind: Furniture['kind'],
  at: readonly Spot[],
  height: number,
  seed: number,
  more: { id?: string; heading?: number } = {},
): Furniture => ({ kind, at, height, seed, ...more });

/** Equal things in a row along x. */
export function row(
  kind: Furniture['kind'],
  xs: readonly number[],
  y: number,
  height: number,
  heading: number,
  seed = 0,
): Furniture[] {
  return xs.map((x, i) => furniture(kind, [[x, y]], height, seed + i * 7 + 1, { heading }));
}

/** Houses side by side along x, as they stand along Vietnamese streets: narrow, of many heights. */
export function houses(from: number, to: number, y: number, depth: number, random: () => number): Furniture[] {
  const out: Furniture[] = [];
  for (let x = from; x < to; ) {
    const width = 4 + 4 * random();
    const height = 4 + 9 * random();
    if (random() > 0.12) {
      const near = Math.min(y, y + depth);
      const far = Math.max(y, y + depth);
      out.push(furniture('building', rectangle(x, x + width - 0.1, near, far), height, Math.floor(random() * 1e6)));
    }
    x += width;
  }
  return out;
}
