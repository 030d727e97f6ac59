// The newest values of points by name, DEVICE/POINT, for the room that follows them: numbers, and 1 or 0 for yes or no.
// Values that are old or bad are none.
import type { Clock } from '../runtime/clock.ts';

interface LatestDevice {
  readonly device: string;
  readonly points: readonly {
    readonly point: string;
    readonly value: number | string | boolean | null;
    readonly quality: string;
  }[];
}

/** Looking at all devices costs something: what was found is good for so long. */
const goodForMs = 500;

/** @param latest all devices as they are now. */
export function pointValues(latest: () => readonly LatestDevice[], clock: Clock): (name: string) => number | undefined {
  let found = new Map<string, number>();
  let lookedMs = Number.NEGATIVE_INFINITY;
  return (name) => {
    const now = clock.monotonicMs();
    if (now - lookedMs > goodForMs) {
      lookedMs = now;
      found = new Map();
      for (const { device, points } of latest()) {
        for (const { point, value, quality } of points) {
          if (quality.startsWith('bad') || quality === 'stale') continue;
          if (typeof value === 'number') found.set(`${device}/${point}`, value);
          else if (typeof value === 'boolean') found.set(`${device}/${point}`, Number(value));
        }
      }
    }
    return found.get(name);
  };
}
