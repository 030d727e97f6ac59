// Which share of a silhouette can be seen: on a raster of 32 x 32 cells over its box, a row of cells is the bits of a number.
import type { Extremes, Outline, Silhouette } from './outline.ts';

const cells = 32;

/** Where the cells lie: cell (column, row) has its middle at x0 + (column + 0.5) · dx. */
interface Raster {
  readonly x0: number;
  readonly y0: number;
  readonly dx: number;
  readonly dy: number;
}

export const overlap = (a: Extremes, b: Extremes) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/**
 * Share of a silhouette that lies in the picture and that none of some others covers, 0 to 1.
 * @param nearer those that stand before it.
 */
export function visibleShare(
  of: Silhouette,
  nearer: readonly Silhouette[],
  size: { readonly width: number; readonly height: number },
): number {
  const { left, top, right, bottom } = of.box;
  const raster = { x0: left, y0: top, dx: (right - left) / cells, dy: (bottom - top) / cells };
  const own = rows();
  for (const outline of of.outlines) mark(own, outline, raster);
  const all = count(own);
  if (all === 0) return 0;
  const covered = rows();
  for (const other of nearer) {
    if (overlap(of.box, other.box)) for (const outline of other.outlines) mark(covered, outline, raster);
  }
  // Inside of the picture.
  const seen = rows();
  mark(seen, [0, 0, size.width, 0, size.width, size.height, 0, size.height], raster);
  for (let r = 0; r < cells; r++) own[r] = own[r]! & seen[r]! & ~covered[r]!;
  return count(own) / all;
}

const rows = () => new Int32Array(cells);

function count(of: Int32Array): number {
  let sum = 0;
  for (let v of of) {
    v = v - ((v >>> 1) & 0x55555555);
    v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
    sum += (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
  }
  return sum;
}

const from = new Float64Array(cells);
const to = new Float64Array(cells);

/** Marks the cells whose middle lies in a convex outline. */
function mark(into: Int32Array, outline: Outline, { x0, y0, dx, dy }: Raster): void {
  let low = cells;
  let high = -1;
  const n = outline.length;
  // In units of cells, shifted so that whole numbers are the cells' middles.
  for (let i = 0; i < n; i += 2) {
    const j = (i + 2) % n;
    let [ax, ay, bx, by] = [
      (outline[i]! - x0) / dx - 0.5,
      (outline[i + 1]! - y0) / dy - 0.5,
      (outline[j]! - x0) / dx - 0.5,
      (outline[j + 1]! - y0) / dy - 0.5,
    ];
    if (ay > by) [ax, ay, bx, by] = [bx, by, ax, ay];
    const first = Math.max(0, Math.ceil(ay));
    const last = Math.min(cells - 1, Math.floor(by));
    const slope = (bx - ax) / (by - ay || 1);
    for (let r = first; r <= last; r++) {
      const x = ax + slope * (r - ay);
      if (r < low || r > high) {
        // Rows come in one unbroken run for each edge; a new one is empty yet.
        if (high < 0) [low, high] = [r, r];
        while (high < r) clear(++high);
        while (low > r) clear(--low);
        if (low === r && high === r) clear(r);
      }
      if (x < from[r]!) from[r] = x;
      if (x > to[r]!) to[r] = x;
    }
  }
  for (let r = Math.max(0, low); r <= high; r++) {
    const a = Math.max(0, Math.ceil(from[r]!));
    const b = Math.min(cells - 1, Math.floor(to[r]!));
    if (b < a) continue;
    const width = b - a + 1;
    into[r] = into[r]! | (width === 32 ? -1 : ((1 << width) - 1) << a);
  }
}

function clear(r: number): void {
  from[r] = Infinity;
  to[r] = -Infinity;
}
