// A boat's track, thinned: what is worth sending of a position every second. And in which areas it is. Pure.
import type { Sample } from '../sample.ts';

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

export interface Fence {
  readonly id: string;
  /** Corners, latitude and longitude in degrees. */
  readonly area: readonly (readonly [number, number])[];
}

const earthRadius = 6_371_008.8;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Metres along the great circle (haversine; the mean radius of the earth after IUGG). */
export function metresBetween(a: Place, b: Place): number {
  const dLat = radians(b.latitude - a.latitude);
  const dLon = radians(b.longitude - a.longitude);
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(dLon / 2) ** 2;
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Inside an area of a few kilometres, which is taken for flat. */
export function isInside({ latitude: y, longitude: x }: Place, area: Fence['area']): boolean {
  let inside = false;
  for (let i = 0, j = area.length - 1; i < area.length; j = i++) {
    const [yi, xi] = area[i]!;
    const [yj, xj] = area[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** Where a sample is, if it says so and is to be believed. */
export function placeOf(sample: Sample): Place | undefined {
  const [latitude, longitude] = [sample.get('latitude')?.value, sample.get('longitude')?.value];
  return typeof latitude === 'number' && typeof longitude === 'number' ? { latitude, longitude } : undefined;
}

export interface TrackLimits {
  /** Metres from the last position that was sent. */
  readonly distance: number;
  /** At least and at most so much time between two reports, milliseconds. */
  readonly shortestMs: number;
  readonly longestMs: number;
}

/** Is it time to send? Far enough, long enough, or with a fix where there was none and the other way round. */
export function thinning(limits: TrackLimits): (sample: Sample, nowMs: number) => boolean {
  let last: { place: Place | undefined; ms: number } | undefined;
  return (sample, nowMs) => {
    const place = placeOf(sample);
    const sinceMs = last ? nowMs - last.ms : Number.POSITIVE_INFINITY;
    const hasMoved =
      place !== undefined && last?.place !== undefined && metresBetween(place, last.place) >= limits.distance;
    const hasFixChanged = (place === undefined) !== (last?.place === undefined);
    const isDue = sinceMs >= limits.longestMs || (sinceMs >= limits.shortestMs && (hasMoved || hasFixChanged));
    if (isDue) last = { place, ms: nowMs };
    return isDue;
  };
}

/** So many positions in a row must agree before a boat has entered or left: one on the line does not swing. */
const agreeing = 3;

/** For each fence, whether the boat is in it; undefined until enough positions said so. */
export class Fences {
  readonly #fences: readonly Fence[];
  readonly #state = new Map<string, { inside?: boolean; seen: boolean; times: number }>();

  constructor(fences: readonly Fence[]) {
    this.#fences = fences;
    for (const { id } of fences) this.#state.set(id, { seen: false, times: 0 });
  }

  /** @returns true where the boat entered or left an area by this position. */
  move(place: Place): boolean {
    let hasChanged = false;
    for (const { id, area } of this.#fences) {
      const state = this.#state.get(id)!;
      const seen = isInside(place, area);
      state.times = seen === state.seen ? state.times + 1 : 1;
      state.seen = seen;
      if (state.times < agreeing || state.inside === seen) continue;
      state.inside = seen;
      hasChanged = true;
    }
    return hasChanged;
  }

  inside(id: string): boolean | undefined {
    return this.#state.get(id)?.inside;
  }
}
