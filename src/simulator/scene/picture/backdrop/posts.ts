// Furniture of the street as bodies: signals, lamps, signs, fences, barriers, counters, shelters, kerbs, trees.
import { seededRandom } from '../../../random.ts';
import type { Vec3 } from '../../vector.ts';
import type { Furniture, Spot } from '../../world.ts';
import type { Body, Face, Lump, Part, Rgb } from '../bodies/body.ts';
import { box, lump, placeAt } from '../bodies/kit.ts';
import { clutter } from './clutter.ts';

const steel: Rgb = [138, 142, 146];
const dark: Rgb = [34, 36, 38];

const at3 = (spot: Spot, z: number): Vec3 => [spot[0], spot[1], z];

/** Where the lamps of a signal sit: red, amber, green, in metres, with the direction they shine to. */
export function signalLamps(signal: Furniture): { readonly at: readonly [Vec3, Vec3, Vec3]; readonly radius: number } {
  const place = placeAt(...(signal.at[0] ?? [0, 0]), signal.heading ?? 0);
  const top = signal.height;
  return { at: [place(0.17, 0, top - 0.2), place(0.17, 0, top - 0.55), place(0.17, 0, top - 0.9)], radius: 0.14 };
}

/** Where the lamp of a street lamp hangs. */
export function lampHead(lamp: Furniture): Vec3 {
  return placeAt(...(lamp.at[0] ?? [0, 0]), lamp.heading ?? 0)(1.9, 0, lamp.height + 0.3);
}

function post(spot: Spot, height: number, radius: number, rgb: Rgb = steel): Lump {
  return lump(rgb, [at3(spot, 0), radius], [at3(spot, height), radius * 0.7]);
}

function signal(item: Furniture, spot: Spot): Body {
  const place = placeAt(spot[0], spot[1], item.heading ?? 0);
  const h = item.height;
  const head: Face[] = [
    ...box(place, { u: [-0.1, 0.12], v: [-0.2, 0.2], z: [h - 1.12, h + 0.02] }, dark, 'matte'),
    ...[0.2, 0.55, 0.9].flatMap((d) =>
      box(place, { u: [0.12, 0.3], v: [-0.17, 0.17], z: [h - d + 0.13, h - d + 0.16] }, dark, 'matte'),
    ),
  ];
  return [{ items: [post(spot, h - 0.6, 0.08, [96, 100, 104]), ...head] }];
}

function lamp(item: Furniture, spot: Spot): Body {
  const place = placeAt(spot[0], spot[1], item.heading ?? 0);
  const h = item.height;
  return [
    {
      items: [
        post(spot, h, 0.11),
        lump(steel, [place(0, 0, h), 0.06], [place(1.5, 0, h + 0.38), 0.045]),
        lump([214, 216, 218], [place(1.4, 0, h + 0.36), 0.07], [place(2.3, 0, h + 0.42), 0.08]),
      ],
    },
  ];
}

function sign(item: Furniture, spot: Spot): Body {
  const place = placeAt(spot[0], spot[1], item.heading ?? 0);
  const random = seededRandom(item.seed);
  const h = item.height;
  const round = random() < 0.6;
  const n = round ? 14 : 4;
  const r = 0.36 + 0.1 * random();
  const plate = (radius: number, u: number, rgb: Rgb): Face => ({
    kind: 'face',
    finish: 'matte',
    rgb,
    points: Array.from({ length: n }, (_, i) => {
      const a = (i * 2 * Math.PI) / n + (round ? 0 : Math.PI / 4);
      return place(u, radius * Math.cos(a), h - 0.4 + radius * Math.sin(a));
    }),
  });
  const [edge, inner]: readonly [Rgb, Rgb] =
    random() < 0.5
      ? [
          [200, 28, 32],
          [240, 240, 238],
        ]
      : [
          [30, 84, 168],
          [40, 96, 180],
        ];
  const back: Face = { ...plate(r, 0.03, steel), points: [...plate(r, 0.03, steel).points].reverse() };
  return [{ items: [post(spot, h, 0.045), back, plate(r, 0.06, edge), plate(r * 0.72, 0.065, inner)] }];
}

/** Along a line: posts every `gap` metres and rails between them. */
function railing(item: Furniture, gap: number, rails: readonly number[], rgb: Rgb, thick: number): Body {
  const parts: Part[] = [];
  for (let i = 0; i + 1 < item.at.length; i++) {
    const [a, b] = [item.at[i] as Spot, item.at[i + 1] as Spot];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const steps = Math.min(120, Math.max(1, Math.round(length / gap)));
    const spot = (k: number): Spot => [a[0] + ((b[0] - a[0]) * k) / steps, a[1] + ((b[1] - a[1]) * k) / steps];
    for (let k = 0; k < steps; k++) {
      const [p, q] = [spot(k), spot(k + 1)];
      parts.push({
        items: [
          lump(rgb, [at3(p, 0), thick], [at3(p, item.height), thick]),
          ...rails.map((z) =>
            lump(rgb, [at3(p, item.height * z), thick * 0.7], [at3(q, item.height * z), thick * 0.7]),
          ),
        ],
      });
    }
  }
  return parts;
}

