// How fast road users are, from their places: a straight line through the last moments of each, by least squares.
import type { Point } from '../../domain/detection.ts';
import type { Place } from './place.ts';

export interface Speed {
  readonly kmh: number;
  /** Half width of the interval that holds the true speed in 95 of 100 cases, km/h. */
  readonly uncertaintyKmh: number;
  /** Seconds and metres that it was taken over. */
  readonly seconds: number;
  readonly metres: number;
}

interface Sample {
  readonly ms: number;
  readonly at: Point;
  readonly error: number;
}

/** A line through fewer points, or over less than this share of the wanted time, says nothing. */
const leastSamples = 4;
const leastShare = 0.8;
/** Errors of places that follow each other are alike; this share of an error is its own. */
const ownShare = 0.3;

export class Speeds {
  readonly #overMs: number;
  readonly #samples = new Map<string, Sample[]>();

  /** @param overMs the last moments that count. */
  constructor(overMs: number) {
    this.#overMs = overMs;
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) this.#samples.delete(id);
  }

  clear(): void {
    this.#samples.clear();
  }

  /**
   * Takes in where somebody is.
   * @param scaleError relative error of the calibration. @returns undefined until enough is known.
   */
  see(id: string, ms: number, { at, error }: Place, scaleError: number): Speed | undefined {
    const all = (this.#samples.get(id) ?? []).filter((s) => ms - s.ms <= this.#overMs);
    all.push({ ms, at, error });
    this.#samples.set(id, all);
    const spanMs = ms - all[0]!.ms;
    return all.length < leastSamples || spanMs < leastShare * this.#overMs ? undefined : speedOf(all, scaleError);
  }
}

function speedOf(samples: readonly Sample[], scaleError: number): Speed {
  const n = samples.length;
  const mean = (of: (s: Sample) => number) => samples.reduce((sum, s) => sum + of(s), 0) / n;
  const [t0, x0, y0] = [mean((s) => s.ms), mean((s) => s.at.x), mean((s) => s.at.y)];
  // Seconds around their mean.
  const t = (s: Sample) => (s.ms - t0) / 1000;
  const tt = samples.reduce((sum, s) => sum + t(s) ** 2, 0);
  const slope = (of: (s: Sample) => number) => samples.reduce((sum, s) => sum + t(s) * of(s), 0) / tt;
  const [vx, vy] = [slope((s) => s.at.x - x0), slope((s) => s.at.y - y0)];
  const speed = Math.hypot(vx, vy);
  // How far the points stray from the line along the way.
  const stray = samples.reduce((sum, s) => {
    const [dx, dy] = [s.at.x - x0 - vx * t(s), s.at.y - y0 - vy * t(s)];
    return sum + (speed > 0.1 ? (dx * vx + dy * vy) / speed : Math.hypot(dx, dy)) ** 2;
  }, 0);
  const sigma = Math.max(Math.sqrt(stray / (n - 2)), ownShare * mean((s) => s.error));
  const byPlaces = sigma / Math.sqrt(tt);
  const seconds = (samples.at(-1)!.ms - samples[0]!.ms) / 1000;
  return {
    kmh: 3.6 * speed,
    uncertaintyKmh: 2 * 3.6 * Math.hypot(byPlaces, speed * scaleError),
    seconds,
    metres: speed * seconds,
  };
}
