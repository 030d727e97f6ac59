// The cab of a lorry: over its engine, with a large windscreen.
import type { Face, Part, Rgb } from './body.ts';
import { axle, box, darker, endOf, loft, onEnd, onSide, type Place, type Section, wheel } from './kit.ts';

const dark: Rgb = [26, 27, 30];
const glass: Rgb = [34, 42, 50];
const lens: Rgb = [228, 232, 236];
const plate: Rgb = [230, 230, 224];

export interface Cab {
  /** From its back to its front, metres along the body. */
  readonly u: readonly [number, number];
  readonly half: number;
  readonly floor: number;
  readonly roof: number;
  readonly wheel: number;
  readonly turned: number;
}

/** A cab over its engine. */
function cab(place: Place, c: Cab, paint: Rgb): Face[] {
  const [u0, u1] = c.u;
  const belt = c.floor + (c.roof - c.floor) * 0.5;
  const w = c.half;
  const section = (u: number, lean: number, narrow: number): Section => ({
    u,
    half: [
      [w * narrow, c.floor],
      [w * narrow, belt],
      [w * 0.94 * narrow, c.roof - 0.12 - lean],
      [w * 0.8 * narrow, c.roof - lean],
      [0, c.roof + 0.02 - lean],
    ],
  });
  const sections = [
    section(u0, 0.02, 1),
    section(u0 + 0.1, 0, 1),
    section(u1 - 0.34, 0, 1),
    section(u1 - 0.1, 0.06, 0.98),
    section(u1, 0.16, 0.94),
  ];
  const nose = sections[4] as Section;
  const axleU = u1 - (u1 - u0) * 0.55;
  return [
    ...axle(place, axleU, w * 0.92, c.wheel),
    ...box(place, { u: [u0, u1 - 0.1], v: [-w * 0.9, w * 0.9], z: [c.wheel, c.floor + 0.1] }, dark, 'flat'),
    ...loft(place, sections, (_, strip) => ({ rgb: strip === 0 ? darker(paint, 0.93) : paint, finish: 'paint' })),
    endOf(place, nose, 1, paint),
    endOf(place, sections[0] as Section, -1, darker(paint, 0.8)),
    onEnd(place, 1, u1 + 0.015, [-w * 0.84, w * 0.84], [belt + 0.02, c.roof - 0.3], glass, 'glass', 0.02),
    onEnd(place, 1, u1 + 0.012, [-w * 0.62, w * 0.62], [c.floor + 0.24, belt - 0.12], darker(paint, 0.45)),
    onEnd(place, 1, u1 + 0.03, [-w * 0.96, w * 0.96], [c.floor - 0.12, c.floor + 0.16], [58, 60, 64]),
    onEnd(place, 1, u1 + 0.04, [-0.26, 0.26], [c.floor - 0.06, c.floor + 0.08], plate),
    ...([1, -1] as const).flatMap((s) => {
      const span = (a: number, b: number): readonly [number, number] => (s === 1 ? [w * a, w * b] : [-w * b, -w * a]);
      return [
        onEnd(place, 1, u1 + 0.035, span(0.64, 0.92), [c.floor + 0.16, c.floor + 0.38], lens, 'head'),
        onSide(place, s, w + 0.008, [u0 + (u1 - u0) * 0.32, u1 - 0.2], [belt + 0.04, c.roof - 0.32], glass, 'glass'),
        onSide(
          place,
          s,
          w + 0.006,
          [u0 + (u1 - u0) * 0.28, u0 + (u1 - u0) * 0.28 + 0.03],
          [c.floor + 0.1, c.roof - 0.3],
          darker(paint, 0.5),
        ),
        ...wheel(place, { u: axleU, v: s * (w + 0.012), z: c.wheel }, c.wheel, s, c.turned, [128, 130, 134]),
      ];
    }),
  ];
}

/** Parts of their own: the far one is hidden by the cab. */
function mirrorsOf(place: Place, c: Cab): Part[] {
  const [w, u1] = [c.half, c.u[1]];
  const z: readonly [number, number] = [c.floor + (c.roof - c.floor) * 0.5, c.roof - 0.3];
  return ([1, -1] as const).map((s) => ({
    items: box(
      place,
      { u: [u1 - 0.12, u1 + 0.04], v: s === 1 ? [w * 1.04, w * 1.2] : [-w * 1.2, -w * 1.04], z },
      dark,
      'matte',
    ),
  }));
}

/** The cab with its mirrors. */
export const cabParts = (place: Place, c: Cab, paint: Rgb): Part[] => [
  { items: cab(place, c, paint) },
  ...mirrorsOf(place, c),
];
