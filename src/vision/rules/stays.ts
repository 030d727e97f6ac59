// How long those who left a zone had been in it, and their figures. Shared by the rules that measure times.
//
// A stay is somebody's, not a track's: where a track is lost in the zone and a new one begins near it soon, the same one is
// still there. Nobody appears in the middle of a zone: a person who is seen there first has walked there from its edge, from
// the nearest one at least, and its stay began then.

import type { Point } from '../../domain/detection.ts';
import type { Track } from '../track/track.ts';
import { depthOf, isIn, standFor, type ZoneAnchor } from './anchors.ts';
import { looksAt } from './fields.ts';
import type { ZoneOptions } from './occupancy.ts';
import { zoneInPixels } from './occupancy.ts';
import { overlapMs, reachOf, walkMs } from './reach.ts';
import type { Scene } from './rule.ts';

/** Out of the zone or of sight for longer, somebody has left, milliseconds. */
const goneMs = 2000;
/** Who was seen for longer before, outside, has come in when it was seen to; milliseconds. */
const newMs = 1000;

interface Stay {
  readonly sinceMs: number;
  /** Whether it was ever confirmed. */
  isSure: boolean;
  insideMs: number;
  /** When and where it was seen last, inside or not, pixels, and the height of its box. */
  seenMs: number;
  at: Point | undefined;
  height: number;
}

export class Stays {
  readonly #zone: ZoneOptions;
  readonly #least: number;
  readonly #here = new Map<string, Stay>();
  #ended: number[] = [];
  #lookedSinceMs: number | undefined;

  /** @param leastMs shorter stays are passers-by and do not count. */
  constructor(zone: ZoneOptions & { readonly anchor: ZoneAnchor }, leastMs: number) {
    this.#zone = zone;
    this.#least = leastMs;
  }

  /** @returns those who are here, with how long they have been, milliseconds. */
  update(scene: Scene): ReadonlyMap<string, number> {
    const { classes, anchor } = this.#zone;
    const polygon = zoneInPixels(this.#zone.zone, scene);
    const now = scene.monotonicMs;
    this.#lookedSinceMs ??= now;
    for (const track of scene.tracks) {
      if (!looksAt(classes, track.class)) continue;
      const at = standFor(scene, track, anchor);
      const isInside = isIn(scene, track, anchor, polygon);
      const own = this.#here.get(track.id);
      const before = track.confirmed && !own?.isSure && at ? this.#adopt(scene, track, at) : undefined;
      const known = before ?? own;
      if (!known && !isInside) continue;
      const since = () => now - this.#unseenMs(scene, track, polygon);
      const stay = known ?? {
        sinceMs: since(),
        isSure: false,
        insideMs: now,
        seenMs: now,
        at,
        height: track.box.height,
      };
      Object.assign(stay, { seenMs: now, at: at ?? stay.at, height: track.box.height });
      stay.isSure ||= track.confirmed;
      if (isInside) stay.insideMs = now;
      this.#here.set(track.id, stay);
    }
    for (const [id, { sinceMs, insideMs, isSure }] of this.#here) {
      if (now - insideMs <= goneMs) continue;
      this.#here.delete(id);
      if (isSure && insideMs - sinceMs >= this.#least) this.#ended.push(insideMs - sinceMs);
    }
    return new Map([...this.#here].flatMap(([id, s]) => (s.isSure ? [[id, now - s.sinceMs] as const] : [])));
  }

  /** The stay of a track that was lost just here: the nearest of those that are not seen. */
  #adopt({ monotonicMs: now, tracks }: Scene, { id: own, bornMs, box }: Track, at: Point): Stay | undefined {
    let best: { readonly id: string; readonly stay: Stay; readonly far: number } | undefined;
    for (const [id, stay] of this.#here) {
      if (id === own || !stay.isSure || !stay.at || bornMs < stay.seenMs - overlapMs || tracks.some((t) => t.id === id))
        continue;
      const far = Math.hypot(at.x - stay.at.x, at.y - stay.at.y);
      const reach = reachOf(Math.max(stay.height, box.height), now - stay.seenMs);
      if (far <= reach && far < (best?.far ?? Number.POSITIVE_INFINITY)) best = { id, stay, far };
    }
    if (best) this.#here.delete(best.id);
    return best?.stay;
  }

  /** For how long a person must have been in the zone before it was seen, milliseconds. */
  #unseenMs(scene: Scene, track: Track, polygon: readonly Point[]): number {
    if (scene.monotonicMs - track.bornMs > newMs) return 0;
    // Who is there when one begins to look may have been there for ever.
    if (track.class !== 'person' || scene.monotonicMs - this.#lookedSinceMs! < goneMs) return 0;
    const known = depthOf(scene, track, this.#zone.anchor, polygon);
    if (!known || known.depth <= known.doubt) return 0;
    return Math.min(goneMs, walkMs((known.depth - known.doubt) / track.box.height));
  }

  /** Seconds of the stays that ended since the last time, sorted. */
  take(): number[] {
    const all = this.#ended.map((ms) => ms / 1000).sort((a, b) => a - b);
    this.#ended = [];
    return all;
  }

  /** Stays that began before a gap have no known length. */
  clear(): void {
    this.#here.clear();
    this.#lookedSinceMs = undefined;
  }
}

/** Mean, 95th percentile and longest of sorted seconds; nothing where there are none. */
export function timesOf(sorted: readonly number[], name: string): Record<string, number> {
  const last = sorted.at(-1);
  if (last === undefined) return {};
  const mean = sorted.reduce((a, b) => a + b, 0) / sorted.length;
  const p95 = sorted[Math.min(sorted.length - 1, Math.ceil(0.95 * sorted.length) - 1)]!;
  const round = (v: number) => Math.round(v * 10) / 10;
  return { [`${name}MeanSeconds`]: round(mean), [`${name}P95Seconds`]: round(p95), [`${name}MaxSeconds`]: round(last) };
}
