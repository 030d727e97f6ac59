// Who is in a zone. Shared by the rules that watch zones.
import type { Box, Point, RoadUserClass } from '../../domain/detection.ts';
import { isIn, type ZoneAnchor } from './anchors.ts';
import { looksAt } from './fields.ts';
import { type Normalised, toPixels } from './geometry.ts';
import type { Scene } from './rule.ts';

/** A detector loses sight of a road user for a moment now and then: it still counts for this long, milliseconds. */
const rememberedMs = 1000;

export interface ZoneOptions {
  readonly zone: readonly Normalised[];
  readonly classes?: readonly RoadUserClass[] | undefined;
  readonly anchor: ZoneAnchor;
}

/** The road users in a zone, the ones remembered for a moment too. */
export class Occupancy {
  readonly #options: ZoneOptions;
  readonly #inside = new Map<string, { seenMs: number; box: Box }>();

  constructor(options: ZoneOptions) {
    this.#options = options;
  }

  /** Takes in a frame; gives the boxes of those inside, remembered ones at the place where they were last seen. */
  update(scene: Scene): Box[] {
    const polygon = zoneInPixels(this.#options.zone, scene);
    for (const track of scene.tracks) {
      const isOne = track.confirmed && looksAt(this.#options.classes, track.class);
      const inside = isOne && isIn(scene, track, this.#options.anchor, polygon);
      if (inside) this.#inside.set(track.id, { seenMs: scene.monotonicMs, box: track.seenAs });
      else if (inside === false) this.#inside.delete(track.id);
    }
    for (const [id, { seenMs }] of this.#inside) {
      if (scene.monotonicMs - seenMs > rememberedMs) this.#inside.delete(id);
    }
    for (const id of scene.ended) this.#inside.delete(id);
    return [...this.#inside.values()].map(({ box }) => box);
  }

  /** How many of those inside were seen at this time or later. */
  seenSince(ms: number): number {
    return [...this.#inside.values()].filter(({ seenMs }) => seenMs >= ms).length;
  }

  clear(): void {
    this.#inside.clear();
  }
}

export const zoneInPixels = (zone: readonly Normalised[], scene: Scene): Point[] =>
  zone.map((p) => toPixels(p, scene.width, scene.height));
