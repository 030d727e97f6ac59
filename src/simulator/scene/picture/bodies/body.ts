// What bodies are made of: flat faces and rounded lumps in world coordinates, metres.
import type { Vec3 } from '../../vector.ts';

/** Red, green, blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** A flat polygon, seen only from its outer side. Corners run counter-clockwise as seen from there. */
export interface Face {
  readonly kind: 'face';
  readonly points: readonly Vec3[];
  readonly rgb: Rgb;
  /** `paint` and `glass` shine, `matte` does not, `flat` is dark trim, `head` and `tail` are lamps. */
  readonly finish: 'paint' | 'glass' | 'matte' | 'flat' | 'head' | 'tail';
  /** The colour in which it shines by night while the lamps burn: lit windows, a destination. */
  readonly lit?: Rgb;
  /**
   * For a piece of a rounded skin: the outward directions along its first edge (points 0 and 1) and along the opposite
   * one (points 2 and 3), between which it is shaded.
   */
  readonly bend?: readonly [Vec3, Vec3];
}

/** A rounded body: the hull of one or more balls. */
export interface Lump {
  readonly kind: 'lump';
  readonly balls: readonly { readonly at: Vec3; readonly radius: number }[];
  readonly rgb: Rgb;
  readonly finish?: 'head' | 'tail' | 'paint';
}

/** Things that belong together and are drawn in this order; parts are drawn from far to near. */
export interface Part {
  readonly items: readonly (Face | Lump)[];
  /** Which of the people on a two-wheeler this belongs to, from 0, the driver; absent for the machine. */
  readonly rider?: number;
}

export type Body = readonly Part[];
