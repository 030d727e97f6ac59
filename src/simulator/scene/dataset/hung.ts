// Where a technician hangs a camera that shall count people and watch a kerb: so high and so near that it looks down on
// what it watches, and nobody hides another. The views that scenarios name look along the road, at half that angle.
import type { Random } from '../../random.ts';
import type { Route, Site } from '../plan/site.ts';
import type { Spot } from '../world.ts';

/** What is watched, and from where: fields of a scenario's camera. */
export interface Hung {
  readonly target: Spot;
  readonly camera: {
    readonly position: [number, number, number];
    readonly yaw: number;
    readonly tilt: number;
    readonly focal: number;
    readonly distortion: number;
  };
}

/** Metres of the camera above the ground and beside what it watches. */
const height = [5.5, 12] as const;
const beside = [6, 22] as const;
/** Degrees downwards. */
const tilts = [16, 46] as const;
/** Metres that stay free around the camera. */
const clearance = 5;
const degrees = 180 / Math.PI;

/** A camera before some zone of the place; undefined where houses or trees are in its way each time. */
export function hung(site: Site, random: Random): Hung | undefined {
  const between = ([least, most]: readonly [number, number]) => least + (most - least) * random();
  const outlines = Object.values(site.zones).map((z) => z.outline);
  for (let tries = 0; tries < 40; tries++) {
    const outline = outlines[Math.floor(random() * outlines.length)];
    if (!outline) return undefined;
    const target = within(outline, random);
    const [away, direction, high] = [between(beside), 2 * Math.PI * random(), between(height)];
    const [dx, dy] = [Math.cos(direction) * away, Math.sin(direction) * away];
    const from: Spot = [target[0] - dx, target[1] - dy];
    const tilt = Math.atan2(high - 0.8, away) * degrees + between([-4, 4]);
    if (!isOpen(site, from, target)) continue;
    return {
      target,
      camera: {
        position: [from[0], from[1], high],
        yaw: Math.atan2(dx, dy) * degrees,
        tilt: Math.min(tilts[1], Math.max(tilts[0], tilt)),
        focal: between([0.5, 1.05]),
        distortion: random() < 0.4 ? -0.2 * random() : 0,
      },
    };
  }
  return undefined;
}

/** Steps of a script: people who stand about before the camera, some together; one sees much of a body that does not walk. */
export function standing(site: Site, [x, y]: Spot, random: Random): object[] {
  const walks = site.routes.filter((r) => r.for === 'walk');
  const near = walks
    .map((route) => ({ route, ...route.path.locate([x, y], 0, route.path.length) }))
    .filter(({ offset }) => Math.abs(offset) < furthest);
  const places: Spot[] = [];
  const wanted = Math.floor(13 * random());
  for (let tries = 0; places.length < wanted && tries < 4 * wanted; tries++) {
    const [last] = places.slice(-1);
    const together = last !== undefined && random() < 0.6;
    const spread = together ? 1.3 : furthest;
    const [px, py] = together ? last : [x, y];
    const spot: Spot = [px + (2 * random() - 1) * spread, py + (2 * random() - 1) * spread];
    if (places.some((p) => Math.hypot(p[0] - spot[0], p[1] - spot[1]) < elbowRoom)) continue;
    places.push(spot);
  }
  return places.flatMap((spot) => {
    const way = near[Math.floor(random() * near.length)]?.route;
    return way ? [stands(way, spot)] : [];
  });
}

/** Metres from the middle of what is watched, and from one to the next: each stops up to 0.2 m before its place. */
const furthest = 7;
const elbowRoom = 0.75;

function stands(route: Route, spot: Spot): object {
  const { s, offset } = route.path.locate(spot, 0, route.path.length);
  const from = Math.max(0, s - 0.6);
  const halts = [{ s, for: '600s' }];
  return {
    ...{ do: 'drive', at: '0s', class: 'person', way: route.id, from, speedKmh: 3, exact: true },
    ...{ offsets: [{ s: 0, offset }], halts },
  };
}

function within(outline: readonly Spot[], random: Random): Spot {
  const along = (k: 0 | 1) => {
    const of = outline.map((p) => p[k]);
    const [least, most] = [Math.min(...of), Math.max(...of)];
    return least + (most - least) * random();
  };
  return [along(0), along(1)];
}

/** True where no house, counter or shelter stands between, and nothing right before the lens. */
function isOpen(site: Site, from: Spot, to: Spot): boolean {
  return site.plan.furniture.every(({ kind, at }) => {
    if (kind === 'hill' || kind === 'wires' || kind === 'kerb') return true;
    const corners = at.length;
    if (corners < 3) return at.every((p) => Math.hypot(p[0] - from[0], p[1] - from[1]) > clearance);
    const sides = at.map((p, i) => [p, at[(i + 1) % corners] as Spot] as const);
    return !isInside(at, from) && sides.every(([a, b]) => !crosses(from, to, a, b));
  });
}

const side = (a: Spot, b: Spot, p: Spot) => (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);

const crosses = (a: Spot, b: Spot, c: Spot, d: Spot) =>
  side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;

/** Of a convex outline. */
const isInside = (outline: readonly Spot[], p: Spot) => {
  const sides = outline.map((a, i) => Math.sign(side(a, outline[(i + 1) % outline.length] as Spot, p)));
  return sides.every((s) => s >= 0) || sides.every((s) => s <= 0);
};
