// Building blocks of bodies, in a body's own frame: u forward, v to its left, z up, origin on the ground under its middle.
import { add, cross, dot, subtract, times, unit, type Vec3 } from '../../vector.ts';
import type { Face, Lump, Rgb } from './body.ts';

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

type Ball = readonly [at: Vec3, radius: number];

export const lump = (rgb: Rgb, ...balls: readonly Ball[]): Lump => ({
  kind: 'lump',
  rgb,
  balls: balls.map(([at, radius]) => ({ at, radius })),
});

export const shining = (finish: 'head' | 'tail' | 'paint', rgb: Rgb, ...balls: readonly Ball[]): Lump => ({
  ...lump(rgb, ...balls),
  finish,
});

export const darker = (rgb: Rgb, k: number): Rgb => [rgb[0] * k, rgb[1] * k, rgb[2] * k];

type Span = readonly [from: number, to: number];

/** The five visible sides of a box; `taper` narrows its top by this much on each side. */
export function box(
  place: Place,
  size: { readonly u: Span; readonly v: Span; readonly z: Span },
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

/** A rectangle on a side of the body: looking to the left (`side` 1) or to the right (-1). */
export function onSide(
  place: Place,
  side: 1 | -1,
  v: number,
  u: Span,
  z: Span,
  rgb: Rgb,
  finish: Face['finish'] = 'matte',
): Face {
  const corners = [
    place(u[1], side * v, z[0]),
    place(u[0], side * v, z[0]),
    place(u[0], side * v, z[1]),
    place(u[1], side * v, z[1]),
  ];
  return face(side === 1 ? corners : corners.reverse(), rgb, finish);
}

/** A rectangle that looks forward (`way` 1) or backward (-1); `lean` moves its upper edge back into the body. */
export function onEnd(
  place: Place,
  way: 1 | -1,
  u: number,
  v: Span,
  z: Span,
  rgb: Rgb,
  finish: Face['finish'] = 'matte',
  lean = 0,
): Face {
  const top = u - way * lean;
  const corners = [place(u, v[0], z[0]), place(u, v[1], z[0]), place(top, v[1], z[1]), place(top, v[0], z[1])];
  return face(way === 1 ? corners : corners.reverse(), rgb, finish);
}

/** A disc standing upright along the direction of travel, looking to the left (`side` 1) or to the right (-1). */
export function disc(
  place: Place,
  at: { readonly u: number; readonly v: number; readonly z: number },
  radius: number,
  side: 1 | -1,
  rgb: Rgb,
  finish: Face['finish'] = 'matte',
  count = 14,
): Face {
  const corners = Array.from({ length: count }, (_, i) => {
    const angle = (-side * i * 2 * Math.PI) / count;
    return place(at.u + radius * Math.cos(angle), at.v, at.z + radius * Math.sin(angle));
  });
  return face(corners, rgb, finish);
}

const tyre: Rgb = [30, 30, 33];
const arch: Rgb = [12, 12, 14];

/** A wheel as it is seen on the outside of a body: arch, tyre, rim with spokes that turn. */
export function wheel(
  place: Place,
  at: { readonly u: number; readonly v: number; readonly z: number },
  radius: number,
  side: 1 | -1,
  turned: number,
  rim: Rgb = [158, 162, 168],
): Face[] {
  const out = (extra: number) => ({ ...at, v: at.v + side * extra });
  const spokes = [0, 1, 2, 3, 4].map((i) => {
    const a = turned + (i * 2 * Math.PI) / 5;
    const tip = radius * 0.56;
    const corners = (
      [
        [0.12, a - 0.5],
        [1, a - 0.22],
        [1, a + 0.22],
        [0.12, a + 0.5],
      ] as const
    ).map(([k, angle]) =>
      place(at.u + tip * k * Math.cos(angle), at.v + side * 0.02, at.z + tip * k * Math.sin(angle)),
    );
    return face(side === 1 ? corners.reverse() : corners, rim, 'matte');
  });
  return [
    disc(place, { ...at, z: at.z * 1.06 }, radius * 1.17, side, arch, 'flat'),
    disc(place, out(0.005), radius, side, tyre),
    disc(place, out(0.012), radius * 0.62, side, darker(rim, 0.5)),
    ...spokes,
  ];
}

/** The inner sides of wheels under a body: what is seen of the far ones. */
export const axle = (place: Place, u: number, half: number, radius: number): Face[] =>
  box(place, { u: [u - radius * 0.8, u + radius * 0.8], v: [-half, half], z: [0, radius * 1.5] }, [22, 22, 24], 'flat');

/** A cross-section: half the width and the height of each of its points, from the sill up to the middle of the top. */
export interface Section {
  readonly u: number;
  readonly half: readonly (readonly [v: number, z: number])[];
}

/** How the piece between two sections and two neighbouring points looks. */
export type Skin = (
  segment: number,
  strip: number,
) => { readonly rgb: Rgb; readonly finish: Face['finish'] } | undefined;

/** Neighbouring pieces whose directions differ by less than this (cosine) are shaded as one rounded surface. */
const crease = 0.55;

/** A skin over cross-sections from tail to nose, both sides, from the sills up; rounded where it bends little. */
export function loft(place: Place, sections: readonly Section[], skin: Skin): Face[] {
  const faces: { readonly strip: number; readonly face: Face }[] = [];
  for (const side of [1, -1] as const) {
    const at = (s: Section, k: number) => {
      const [v, z] = s.half[k] as readonly [number, number];
      return place(s.u, side * v, z);
    };
    sections.slice(1).forEach((after, segment) => {
      const before = sections[segment] as Section;
      const strips = after.half.length - 1;
      const outward = Array.from({ length: strips }, (_, k) => {
        const low = at(before, k);
        const across = cross(subtract(at(after, k), low), subtract(at(before, k + 1), low));
        return unit(times(across, side === 1 ? -1 : 1));
      });
      for (let strip = 0; strip < strips; strip++) {
        const look = skin(segment, strip);
        if (!look) continue;
        const corners = [at(after, strip), at(before, strip), at(before, strip + 1), at(after, strip + 1)];
        const own = outward[strip] as Vec3;
        const towards = (other: Vec3 | undefined) => (other && dot(own, other) > crease ? unit(add(own, other)) : own);
        const low = towards(outward[strip - 1]);
        // Over the middle of the body the surface lies level.
        const high = strip + 1 < strips ? towards(outward[strip + 1]) : unit([own[0] * 0.3, own[1] * 0.3, own[2]]);
        const bend: readonly [Vec3, Vec3] = side === 1 ? [low, high] : [high, low];
        const piece = face(side === 1 ? corners : corners.reverse(), look.rgb, look.finish);
        faces.push({ strip, face: { ...piece, bend } });
      }
    });
  }
  return faces.sort((a, b) => a.strip - b.strip).map((f) => f.face);
}

/** The flat end of a loft: nose (`way` 1) or tail (-1). */
export function endOf(place: Place, section: Section, way: 1 | -1, rgb: Rgb, finish: Face['finish'] = 'paint'): Face {
  const left = section.half.map(([v, z]) => place(section.u, v, z));
  const right = section.half.map(([v, z]) => place(section.u, -v, z));
  // Seen from before: right side up, over the top, left side down.
  const corners = [...left, ...right.reverse()];
  return face(way === 1 ? corners : corners.reverse(), rgb, finish);
}
