// What stands about on pavements and at road edges and is no road user: cones, bins, pots, stools, stalls with their
// parasols, cabinets, bollards, posters. A detector learns from them what not to see.
import { type Random, seededRandom } from '../../../random.ts';
import type { Vec3 } from '../../vector.ts';
import type { Furniture, Spot } from '../../world.ts';
import type { Body, Lump, Rgb } from '../bodies/body.ts';
import { box, lump, onEnd, type Place, placeAt } from '../bodies/kit.ts';

const bright: readonly Rgb[] = [
  [206, 44, 40],
  [40, 92, 176],
  [226, 186, 50],
  [40, 134, 84],
  [226, 112, 40],
  [232, 232, 228],
];

type Make = (place: Place, random: Random) => Body;

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T;

const cone: Make = (place) => [
  {
    items: [
      ...box(place, { u: [-0.2, 0.2], v: [-0.2, 0.2], z: [0, 0.05] }, [40, 40, 42], 'matte'),
      lump([226, 84, 34], [place(0, 0, 0.12), 0.14], [place(0, 0, 0.72), 0.04]),
      lump([236, 236, 232], [place(0, 0, 0.38), 0.1], [place(0, 0, 0.48), 0.08]),
    ],
  },
];

const bin: Make = (place, random) => {
  const rgb = pick(bright, random);
  return [
    {
      items: [
        ...box(place, { u: [-0.28, 0.28], v: [-0.26, 0.26], z: [0.06, 0.95] }, rgb, 'matte', -0.05),
        ...box(place, { u: [-0.32, 0.32], v: [-0.33, 0.33], z: [0.95, 1.05] }, rgb, 'matte', 0.05),
      ],
    },
  ];
};

const pot: Make = (place, random) => {
  const leaves = Array.from({ length: 14 }, (): Lump => {
    const k = 0.7 + 0.5 * random();
    return lump(
      [60 * k, 104 * k, 54 * k],
      [place(0.3 * (random() - 0.5), 0.3 * (random() - 0.5), 0.6 + 0.8 * random()), 0.08 + 0.1 * random()],
    );
  });
  return [{ items: [lump([150, 92, 66], [place(0, 0, 0.12), 0.18], [place(0, 0, 0.42), 0.24])] }, { items: leaves }];
};

/** A parasol over a stall with goods or low stools. */
const stall: Make = (place, random) => {
  const rgb = pick(bright, random);
  const rim = Array.from({ length: 10 }, (_, i): readonly [Vec3, number] => {
    const a = (i * Math.PI) / 5;
    return [place(1.15 * Math.cos(a), 1.15 * Math.sin(a), 2), 0.02];
  });
  const goods = Array.from({ length: 4 }, () => {
    const [u, v, h] = [random() - 0.5, random() - 0.5, 0.25 + 0.6 * random()];
    return {
      items: box(place, { u: [u - 0.25, u + 0.25], v: [v - 0.22, v + 0.22], z: [0, h] }, pick(bright, random), 'matte'),
    };
  });
  return [
    ...goods,
    {
      items: [
        lump([190, 190, 188], [place(0, 0, 0), 0.02], [place(0, 0, 2.3), 0.02]),
        lump(rgb, ...rim, [place(0, 0, 2.5), 0.03]),
      ],
    },
  ];
};

const cabinet: Make = (place, random) => {
  const grey = 130 + 70 * random();
  return [
    {
      items: [
        ...box(
          place,
          { u: [-0.25, 0.25], v: [-0.45, 0.45], z: [0.1, 1.3 + 0.4 * random()] },
          [grey, grey + 4, grey],
          'matte',
        ),
        onEnd(place, 1, 0.26, [-0.01, 0.01], [0.15, 1.25], [80, 80, 80]),
      ],
    },
  ];
};

const bollard: Make = (place, random) => [
  {
    items: [lump(random() < 0.5 ? [206, 204, 198] : [60, 62, 66], [place(0, 0, 0.1), 0.09], [place(0, 0, 0.75), 0.08])],
  },
];

const stools: Make = (place, random) =>
  Array.from({ length: 5 }, () => {
    const [u, v] = [1.4 * (random() - 0.5), 1.4 * (random() - 0.5)];
    return {
      items: box(
        place,
        { u: [u - 0.15, u + 0.15], v: [v - 0.15, v + 0.15], z: [0.02, 0.3] },
        pick(bright, random),
        'matte',
        0.03,
      ),
    };
  });

/** An upright board with coloured fields: an advertisement on a stand. */
const board: Make = (place, random) => {
  const [w, h] = [0.35 + 0.9 * random(), 0.9 + 1.2 * random()];
  const fields = Array.from({ length: 5 }, () => {
    const [v, z] = [(random() * 2 - 1) * w * 0.7, 0.3 + random() * (h - 0.4)];
    return onEnd(place, 1, 0.07, [v - 0.12, v + 0.12], [z, z + 0.16], pick(bright, random));
  });
  return [
    {
      items: [
        ...box(place, { u: [-0.05, 0.06], v: [-w, w], z: [0.15, h + 0.15] }, pick(bright, random), 'matte'),
        ...fields,
      ],
    },
  ];
};

const heap: Make = (place, random) => [
  {
    items: [
      lump(
        [128, 112, 92],
        [place(-0.6, 0, 0.1), 0.3],
        [place(0.6, 0.3, 0.1), 0.35],
        [place(0, 0, 0.3 + 0.5 * random()), 0.25],
      ),
    ],
  },
];

const makes = [cone, cone, bin, pot, pot, stall, cabinet, bollard, stools, board, heap] as const;

export function clutter(item: Furniture, spot: Spot): Body {
  const random = seededRandom(item.seed);
  return pick(makes, random)(placeAt(spot[0], spot[1], item.heading ?? random() * 6), random);
}
