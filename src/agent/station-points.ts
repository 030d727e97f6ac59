// The points of a station held against the devices that they are read from: a window cannot be filled by readings that come
// too seldom, and a unit that the readings say is not the one that the site file says.
import type { DeviceProfile } from '../acquisition/profile.ts';
import { periodsOf } from '../acquisition/schedule.ts';
import { message } from '../messages/catalogue.ts';
import { formatDuration } from '../runtime/schema.ts';
import { lateBy } from '../station/windows/window.ts';
import type { Site } from './config.ts';
import type { Finding } from './load.ts';

/** Warnings. */
export function checkStationPoints(
  { station, devices, inputs }: Pick<Site, 'station' | 'devices' | 'inputs'>,
  profiles: ReadonlyMap<string, DeviceProfile>,
): Finding[] {
  return (station?.points ?? []).flatMap((p, i): Finding[] => {
    const warned = (key: string, told: Finding['message']): Finding => ({
      ...{ path: ['station', 'points', i, key], message: told, severity: 'warning' },
    });
    const findings: Finding[] = [];
    const device = devices.find((d) => d.id === p.device);
    const profile = device && profiles.get(device.profile);
    const point = profile?.points.find((one) => one.name === p.point);
    const input = inputs.find((one) => one.id === p.device);
    const periodMs = device && profile && point ? periodsOf(device, profile)[point.class] : (input?.report ?? 0);
    const share = periodMs > lateBy * p.every ? Math.round((100 * p.every) / periodMs) : 100;
    if (Number.isFinite(periodMs) && share < p.capture) {
      const params = { id: p.id, every: formatDuration(p.every), read: formatDuration(periodMs), share };
      findings.push(warned('every', message('station.read-seldom', params)));
    }
    const { unit } =
      [...(profile?.points ?? []), ...(profile?.derived ?? [])].find((one) => one.name === p.point) ?? {};
    if (p.unit !== undefined && unit !== undefined && unit !== p.unit) {
      findings.push(warned('unit', message('station.unit-said', { id: p.id, unit: p.unit, said: unit })));
    }
    return findings;
  });
}
