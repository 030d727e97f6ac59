// Building blocks of bodies, in a body's own frame: u forward, v to its left, z up, origin on the ground under its middle.
import type { Face, Lump, Rgb } from './picture/bodies/body.ts';
import type { Vec3 } from './vector.ts';

/** From a body's own frame into the world. */
export type Place = (u: number, v: number, z: number) => Vec3;

/** @param heading direction of travel, radians from the x axis. */
export function placeAt(x: number, y: number, heading: number): Place {
  const c = Math.cos(heading);
  const s = Math.sin(heading);
  return (u, v, z) => [x + u * c - v * s, y + u * s + v * c, z];
}

export const face = (points: readonly Vec3[], rgb: Rgb, finish: Face['finish'] = 'paint'): Face => ({
  kind: 'face',
  points,
  rgb,
  finish,
});

export const lump = (rgb: Rgb, ...balls: readonly (readonly [Vec3, number])[]): Lump => ({
  kind: 'lump',
  rgb,
  balls: balls.map(([at, radius]) => ({ at, radius })),
});

/** The five visible sides of a box; `taper` narrows its top. */
export function box(
  place: Place,
  size: { u: readonly [number, number]; v: readonly [number, number]; z: readonly [number, number] },
  rgb: Rgb,
  finish: Face['finish'] = 'paint',
  taper = 0,
): Face[] {
  const [u0, u1] = size.u;
  const [v0, v1] = size.v;
  const [z0, z1] = size.z;
  const p = (u: number, v: number, z: number) => place(u, v + (z === z1 ? Math.sign((v0 + v1) / 2 - v) * taper : 0), z);
  return [
    face([p(u1, v1, z0), p(u0, v1, z0), p(u0, v1, z1), p(u1, v1, z1)], rgb, finish),
    face([p(u0, v0, z0), p(u1, v0, z0), p(u1, v0, z1), p(u0, v0, z1)], rgb, finish),
    face([p(u1, v0, z0), p(u1, v1, z0), p(u1, v1, z1), p(u1, v0, z1)], rgb, finish),
    face([p(u0, v1, z0), p(u0, v0, z0), p(u0, v0, z1), p(u0, v1, z1)], rgb, finish),
    face([p(u0, v0, z1), p(u1, v0, z1), p(u1, v1, z1), p(u0, v1, z1)], rgb, finish),
  ];
}
