// A way on the ground, measured along: what road users follow.
import type { Spot } from '../world.ts';

/** Metres between the samples of a path. */
const pitch = 0.5;

export interface Pose {
  readonly x: number;
  readonly y: number;
  /** Radians, counter-clockwise from the x axis. */
  readonly heading: number;
}

export interface Path {
  /** Metres. */
  readonly length: number;
  /** The pose `s` metres along and `offset` metres to the left; beyond the ends it goes straight on. */
  at(s: number, offset?: number): Pose;
  /** Curvature `s` metres along, 1/m, positive to the left. */
  curvature(s: number): number;
  /** Where a point lies beside the path: metres along and to the left, looked for between `from` and `to`. */
  locate(point: Spot, from?: number, to?: number): { readonly s: number; readonly offset: number };
}

/**
 * A path through some points; corners are rounded.
 * @param radius how far before and after a corner the rounding begins, metres, where the legs are long enough.
 */
export function pathThrough(points: readonly Spot[], radius = 8): Path {
  return pathOf(resampled(rounded(points, radius)));
}

/** The same way, driven from its end to its beginning. */
export function reversed(path: Path): Path {
  const n = Math.max(2, Math.ceil(path.length / pitch) + 1);
  return pathOf(
    Array.from({ length: n }, (_, i) => {
      const p = path.at(path.length * (1 - i / (n - 1)));
      return [p.x, p.y] as const;
    }),
  );
}

/** A quadratic curve in the place of each corner. */
function rounded(points: readonly Spot[], radius: number): Spot[] {
  const out: Spot[] = [];
  points.forEach((p, i) => {
    const before = points[i - 1];
    const after = points[i + 1];
    if (!before || !after) {
      out.push(p);
      return;
    }
    const cut = Math.min(radius, distance(before, p) / 2, distance(p, after) / 2);
    const a = towards(p, before, cut);
    const b = towards(p, after, cut);
    const steps = Math.max(2, Math.ceil((2 * cut) / pitch));
    for (let k = 0; k <= steps; k++) {
      const t = k / steps;
      const [u, v, w] = [(1 - t) ** 2, 2 * t * (1 - t), t * t];
      out.push([u * a[0] + v * p[0] + w * b[0], u * a[1] + v * p[1] + w * b[1]]);
    }
  });
  return out;
}

const distance = (a: Spot, b: Spot) => Math.hypot(b[0] - a[0], b[1] - a[1]);

function towards(from: Spot, to: Spot, metres: number): Spot {
  const k = metres / (distance(from, to) || 1);
  return [from[0] + (to[0] - from[0]) * k, from[1] + (to[1] - from[1]) * k];
}

/** The same line with points at equal distances. */
function resampled(points: readonly Spot[]): Spot[] {
  const kept = points.filter((p, i) => i === 0 || distance(points[i - 1]!, p) > 1e-9);
  const lengths = kept.map((p, i) => (i === 0 ? 0 : distance(kept[i - 1]!, p)));
  const total = lengths.reduce((a, b) => a + b, 0);
  const n = Math.max(2, Math.ceil(total / pitch) + 1);
  const out: Spot[] = [];
  let leg = 1;
  let before = 0;
  for (let i = 0; i < n; i++) {
    const s = (total * i) / (n - 1);
    while (leg < kept.length - 1 && before + lengths[leg]! < s) before += lengths[leg++]!;
    const a = kept[leg - 1] ?? kept[0]!;
    const b = kept[leg] ?? a;
    const t = (s - before) / (lengths[leg] || 1);
    out.push([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]);
  }
  return out;
}

/** @param points at equal distances. */
function pathOf(points: readonly Spot[]): Path {
  const last = points.length - 1;
  const step = distance(points[0]!, points[1]!) || pitch;
  const length = step * last;
  // Unwrapped, so that headings can be interpolated.
  const headings: number[] = [];
  for (let i = 0; i <= last; i++) {
    const a = points[Math.max(0, i - 1)]!;
    const b = points[Math.min(last, i + 1)]!;
    const raw = Math.atan2(b[1] - a[1], b[0] - a[0]);
    const prior = headings[i - 1] ?? raw;
    headings.push(raw - 2 * Math.PI * Math.round((raw - prior) / (2 * Math.PI)));
  }
  const at = (s: number, offset = 0): Pose => {
    const k = Math.max(0, Math.min(last - 1, Math.floor(s / step)));
    const t = s / step - k;
    const a = points[k]!;
    const b = points[k + 1]!;
    const h = headings[k]! + (headings[k + 1]! - headings[k]!) * Math.max(0, Math.min(1, t));
    return {
      x: a[0] + (b[0] - a[0]) * t - Math.sin(h) * offset,
      y: a[1] + (b[1] - a[1]) * t + Math.cos(h) * offset,
      heading: h,
    };
  };
  const squared = (k: number, p: Spot) => (points[k]![0] - p[0]) ** 2 + (points[k]![1] - p[1]) ** 2;
  return {
    length,
    at,
    curvature: (s) => {
      const k = Math.max(1, Math.min(last - 1, Math.round(s / step)));
      return (headings[k + 1]! - headings[k - 1]!) / (2 * step);
    },
    locate: (p, from = 0, to = length) => {
      const low = Math.max(0, Math.min(last, Math.floor(from / step)));
      const high = Math.max(low, Math.min(last, Math.ceil(to / step)));
      let best = low;
      for (let k = low; k <= high; k += 4) if (squared(k, p) < squared(best, p)) best = k;
      for (let k = Math.max(low, best - 3), end = Math.min(high, best + 3); k <= end; k++) {
        if (squared(k, p) < squared(best, p)) best = k;
      }
      const h = headings[best]!;
      const dx = p[0] - points[best]![0];
      const dy = p[1] - points[best]![1];
      return {
        s: best * step + dx * Math.cos(h) + dy * Math.sin(h),
        offset: -dx * Math.sin(h) + dy * Math.cos(h),
      };
    },
  };
}
