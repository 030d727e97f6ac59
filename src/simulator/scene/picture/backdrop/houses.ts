// Buildings as they stand along our streets: narrow shop houses wall to wall, each of its own colour and height, with an
// open or shuttered shop, a bright sign, an awning, balconies, air conditioners and a water tank on the roof.
import type { SKRSContext2D } from '@napi-rs/canvas';
import { type Random, seededRandom } from '../../../random.ts';
import type { Pinhole } from '../../pinhole.ts';
import { cross, subtract, unit, type Vec3 } from '../../vector.ts';
import type { Furniture, Spot } from '../../world.ts';
import type { Rgb } from '../bodies/body.ts';
import { type Light, mix, shade, veil } from '../light.ts';
import { counterClockwise } from '../order.ts';
import { css, fill } from '../paint-body.ts';

const walls: readonly Rgb[] = [
  [226, 210, 164],
  [196, 208, 196],
  [228, 222, 212],
  [206, 178, 148],
  [182, 198, 210],
  [214, 186, 176],
  [236, 226, 190],
  [168, 188, 168],
  [190, 186, 182],
];
const signs: readonly Rgb[] = [
  [196, 30, 34],
  [28, 74, 158],
  [240, 192, 40],
  [30, 128, 72],
  [236, 236, 236],
  [226, 104, 30],
  [120, 40, 120],
];
const shops: readonly Rgb[] = [
  [46, 42, 40],
  [70, 62, 54],
  [128, 132, 136],
  [96, 108, 120],
  [60, 70, 60],
];

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T;

/** A piece of a wall, flat and convex. */
interface Sheet {
  readonly corners: readonly Vec3[];
  readonly rgb: Rgb;
  readonly finish: 'matte' | 'glass';
  /** It shines by itself. */
  readonly lit: boolean;
  /** Where it looks to, unless outward as the wall does. */
  readonly normal?: Vec3;
}

/** One upright wall between two spots of the ground, with its own plane to draw on. */
interface Wall {
  readonly from: Spot;
  readonly along: Spot;
  readonly outward: Vec3;
  /** What shines at night is drawn from numbers of its own, so that the houses are the same by day; none by day. */
  readonly night: Random | undefined;
  /** Takes the pieces from the back to the front; `hides`: of what makes the outline of a house. */
  readonly lay: (sheet: Sheet, hides: boolean) => void;
}

/** Fills a rectangle of a wall: metres along it, metres up, metres out of it. */
function patch(
  wall: Wall,
  s: readonly [number, number],
  z: readonly [number, number],
  rgb: Rgb,
  out = 0,
  finish: 'matte' | 'glass' = 'matte',
  lit = false,
  hides = false,
): void {
  const at = (u: number, h: number): Vec3 => [
    wall.from[0] + wall.along[0] * u + wall.outward[0] * out,
    wall.from[1] + wall.along[1] * u + wall.outward[1] * out,
    h,
  ];
  const corners = [at(s[0], z[0]), at(s[1], z[0]), at(s[1], z[1]), at(s[0], z[1])];
  wall.lay({ corners, rgb, finish, lit }, hides);
}

/** A sheet that leans out of the wall: an awning. */
function awning(wall: Wall, s0: number, s1: number, z: number, reach: number, a: Rgb, b: Rgb): void {
  const stripes = Math.max(1, Math.round((s1 - s0) / 0.5));
  for (let i = 0; i < stripes; i++) {
    const at = (u: number, out: number, h: number): Vec3 => [
      wall.from[0] + wall.along[0] * u + wall.outward[0] * out,
      wall.from[1] + wall.along[1] * u + wall.outward[1] * out,
      h,
    ];
    const [u0, u1] = [s0 + ((s1 - s0) * i) / stripes, s0 + ((s1 - s0) * (i + 1)) / stripes];
    const corners = [at(u0, reach, z - 0.45), at(u1, reach, z - 0.45), at(u1, 0, z), at(u0, 0, z)];
    const normal: Vec3 = unit([wall.outward[0] * 0.4, wall.outward[1] * 0.4, 1]);
    const rgb = i % 2 === 0 ? a : b;
    wall.lay({ corners, rgb, finish: 'matte', lit: false, normal }, true);
    const hem = [at(u0, reach, z - 0.65), at(u1, reach, z - 0.65), at(u1, reach, z - 0.45), at(u0, reach, z - 0.45)];
    wall.lay(
      { corners: hem, rgb: [rgb[0] * 0.75, rgb[1] * 0.75, rgb[2] * 0.75], finish: 'matte', lit: false, normal },
      true,
    );
  }
}

