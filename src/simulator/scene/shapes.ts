// Building blocks of bodies, in a body's own frame: u forward, v to its left, z up, origin on the ground under its middle.
import type { Face, Lump, Rgb } from './paint.ts';
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

/** A disc standing upright along the direction of travel, looking to the left (`side` 1) or to the right (-1). */
export function disc(
  place: Place,
  at: { u: number; v: number; z: number },
  radius: number,
  side: 1 | -1,
  rgb: Rgb,
  finish: Face['finish'] = 'matte',
): Face {
  const corners = Array.from({ length: 18 }, (_, i) => {
    const angle = (-side * i * 2 * Math.PI) / 18;
    return place(at.u + radius * Math.cos(angle), at.v, at.z + radius * Math.sin(angle));
  });
  return face(corners, rgb, finish);
}

const tyre: Rgb = [34, 34, 37];
const rim: Rgb = [168, 172, 178];
const arch: Rgb = [16, 16, 18];

/** A wheel as it is seen on the outside of a body: arch, tyre, rim with spokes that turn. */
export function wheel(
  place: Place,
  at: { u: number; v: number; z: number },
  radius: number,
  side: 1 | -1,
  turned: number,
): Face[] {
  const out = (extra: number) => ({ ...at, v: at.v + side * extra });
  const spokes = [0, 1, 2, 3, 4].map((i) => {
    const a = turned + (i * 2 * Math.PI) / 5;
    const tip = radius * 0.56;
    const w = 0.22;
    const corners = [
      [0.12, a - 0.5],
      [1, a - w],
      [1, a + w],
      [0.12, a + 0.5],
    ].map(([k, angle]) =>
      place(
        at.u + tip * (k ?? 0) * Math.cos(angle ?? 0),
        at.v + side * 0.03,
        at.z + tip * (k ?? 0) * Math.sin(angle ?? 0),
      ),
    );
    return face(side === 1 ? corners.reverse() : corners, rim, 'matte');
  });
  return [
    disc(place, at, radius * 1.16, side, arch, 'flat'),
    disc(place, out(0.01), radius, side, tyre),
    disc(place, out(0.02), radius * 0.62, side, [92, 95, 100]),
    ...spokes,
    disc(place, out(0.04), radius * 0.14, side, rim),
  ];
}
