// What does not move: sky, the limestone islands of the bay, a row of narrow houses, trees, pavements, the road.
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { normal, type Random } from '../random.ts';
import type { Body } from './paint.ts';
import { css, paintBody, type Rgb, trace } from './paint.ts';
import type { Pinhole } from './pinhole.ts';
import { face, lump } from './shapes.ts';
import type { Vec3 } from './vector.ts';

/** The road runs along x; this is its cross-section in metres from the camera's pole. */
export const road = {
  nearPavement: 1.2,
  nearKerb: 4.2,
  middle: 8,
  farKerb: 11.8,
  farPavement: 15.2,
} as const;

const farthest = 160;

export function paintBackdrop(ctx: SKRSContext2D, camera: Pinhole, random: Random): void {
  paintSky(ctx, camera, random);
  const strip = (y0: number, y1: number, rgb: Rgb, z = 0) => {
    trace(
      ctx,
      camera.polygon([
        [-farthest, y0, z],
        [farthest, y0, z],
        [farthest, y1, z],
        [-farthest, y1, z],
      ]),
    );
    ctx.fillStyle = css(rgb);
    ctx.fill();
  };
  strip(road.farPavement, 400, [138, 146, 118]);
  strip(-30, road.nearPavement, [122, 134, 92]);
  strip(road.nearPavement, road.nearKerb, [176, 170, 160]);
  strip(road.farKerb, road.farPavement, [178, 172, 162]);
  strip(road.nearKerb, road.farKerb, [104, 105, 108]);
  paintPaving(ctx, camera, random);
  paintMarkings(ctx, camera);
  paintHouses(ctx, camera, random);
}

function paintSky(ctx: SKRSContext2D, camera: Pinhole, random: Random): void {
  const horizon = camera.project([-5000, 5000, 0]).y;
  const sky = ctx.createLinearGradient(0, 0, 0, Math.max(1, horizon));
  sky.addColorStop(0, 'rgb(150,186,222)');
  sky.addColorStop(1, 'rgb(216,228,236)');
  ctx.fillStyle = sky;
  ctx.fillRect(0, 0, camera.width, camera.height);
  ctx.fillStyle = 'rgb(150,176,186)';
  ctx.fillRect(0, horizon - 3, camera.width, 40);
  for (let i = 0; i < 7; i++) {
    const x = (i + random()) * (camera.width / 7);
    const w = 60 + 80 * random();
    const h = 18 + 34 * random();
    ctx.beginPath();
    ctx.moveTo(x - w / 2, horizon);
    ctx.bezierCurveTo(x - w / 2, horizon - h * 0.8, x - w / 4, horizon - h, x, horizon - h);
    ctx.bezierCurveTo(x + w / 4, horizon - h, x + w / 3, horizon - h * 0.5, x + w / 2, horizon);
    ctx.fillStyle = css([128, 150, 160], 1 + 0.1 * random());
    ctx.fill();
  }
}

/** Grain of the asphalt, its worn wheel tracks, joints of the pavement. */
function paintPaving(ctx: SKRSContext2D, camera: Pinhole, random: Random): void {
  const quad = (x0: number, x1: number, y0: number, y1: number, fill: string) => {
    trace(
      ctx,
      camera.polygon([
        [x0, y0, 0],
        [x1, y0, 0],
        [x1, y1, 0],
        [x0, y1, 0],
      ]),
    );
    ctx.fillStyle = fill;
    ctx.fill();
  };
  for (const y of [5.3, 6.9, 9.1, 10.7]) quad(-farthest, farthest, y - 0.28, y + 0.28, 'rgba(60,60,64,0.22)');
  for (let i = 0; i < 14; i++) {
    const x = -60 + 80 * random();
    const y = road.nearKerb + 0.4 + 6.4 * random();
    quad(x, x + 1 + 3 * random(), y, y + 0.6 + random(), `rgba(40,40,44,${0.08 + 0.12 * random()})`);
  }
  for (let i = 0; i < 26_000; i++) {
    const p = camera.project([-70 + 85 * random(), road.nearKerb + 7.6 * random(), 0]);
    if (p.depth < 1 || p.x < 0 || p.x > camera.width || p.y < 0 || p.y > camera.height) continue;
    const size = Math.max(0.5, (0.035 * camera.focal) / p.depth);
    ctx.fillStyle = random() < 0.5 ? 'rgba(255,255,255,0.07)' : 'rgba(0,0,0,0.1)';
    ctx.fillRect(p.x, p.y, size * 1.6, size);
  }
  for (const [y0, y1] of [
    [road.nearPavement, road.nearKerb],
    [road.farKerb, road.farPavement],
  ] as const) {
    for (let x = -70; x < 20; x += 0.8) quad(x, x + 0.03, y0, y1, 'rgba(90,86,80,0.28)');
    for (let y = y0; y < y1; y += 0.8) quad(-70, 20, y, y + 0.03, 'rgba(90,86,80,0.28)');
  }
  for (const [y, side] of [
    [road.nearKerb, -1],
    [road.farKerb, 1],
  ] as const) {
    quad(-farthest, farthest, y, y + side * 0.28, 'rgb(206,203,196)');
    quad(-farthest, farthest, y - side * 0.1, y, 'rgb(72,72,74)');
  }
}

