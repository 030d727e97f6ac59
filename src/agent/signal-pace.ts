// Signals that are read more seldom than is good for those who are judged by them: devices and cameras are held against
// each other here, because neither room knows the other.
import type { DeviceProfile } from '../acquisition/profile.ts';
import { periodsOf } from '../acquisition/schedule.ts';
import { message } from '../messages/catalogue.ts';
import type { CameraConfig } from '../vision/config.ts';
import { longestGapMs } from '../vision/signal/sampled.ts';
import type { Site } from './config.ts';
import type { Finding } from './load.ts';

/** Whoever passes between two readings that differ is let go: so much of red is lost twice a cycle, milliseconds. */
const wantedMs = 500;

type PointSignal = Extract<CameraConfig['signals'][number], { kind: 'point' }>;

interface Pace {
  /** Infinite where it is read once or when asked. */
  readonly everyMs: number;
  /** What of the site file says so. */
  readonly key: string;
  readonly class: string;
  readonly profile: string;
}

/** Warnings, for the signals by which somebody is accused. */
export function checkSignalPace(
  site: Pick<Site, 'cameras' | 'devices' | 'inputs'>,
  profiles: ReadonlyMap<string, DeviceProfile>,
): Finding[] {
  return site.cameras.flatMap(({ signals, rules }, c) =>
    signals.flatMap((signal, i): Finding[] => {
      if (signal.kind !== 'point' || !rules.some((r) => 'signal' in r && r.signal === signal.id)) return [];
      const pace = paceOf(site, profiles, signal);
      const mostMs = Math.min(signal.maxAge, longestGapMs);
      const limitMs = Math.min(wantedMs, mostMs / 2);
      if (!pace || pace.everyMs <= limitMs) return [];
      const { id, device, point } = signal;
      const path = ['cameras', c, 'signals', i, 'point'];
      if (!Number.isFinite(pace.everyMs)) {
        const { class: read, profile } = pace;
        const what = { signal: id, device, point, class: read, profile, wanted: limitMs / 1000 };
        return [{ path, message: message('rules.signal-once', what), severity: 'warning' }];
      }
      const times = { every: pace.everyMs / 1000, most: mostMs / 1000, wanted: limitMs / 1000 };
      const told = message('rules.signal-seldom', { signal: id, device, point, key: pace.key, ...times });
      return [{ path, message: told, severity: 'warning' }];
    }),
  );
}

/** How often a point is read, where that is known beforehand. */
function paceOf(
  { devices, inputs }: Pick<Site, 'devices' | 'inputs'>,
  profiles: ReadonlyMap<string, DeviceProfile>,
  { device: id, point: name }: PointSignal,
): Pace | undefined {
  const input = inputs.find((one) => one.id === id);
  if (input) return { everyMs: input.report, key: 'report', class: '', profile: '' };
  const device = devices.find((one) => one.id === id);
  const profile = device && profiles.get(device.profile);
  const point = profile?.points.find((p) => p.name === name);
  if (!device || !profile || !point) return undefined;
  const everyMs = periodsOf(device, profile)[point.class];
  const key = point.class === 'fast' ? 'pollFast' : point.class === 'slow' ? 'pollSlow' : 'poll';
  return { everyMs, key, class: point.class, profile: device.profile };
}
