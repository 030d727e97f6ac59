import { cabin } from './car-cabin.ts';
import { type CarShape, type CarStyle, carShapes, type Station } from './car-shapes.ts';
import type { Body, Face, Rgb } from './paint.ts';
import { box, face, type Place, wheel } from './shapes.ts';
import type { Vec3 } from './vector.ts';

const trim: Rgb = [22, 23, 26];

/** @param turned angle of the wheels, radians. */
export function car(place: Place, style: CarStyle, rgb: Rgb, turned: number): Body {
  const shape = carShapes[style];
  return [
    {
      items: [
        ...underside(place, shape),
        ...hull(place, shape, rgb),
        ...fittings(place, shape, turned),
        ...cabin(place, shape, rgb),
      ],
    },
  ];
}

/** The far wheels and the dark below, seen under the sills. */
function underside(place: Place, shape: CarShape): Face[] {
  const [rear, front] = [shape.stations[1]?.[0] ?? -2, shape.stations.at(-2)?.[0] ?? 2];
  return [
    ...shape.wheels.flatMap((u) =>
      box(place, { u: [u - 0.26, u + 0.26], v: [-0.78, 0.78], z: [0, 0.45] }, trim, 'matte'),
    ),
    ...box(place, { u: [rear + 0.2, front - 0.2], v: [-0.8, 0.8], z: [0.16, 0.4] }, trim, 'flat'),
  ];
}

/** Five points around a half section, from the sill over the shoulder to the middle. */
function section(
  [u, bottom, shoulder, halfWidth]: Station,
  side: 1 | -1,
): readonly (readonly [number, number, number])[] {
  const height = shoulder - bottom;
  return [
    [u, side * halfWidth * 0.93, bottom],
    [u, side * halfWidth, bottom + height * 0.45],
    [u, side * halfWidth * 0.985, bottom + height * 0.72],
    [u, side * halfWidth * 0.9, shoulder],
    [u, 0, shoulder + 0.035],
  ];
}

function hull(place: Place, shape: CarShape, rgb: Rgb): Face[] {
  const faces: Face[] = [];
  const at = (p: readonly [number, number, number] | undefined): Vec3 => place(...(p ?? ([0, 0, 0] as const)));
  for (const side of [1, -1] as const) {
    shape.stations.slice(1).forEach((station, i) => {
      const before = section(shape.stations[i] as Station, side);
      const after = section(station, side);
      for (let k = 0; k < 4; k++) {
        const corners = [at(after[k]), at(before[k]), at(before[k + 1]), at(after[k + 1])];
        faces.push(face(side === 1 ? corners : corners.reverse(), k === 0 ? darker(rgb, 0.82) : rgb));
      }
    });
  }
  const end = (station: Station | undefined, nose: boolean) => {
    if (!station) return;
    const [left, right] = [section(station, 1), section(station, -1)];
    const corners = [at(right[0]), at(left[0]), at(left[2]), at(left[3]), at(right[3]), at(right[2])];
    faces.push(face(nose ? corners : corners.reverse(), rgb));
  };
  end(shape.stations.at(-1), true);
  end(shape.stations[0], false);
  return faces;
}

const darker = (rgb: Rgb, k: number): Rgb => [rgb[0] * k, rgb[1] * k, rgb[2] * k];

/** Wheels, lamps, plates, grille, door seams and handles. */
function fittings(place: Place, shape: CarShape, turned: number): Face[] {
  const nose = shape.stations.at(-1) as Station;
  const tail = shape.stations[0] as Station;
  const w = Math.max(...shape.stations.map((s) => s[3]));
  const upright = (u: number, v0: number, v1: number, z0: number, z1: number, rgb: Rgb, forward: boolean, lean = 0) => {
    const corners = [place(u, v0, z0), place(u, v1, z0), place(u - lean, v1, z1), place(u - lean, v0, z1)];
    return face(forward ? corners : corners.reverse(), rgb, 'flat');
  };
  const side = (s: 1 | -1, u0: number, u1: number, z0: number, z1: number, rgb: Rgb) => {
    const v = s * (w + 0.005);
    const corners = [place(u1, v, z0), place(u0, v, z0), place(u0, v, z1), place(u1, v, z1)];
    return face(s === 1 ? corners : corners.reverse(), rgb, 'flat');
  };
  const [, rearRoof, frontRoof] = shape.cabin;
  const seam: Rgb = [30, 30, 33];
  const shoulder = shape.stations[4]?.[2] ?? 1;
  const mid = (rearRoof + frontRoof) / 2;
  const [nu, nb, ns, nw] = nose;
  const [tu, tb, ts, tw] = tail;
  const belt = (z: number) => (nb + (ns - nb) * z) as number;
  const stern = (z: number) => (tb + (ts - tb) * z) as number;
  const front = shape.stations.at(-2) as Station;
  return [
    // Front: bumper, grille, headlamps, plate.
    upright(nu + 0.01, -nw * 0.9, nw * 0.9, nb - 0.02, belt(0.35), trim, true),
    upright(nu + 0.012, -nw * 0.55, nw * 0.55, belt(0.5), belt(0.95), [40, 42, 46], true),
    ...([1, -1] as const).map((s) =>
      upright(
        nu - 0.03,
        s === 1 ? nw * 0.58 : -front[3] * 0.96,
        s === 1 ? front[3] * 0.96 : -nw * 0.58,
        belt(0.55),
        belt(1.05),
        [238, 240, 244],
        true,
        0.06,
      ),
    ),
    upright(nu + 0.015, -0.25, 0.25, belt(0.08), belt(0.42), [236, 236, 230], true),
    // Back: bumper, tail lamps, plate.
    upright(tu - 0.01, -tw * 0.95, tw * 0.95, tb - 0.04, stern(0.25), trim, false),
    ...([1, -1] as const).map((s) =>
      upright(
        tu - 0.012,
        s === 1 ? tw * 0.56 : -tw * 1.06,
        s === 1 ? tw * 1.06 : -tw * 0.56,
        stern(0.55),
        stern(1),
        [176, 22, 26],
        false,
      ),
    ),
    upright(tu - 0.015, -0.26, 0.26, stern(0.3), stern(0.6), [236, 236, 230], false),
    ...([1, -1] as const).flatMap((s) => [
      side(s, mid - 0.012, mid + 0.012, 0.32, shoulder - 0.08, seam),
      side(s, frontRoof + 0.62, frontRoof + 0.645, 0.36, shoulder - 0.08, seam),
      side(s, rearRoof - 0.02, rearRoof + 0.005, 0.5, shoulder - 0.08, seam),
      side(s, mid - 0.28, mid - 0.1, shoulder - 0.2, shoulder - 0.16, seam),
      side(s, frontRoof + 0.34, frontRoof + 0.52, shoulder - 0.2, shoulder - 0.16, seam),
      ...shape.wheels.flatMap((u) =>
        wheel(place, { u, v: s * (w + 0.006), z: shape.wheelRadius }, shape.wheelRadius, s, turned),
      ),
    ]),
  ];
}
