// Where the counters of a station begin again, as the profiles of their devices and the inputs of the site say it.

import type { DeviceProfile } from '../acquisition/profile.ts';
import { type Wrap, wrapOf } from '../acquisition/wrap.ts';
import type { Site } from './config.ts';

/** By `DEVICE/POINT`. */
export function wrapsOf(
  { devices, inputs }: Pick<Site, 'devices' | 'inputs'>,
  profiles: ReadonlyMap<string, DeviceProfile>,
): ReadonlyMap<string, Wrap> {
  const wraps = new Map<string, Wrap>();
  for (const { id, profile } of devices) {
    for (const point of profiles.get(profile)?.points ?? []) {
      const wrap = wrapOf(point);
      if (wrap) wraps.set(`${id}/${point.name}`, wrap);
    }
  }
  for (const input of inputs) {
    if (input.kind !== 'gpio') continue;
    for (const point of input.points) {
      if (point.as !== 'pulses' || point.rollover === undefined) continue;
      wraps.set(`${input.id}/${point.name}`, { low: 0, size: point.rollover, isDeclared: true });
    }
  }
  return wraps;
}