export function paintBuilding(ctx: SKRSContext2D, camera: Pinhole, light: Light, building: Furniture): void {
  eachSide(camera, building, light.night, (depth) => {
    const hazed = veil(light, depth);
    return ({ corners, rgb, finish, lit, normal }, outward) => {
      const view = normal ?? unit(subtract(camera.position, corners[0] as Vec3));
      const shown = lit ? rgb : shade(light, rgb, normal ?? outward, view, finish);
      fill(ctx, camera.polygon(corners), css(mix(shown, light.air, hazed)));
    };
  });
  const top = roofOf(camera, building);
  if (!top) return;
  const roofs: readonly Rgb[] = [
    [158, 84, 66],
    [128, 132, 138],
    [150, 146, 140],
  ];
  const rgb = shade(light, pick(roofs, seededRandom(building.seed)), [0, 0, 1], [0, 0, 1], 'matte');
  fill(ctx, camera.polygon(top), css(mix(rgb, light.air, veil(light, camera.depthOf(top[0] as Vec3)))));
}

/** What a building hides: the walls of its houses that the camera sees, their awnings, its roof; convex, metres. */
export function facesOfBuilding(camera: Pinhole, building: Furniture): readonly (readonly Vec3[])[] {
  const faces: (readonly Vec3[])[] = [];
  eachSide(camera, building, false, () => ({ corners }, _outward, hides) => {
    if (hides) faces.push(corners);
  });
  const top = roofOf(camera, building);
  return top ? [...faces, top] : faces;
}

/** Its flat roof, where the camera looks down on it. */
const roofOf = (camera: Pinhole, { at, height }: Furniture): Vec3[] | undefined =>
  camera.position[2] > height && at.length >= 3
    ? counterClockwise(at).map(([x, y]): Vec3 => [x, y, height])
    : undefined;

/** Lays the walls that the camera sees, the farthest first. `layAt` is given the distance of each. */
function eachSide(
  camera: Pinhole,
  building: Furniture,
  night: boolean,
  layAt: (depth: number) => (sheet: Sheet, outward: Vec3, hides: boolean) => void,
): void {
  const corners = counterClockwise(building.at);
  if (corners.length < 3) return;
  const sides = corners.map((from, i) => ({ from, to: corners[(i + 1) % corners.length] as Spot, i }));
  const middle = (s: { from: Spot; to: Spot }): Vec3 => [(s.from[0] + s.to[0]) / 2, (s.from[1] + s.to[1]) / 2, 0];
  sides.sort((a, b) => camera.depthOf(middle(b)) - camera.depthOf(middle(a)));
  for (const side of sides) {
    const length = Math.hypot(side.to[0] - side.from[0], side.to[1] - side.from[1]) || 1;
    const along: Spot = [(side.to[0] - side.from[0]) / length, (side.to[1] - side.from[1]) / length];
    const outward = cross([along[0], along[1], 0], [0, 0, 1]);
    if (!camera.sees([side.from[0], side.from[1], 0], outward)) continue;
    const lay = layAt(Math.max(0, camera.depthOf(middle(side))));
    const seed = building.seed * 7 + side.i;
    const wall: Wall = {
      ...{ from: side.from, along, outward, night: night ? seededRandom(seed ^ 0x91a7) : undefined },
      lay: (sheet, hides) => lay(sheet, outward, hides),
    };
    paintRow(wall, length, building.height, seededRandom(seed));
  }
}

/** A row of houses along one wall. */
function paintRow(wall: Wall, length: number, height: number, random: Random): void {
  for (let s = 0; s < length - 0.5; ) {
    const width = Math.min(length - s, 3.8 + 2.2 * random());
    const whole = length - s - width < 2.5 ? length - s : width;
    paintHouse(wall, s, s + whole, Math.max(3.2, height * (0.75 + 0.25 * random())), random);
    s += whole;
  }
}

