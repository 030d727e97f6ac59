import { add, cross, dot, subtract, times, unit, type Vec3 } from './vector.ts';

/** A point of the picture in pixels, with its distance along the optical axis in metres. */
export interface Projected {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
}

export interface PinholeOptions {
  readonly position: Vec3;
  /** Where the optical axis points to, degrees clockwise from the y axis seen from above. */
  readonly yaw: number;
  /** How far the axis is tilted down, degrees. */
  readonly tilt: number;
  /** Focal length in pixels. */
  readonly focal: number;
  readonly width: number;
  readonly height: number;
  /**
   * Radial distortion `k` of the division model (Fitzgibbon 2001): `undistorted = distorted / (1 + k · distorted²)`,
   * both radii in focal lengths. Negative is a barrel, as wide lenses have it (-0.05 slight, -0.25 strong); 0 none.
   */
  readonly distortion?: number;
}

/** Nearer than this nothing is drawn, metres. */
const near = 0.4;
/** A straight edge is bent by a distorting lens: it is cut until its pieces stray by no more than this, pixels. */
const bend = 0.2;

const circles = new Map<number, readonly (readonly [cos: number, sin: number])[]>();

/** Points of the unit circle; worked out once. */
function circle(count: number): readonly (readonly [cos: number, sin: number])[] {
  const known = circles.get(count);
  if (known) return known;
  const made = Array.from({ length: count }, (_, i) => {
    const angle = (i * 2 * Math.PI) / count;
    return [Math.cos(angle), Math.sin(angle)] as const;
  });
  circles.set(count, made);
  return made;
}

/** A camera whose projection is exact both ways, with or without barrel distortion. */
export class Pinhole {
  readonly position: Vec3;
  readonly width: number;
  readonly height: number;
  readonly focal: number;
  /** What it was made from: a moved or resized view is a new camera of `{...options, yaw: …}`. */
  readonly options: PinholeOptions;
  readonly #k: number;
  readonly #forward: Vec3;
  readonly #right: Vec3;
  readonly #up: Vec3;

  constructor(options: PinholeOptions) {
    const yaw = (options.yaw * Math.PI) / 180;
    const tilt = (options.tilt * Math.PI) / 180;
    this.options = options;
    this.position = options.position;
    this.width = options.width;
    this.height = options.height;
    this.focal = options.focal;
    this.#k = options.distortion ?? 0;
    this.#forward = [Math.sin(yaw) * Math.cos(tilt), Math.cos(yaw) * Math.cos(tilt), -Math.sin(tilt)];
    this.#right = [Math.cos(yaw), -Math.sin(yaw), 0];
    this.#up = cross(this.#right, this.#forward);
  }

