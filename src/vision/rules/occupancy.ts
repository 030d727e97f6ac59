// Who is in a zone. Shared by the rules that watch zones.
//
// A number of people changes only where somebody comes in or goes out: over the edge of the zone, or of the picture. Who is
// lost in the middle of it stands behind somebody, or the detector is not sure of it for a moment: with a calibration it is
// still counted for some time, whatever becomes of its track, or until it is found there again under another id. Two tracks
// on one spot are counted once, and what is far larger than its kind is nobody.
//
// Tried and not kept: who was lost behind somebody is counted for as long as that one is seen there. Over ten seeds it told of
// one crowd more by night, and by day of one more and one fewer.
import type { Box, Point, RoadUserClass } from '../../domain/detection.ts';
import type { Track } from '../track/track.ts';
import { isIn, type ZoneAnchor } from './anchors.ts';
import { Bodies } from './bodies.ts';
import { looksAt } from './fields.ts';
import { isInside, type Normalised, toPixels } from './geometry.ts';
import type { Scene } from './rule.ts';

/** A detector loses sight of a road user for a moment now and then: it still counts for this long, milliseconds. */
const rememberedMs = 1000;
/** Who is lost in the middle of the zone, where its place is known, for so long. */
const hiddenMs = 2000;
/** A new track is who was lost if it begins this near to it, metres, and so much farther for each second. */
const besideMetres = 0.6;
const metresASecond = 0.7;
/** Nobody stands hidden so near to somebody who is seen, metres: that one is who was lost. */
const oneSpotMetres = 0.5;
/** Speeds are taken over this time, milliseconds. */
const overMs = 500;

export interface ZoneOptions {
  readonly zone: readonly Normalised[];
  readonly classes?: readonly RoadUserClass[] | undefined;
  readonly anchor: ZoneAnchor;
}

interface Inside {
  seenMs: number;
  box: Box;
  /** Metres on the ground, the last ones of late; none without a calibration. */
  path: readonly { readonly ms: number; readonly at: Point }[];
}

/** The road users in a zone, the ones remembered for a moment too. */
export class Occupancy {
  readonly #options: ZoneOptions;
  readonly #inside = new Map<string, Inside>();
  readonly #bodies = new Bodies();

  constructor(options: ZoneOptions) {
    this.#options = options;
  }

  /** Takes in a frame; gives the boxes of those inside, remembered ones at the place where they were last seen. */
  update(scene: Scene): Box[] {
    const now = scene.monotonicMs;
    const polygon = zoneInPixels(this.#options.zone, scene);
    for (const track of scene.tracks) {
      const isOne = track.confirmed && looksAt(this.#options.classes, track.class) && isPossible(scene, track);
      const inside = isOne && isIn(scene, track, this.#options.anchor, polygon);
      if (inside) this.#see(scene, track);
      else if (inside === false) this.#leave(track.id);
    }
    this.#bodies.see(
      now,
      [...this.#inside].flatMap(([id, { seenMs, box, path }]) => {
        const at = path.at(-1)?.at;
        return seenMs === now && at ? [{ id, box, at }] : [];
      }),
    );
    for (const [id, one] of this.#inside) {
      if (one.seenMs < now && this.#isGone(scene, id, one, polygon)) this.#leave(id);
    }
    return this.#counted().map(({ box }) => box);
  }

  /** How many of those inside were seen at this time or later. */
  seenSince(ms: number): number {
    return this.#counted().filter(({ seenMs }) => seenMs >= ms).length;
  }

  clear(): void {
    this.#inside.clear();
    this.#bodies.clear();
  }

  #see(scene: Scene, track: Track): void {
    const now = scene.monotonicMs;
    const at = scene.places?.get(track.id)?.at;
    const before = this.#inside.get(track.id);
    if (!before && at) this.#adopt(scene, track, at);
    const path = at ? [...(before?.path ?? []).filter(({ ms }) => now - ms <= overMs), { ms: now, at }] : [];
    this.#inside.set(track.id, { seenMs: now, box: track.seenAs, path });
  }

  /** Who was lost near where a new track begins is this one. */
  #adopt({ monotonicMs: now }: Scene, track: Track, at: Point): void {
    let best: { id: string; metres: number } | undefined;
    for (const [id, one] of this.#inside) {
      if (one.seenMs === now || track.bornMs < one.seenMs - rememberedMs) continue;
      const last = placeAt(one, now);
      if (!last) continue;
      const metres = Math.hypot(at.x - last.x, at.y - last.y);
      const reach = besideMetres + (metresASecond * (now - one.seenMs)) / 1000;
      if (metres <= reach && metres < (best?.metres ?? Number.POSITIVE_INFINITY)) best = { id, metres };
    }
    if (best) this.#leave(best.id);
  }

  /** Of one that is not seen. */
  #isGone(scene: Scene, id: string, one: Inside, polygon: readonly Point[]): boolean {
    const lostMs = scene.monotonicMs - one.seenMs;
    if (lostMs > hiddenMs) return true;
    const expected = placeAt(one, scene.monotonicMs);
    if (!expected) return lostMs > rememberedMs || scene.ended.includes(id);
    const pixel = scene.ground?.toPicture(expected);
    if (!pixel || !isInside(polygon, pixel)) return true;
    // Of two tracks on one body one has ended; or it was taken for two for a moment only.
    return [...this.#inside].some(([other, o]) => {
      if (other === id) return false;
      if (this.#bodies.areOne(id, other)) return true;
      const at = o.path.at(-1)?.at;
      return o.seenMs === scene.monotonicMs && at && Math.hypot(at.x - expected.x, at.y - expected.y) < oneSpotMetres;
    });
  }

  #leave(id: string): void {
    this.#inside.delete(id);
    this.#bodies.forget(id);
  }

  /** One of each body. */
  #counted(): Inside[] {
    const ids: string[] = [];
    for (const id of this.#inside.keys()) if (!ids.some((other) => this.#bodies.areOne(other, id))) ids.push(id);
    return ids.map((id) => this.#inside.get(id)!);
  }
}

/** Where somebody should be who went on as it went when it was seen last. */
function placeAt({ path, seenMs }: Inside, ms: number): Point | undefined {
  const [first, last] = [path[0], path.at(-1)];
  if (!first || !last) return undefined;
  const took = last.ms - first.ms;
  const ahead = took < overMs / 2 ? 0 : (ms - seenMs) / took;
  return { x: last.at.x + ahead * (last.at.x - first.at.x), y: last.at.y + ahead * (last.at.y - first.at.y) };
}

/**
 * A person or a two-wheeler is at most 2 m long; a box that is wider than this, metres, is that of a kerb, a wall or a shadow.
 * Seen with our detector at night: bicycles half as wide as the picture.
 */
const widestMetres = 4;

/** Whether somebody of its class may be as wide as its box is where that stands; true without a calibration. */
function isPossible({ ground }: Scene, { class: kind, seenAs }: Track): boolean {
  if (!ground || !(kind === 'person' || kind === 'bicycle' || kind === 'motorcycle')) return true;
  const feet = { x: seenAs.x + seenAs.width / 2, y: seenAs.y + seenAs.height };
  return ground.metresPerPixel(feet) * seenAs.width <= widestMetres;
}

export const zoneInPixels = (zone: readonly Normalised[], scene: Scene): Point[] =>
  zone.map((p) => toPixels(p, scene.width, scene.height));
