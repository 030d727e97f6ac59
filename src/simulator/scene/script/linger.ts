// People who come into an area, stay there and go: each has a way of its own, along one of the place's and back to it.
import type { Random } from '../../random.ts';
import type { Newcomer } from '../behaviour/entrances.ts';
import { type Path, pathThrough } from '../plan/path.ts';
import type { Route, Site } from '../plan/site.ts';
import { inside } from '../watch/geometry.ts';
import type { Spot } from '../world.ts';
import type { ScriptItem } from './schema.ts';

type Linger = Extract<ScriptItem, { do: 'linger' }>;

/** People keep this far from each other where they stand, metres. */
const apart = 0.75;

/** Who comes, and when (seconds), so that each is in its place at its time. Nobody where the area or a way is missing. */
export function visitorsOf(item: Linger, site: Site, random: Random, warmUp: number): { at: number; who: Newcomer }[] {
  const zone = site.zones[item.zone];
  if (!zone) return [];
  const ways = waysTo(zone.outline, site);
  if (ways.length === 0) return [];
  const taken: Spot[] = [];
  const stay = item.for / 1000;
  return Array.from({ length: item.count }, (_, i) => {
    const arrives = (item.at + (item.over * i) / Math.max(1, item.count)) / 1000;
    const spot = spotIn(zone.outline, taken, random);
    taken.push(spot);
    const speed = 1.1 + 0.3 * random();
    const spots = item.wander ? strollFrom(spot, zone.outline, stay, speed, random) : [spot];
    const route = wayThrough(ways[Math.floor(random() * ways.length)]!, spots);
    const there = spots.map((p) => route.path.locate(p, 0, route.path.length).s);
    const halts = there.map((s) => ({ s: s + 0.2, seconds: item.wander ? pause : stay, offset: 0 }));
    // Those who would have to set out before the scene's traffic begins are on their way already.
    const way = there[0] ?? 0;
    const needed = way / speed;
    const setsOut = Math.max(-Math.min(20, warmUp), arrives - needed);
    const s = Math.max(0, way - speed * (arrives - setsOut));
    return { at: setsOut, who: { class: item.class, route, s, offset: 0, manner: { speed, halts } } };
  });
}

/** The ways on foot that pass an area nearest, so that nobody has to cross a road to it. */
function waysTo(outline: readonly Spot[], site: Site): Route[] {
  const middle = outline.reduce(([x, y], p): Spot => [x + p[0] / outline.length, y + p[1] / outline.length], [0, 0]);
  const ways = site.routes
    .filter((r) => r.for === 'walk' && r.group === 'walk')
    .map((route) => {
      const p = route.path.at(route.path.locate(middle, 0, route.path.length).s);
      return { route, far: Math.hypot(p.x - middle[0], p.y - middle[1]) };
    });
  const nearest = Math.min(...ways.map((w) => w.far));
  return ways.filter((w) => w.far < nearest + 2).map((w) => w.route);
}

/** A stroller stands this long at each of its places, seconds. */
const pause = 2.5;

function strollFrom(first: Spot, outline: readonly Spot[], stay: number, speed: number, random: Random): Spot[] {
  const spots = [first];
  for (let t = 0; t < stay; ) {
    const last = spots.at(-1)!;
    const next = spotIn(outline, [], random, last, 5);
    t += Math.hypot(next[0] - last[0], next[1] - last[1]) / speed + pause + 1;
    spots.push(next);
  }
  return spots;
}

/** Between two edges: a share of their distance away from both, in a narrow area half a metre where there is room. */
function within(low: number, high: number, share: number, random: Random): number {
  const size = high - low;
  const off = Math.max(share * size, Math.min(0.5, 0.4 * size));
  return low + off + (size - 2 * off) * random();
}

/** A place in an area, away from its edge where that is possible, from those that are taken, and near to another. */
function spotIn(outline: readonly Spot[], taken: readonly Spot[], random: Random, near?: Spot, reach = 0): Spot {
  const xs = outline.map((p) => p[0]);
  const ys = outline.map((p) => p[1]);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  let fallback: Spot = [(x0 + x1) / 2, (y0 + y1) / 2];
  for (let i = 0; i < 200; i++) {
    const at: Spot = [within(x0, x1, 0.08, random), within(y0, y1, 0.1, random)];
    if (!inside(outline, at)) continue;
    fallback = at;
    if (near && Math.hypot(at[0] - near[0], at[1] - near[1]) > reach) continue;
    if (taken.every((t) => Math.hypot(t[0] - at[0], t[1] - at[1]) >= apart)) return at;
  }
  return fallback;
}

/** Along a way up to where it comes nearest, over the spots, and on along the way. */
function wayThrough(route: Route, spots: readonly Spot[]): Route {
  const { path } = route;
  const leaves = path.locate(spots[0]!, 0, path.length).s;
  const returns = Math.min(path.length, path.locate(spots.at(-1)!, 0, path.length).s + 2);
  const points = [...along(path, 0, leaves - 1), ...spots, ...along(path, returns, path.length)];
  const { group, share, speedKmh } = route;
  return {
    ...{ id: `${route.id}-visit`, path: pathThrough(points, 0.8), lanes: [0], span: [-0.5, 0.5], speedKmh },
    ...{ for: 'walk', group, share },
  };
}

function along(path: Path, from: number, to: number): Spot[] {
  const n = Math.max(1, Math.ceil((to - from) / 6));
  if (to <= from) return [];
  return Array.from({ length: n + 1 }, (_, i): Spot => {
    const p = path.at(from + ((to - from) * i) / n);
    return [p.x, p.y];
  });
}
