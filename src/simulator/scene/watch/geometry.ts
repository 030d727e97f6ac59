import type { Spot } from '../world.ts';

/** True where a point lies in a polygon; on its edge either way. */
export function inside(outline: readonly Spot[], [x, y]: Spot): boolean {
  let odd = false;
  outline.forEach(([x0, y0], i) => {
    const [x1, y1] = outline[(i + 1) % outline.length] ?? [x0, y0];
    if (y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) odd = !odd;
  });
  return odd;
}

/** Metres from a point to the edge of a polygon. */
export const distanceTo = (outline: readonly Spot[], at: Spot): number =>
  distanceToLine([...outline, outline[0] ?? at], at);

/** Metres from a point to a line of several points. */
export function distanceToLine(line: readonly Spot[], [x, y]: Spot): number {
  return Math.min(
    ...line.slice(1).map(([x1, y1], i) => {
      const [x0, y0] = line[i] ?? [x1, y1];
      const [dx, dy] = [x1 - x0, y1 - y0];
      const t = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
      return Math.hypot(x - x0 - t * dx, y - y0 - t * dy);
    }),
  );
}

export interface Cross {
  /** Share of the step at which it happens, 0 to 1. */
  readonly share: number;
  /** As for the rules: who stands on the first point and looks at the second sees forward go from left to right. */
  readonly direction: 'forward' | 'backward';
}

/** Where a step from `a` to `b` crosses a line; undefined where it does not. A step that ends on the line has crossed. */
export function crossOf(line: readonly Spot[], a: Spot, b: Spot): Cross | undefined {
  for (let i = 0; i + 1 < line.length; i++) {
    const [p, q] = [line[i]!, line[i + 1]!];
    const side = (s: Spot) => (q[0] - p[0]) * (s[1] - p[1]) - (q[1] - p[1]) * (s[0] - p[0]);
    const [before, after] = [side(a), side(b)];
    if (before >= 0 === after >= 0) continue;
    const share = before / (before - after);
    const at: Spot = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
    const along = (at[0] - p[0]) * (q[0] - p[0]) + (at[1] - p[1]) * (q[1] - p[1]);
    if (along >= 0 && along <= (q[0] - p[0]) ** 2 + (q[1] - p[1]) ** 2) {
      return { share, direction: after >= 0 ? 'backward' : 'forward' };
    }
  }
  return undefined;
}
