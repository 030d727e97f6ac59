// The upper part of a car: pillars, windows, roof, mirrors.
import type { CarShape } from './car-shapes.ts';
import type { Face, Rgb } from './paint.ts';
import { disc, face, type Place } from './shapes.ts';
import type { Vec3 } from './vector.ts';

const glass: Rgb = [38, 46, 56];

export function cabin(place: Place, shape: CarShape, rgb: Rgb): Face[] {
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
