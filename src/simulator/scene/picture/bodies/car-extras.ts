// What some cars have besides: an open bed, a roof rack, a taxi's sign, a minibus's stripe and cooling.
import type { Face, Rgb } from './body.ts';
import type { CarShape } from './car-shapes.ts';
import { box, face, onSide, type Place } from './kit.ts';

export interface CarLook {
  readonly paint: Rgb;
  readonly turned: number;
  /** Lighter panes than usual, as older cars have them. */
  readonly clear: boolean;
  readonly taxi?: { readonly stripe: Rgb; readonly sign: Rgb };
  readonly roofRack: boolean;
  /** What lies on the bed of a pickup; undefined for an empty one. */
  readonly load?: Rgb;
  /** Passengers' windows in one band, a firm's stripe, cooling on the roof. */
  readonly minibus?: { readonly stripe: Rgb; readonly striped: boolean; readonly cooled: boolean };
}

/** The open bed of a pickup, with or without something on it. */
export function bed(place: Place, shape: CarShape, load: Rgb | undefined): Face[] {
  const [u0, u1] = [-0.49 * shape.length, (shape.at[2] - 0.5) * shape.length - 0.05];
  const half = shape.width * 0.4;
  const rim = shape.belt[1] * shape.height + 0.05;
  const floor = [
    place(u0 + 0.05, -half, rim),
    place(u1, -half, rim),
    place(u1, half, rim),
    place(u0 + 0.05, half, rim),
  ];
  const inside = face(floor, [30, 30, 32], 'flat');
  if (!load) return [inside];
  return [
    inside,
    ...box(
      place,
      { u: [u0 + 0.2, u1 - 0.1], v: [-half * 0.9, half * 0.9], z: [rim - 0.02, rim + 0.4] },
      load,
      'matte',
      0.08,
    ),
  ];
}

/** Roof rack, sign and stripe of a taxi, what makes a minibus. */
export function extras(place: Place, shape: CarShape, look: CarLook): Face[] {
  const roof = shape.height + 0.01;
  const mid = ((shape.at[4] + shape.at[5]) / 2 - 0.5) * shape.length;
  const half = (shape.width / 2) * shape.roofShare;
  const faces: Face[] = [];
  if (look.roofRack)
    for (const s of [1, -1] as const) {
      const v: readonly [number, number] = s === 1 ? [half * 0.86, half * 0.94] : [-half * 0.94, -half * 0.86];
      faces.push(...box(place, { u: [mid - 1.1, mid + 0.3], v, z: [roof - 0.01, roof + 0.06] }, [70, 72, 76], 'matte'));
    }
  if (look.taxi) {
    const w = shape.width / 2 + 0.007;
    for (const s of [1, -1] as const)
      faces.push(
        onSide(place, s, w, [-shape.length * 0.34, shape.length * 0.3], [0.5, 0.72], look.taxi.stripe, 'paint'),
      );
    faces.push(
      ...box(
        place,
        { u: [mid - 0.12, mid + 0.12], v: [-0.36, 0.36], z: [roof, roof + 0.17] },
        look.taxi.sign,
        'matte',
        0.05,
      ),
    );
  }
  if (look.minibus) {
    const { stripe, striped, cooled } = look.minibus;
    const w = shape.width / 2 + 0.007;
    const belt = shape.belt[4] * shape.height;
    if (striped)
      for (const s of [1, -1] as const)
        faces.push(
          onSide(place, s, w, [-shape.length * 0.48, shape.length * 0.36], [belt - 0.34, belt - 0.14], stripe, 'paint'),
        );
    if (cooled)
      faces.push(
        ...box(place, { u: [-1.5, 0.1], v: [-0.6, 0.6], z: [roof - 0.02, roof + 0.16] }, [214, 216, 216], 'matte', 0.1),
      );
  }
  return faces;
}
