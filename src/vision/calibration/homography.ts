// Plane to plane: a 3 x 3 matrix by rows, and how it is found from points that are known on both planes.
import type { Point } from '../../domain/detection.ts';

export type Matrix = readonly [number, number, number, number, number, number, number, number, number];

/** A pair of points that show the same spot: on the ground in metres, in the picture in any unit. */
export interface Pair {
  readonly ground: Point;
  readonly picture: Point;
}

/** The image of a point and the weight `w` by which it was divided: its sign says on which side of the horizon it is. */
export function apply(m: Matrix, { x, y }: Point): Point & { readonly w: number } {
  const w = m[6] * x + m[7] * y + m[8];
  return { x: (m[0] * x + m[1] * y + m[2]) / w, y: (m[3] * x + m[4] * y + m[5]) / w, w };
}

/** Undefined where the matrix has none: its points lay on one line. */
export function inverse(m: Matrix): Matrix | undefined {
  const [a, b, c, d, e, f, g, h, i] = m;
  const [p, q, r] = [e * i - f * h, f * g - d * i, d * h - e * g];
  const det = a * p + b * q + c * r;
  if (!(Math.abs(det) > 1e-15)) return undefined;
  return [p, c * h - b * i, b * f - c * e, q, a * i - c * g, c * d - a * f, r, b * g - a * h, a * e - b * d].map(
    (v) => v / det,
  ) as unknown as Matrix;
}

/**
 * The matrix that takes the ground to the picture, by the direct linear transform with normalised points (R. Hartley, In
 * defense of the eight-point algorithm, 1997): exact for four pairs, of least squared algebraic error for more. Its sign is chosen so
 * that the given points have a positive weight.
 * @param pairs at least four, no three of them on one line. @returns undefined where they do not say enough.
 */
export function homographyOf(pairs: readonly Pair[]): Matrix | undefined {
  if (pairs.length < 4) return undefined;
  const ground = normaliser(pairs.map((p) => p.ground));
  const picture = normaliser(pairs.map((p) => p.picture));
  // Eight unknowns, the ninth is 1: the middle of the points is never on the horizon.
  const normal = Array.from({ length: 8 }, () => new Array<number>(9).fill(0));
  for (const pair of pairs) {
    const { x, y } = apply(ground, pair.ground);
    const { x: u, y: v } = apply(picture, pair.picture);
    for (const row of [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ]) {
      for (let i = 0; i < 8; i++) for (let j = 0; j < 9; j++) normal[i]![j]! += row[i]! * row[j]!;
    }
  }
  const h = solve(normal);
  const back = inverse(picture);
  if (!h || !back) return undefined;
  const m = multiply(back, multiply([...h, 1] as unknown as Matrix, ground));
  const sign = Math.sign(apply(m, pairs[0]!.ground).w);
  const same = sign !== 0 && pairs.every((p) => Math.sign(apply(m, p.ground).w) === sign);
  return same && inverse(m) ? (m.map((v) => v * sign) as unknown as Matrix) : undefined;
}

/** Moves points to around the origin, at a distance of about 1. */
function normaliser(points: readonly Point[]): Matrix {
  const n = points.length;
  const [mx, my] = [points.reduce((s, p) => s + p.x, 0) / n, points.reduce((s, p) => s + p.y, 0) / n];
  const far = points.reduce((s, p) => s + Math.hypot(p.x - mx, p.y - my), 0) / n || 1;
  return [1 / far, 0, -mx / far, 0, 1 / far, -my / far, 0, 0, 1];
}

function multiply(a: Matrix, b: Matrix): Matrix {
  const at = (r: number, c: number) => a[3 * r]! * b[c]! + a[3 * r + 1]! * b[3 + c]! + a[3 * r + 2]! * b[6 + c]!;
  return [0, 1, 2].flatMap((r) => [0, 1, 2].map((c) => at(r, c))) as unknown as Matrix;
}

/** Gauss with row exchange: rows of n coefficients and a right side. Undefined where it has no single solution. */
export function solve(rows: readonly (readonly number[])[]): number[] | undefined {
  const m = rows.map((r) => [...r]);
  const n = m.length;
  for (let c = 0; c < n; c++) {
    let best = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(m[r]![c]!) > Math.abs(m[best]![c]!)) best = r;
    if (Math.abs(m[best]![c]!) < 1e-12) return undefined;
    [m[c], m[best]] = [m[best]!, m[c]!];
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = m[r]![c]! / m[c]![c]!;
      for (let k = c; k <= n; k++) m[r]![k]! -= factor * m[c]![k]!;
    }
  }
  return m.map((row, i) => row[n]! / row[i]!);
}
