// The named lines and areas of a place as rules take them: in shares of the picture, cut off at its edges.
import type { Pinhole } from './pinhole.ts';
import type { Scene } from './scene.ts';
import type { Spot } from './world.ts';

export interface ZonesInPicture {
  readonly lines: Readonly<Record<string, readonly Spot[]>>;
  readonly zones: Readonly<
    Record<string, { readonly outline: readonly Spot[]; readonly allowed?: readonly [Spot, Spot] }>
  >;
}

/** What lies wholly outside of the picture is left out. `allowed` points along a zone's direction of travel. */
export function zonesInPicture({ site, camera }: Pick<Scene, 'site' | 'camera'>): ZonesInPicture {
  const lines = Object.entries(site.lines).flatMap(([id, { points }]) => {
    const seen = clippedLine(points, camera);
    return seen ? [[id, seen] as const] : [];
  });
  const zones = Object.entries(site.zones).flatMap(([id, { outline, heading }]) => {
    const seen = clippedArea(outline, camera);
    if (seen.length < 3) return [];
    const allowed = heading === undefined ? undefined : arrowIn(outline, heading, camera);
    return [[id, { outline: seen, ...(allowed ? { allowed } : {}) }] as const];
  });
  return { lines: Object.fromEntries(lines), zones: Object.fromEntries(zones) };
}

const share = (camera: Pinhole, p: { x: number; y: number }): Spot => [
  round(Math.max(0, Math.min(1, p.x / camera.width))),
  round(Math.max(0, Math.min(1, p.y / camera.height))),
];
const round = (v: number) => Math.round(v * 10_000) / 10_000;

/** Sutherland and Hodgman 1974: cut at each edge of the picture in turn. */
function clippedArea(outline: readonly Spot[], camera: Pinhole): Spot[] {
  let shape: { x: number; y: number }[] = camera.polygon(outline.map(([x, y]) => [x, y, 0] as const));
  const edges: ((p: { x: number; y: number }) => number)[] = [
    (p) => p.x,
    (p) => camera.width - p.x,
    (p) => p.y,
    (p) => camera.height - p.y,
  ];
  for (const within of edges) {
    shape = shape.flatMap((p, i) => {
      const q = shape[(i + 1) % shape.length] ?? p;
      const [a, b] = [within(p), within(q)];
      const t = a / (a - b);
      const cut = a >= 0 !== b >= 0 ? [{ x: p.x + (q.x - p.x) * t, y: p.y + (q.y - p.y) * t }] : [];
      return a >= 0 ? [p, ...cut] : cut;
    });
  }
  const points = shape.map((p) => share(camera, p));
  return points.filter((p, i) => {
    const next = points[(i + 1) % points.length];
    return !next || p[0] !== next[0] || p[1] !== next[1];
  });
}

/** The longest run of a line that lies in the picture, sampled every metre; undefined where none does. */
function clippedLine(points: readonly Spot[], camera: Pinhole): Spot[] | undefined {
  const [a, b] = [points[0], points.at(-1)];
  if (!a || !b) return undefined;
  const n = Math.max(2, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1])));
  const seen: Spot[] = [];
  for (let i = 0; i <= n; i++) {
    const at = [a[0] + ((b[0] - a[0]) * i) / n, a[1] + ((b[1] - a[1]) * i) / n, 0] as const;
    const p = camera.project(at);
    if (p.depth > 0.5 && p.x >= 0 && p.y >= 0 && p.x <= camera.width && p.y <= camera.height)
      seen.push(share(camera, p));
  }
  const [first, last] = [seen[0], seen.at(-1)];
  return first && last && first !== last ? [first, last] : undefined;
}

/** Two points in the picture, one after the other in the direction of travel. */
function arrowIn(outline: readonly Spot[], heading: number, camera: Pinhole): readonly [Spot, Spot] | undefined {
  // Among all places of the zone, the one nearest to the picture's middle.
  const xs = outline.map((p) => p[0]);
  const ys = outline.map((p) => p[1]);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  let best: { from: Spot; to: Spot; far: number } | undefined;
  for (let i = 1; i < 20; i++) {
    const [x, y] = [x0 + ((x1 - x0) * i) / 20, y0 + ((y1 - y0) * i) / 20];
    const [mx, my] = Math.abs(Math.cos(heading)) > 0.5 ? [x, (y0 + y1) / 2] : [(x0 + x1) / 2, y];
    const at = (d: number) => camera.project([mx + d * Math.cos(heading), my + d * Math.sin(heading), 0]);
    const [from, to] = [at(-4), at(4)];
    if (from.depth < 1 || to.depth < 1) continue;
    const far = Math.hypot((from.x + to.x) / 2 - camera.width / 2, (from.y + to.y) / 2 - camera.height / 2);
    if (!best || far < best.far) best = { from: share(camera, from), to: share(camera, to), far };
  }
  return best ? [best.from, best.to] : undefined;
}
