import type { Body, Face, Rgb } from './paint.ts';
import { box, disc, face, type Place, wheel } from './shapes.ts';
import type { Vec3 } from './vector.ts';

export type CarStyle = 'saloon' | 'hatchback' | 'offroad';

/** Height of the ground clearance and of the shoulder, and half the width, at stations from the tail to the nose. */
type Station = readonly [u: number, bottom: number, shoulder: number, halfWidth: number];

interface Shape {
  readonly stations: readonly Station[];
  /** Where the cabin begins and ends at the shoulder and at the roof: tail to nose. */
  readonly cabin: readonly [rearBase: number, rearRoof: number, frontRoof: number, frontBase: number];
  readonly roof: number;
  readonly roofHalfWidth: number;
  readonly wheels: readonly [rear: number, front: number];
  readonly wheelRadius: number;
}

const shapes: Readonly<Record<CarStyle, Shape>> = {
  saloon: {
    stations: [
      [-2.28, 0.42, 0.8, 0.72],
      [-2.2, 0.3, 0.95, 0.82],
      [-1.9, 0.24, 1.02, 0.88],
      [-1.2, 0.2, 1.01, 0.91],
      [0, 0.2, 0.98, 0.92],
      [0.9, 0.2, 0.95, 0.91],
      [1.6, 0.22, 0.86, 0.89],
      [2.1, 0.26, 0.74, 0.82],
      [2.26, 0.4, 0.62, 0.68],
    ],
    cabin: [-1.85, -1.05, 0.18, 1.02],
    roof: 1.46,
    roofHalfWidth: 0.6,
    wheels: [-1.36, 1.4],
    wheelRadius: 0.33,
  },
  hatchback: {
    stations: [
      [-1.9, 0.42, 0.9, 0.72],
      [-1.82, 0.3, 1.02, 0.8],
      [-1.2, 0.2, 1.03, 0.86],
      [0, 0.19, 1, 0.87],
      [0.9, 0.2, 0.96, 0.86],
      [1.5, 0.22, 0.88, 0.84],
      [1.88, 0.28, 0.74, 0.76],
      [1.98, 0.4, 0.6, 0.66],
    ],
    cabin: [-1.86, -1.5, 0.22, 1.0],
    roof: 1.52,
    roofHalfWidth: 0.6,
    wheels: [-1.2, 1.26],
    wheelRadius: 0.31,
  },
  offroad: {
    stations: [
      [-2.26, 0.5, 0.95, 0.78],
      [-2.18, 0.38, 1.14, 0.88],
      [-1.3, 0.3, 1.16, 0.94],
      [0, 0.3, 1.14, 0.95],
      [0.9, 0.3, 1.11, 0.94],
      [1.7, 0.32, 1.04, 0.92],
      [2.16, 0.36, 0.9, 0.85],
      [2.28, 0.48, 0.7, 0.74],
    ],
    cabin: [-2.2, -1.95, 0.24, 0.98],
    roof: 1.78,
    roofHalfWidth: 0.68,
    wheels: [-1.38, 1.42],
    wheelRadius: 0.38,
  },
};

const glass: Rgb = [38, 46, 56];
const trim: Rgb = [22, 23, 26];

