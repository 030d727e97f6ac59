// The newest value of one point with its quality and the time at which it was read, for those who must not take an old or doubtful one for good.
import type { LatestDevice } from '../acquisition/acquisition.ts';
import type { Clock } from '../runtime/clock.ts';
import type { ReadPoint } from '../vision/signal/signals.ts';

/** Looking at all devices costs something: several cameras and signals share a look for this long, milliseconds. */
const sharedMs = 50;

/** @param latest all devices and inputs as they are now. */
export function readPointOf(latest: () => readonly LatestDevice[], clock: Clock): ReadPoint {
  let devices = new Map<string, LatestDevice>();
  let lookedMs = Number.NEGATIVE_INFINITY;
  return (device, point) => {
    const now = clock.monotonicMs();
    if (now - lookedMs > sharedMs) {
      lookedMs = now;
      devices = new Map(latest().map((d) => [d.device, d]));
    }
    const found = devices.get(device)?.points.find((p) => p.point === point);
    return found?.taken ? { value: found.value, quality: found.quality, ...found.taken } : undefined;
  };
}
