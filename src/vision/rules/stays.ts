// How long those who left a zone had been in it, and their figures. Shared by the rules that measure times.

import { isIn, type ZoneAnchor } from './anchors.ts';
import { looksAt } from './fields.ts';
import type { ZoneOptions } from './occupancy.ts';
import { zoneInPixels } from './occupancy.ts';
import type { Scene } from './rule.ts';

/** Out of the zone or of sight for longer, somebody has left, milliseconds. */
const goneMs = 2000;

interface Stay {
  readonly sinceMs: number;
  insideMs: number;
}

export class Stays {
  readonly #zone: ZoneOptions;
  readonly #least: number;
  readonly #here = new Map<string, Stay>();
  #ended: number[] = [];

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
    for (const track of scene.tracks) {
      if (!track.confirmed || !looksAt(classes, track.class) || !isIn(scene, track, anchor, polygon)) continue;
      const stay = this.#here.get(track.id) ?? { sinceMs: now, insideMs: now };
      stay.insideMs = now;
      this.#here.set(track.id, stay);
    }
    for (const [id, { sinceMs, insideMs }] of this.#here) {
      if (now - insideMs <= goneMs) continue;
      this.#here.delete(id);
      if (insideMs - sinceMs >= this.#least) this.#ended.push(insideMs - sinceMs);
    }
    return new Map([...this.#here].map(([id, s]) => [id, now - s.sinceMs]));
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
