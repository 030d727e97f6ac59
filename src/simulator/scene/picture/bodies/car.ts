// Cars: one skin over cross-sections from tail to nose, with windows, wheels, lamps and plates set on it.
import type { Body, Face, Part, Rgb } from './body.ts';
import { bed, type CarLook, extras } from './car-extras.ts';
import type { CarShape } from './car-shapes.ts';
import { axle, box, darker, endOf, face, loft, onEnd, onSide, type Place, type Section, wheel } from './kit.ts';

const trim: Rgb = [24, 25, 28];
const glass: Rgb = [30, 36, 44];
const lens: Rgb = [226, 230, 236];
const tailLens: Rgb = [164, 20, 24];
const plate: Rgb = [232, 232, 226];

/** Indexes of the sections, by name. */
const at = { boot: 2, roofRear: 3, roofMiddle: 4, roofFront: 5, screen: 6, nose: 9 } as const;

function sectionsOf(shape: CarShape): Section[] {
  const { length, width, height, clearance } = shape;
  return shape.at.map((share, i): Section => {
    const u = (share - 0.5) * length;
    // Seen from above the body narrows towards both ends.
    const end = Math.max(0, Math.abs(share - 0.48) * 2 - 0.62) / 0.4;
    const half = (width / 2) * (1 - 0.16 * end ** 2);
    const belt = (shape.belt[i] as number) * height;
    const sill = clearance + 0.1 * end;
    const roofed = i >= at.roofRear && i <= at.roofFront;
    const roof = height * (i === at.roofMiddle ? 1 : 0.97);
    const top = half * shape.roofShare;
    const flank = sill + (belt - sill) * 0.5;
    const skirt = [
      [half * 0.93, sill],
      [half, flank],
      [half * 0.985, sill + (belt - sill) * 0.78],
      [half * 0.93, belt],
    ] as const;
    if (roofed) return { u, half: [...skirt, [top, roof - 0.06], [top * 0.72, roof], [0, roof + 0.02]] };
    const crown = 0.035 * (1 - end * 0.6);
    return {
      u,
      half: [...skirt, [half * 0.8, belt + crown * 0.7], [half * 0.5, belt + crown], [0, belt + crown * 1.25]],
    };
  });
}

export function car(place: Place, shape: CarShape, look: CarLook, kind: string): Body {
  const sections = sectionsOf(shape);
  const { paint } = look;
  const under: Face[] = [
    ...shape.axles.flatMap((share) => axle(place, (share - 0.5) * shape.length, shape.width * 0.42, shape.wheelRadius)),
    ...box(
      place,
      {
        u: [-shape.length * 0.44, shape.length * 0.44],
        v: [-shape.width * 0.43, shape.width * 0.43],
        z: [shape.clearance * 0.8, shape.clearance + 0.16],
      },
      trim,
      'flat',
    ),
  ];
  const skin = loft(place, sections, (_segment, strip) => ({
    rgb: strip === 0 ? darker(paint, 0.8) : paint,
    finish: 'paint',
  }));
  const items: Face[] = [
    ...under,
    ...skin,
    endOf(place, sections[at.nose] as Section, 1, darker(paint, 0.92)),
    endOf(place, sections[0] as Section, -1, darker(paint, 0.92)),
    ...panes(place, sections, look.clear ? [64, 76, 84] : glass, look.minibus !== undefined),
    ...fittings(place, shape, sections, look),
    ...(kind === 'pickup' ? bed(place, shape, look.load) : []),
    ...extras(place, shape, look),
  ];
  return [{ items }, ...mirrors(place, shape, sections[at.screen] as Section, paint)];
}

/** Parts of their own: the far one is hidden by the body. */
function mirrors(place: Place, shape: CarShape, screen: Section, paint: Rgb): Part[] {
  const w = shape.width / 2;
  const belt = screen.half[3]?.[1] ?? 0.9;
  const u: readonly [number, number] = [screen.u - 0.38, screen.u - 0.2];
  const z: readonly [number, number] = [belt + 0.02, belt + 0.18];
  return ([1, -1] as const).map((s) => ({
    items: box(place, { u, v: s === 1 ? [w * 0.98, w + 0.16] : [-w - 0.16, -w * 0.98], z }, paint, 'paint'),
  }));
}

/** Where the panes of a side begin and end between the sections. */
const apart = [
  [at.boot, 0.42, 0.97],
  [at.roofRear, 0.03, 0.95],
  [at.roofMiddle, 0.05, 0.97],
  [at.roofFront, 0.03, 0.6],
] as const;
const banded = [
  [at.roofRear, 0.04, 0.32],
  [at.roofRear, 0.34, 0.66],
  [at.roofRear, 0.68, 0.99],
  [at.roofMiddle, 0.01, 0.32],
  [at.roofMiddle, 0.34, 0.66],
  [at.roofMiddle, 0.72, 0.99],
  [at.roofFront, 0.0, 0.6],
] as const;