  project(point: Vec3): Projected {
    const d = subtract(point, this.position);
    const depth = dot(d, this.#forward);
    const z = Math.max(depth, 1e-6);
    const x = dot(d, this.#right) / z;
    const y = dot(d, this.#up) / z;
    const scale = this.focal * this.#shrink(x * x + y * y);
    return { x: this.width / 2 + x * scale, y: this.height / 2 - y * scale, depth };
  }

  /** Distorted radius over undistorted radius, from the square of the latter in focal lengths. */
  #shrink(squared: number): number {
    return this.#k === 0 ? 1 : 2 / (1 + Math.sqrt(Math.max(0, 1 - 4 * this.#k * squared)));
  }

  /** Where the ray of a pixel goes: a direction of length 1. */
  rayOf(x: number, y: number): Vec3 {
    const u = (x - this.width / 2) / this.focal;
    const v = (this.height / 2 - y) / this.focal;
    const k = 1 / (1 + this.#k * (u * u + v * v));
    return unit(add(add(this.#forward, times(this.#right, u * k)), times(this.#up, v * k)));
  }

  /** The point of the ground that a pixel shows (the inverse of `project` for z = `height`); undefined above the horizon. */
  groundOf(x: number, y: number, height = 0): Vec3 | undefined {
    const ray = this.rayOf(x, y);
    const along = (height - this.position[2]) / ray[2];
    return ray[2] !== 0 && along > 0 ? add(this.position, times(ray, along)) : undefined;
  }

  /** A polygon in pixels, cut off where it comes too near to the camera; empty where nothing of it lies before it. */
  polygon(points: readonly Vec3[]): Projected[] {
    const kept: Vec3[] = [];
    points.forEach((point, i) => {
      const next = points[(i + 1) % points.length] ?? point;
      const a = this.depthOf(point);
      const b = this.depthOf(next);
      if (a >= near) kept.push(point);
      if (a >= near !== b >= near) kept.push(add(point, times(subtract(next, point), (near - a) / (b - a))));
    });
    const corners = kept.map((p) => this.project(p));
    if (this.#k === 0) return corners;
    return corners.flatMap((corner, i) => {
      const j = (i + 1) % corners.length;
      return [corner, ...this.#bent(kept[i]!, corner, kept[j]!, corners[j]!, 0)];
    });
  }

  /** Points in between, where the picture of a straight edge is a curve. */
  #bent(a: Vec3, from: Projected, b: Vec3, to: Projected, level: number): Projected[] {
    const dx = to.x - from.x;
    const dy = to.y - from.y;
    const length = Math.hypot(dx, dy);
    if (length < 8 || level > 6) return [];
    const half = times(add(a, b), 0.5);
    const middle = this.project(half);
    const strays = Math.abs((middle.x - from.x) * dy - (middle.y - from.y) * dx) / length;
    // The picture of the middle may lie near an end of a long edge: then it proves nothing.
    if (strays < bend && (level > 0 || length < 60)) return [];
    return [...this.#bent(a, from, half, middle, level + 1), middle, ...this.#bent(half, middle, b, to, level + 1)];
  }

  /**
   * The outline of a ball in pixels, exactly (the tangent cone's circle): `count` points, the first to the right, then
   * up; empty where it is too near. With a multiple of 4 the leftmost, rightmost, upper and lower points are among them.
   */
  rimOf(at: Vec3, radius: number, count = 12): Projected[] {
    const flat: number[] = [];
    if (!this.rimInto(flat, at, radius, count)) return [];
    const depth = this.depthOf(at);
    return Array.from({ length: count }, (_, i) => ({ x: flat[2 * i]!, y: flat[2 * i + 1]!, depth }));
  }

  /** The same appended to a list as x, y, x, y, ...; false, and nothing appended, where it is too near. */
  rimInto(out: number[], at: Vec3, radius: number, count: number): boolean {
    const d = subtract(at, this.position);
    // In the camera's own frame: right, up, forward.
    const [r, u, f] = [dot(d, this.#right), dot(d, this.#up), dot(d, this.#forward)];
    const squared = r * r + u * u + f * f;
    const cut = 1 - (radius * radius) / squared;
    if (cut <= 0 || f < near + radius) return false;
    const rim = radius * Math.sqrt(cut);
    // Two directions across the line of sight: the second upright, the first to its right.
    const upright = Math.hypot(f, u) || 1;
    const [upU, upF] = [(rim * f) / upright, (-rim * u) / upright];
    const away = Math.sqrt(squared);
    const [rightR, rightU, rightF] = [
      (rim * upright) / away,
      (-rim * r * u) / (upright * away),
      (-rim * r * f) / (upright * away),
    ];
    for (const [c, s] of circle(count)) {
      const z = f * cut + c * rightF + s * upF;
      const x = (r * cut + c * rightR) / z;
      const y = (u * cut + c * rightU + s * upU) / z;
      const scale = this.focal * this.#shrink(x * x + y * y);
      out.push(this.width / 2 + x * scale, this.height / 2 - y * scale);
    }
    return true;
  }

  depthOf(point: Vec3): number {
    return dot(subtract(point, this.position), this.#forward);
  }

  /** Pixels that a length of one metre takes at a point, across the line of sight (and around the picture's centre). */
  scaleAt(point: Vec3): number {
    const depth = Math.max(this.depthOf(point), near);
    if (this.#k === 0) return this.focal / depth;
    const d = subtract(point, this.position);
    return (this.focal / depth) * this.#shrink((dot(d, this.#right) ** 2 + dot(d, this.#up) ** 2) / depth ** 2);
  }

  /** True where a surface at a point, with this outward direction, is seen from its outer side. */
  sees(point: Vec3, outward: Vec3): boolean {
    return dot(unit(outward), subtract(this.position, point)) > 0;
  }
}
