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
}

/** Nearer than this nothing is drawn, metres. */
const near = 0.4;

/** An ideal camera without distortion. */
export class Pinhole {
  readonly position: Vec3;
  readonly width: number;
  readonly height: number;
  readonly focal: number;
  readonly #forward: Vec3;
  readonly #right: Vec3;
  readonly #up: Vec3;

  constructor(options: PinholeOptions) {
    const yaw = (options.yaw * Math.PI) / 180;
    const tilt = (options.tilt * Math.PI) / 180;
    this.position = options.position;
    this.width = options.width;
    this.height = options.height;
    this.focal = options.focal;
    this.#forward = [Math.sin(yaw) * Math.cos(tilt), Math.cos(yaw) * Math.cos(tilt), -Math.sin(tilt)];
    this.#right = [Math.cos(yaw), -Math.sin(yaw), 0];
    this.#up = cross(this.#right, this.#forward);
  }

  project(point: Vec3): Projected {
    const d = subtract(point, this.position);
    const depth = dot(d, this.#forward);
    const scale = this.focal / Math.max(depth, 1e-6);
    return { x: this.width / 2 + dot(d, this.#right) * scale, y: this.height / 2 - dot(d, this.#up) * scale, depth };
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
    return kept.map((p) => this.project(p));
  }

  depthOf(point: Vec3): number {
    return dot(subtract(point, this.position), this.#forward);
  }

  /** Pixels that a length of one metre takes at a point, across the line of sight. */
  scaleAt(point: Vec3): number {
    return this.focal / Math.max(this.depthOf(point), near);
  }

  /** True where a surface at a point, with this outward direction, is seen from its outer side. */
  sees(point: Vec3, outward: Vec3): boolean {
    return dot(unit(outward), subtract(this.position, point)) > 0;
  }
}
