// A road at the bay as a camera on a lamp post sees it, drawn from nothing: the demo's own picture, seeded and
// repeatable. `frame` gives the picture at a moment of the loop; `lines` and `zones` are where counting makes sense.
import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { normal, seededRandom } from '../random.ts';
import { backdropOf, lampPost, road, tree } from './backdrop.ts';
import { type Body, layShadows, paintBody } from './paint.ts';
import { Pinhole } from './pinhole.ts';
import { loopSeconds, roadUsersAt, tripwireX } from './traffic.ts';
import type { Vec3 } from './vector.ts';

/** In shares of the picture's width and height. */
type Spot = readonly [x: number, y: number];

export interface RoadScene {
  readonly camera: Pinhole;
  readonly width: number;
  readonly height: number;
  readonly loopSeconds: number;
  /** Across the road; driving from left to right on the picture's near lane crosses it one way, the far lane the other. */
  readonly tripwire: readonly [Spot, Spot];
  /** The far lane, with the two ends of its direction of travel. */
  readonly farLane: { readonly zone: readonly Spot[]; readonly allowed: readonly [Spot, Spot] };
  /** The pavement on the camera's side. */
  readonly pavement: readonly Spot[];
  /** RGBA, `width * height * 4` bytes: the picture `seconds` after the loop's start. */
  frame(seconds: number): Buffer;
}

const width = 960;
const height = 540;
const grainTiles = 6;

export function roadScene(seed = 20_950): RoadScene {
  const random = seededRandom(seed);
  const camera = new Pinhole({ position: [0, 0, 6.5], yaw: -57, tilt: 16, focal: 860, width, height });
  const still = backdropOf(camera, random);
  const farTrees = [-70, -54, -41, -31, -20, -8].map((x) =>
    tree(x + 2 * random(), road.farPavement - 0.7, 5 + random(), random),
  );
  const farPosts = [-62, -36, -12].map((x) => lampPost(x, road.farKerb + 0.6, -1));
  const stillCtx = still.getContext('2d');
  const nearby: { body: Body; at: Vec3 }[] = [-48, -30].map((x) => ({
    body: lampPost(x, road.nearKerb - 0.5, 1),
    at: [x, road.nearKerb - 0.5, 0],
  }));
  const sheet = createCanvas(width, height);
  const planted = [...farTrees, ...farPosts];
  layShadows(stillCtx, sheet, camera, [...planted, ...nearby.map((n) => n.body)]);
  for (const body of planted) paintBody(stillCtx, camera, body);
  const grain = Array.from({ length: grainTiles }, () => grainTile(random));
  const canvas = createCanvas(width, height);
  const ctx = canvas.getContext('2d');
  const spot = (p: Vec3): Spot => {
    const q = camera.project(p);
    return [clampShare(q.x / width), clampShare(q.y / height)];
  };
  const area = (x0: number, x1: number, y0: number, y1: number): Spot[] =>
    [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
    ].map(([x, y]) => spot([x ?? 0, y ?? 0, 0]));
  return {
    camera,
    width,
    height,
    loopSeconds,
    tripwire: [spot([tripwireX, road.nearKerb - 0.6, 0]), spot([tripwireX, road.farKerb + 0.6, 0])],
    farLane: {
      zone: area(-32, -7, road.middle + 0.4, road.farKerb),
      allowed: [spot([-7, 10, 0]), spot([-32, 10, 0])],
    },
    pavement: area(-22, -11.5, road.nearPavement + 0.1, road.nearKerb),
    frame(seconds) {
      ctx.drawImage(still, 0, 0);
      const users = roadUsersAt(seconds);
      layShadows(
        ctx,
        sheet,
        camera,
        users.map((u) => u.body),
      );
      const standing = [...users.map((u) => ({ body: u.body, at: [u.x, u.y, 0] as Vec3 })), ...nearby];
      standing.sort((a, b) => camera.depthOf(b.at) - camera.depthOf(a.at));
      for (const { body } of standing) paintBody(ctx, camera, body);
      paintGrain(ctx, grain, Math.round(seconds * 1000));
      return canvas.data();
    },
  };
}

const clampShare = (v: number) => Math.round(Math.max(0, Math.min(1, v)) * 10_000) / 10_000;

/** A little sensor noise: without it a detector trained on photographs finds the picture strange. */
function grainTile(random: () => number): Canvas {
  const tile = createCanvas(240, 180);
  const ctx = tile.getContext('2d');
  const image = ctx.createImageData(240, 180);
  for (let i = 0; i < image.data.length; i += 4) {
    const n = normal(random);
    image.data[i] = image.data[i + 1] = image.data[i + 2] = n > 0 ? 255 : 0;
    image.data[i + 3] = Math.min(40, Math.abs(n) * 7);
  }
  ctx.putImageData(image, 0, 0);
  return tile;
}

function paintGrain(ctx: SKRSContext2D, tiles: readonly Canvas[], moment: number): void {
  for (let y = 0, i = moment; y < height; y += 180) {
    for (let x = 0; x < width; x += 240, i++) {
      const tile = tiles[(i * 7 + (moment >> 3)) % tiles.length];
      if (tile) ctx.drawImage(tile, x, y);
    }
  }
}