function paintMarkings(ctx: SKRSContext2D, camera: Pinhole): void {
  const line = (x0: number, x1: number, y: number, width: number, rgb: Rgb) => {
    trace(
      ctx,
      camera.polygon([
        [x0, y - width / 2, 0],
        [x1, y - width / 2, 0],
        [x1, y + width / 2, 0],
        [x0, y + width / 2, 0],
      ]),
    );
    ctx.fillStyle = css(rgb);
    ctx.fill();
  };
  for (let x = -120; x < 40; x += 6) line(x, x + 3, road.middle, 0.16, [222, 190, 84]);
  for (const y of [road.nearKerb + 0.5, road.farKerb - 0.5]) line(-farthest, farthest, y, 0.12, [222, 222, 218]);
}

const walls: readonly Rgb[] = [
  [226, 214, 180],
  [198, 214, 204],
  [232, 226, 216],
  [214, 188, 158],
  [186, 200, 214],
  [224, 196, 186],
];

/** Narrow town houses, wall to wall, of three to five storeys, with a shop below and balconies above. */
function paintHouses(ctx: SKRSContext2D, camera: Pinhole, random: Random): void {
  const y = road.farPavement + 1.5;
  const row: { x: number; width: number; height: number; rgb: Rgb; shop: Rgb; roof: Rgb }[] = [];
  for (let x = -130; x < 24; ) {
    const width = 4 + 1.6 * random();
    const pick = (list: readonly Rgb[]) => list[Math.floor(random() * list.length)] as Rgb;
    row.push({
      x,
      width,
      height: 3.4 * (3 + Math.floor(3 * random())) - 1,
      rgb: pick(walls),
      shop: pick([
        [92, 66, 52],
        [60, 78, 92],
        [88, 92, 96],
        [66, 84, 66],
      ]),
      roof: pick([
        [150, 74, 58],
        [120, 122, 126],
        [96, 116, 138],
      ]),
    });
    x += width;
  }
  for (const h of row) {
    const wall = (x0: number, x1: number, z0: number, z1: number, out = 0): Vec3[] => [
      [x0, y - out, z0],
      [x1, y - out, z0],
      [x1, y - out, z1],
      [x0, y - out, z1],
    ];
    const { x, width, height } = h;
    const items = [
      // The side walls that stick out over a lower neighbour, then the front.
      face(
        [
          [x + width, y, 0],
          [x + width, y + 14, 0],
          [x + width, y + 14, height],
          [x + width, y, height],
        ],
        h.rgb,
        'matte',
      ),
      face(wall(x, x + width, 0, height), h.rgb, 'matte'),
      face(wall(x + 0.3, x + width - 0.3, 0, 2.7, 0.02), h.shop, 'matte'),
      face(wall(x + 0.1, x + width - 0.1, 2.75, 3.4, 0.06), h.roof, 'matte'),
      face(wall(x, x + width, height, height + 0.5, 0.2), h.roof, 'matte'),
    ];
    for (let z = 3.8; z < height - 2; z += 3.3) {
      for (const share of [0.14, 0.56]) {
        const left = x + width * share;
        items.push(face(wall(left, left + width * 0.3, z + 0.5, z + 2.3, 0.03), [58, 70, 80], 'glass'));
      }
      items.push(face(wall(x + 0.2, x + width - 0.2, z, z + 0.55, 0.5), [196, 196, 192], 'matte'));
    }
    paintBody(ctx, camera, [{ items }]);
  }
}

/** A tree of a street in the tropics. */
export function tree(x: number, y: number, height: number, random: Random): Body {
  const leaves = Array.from({ length: 16 }, () => {
    // A crown holds together: no leaf strays from it.
    const off = () => Math.max(-1.2, Math.min(1.2, normal(random)));
    const at: Vec3 = [x + 0.8 * off(), y + 0.8 * off(), height * (0.72 + 0.11 * off())];
    const shade = 0.8 + 0.4 * random();
    return { items: [lump([66 * shade, 104 * shade, 52 * shade], [at, 0.6 + 0.5 * random()])] };
  });
  return [{ items: [lump([96, 78, 62], [[x, y, 0], 0.16], [[x, y, height * 0.65], 0.1])] }, ...leaves];
}

/** A street lamp with its arm over the road. */
export function lampPost(x: number, y: number, towards: 1 | -1): Body {
  const steel: Rgb = [150, 154, 158];
  return [
    {
      items: [
        lump(steel, [[x, y, 0], 0.1], [[x, y, 8], 0.06]),
        lump(steel, [[x, y, 8], 0.05], [[x, y + towards * 1.8, 8.4], 0.04]),
        lump([226, 228, 230], [[x, y + towards * 1.5, 8.36], 0.07], [[x, y + towards * 2.2, 8.5], 0.07]),
      ],
    },
  ];
}

/** The backdrop as a picture of its own, to be copied under each frame. */
export function backdropOf(camera: Pinhole, random: Random) {
  const canvas = createCanvas(camera.width, camera.height);
  paintBackdrop(canvas.getContext('2d'), camera, random);
  return canvas;
}
