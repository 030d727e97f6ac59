// What is really in a picture: a line of JSON a frame, from the same bodies and the same camera that the painter uses.
//
// `{frame, tMs, objects: [{id, class, box: [x, y, w, h], visible, ground: [x, y], front: [x, y], speedKmh}], signals: {id: state}}`
// box: pixels, cut off at the picture's edges; of the whole road user (a machine with its riders), also where others hide
// it. visible: share of it that is in the picture and that neither a nearer road user nor a house, pole, tree or fence
// hides, 0 to 1. ground: metres, the point of the ground under its middle.
import type { RoadUserClass } from '../../domain/detection.ts';
import { facesOfBuilding } from './picture/backdrop/houses.ts';
import { bodyOfFurniture } from './picture/backdrop/posts.ts';
import { bodyOf } from './picture/bodies/table.ts';
import { type Footprint, farToNear, footprintOf, footprintOfFurniture, thatMayHide } from './picture/order.ts';
import type { Pinhole } from './pinhole.ts';
import { overlap, visibleShare } from './truth/cover.ts';
import { type Extremes, type Silhouette, silhouetteOf, silhouetteOfFaces } from './truth/outline.ts';
import { frontOf } from './watch/lines.ts';
import type { Actor, Moment, Plan, SignalState, Spot } from './world.ts';

type PlainBox = readonly [x: number, y: number, width: number, height: number];

export interface TruthObject {
  readonly id: string;
  readonly class: RoadUserClass;
  readonly box: PlainBox;
  readonly visible: number;
  readonly ground: readonly [x: number, y: number];
  /** The ground under the middle of its front, metres. */
  readonly front: readonly [x: number, y: number];
  readonly speedKmh: number;
  /** Only where it is asked for: the people on a two-wheeler, the driver first. */
  readonly riders?: readonly PlainBox[];
}

export interface TruthFrame {
  readonly frame: number;
  readonly tMs: number;
  readonly objects: readonly TruthObject[];
  readonly signals: Readonly<Record<string, SignalState>>;
}

export interface TruthOptions {
  readonly plan: Plan;
  readonly camera: Pinhole;
  /** Also the boxes of the people on two-wheelers. */
  readonly riders?: boolean;
  /** false: who hides whom is not worked out, all are taken for wholly visible: it is ten times faster. Default true. */
  readonly hiding?: boolean;
}

/** Farther than this nobody is in the truth, metres: nothing of them could be told in a picture. */
const farthest = 400;
/** Boxes smaller than this in width or height are left out, pixels. */
const smallest = 1;

/** @returns the truth of a moment; what never moves is worked out once. */
export function createTruth({ plan, camera, riders = false, hiding = true }: TruthOptions) {
  const standing = hiding ? standingOf(plan, camera) : [];
  const buildings = hiding ? buildingsOf(plan, camera) : [];
  return (moment: Moment, frame: number): TruthFrame => {
    const moving = moment.actors.flatMap((actor): Standing[] => {
      const silhouette = isInView(actor, camera) ? silhouetteOf(bodyOf(actor), camera) : undefined;
      return silhouette ? [{ actor, silhouette, print: footprintOf(actor) }] : [];
    });
    const houses = thatMayHide(
      buildings,
      moving.map((m) => m.print),
      camera,
    );
    const before = [...standing, ...houses].filter((s) =>
      moving.some((m) => overlap(s.silhouette.box, m.silhouette.box)),
    );
    const ordered = farToNear([...before, ...moving], camera, (one) => one.print);
    const objects = ordered.flatMap(({ actor, silhouette }, i): TruthObject[] => {
      const box = actor && cut(silhouette.box, camera);
      if (!box) return [];
      const nearer = ordered.slice(i + 1).map((s) => s.silhouette);
      const people = riders ? silhouette.riders.map((r) => cut(r, camera)).filter((r) => r !== undefined) : [];
      return [
        {
          id: actor.id,
          class: actor.class,
          box,
          visible: hiding ? round(visibleShare(silhouette, nearer, camera), 3) : 1,
          ground: [round(actor.at[0], 3), round(actor.at[1], 3)],
          front: spotOf(frontOf(actor)),
          speedKmh: round(actor.speed * 3.6, 2),
          ...(people.length > 0 ? { riders: people } : {}),
        },
      ];
    });
    objects.sort((a, b) => (a.id < b.id ? -1 : 1));
    return { frame, tMs: Math.round(moment.seconds * 1000), objects, signals: Object.fromEntries(moment.signals) };
  };
}

const spotOf = ([x, y]: Spot): Spot => [round(x, 3), round(y, 3)];

interface Standing {
  readonly silhouette: Silhouette;
  readonly print: Footprint;
  /** Absent for furniture. */
  readonly actor?: Actor;
}

/** Quick and generous: no road user is longer than 14 m. */
function isInView({ at }: Actor, camera: Pinhole): boolean {
  const middle = [at[0], at[1], 1] as const;
  const { x, y, depth } = camera.project(middle);
  if (depth < 1 || depth > farthest) return false;
  const reach = 14 * camera.scaleAt(middle);
  return x > -reach && x < camera.width + reach && y > -reach && y < camera.height + reach;
}

/** Poles, trees, counters and pieces of fence that may stand before somebody. */
function standingOf(plan: Plan, camera: Pinhole): Standing[] {
  return plan.furniture.flatMap((item) => {
    if (['hill', 'building', 'kerb'].includes(item.kind)) return [];
    const pieces = item.kind === 'fence' || item.kind === 'barrier' ? cutUp(item.at) : [item.at];
    return pieces.flatMap((at) => {
      const body = at.every(([x, y]) => camera.depthOf([x, y, 0]) > 0) ? bodyOfFurniture({ ...item, at }) : undefined;
      const silhouette = body && silhouetteOf(body, camera);
      return silhouette ? [{ silhouette, print: footprintOfFurniture({ at }) }] : [];
    });
  });
}

/** Buildings by the outlines of their houses. */
function buildingsOf(plan: Plan, camera: Pinhole): Standing[] {
  return plan.furniture.flatMap((item) => {
    if (item.kind !== 'building') return [];
    const silhouette = silhouetteOfFaces(facesOfBuilding(camera, item), camera);
    return silhouette ? [{ silhouette, print: footprintOfFurniture(item) }] : [];
  });
}

/** Pieces of a long line, so that each has one distance. */
function cutUp(line: readonly Spot[]): Spot[][] {
  return line.slice(1).flatMap((b, i) => {
    const a = line[i]!;
    const n = Math.max(1, Math.round(Math.hypot(b[0] - a[0], b[1] - a[1]) / 8));
    const at = (k: number): Spot => [a[0] + ((b[0] - a[0]) * k) / n, a[1] + ((b[1] - a[1]) * k) / n];
    return Array.from({ length: n }, (_, k) => [at(k), at(k + 1)]);
  });
}

function cut(box: Extremes, size: { readonly width: number; readonly height: number }): PlainBox | undefined {
  const [left, top] = [round(Math.max(0, box.left), 1), round(Math.max(0, box.top), 1)];
  const width = round(Math.min(size.width, box.right) - left, 1);
  const height = round(Math.min(size.height, box.bottom) - top, 1);
  return width < smallest || height < smallest ? undefined : [left, top, width, height];
}

const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits || 0;
