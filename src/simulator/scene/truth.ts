// What is really in a picture: a line of JSON a frame, from the same bodies and the same camera that the painter uses.
//
// `{frame, tMs, objects: [{id, class, box: [x, y, w, h], visible, ground: [x, y], speedKmh}], signals: {id: state}}`
// box: pixels, cut off at the picture's edges; of the whole road user (a machine with its riders), also where others hide
// it. visible: share of it that is in the picture and that no nearer one hides, 0 to 1. ground: metres, the point of
// the ground under its middle.
import type { RoadUserClass } from '../../domain/detection.ts';
import { bodyOf } from './picture/bodies/table.ts';
import { farToNear, footprintOf } from './picture/order.ts';
import { boxesOf, outlinesOf, visibleShares } from './picture/silhouette.ts';
import type { Pinhole } from './pinhole.ts';
import type { Moment, SignalState } from './world.ts';

export interface TruthObject {
  readonly id: string;
  readonly class: RoadUserClass;
  readonly box: readonly [x: number, y: number, width: number, height: number];
  readonly visible: number;
  readonly ground: readonly [x: number, y: number];
  readonly speedKmh: number;
  /** Only where it is asked for: the people on a two-wheeler, the driver first. */
  readonly riders?: readonly (readonly [x: number, y: number, width: number, height: number])[];
}

export interface TruthFrame {
  readonly frame: number;
  readonly tMs: number;
  readonly objects: readonly TruthObject[];
  readonly signals: Readonly<Record<string, SignalState>>;
}

/** Farther than this nobody is in the truth, metres: nothing of them could be told in a picture. */
const farthest = 400;

/** @param options.riders also gives the boxes of the people on two-wheelers. */
export function truthOf(
  moment: Moment,
  camera: Pinhole,
  frame: number,
  options: { readonly riders?: boolean } = {},
): TruthFrame {
  const near = moment.actors.filter((a) => {
    const depth = camera.depthOf([a.at[0], a.at[1], 1]);
    if (depth < 1 || depth > farthest) return false;
    const middle = camera.project([a.at[0], a.at[1], 1]);
    const reach = 14 * camera.scaleAt([a.at[0], a.at[1], 1]);
    return (
      middle.x > -reach && middle.x < camera.width + reach && middle.y > -reach && middle.y < camera.height + reach
    );
  });
  const ordered = farToNear(near, camera, footprintOf);
  const seen = ordered.map((actor, rank) => {
    const body = bodyOf(actor);
    return { actor, boxes: boxesOf(actor, camera, body), outlines: outlinesOf(body, camera), depth: -rank };
  });
  const shares = visibleShares(seen, camera);
  const objects = seen.flatMap(({ actor, boxes }, i): TruthObject[] => {
    const { own } = boxes;
    if (!own) return [];
    return [
      {
        id: actor.id,
        class: actor.class,
        box: corners(own),
        visible: round(shares[i] ?? 0, 3),
        ground: [round(actor.at[0], 3), round(actor.at[1], 3)],
        speedKmh: round(actor.speed * 3.6, 2),
        ...(options.riders && boxes.riders.length > 0 ? { riders: boxes.riders.map(corners) } : {}),
      },
    ];
  });
  objects.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { frame, tMs: Math.round(moment.seconds * 1000), objects, signals: Object.fromEntries(moment.signals) };
}

const round = (value: number, digits: number) => {
  const scaled = Math.round(value * 10 ** digits) / 10 ** digits;
  return scaled === 0 ? 0 : scaled;
};

const corners = (b: { x: number; y: number; width: number; height: number }) =>
  [round(b.x, 1), round(b.y, 1), round(b.width, 1), round(b.height, 1)] as const;
