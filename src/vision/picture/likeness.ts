// How much two pictures of the same place are alike, and by how much one is shifted against the other. Compared are the
// brightness steps from cell to cell, not the brightness: sun, clouds and lamps change that, but not where the kerb is.
import { cellsAcross } from './sample.ts';

/** Brightness steps to the right and down of each cell. */
export interface Relief {
  readonly across: number;
  readonly rows: number;
  readonly right: Float32Array;
  readonly down: Float32Array;
}

export interface Shift {
  /** Cells that the picture went to the right and down. */
  readonly right: number;
  readonly down: number;
  /** -1 to 1: how much the two are alike when this is undone. */
  readonly likeness: number;
}

/** A step counts at most this much, levels: one headlamp must not outvote a street. */
const most = 20;
/** Coarse cells have four by four cells. */
const coarse = 4;
/** At least this share of the picture must be in both. */
const overlap = 0.35;

/** Of cells that are softened first: a white line half a cell further on is still the same line. */
export const reliefOf = (luma: Float32Array, rows: number, hidden?: Uint8Array): Relief =>
  flattened(relief(softened(luma, rows), cellsAcross, rows), hidden, 1);

function softened(luma: Float32Array, rows: number): Float32Array {
  const flat = new Float32Array(luma.length);
  const out = new Float32Array(luma.length);
  const last = luma.length - 1;
  for (let i = 0; i <= last; i++)
    flat[i] = (luma[Math.max(0, i - 1)]! + 2 * luma[i]! + luma[Math.min(last, i + 1)]!) / 4;
  for (let i = 0; i <= last; i++) {
    const above = i < cellsAcross ? i : i - cellsAcross;
    const below = i >= (rows - 1) * cellsAcross ? i : i + cellsAcross;
    out[i] = (flat[above]! + 2 * flat[i]! + flat[below]!) / 4;
  }
  return out;
}

function relief(luma: Float32Array, across: number, rows: number): Relief {
  const right = new Float32Array(luma.length);
  const down = new Float32Array(luma.length);
  for (let y = 0, i = 0; y < rows - 1; y++, i = y * across) {
    for (let x = 0; x < across - 1; x++, i++) {
      right[i] = Math.max(-most, Math.min(most, luma[i + 1]! - luma[i]!));
      down[i] = Math.max(-most, Math.min(most, luma[i + across]! - luma[i]!));
    }
  }
  return { across, rows, right, down };
}

/**
 * Without the steps into, in and out of what is hidden: the edge of a privacy zone stays where it is when the camera turns.
 * @param soft how far a level was spread to its neighbours before.
 */
function flattened(of: Relief, hidden: Uint8Array | undefined, soft: number): Relief {
  const { across, rows, right, down } = of;
  hidden?.forEach((isHidden, i) => {
    if (isHidden === 0) return;
    const [x, y] = [i % across, Math.floor(i / across)];
    for (let r = Math.max(0, y - 1 - soft); r <= Math.min(rows - 1, y + soft); r++) {
      const [from, to] = [Math.max(0, x - 1 - soft), Math.min(across - 1, x + soft) + 1];
      right.fill(0, r * across + from, r * across + to);
      down.fill(0, r * across + from, r * across + to);
    }
  });
  return of;
}

/** The likeness where `b` is `a` shifted to the right by `dx` and down by `dy` cells; every `stride`-th row is read. */
export function likeness(a: Relief, b: Relief, dx = 0, dy = 0, stride = 1): number {
  const { across, rows } = a;
  let [ab, aa, bb] = [0, 0, 0];
  for (let y = Math.max(0, -dy); y < Math.min(rows, rows - dy); y += stride) {
    const end = Math.min(across, across - dx);
    for (let x = Math.max(0, -dx); x < end; x++) {
      const i = y * across + x;
      const j = i + dy * across + dx;
      const p = a.right[i]!;
      const q = a.down[i]!;
      const r = b.right[j]!;
      const s = b.down[j]!;
      ab += p * r + q * s;
      aa += p * p + q * q;
      bb += r * r + s * s;
    }
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

/** A shift found before is the shift still where it makes the two alike to this share of what it did. */
const same = 0.9;

/**
 * The shift that makes `b` most like `a`; looked for coarsely over the whole picture, then finely. 1.4 ms of one core.
 * @param before the shift found last: where it still holds, nothing else is looked at. 0.4 ms.
 * @param hidden cells that are not looked at, 1 each.
 */
export function shiftOf(a: Float32Array, b: Float32Array, rows: number, before?: Shift, hidden?: Uint8Array): Shift {
  const fine = [reliefOf(a, rows, hidden), reliefOf(b, rows, hidden)] as const;
  if (before) {
    const still = best(fine, before, 1, 1, 2);
    if (still.likeness >= same * before.likeness) return still;
  }
  const small = [shrunk(a, rows, hidden), shrunk(b, rows, hidden)] as const;
  const far = best(small, { right: 0, down: 0 }, Math.round(small[0].across * (1 - overlap)), 1, 1);
  const starts = [
    { right: 0, down: 0 },
    { right: far.right * coarse, down: far.down * coarse },
  ];
  const found = starts.map((start) => best(fine, best(fine, start, 4, 2, 3), 1, 1, 2));
  return found.reduce((x, y) => (y.likeness > x.likeness ? y : x));
}

function best(
  [a, b]: readonly [Relief, Relief],
  from: { readonly right: number; readonly down: number },
  reach: number,
  step: number,
  stride: number,
): Shift {
  let found: Shift = { ...from, likeness: -1 };
  for (let dy = -reach; dy <= reach; dy += step) {
    for (let dx = -reach; dx <= reach; dx += step) {
      const [right, down] = [from.right + dx, from.down + dy];
      const shared = (1 - Math.abs(right) / a.across) * (1 - Math.abs(down) / a.rows);
      if (shared < overlap) continue;
      const alike = likeness(a, b, right, down, stride);
      if (alike > found.likeness) found = { right, down, likeness: alike };
    }
  }
  return found;
}

function shrunk(luma: Float32Array, rows: number, hidden?: Uint8Array): Relief {
  const across = cellsAcross / coarse;
  const down = Math.floor(rows / coarse);
  const out = new Float32Array(across * down);
  const none = hidden && new Uint8Array(across * down);
  for (let y = 0; y < down * coarse; y++) {
    const to = Math.floor(y / coarse) * across;
    for (let x = 0; x < cellsAcross; x++) out[to + (x >> 2)]! += luma[y * cellsAcross + x]! / (coarse * coarse);
    if (!none) continue;
    for (let x = 0; x < cellsAcross; x++) none[to + (x >> 2)]! |= hidden![y * cellsAcross + x]!;
  }
  return flattened(relief(out, across, down), none, 0);
}
