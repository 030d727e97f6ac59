// A plan: a scenario that is made of random numbers so that a rule meets many violations and many near misses of it, and
// the rule that should tell them apart. The scene watches with exact geometry; the rule only sees tracks.
import type { Pinhole } from '../../../src/simulator/scene/pinhole.ts';
import type { Site } from '../../../src/simulator/scene/plan/site.ts';
import type { Scene } from '../../../src/simulator/scene/scene.ts';
import type { Actor, Spot } from '../../../src/simulator/scene/world.ts';
import { zonesInPicture } from '../../../src/simulator/scene/zones-in-picture.ts';
import type { Label } from '../../../src/vision/rules/rule.ts';
import type { HappeningLine } from '../../../src/vision/tracks-file.ts';
import type { Pairs } from './pairs.ts';

export type Random = () => number;

/** Lines and areas of the place in shares of the picture, not cut off and not rounded. */
export interface Drawn {
  readonly line: (id: string) => [Spot, Spot];
  readonly zone: (id: string) => Spot[];
  readonly area: (outline: readonly Spot[]) => Spot[];
  /** Along the direction of travel of an area. */
  readonly arrow: (id: string) => [Spot, Spot];
  /** Square metres. */
  readonly metres: (id: string) => number;
}

/** By model of the second stage. */
export type Labels = Readonly<Record<string, Label>>;

export interface Plan {
  readonly rule: string;
  readonly scenario: (random: Random) => Record<string, unknown>;
  /** Rules; the id of each is that of the watch it is held against. */
  readonly rules: (drawn: Drawn) => Record<string, unknown>[];
  /** Watches that are asked for in pairs: where from, where to (turning movements). */
  readonly pairs?: Pairs;
  /** What models of the second stage say of a road user after so many looks at it. */
  readonly labels?: (actor: Actor, looks: number) => Labels;
  /**
   * What a happening is, where the scene's own watches do not say it; undefined: nothing.
   * @param actor whom it is about; known where a plan has labels.
   */
  readonly judge?: (happening: HappeningLine, actor: Actor | undefined) => HappeningLine | undefined;
  /** The rule measures stays and reports them: each is held against the stays of the watch. */
  readonly measuresStays?: boolean;
}

export const between = (random: Random, least: number, most: number): number => least + (most - least) * random();

/** Every `every` seconds one: every `nth` is a violation. */
export function series<T>(count: number, every: number, of: (at: string, i: number) => T, first = 1): T[] {
  return Array.from({ length: count }, (_, i) => of(`${(first + i * every).toFixed(2)}s`, i));
}

export function drawnIn(site: Site, camera: Pinhole): Drawn {
  const share = ([x, y]: Spot): Spot => {
    const p = camera.project([x, y, 0]);
    return [p.x / camera.width, p.y / camera.height];
  };
  const outlineOf = (id: string) => site.zones[id]?.outline ?? [];
  return {
    line: (id) => {
      const [a, b] = site.lines[id]!.points as [Spot, Spot];
      return [share(a), share(b)];
    },
    zone: (id) => outlineOf(id).map(share),
    area: (outline) => outline.map(share),
    arrow: (id) => {
      const { outline, heading = 0 } = site.zones[id]!;
      const n = outline.length;
      const [x, y] = outline.reduce(([sx, sy], p): Spot => [sx + p[0] / n, sy + p[1] / n], [0, 0]);
      return [share([x, y]), share([x + 4 * Math.cos(heading), y + 4 * Math.sin(heading)])];
    },
    metres: (id) => {
      const all = outlineOf(id);
      const twice = all.reduce((sum, [x, y], i) => {
        const [nx, ny] = all[(i + 1) % all.length]!;
        return sum + x * ny - nx * y;
      }, 0);
      return Math.abs(twice) / 2;
    },
  };
}

/** The same as a technician would draw them: cut off at the edges of the picture. */
export function clippedIn(scene: Scene): Drawn {
  const { lines, zones } = zonesInPicture(scene);
  const whole = drawnIn(scene.site, scene.camera);
  const within = (v: number) => Math.max(0, Math.min(1, v));
  return {
    ...whole,
    line: (id) => [...(lines[id] ?? [])] as [Spot, Spot],
    zone: (id) => [...(zones[id]?.outline ?? [])],
    area: (outline) => whole.area(outline).map(([x, y]): Spot => [within(x), within(y)]),
    arrow: (id) => [...(zones[id]?.allowed ?? whole.arrow(id))] as [Spot, Spot],
  };
}