function blocks(item: Furniture, half: number, colours: readonly Rgb[]): Body {
  const parts: Part[] = [];
  for (let i = 0; i + 1 < item.at.length; i++) {
    const [a, b] = [item.at[i] as Spot, item.at[i + 1] as Spot];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
    const heading = Math.atan2(b[1] - a[1], b[0] - a[0]);
    const steps = Math.min(150, Math.max(1, Math.round(length / 2)));
    for (let k = 0; k < steps; k++) {
      const s = ((k + 0.5) * length) / steps;
      const place = placeAt(a[0] + Math.cos(heading) * s, a[1] + Math.sin(heading) * s, heading);
      const reach = length / steps / 2;
      const rgb = colours[k % colours.length] as Rgb;
      parts.push({ items: box(place, { u: [-reach, reach], v: [-half, half], z: [0, item.height] }, rgb, 'matte') });
    }
  }
  return parts;
}

function booth(item: Furniture): Body {
  const xs = item.at.map((p) => p[0]);
  const ys = item.at.map((p) => p[1]);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const place = placeAt((x0 + x1) / 2, (y0 + y1) / 2, 0);
  const [u, v, h] = [Math.max(0.3, (x1 - x0) / 2), Math.max(0.3, (y1 - y0) / 2), item.height];
  const tone = seededRandom(item.seed);
  const roof: Rgb = [120 + 90 * tone(), 60 + 60 * tone(), 50 + 60 * tone()];
  return [
    {
      items: [
        ...box(place, { u: [-u, u], v: [-v, v], z: [0, Math.min(1.1, h)] }, [196, 190, 178], 'matte'),
        ...box(
          place,
          { u: [-u * 0.94, u * 0.94], v: [-v * 0.94, v * 0.94], z: [1.1, Math.max(1.2, h - 0.3)] },
          [64, 76, 86],
          'glass',
        ),
        ...box(
          place,
          { u: [-u * 1.08, u * 1.08], v: [-v * 1.08, v * 1.08], z: [Math.max(1.2, h - 0.3), h] },
          roof,
          'matte',
        ),
      ],
    },
  ];
}

/** A street tree of the tropics: many leaves around a few boughs, or a palm. */
function tree(item: Furniture, spot: Spot): Body {
  const random = seededRandom(item.seed);
  const h = item.height;
  const bark: Rgb = [104, 90, 76];
  const trunk: Part = { items: [lump(bark, [at3(spot, 0), 0.05 + h * 0.022], [at3(spot, h * 0.6), 0.03 + h * 0.012])] };
  const green: Rgb = [62 + 30 * random(), 92 + 26 * random(), 44 + 20 * random()];
  const leaf = (at: Vec3, radius: number): Part => {
    const k = 0.72 + 0.5 * random();
    return { items: [lump([green[0] * k, green[1] * k, green[2] * k], [at, radius])] };
  };
  if (random() < 0.18) {
    const fronds = Array.from({ length: 11 }, (_, i): Part => {
      const a = (i * 2 * Math.PI) / 11 + random();
      const reach = h * (0.26 + 0.1 * random());
      const at = (k: number): Vec3 => [
        spot[0] + Math.cos(a) * reach * k,
        spot[1] + Math.sin(a) * reach * k,
        h * (0.94 + 0.16 * k - 0.24 * k * k),
      ];
      return { items: [lump(green, [at(0), 0.08], [at(0.5), 0.16]), lump(green, [at(0.5), 0.16], [at(1), 0.04])] };
    });
    return [{ items: [lump([134, 124, 108], [at3(spot, 0), 0.17], [at3(spot, h * 0.94), 0.12])] }, ...fronds];
  }
  const wide = h * (0.2 + 0.09 * random());
  // A dense middle of large lumps, small ones at its rim.
  const leaves = Array.from({ length: 230 }, (_, i) => {
    const core = i < 70;
    const [a, b] = [random() * 2 * Math.PI, Math.acos(2 * random() - 1)];
    const r = (core ? 0.75 * Math.cbrt(random()) : 0.8 + 0.28 * random()) * (0.85 + 0.3 * random());
    const at: Vec3 = [
      spot[0] + wide * r * Math.sin(b) * Math.cos(a),
      spot[1] + wide * r * Math.sin(b) * Math.sin(a),
      h * (0.72 + 0.27 * r * Math.cos(b)),
    ];
    return leaf(at, h * (core ? 0.045 + 0.035 * random() : 0.012 + 0.022 * random()));
  });
  return [trunk, ...leaves];
}

/** The body of a piece of furniture; undefined for what is drawn in another way (buildings, hills). */
export function bodyOfFurniture(item: Furniture): Body | undefined {
  const spot = item.at[0];
  if (!spot) return undefined;
  switch (item.kind) {
    case 'signal':
      return signal(item, spot);
    case 'lamp':
      return lamp(item, spot);
    case 'sign':
      return sign(item, spot);
    case 'tree':
      return tree(item, spot);
    case 'fence':
      return railing(item, 2, [0.2, 0.6, 1], [120, 126, 124], 0.035);
    case 'barrier':
      return blocks(item, 0.22, [
        [206, 204, 198],
        [200, 60, 44],
      ]);
    case 'kerb':
      return blocks(item, 0.11, [
        [196, 192, 184],
        [188, 184, 176],
      ]);
    case 'clutter':
      return clutter(item, spot);
    case 'counter':
    case 'shelter':
      return booth(item);
    default:
      return undefined;
  }
}