function paintHouse(wall: Wall, s0: number, s1: number, height: number, random: Random): void {
  const rgb = pick(walls, random);
  const k = 0.85 + 0.25 * random();
  const own: Rgb = [rgb[0] * k, rgb[1] * k, rgb[2] * k];
  const { night } = wall;
  const sign = pick(signs, random);
  patch(wall, [s0, s1], [0, height], own, 0, 'matte', false, true);
  patch(wall, [s0, s0 + 0.12], [0, height], [own[0] * 0.8, own[1] * 0.8, own[2] * 0.8]);
  const open = random() < 0.65;
  const glows = night !== undefined && open && night() < 0.7;
  const dark = pick(shops, random);
  const shop: Rgb = glows ? [236, 206, 150] : dark;
  patch(wall, [s0 + 0.25, s1 - 0.25], [0, 2.7], shop, 0.02, 'matte', glows);
  if (open) {
    for (let i = 0; i < 9; i++) {
      const [u, w] = [s0 + 0.3 + (s1 - s0 - 1) * random(), 0.3 + 0.5 * random()];
      const z = 1.6 * random();
      const ware = pick([...signs, ...shops], random);
      patch(
        wall,
        [u, Math.min(s1 - 0.25, u + w)],
        [z, z + 0.3 + 0.5 * random()],
        glows ? mix(ware, [255, 220, 160], 0.4) : mix(ware, [60, 56, 50], 0.35),
        0.03,
        'matte',
        glows,
      );
    }
  } else
    for (let z = 0.3; z < 2.6; z += 0.3)
      patch(wall, [s0 + 0.25, s1 - 0.25], [z, z + 0.06], [shop[0] * 0.8, shop[1] * 0.8, shop[2] * 0.8], 0.03);
  const shining = night !== undefined && night() < 0.6;
  patch(wall, [s0 + 0.1, s1 - 0.1], [2.75, 3.55], sign, 0.15, 'matte', shining);
  const ink =
    sign[0] + sign[1] + sign[2] > 480 ? pick([signs[0], signs[1]] as Rgb[], random) : ([244, 240, 220] as Rgb);
  for (let u = s0 + 0.4; u < s1 - 0.5; u += 0.34) {
    if (random() < 0.8) patch(wall, [u, u + 0.2], [2.92, 3.2 + 0.18 * random()], ink, 0.17, 'matte', shining);
  }
  for (let z = 3.9; z < height - 1.6; z += 3.2) {
    const balcony = random() < 0.6;
    const bays = s1 - s0 > 5 ? 3 : 2;
    for (let b = 0; b < bays; b++) {
      const u = s0 + ((s1 - s0) * (b + 0.22)) / bays;
      const w = ((s1 - s0) / bays) * 0.56;
      const warm = night !== undefined && night() < 0.3;
      patch(wall, [u - 0.08, u + w + 0.08], [z + 0.3, z + 2.1], [own[0] * 1.12, own[1] * 1.12, own[2] * 1.12], 0.02);
      patch(wall, [u, u + w], [z + 0.4, z + 2], warm ? [232, 196, 128] : [52, 62, 70], 0.03, 'glass', warm);
      if (!warm) patch(wall, [u + w / 2 - 0.04, u + w / 2 + 0.04], [z + 0.4, z + 2], [150, 146, 138], 0.04);
    }
    if (balcony) {
      patch(wall, [s0 + 0.15, s1 - 0.15], [z - 0.15, z + 0.1], [own[0] * 0.9, own[1] * 0.9, own[2] * 0.9], 0.7);
      for (let u = s0 + 0.2; u < s1 - 0.2; u += 0.22)
        patch(wall, [u, u + 0.06], [z + 0.1, z + 0.85], [92, 92, 92], 0.7);
      patch(wall, [s0 + 0.15, s1 - 0.15], [z + 0.85, z + 0.93], [110, 110, 108], 0.7);
    } else if (random() < 0.7) patch(wall, [s1 - 1.1, s1 - 0.35], [z + 2.1, z + 2.6], [206, 206, 202], 0.35);
  }
  const roof = pick(
    [
      [158, 84, 66],
      [126, 130, 136],
      [92, 118, 142],
      [180, 174, 166],
    ] as const,
    random,
  );
  patch(wall, [s0, s1], [height - 0.35, height + 0.25], roof, 0.3, 'matte', false, true);
  if (random() < 0.5) awning(wall, s0 + 0.1, s1 - 0.1, 2.75, 1 + 0.8 * random(), pick(signs, random), [230, 228, 220]);
}