/** Windows on the cabin: three on each side, windscreen, rear window. */
function panes(place: Place, sections: readonly Section[], rgb: Rgb, band: boolean): Face[] {
  const faces: Face[] = [];
  const beltPoint = 3;
  const eave = 4;
  /** A point of the cabin's flank between two sections: `along` 0 to 1 from the rear one, `up` 0 to 1 from the belt. */
  const flank = (i: number, along: number, up: number, side: 1 | -1) => {
    const [a, b] = [sections[i] as Section, sections[i + 1] as Section];
    const mix = (p: number, q: number, t: number) => p + (q - p) * t;
    const corner = (s: Section) => {
      const [v0, z0] = s.half[beltPoint] as readonly [number, number];
      const [v1, z1] = s.half[eave] as readonly [number, number];
      return [mix(v0, v1, up), mix(z0, z1, up)] as const;
    };
    const [p, q] = [corner(a), corner(b)];
    return place(mix(a.u, b.u, along), side * (mix(p[0], q[0], along) + 0.006), mix(p[1], q[1], along));
  };
  for (const side of [1, -1] as const) {
    for (const [i, from, to] of band ? banded : apart) {
      // The triangular ends: the pane's upper edge is short.
      const [upFrom, upTo] = [i === at.boot ? 0.8 : from, i === at.roofFront ? 0.14 : to];
      const corners = [
        flank(i, to, 0.1, side),
        flank(i, from, 0.1, side),
        flank(i, upFrom, 0.9, side),
        flank(i, upTo, 0.9, side),
      ];
      faces.push(face(side === 1 ? corners : corners.reverse(), rgb, 'glass'));
    }
  }
  const screen = (low: Section, high: Section, way: 1 | -1) => {
    const point = (s: Section, k: number, side: 1 | -1, t: number, other: Section) => {
      const [v, z] = s.half[k] as readonly [number, number];
      const [w, y] = other.half[k] as readonly [number, number];
      return place(s.u + (other.u - s.u) * t + way * 0.01, side * (v + (w - v) * t) * 0.94, z + (y - z) * t + 0.012);
    };
    const half = (side: 1 | -1) => [
      point(low, 4, side, 0.1, high),
      point(low, 6, side, 0.1, high),
      point(high, 6, side, 0.06, low),
      point(high, 4, side, 0.06, low),
    ];
    const [left, right] = [half(1), half(-1)];
    // The right half is mirrored: its corners run the other way round.
    faces.push(face(way === 1 ? [...left].reverse() : left, rgb, 'glass'));
    faces.push(face(way === 1 ? right : [...right].reverse(), rgb, 'glass'));
  };
  screen(sections[at.screen] as Section, sections[at.roofFront] as Section, 1);
  screen(sections[at.boot] as Section, sections[at.roofRear] as Section, -1);
  return faces;
}

/** Wheels, lamps, grille, bumpers, plates, seams, mirrors. */
function fittings(place: Place, shape: CarShape, sections: readonly Section[], look: CarLook): Face[] {
  const nose = sections[at.nose] as Section;
  const front = sections[at.nose - 1] as Section;
  const tail = sections[0] as Section;
  const [nw, ntop] = nose.half[3] as readonly [number, number];
  const [tw, ttop] = tail.half[3] as readonly [number, number];
  const [fw, ftop] = front.half[3] as readonly [number, number];
  const low = shape.clearance + 0.1;
  const up = (share: number) => low + (ntop - low) * share;
  const rise = (share: number) => low + (ttop - low) * share;
  const w = shape.width / 2;
  const seam: Rgb = darker(look.paint, 0.45);
  const mid = (sections[at.roofMiddle] as Section).u;
  const screen = sections[at.screen] as Section;
  const belt = screen.half[3]?.[1] ?? 0.9;
  return [
    onEnd(place, 1, nose.u + 0.012, [-nw * 0.86, nw * 0.86], [low - 0.02, up(0.3)], trim),
    onEnd(place, 1, nose.u + 0.013, [-nw * 0.5, nw * 0.5], [up(0.45), up(0.98)], [34, 36, 40]),
    onEnd(place, 1, nose.u + 0.02, [-0.26, 0.26], [up(0.16), up(0.46)], plate),
    onEnd(place, -1, tail.u - 0.012, [-tw * 0.94, tw * 0.94], [low - 0.02, rise(0.24)], trim),
    onEnd(place, -1, tail.u - 0.014, [-0.26, 0.26], [rise(0.4), rise(0.68)], plate),
    ...([1, -1] as const).flatMap((s) => {
      const [a, b] = [Math.min(s * nw * 0.56, s * fw), Math.max(s * nw * 0.56, s * fw)];
      const [c, d] = [Math.min(s * tw * 0.6, s * tw * 1.04), Math.max(s * tw * 0.6, s * tw * 1.04)];
      const headlamp = [
        place(nose.u + 0.02, s * nw * 0.55, up(0.62)),
        place(front.u + 0.06, s * (fw + 0.02), up(0.78)),
        place(front.u + 0.02, s * (fw + 0.015), Math.min(ftop, up(1.15))),
        place(nose.u + 0.005, s * nw * 0.5, up(1.02)),
      ];
      return [
        face(s === 1 ? headlamp : headlamp.reverse(), lens, 'head'),
        onEnd(
          place,
          1,
          nose.u + 0.015,
          [a, b].map((v) => v * 0.86) as [number, number],
          [up(0.68), up(0.98)],
          lens,
          'head',
        ),
        onEnd(place, -1, tail.u - 0.016, [c, d], [rise(0.62), rise(1)], tailLens, 'tail'),
        onSide(place, s, w + 0.004, [mid - 0.015, mid + 0.015], [shape.clearance + 0.12, belt - 0.05], seam),
        onSide(place, s, w + 0.004, [screen.u - 0.3, screen.u - 0.275], [shape.clearance + 0.16, belt - 0.06], seam),
        onSide(place, s, w + 0.005, [mid - 0.28, mid - 0.12], [belt - 0.2, belt - 0.16], seam),
        onSide(
          place,
          s,
          w + 0.004,
          [-shape.length * 0.3, shape.length * 0.3],
          [shape.clearance, shape.clearance + 0.1],
          trim,
        ),
        ...shape.axles.flatMap((share) =>
          wheel(
            place,
            { u: (share - 0.5) * shape.length, v: s * (w + 0.006), z: shape.wheelRadius },
            shape.wheelRadius,
            s,
            look.turned,
          ),
        ),
      ];
    }),
  ];
}
