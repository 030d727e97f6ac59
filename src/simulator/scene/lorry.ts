import type { Body, Face, Rgb } from './paint.ts';
import { box, face, type Place, wheel } from './shapes.ts';

const glass: Rgb = [38, 46, 56];
const dark: Rgb = [26, 27, 30];
const white: Rgb = [238, 240, 244];
const red: Rgb = [176, 22, 26];

/** A rectangle on an upright side: to the front (`u` fixed) or to a side (`v` fixed). */
function patch(
  place: Place,
  on: { u: number } | { v: number },
  a: readonly [number, number],
  b: readonly [number, number],
  rgb: Rgb,
  finish: Face['finish'] = 'flat',
  forward = true,
): Face {
  const [a0, a1] = a;
  const [z0, z1] = b;
  if ('u' in on) {
    const corners = [place(on.u, a0, z0), place(on.u, a1, z0), place(on.u, a1, z1), place(on.u, a0, z1)];
    return face(forward ? corners : corners.reverse(), rgb, finish);
  }
  const corners = [place(a1, on.v, z0), place(a0, on.v, z0), place(a0, on.v, z1), place(a1, on.v, z1)];
  return face(on.v > 0 ? corners : corners.reverse(), rgb, finish);
}

const wheels = (place: Place, along: readonly number[], half: number, radius: number, turned: number): Face[] =>
  along.flatMap((u) =>
    ([1, -1] as const).flatMap((s) => wheel(place, { u, v: s * (half + 0.006), z: radius }, radius, s, turned)),
  );

/** A light box lorry, 6 m long. */
export function lorry(place: Place, cab: Rgb, load: Rgb, turned: number): Body {
  const chassis = box(place, { u: [-3, 3], v: [-0.9, 0.9], z: [0.35, 0.75] }, dark, 'matte');
  const under = [-2, 2.1].flatMap((u) =>
    box(place, { u: [u - 0.4, u + 0.4], v: [-0.85, 0.85], z: [0, 0.7] }, dark, 'matte'),
  );
  const head = [
    ...box(place, { u: [1.35, 2.95], v: [-1, 1], z: [0.55, 1.35] }, cab),
    ...box(place, { u: [1.35, 2.82], v: [-0.99, 0.99], z: [1.35, 2.25] }, cab, 'paint', 0.08),
    patch(place, { u: 2.835 }, [-0.86, 0.86], [1.42, 2.1], glass, 'glass'),
    patch(place, { v: 0.98 }, [1.75, 2.65], [1.45, 2.05], glass, 'glass'),
    patch(place, { v: -0.98 }, [1.75, 2.65], [1.45, 2.05], glass, 'glass'),
    patch(place, { u: 2.965 }, [-0.6, 0.6], [0.85, 1.1], dark),
    patch(place, { u: 2.965 }, [-0.95, -0.65], [0.85, 1.05], white),
    patch(place, { u: 2.965 }, [0.65, 0.95], [0.85, 1.05], white),
    patch(place, { u: 2.97 }, [-1, 1], [0.5, 0.72], dark),
    patch(place, { u: 2.98 }, [-0.26, 0.26], [0.52, 0.68], white),
    ...wheels(place, [2.1], 1, 0.42, turned),
  ];
  const body = [
    ...box(place, { u: [-3, 1.25], v: [-1.05, 1.05], z: [0.75, 2.85] }, load),
    patch(place, { u: -3.005 }, [-0.02, 0.02], [0.8, 2.8], dark, 'flat', false),
    patch(place, { u: -3.006 }, [-1, -0.75], [0.62, 0.8], red, 'flat', false),
    patch(place, { u: -3.006 }, [0.75, 1], [0.62, 0.8], red, 'flat', false),
    patch(place, { u: -3.007 }, [-0.26, 0.26], [0.5, 0.68], white, 'flat', false),
    ...wheels(place, [-2], 1, 0.42, turned),
  ];
  const [wheelsBack, wheelsFront] = [under.slice(0, under.length / 2), under.slice(under.length / 2)];
  return [{ items: [...wheelsFront, ...head] }, { items: [...wheelsBack, ...chassis, ...body] }];
}

/** A town bus, 9 m long. */
export function bus(place: Place, paint: Rgb, stripe: Rgb, turned: number): Body {
  const windows = (v: number) =>
    Array.from({ length: 6 }, (_, i) =>
      patch(place, { v }, [-4.1 + i * 1.35, -2.9 + i * 1.35], [1.45, 2.4], glass, 'glass'),
    );
  return [
    {
      items: [
        ...[-2.6, 2.7].flatMap((u) =>
          box(place, { u: [u - 0.45, u + 0.45], v: [-1.1, 1.1], z: [0, 0.7] }, dark, 'matte'),
        ),
        ...box(place, { u: [-4.5, 4.5], v: [-1.22, 1.22], z: [0.35, 2.95] }, paint, 'paint', 0.05),
        ...([1.2, -1.2] as const).flatMap((v) => [
          patch(place, { v: v + Math.sign(v) * 0.03 }, [-4.45, 4.45], [0.85, 1.15], stripe),
          ...windows(v + Math.sign(v) * 0.012),
        ]),
        patch(place, { v: -1.235 }, [3.45, 4.3], [0.45, 2.4], glass, 'glass'),
        patch(place, { u: 4.515 }, [-1.08, 1.08], [1.25, 2.45], glass, 'glass'),
        patch(place, { u: 4.515 }, [-0.7, 0.7], [2.55, 2.85], [24, 24, 26]),
        patch(place, { u: 4.52 }, [-0.5, 0.5], [2.62, 2.78], [255, 168, 40]),
        patch(place, { u: 4.52 }, [-1.1, -0.7], [0.72, 0.95], white),
        patch(place, { u: 4.52 }, [0.7, 1.1], [0.72, 0.95], white),
        patch(place, { u: 4.52 }, [-1.2, 1.2], [0.38, 0.55], dark),
        patch(place, { u: -4.515 }, [-0.95, 0.95], [1.5, 2.4], glass, 'glass', false),
        patch(place, { u: -4.515 }, [-1.15, -0.9], [0.8, 1.2], red, 'flat', false),
        patch(place, { u: -4.515 }, [0.9, 1.15], [0.8, 1.2], red, 'flat', false),
        ...wheels(place, [-2.6, 2.7], 1.22, 0.46, turned),
      ],
    },
  ];
}