/** @param turned angle of the wheels, radians. */
export function car(place: Place, style: CarStyle, rgb: Rgb, turned: number): Body {
  const shape = shapes[style];
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
function underside(place: Place, shape: Shape): Face[] {
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

function hull(place: Place, shape: Shape, rgb: Rgb): Face[] {
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
function fittings(place: Place, shape: Shape, turned: number): Face[] {
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

function cabin(place: Place, shape: Shape, rgb: Rgb): Face[] {
  const [rearBase, rearRoof, frontRoof, frontBase] = shape.cabin;
  const base = (shape.stations[4]?.[2] ?? 1) - 0.01;
  const bw = (shape.stations[4]?.[3] ?? 0.9) * 0.9;
  const { roof, roofHalfWidth: rw } = shape;
  const eave = roof - 0.05;
  const lift = (share: number) => base + (eave - base) * share;
  /** A point of the cabin's side: along from tail (0) to nose (1) at this height, between base and eave. */
  const flank = (s: 1 | -1, along: number, up: number, out = 0): Vec3 => {
    const from = rearBase + (rearRoof - rearBase) * up;
    const to = frontBase + (frontRoof - frontBase) * up;
    return place(from + (to - from) * along, s * (bw + (rw - bw) * up + out), lift(up));
  };
  const quad = (
    s: 1 | -1,
    corners: readonly (readonly [number, number])[],
    colour: Rgb,
    finish: Face['finish'],
    out: number,
  ) => {
    const points = corners.map(([along, up]) => flank(s, along, up, out));
    return face(s === 1 ? points : points.reverse(), colour, finish);
  };
  const screen = (b: number, r: number, forward: boolean, inset: number, colour: Rgb, finish: Face['finish']) => {
    const at = (up: number) => b + (r - b) * up;
    const half = (up: number) => bw + (rw - bw) * up - inset;
    const out = (forward ? 1 : -1) * (inset > 0 ? 0.012 : 0);
    const [low, high] = inset > 0 ? [0.08, 0.95] : [0, 1];
    const points = [
      place(at(low) + out, -half(low), lift(low)),
      place(at(low) + out, half(low), lift(low)),
      place(at(high) + out, half(high), lift(high)),
      place(at(high) + out, -half(high), lift(high)),
    ];
    return face(forward ? points : points.reverse(), colour, finish);
  };
  const crown = (s: 1 | -1) => {
    const points = [
      place(frontRoof, s * rw, eave),
      place(rearRoof, s * rw, eave),
      place(rearRoof - 0.02, s * rw * 0.72, roof),
      place(frontRoof - 0.06, s * rw * 0.72, roof),
    ];
    return face(s === 1 ? points : points.reverse(), rgb);
  };
  const top = [
    place(rearRoof - 0.02, -rw * 0.72, roof),
    place(frontRoof - 0.06, -rw * 0.72, roof),
    place(frontRoof - 0.06, rw * 0.72, roof),
    place(rearRoof - 0.02, rw * 0.72, roof),
  ];
  const lid = (u0: number, u1: number, z0: number, z1: number) => {
    const points = [place(u0, -rw, z0), place(u1, -rw * 0.72, z1), place(u1, rw * 0.72, z1), place(u0, rw, z0)];
    return points;
  };
  return [
    screen(frontBase, frontRoof, true, 0, rgb, 'paint'),
    screen(rearBase, rearRoof, false, 0, rgb, 'paint'),
    ...([1, -1] as const).flatMap((s) => [
      quad(
        s,
        [
          [1, 0],
          [0, 0],
          [0, 1],
          [1, 1],
        ],
        rgb,
        'paint',
        0,
      ),
      quad(
        s,
        [
          [0.9, 0.1],
          [0.53, 0.1],
          [0.5, 0.92],
          [0.88, 0.92],
        ],
        glass,
        'glass',
        0.008,
      ),
      quad(
        s,
        [
          [0.49, 0.1],
          [0.1, 0.1],
          [0.16, 0.92],
          [0.46, 0.92],
        ],
        glass,
        'glass',
        0.008,
      ),
      crown(s),
      disc(place, { u: frontBase - 0.28, v: s * (bw + 0.2), z: base + 0.14 }, 0.1, s, rgb),
    ]),
    face([...lid(frontRoof, frontRoof - 0.06, eave, roof)].reverse(), rgb),
    face(lid(rearRoof, rearRoof - 0.02, eave, roof), rgb),
    face(top, rgb),
    screen(frontBase, frontRoof, true, 0.06, glass, 'glass'),
    screen(rearBase, rearRoof, false, 0.07, glass, 'glass'),
  ];
}
