// How the station is wired: it hears what all rooms say, and decides which readings go on.
import { join } from 'node:path';
import type { DeviceProfile } from '../acquisition/profile.ts';
import type { Outgoing } from '../domain/outgoing.ts';
import { Archive } from '../station/archive/archive.ts';
import type { RulePack } from '../station/packs/pack.ts';
import { Station, type StationOptions } from '../station/station.ts';
import type { Site } from './config.ts';
import { wrapsOf } from './counter-wraps.ts';

type Deps = Pick<StationOptions, 'send' | 'store' | 'stored' | 'isShelved' | 'clock' | 'logger'>;

interface Known {
  readonly packs: readonly RulePack[];
  readonly profiles: ReadonlyMap<string, DeviceProfile>;
}

/** @param data folder of everything that outlives a restart. @returns undefined where the site has none. */
export function stationOf(site: Site, { packs, profiles }: Known, data: string, deps: Deps): Station | undefined {
  if (!site.station) return undefined;
  const wraps = wrapsOf(site, profiles);
  const { timezone } = site.gateway;
  const logger = deps.logger.child('station');
  const folders = { folder: join(data, 'tt10'), journal: join(data, 'station', 'journal') };
  return new Station({ ...deps, ...folders, config: site.station, packs, wraps, timezone, logger });
}

/** What it told, kept for reports. @returns undefined where the site has no station. */
export function archiveOf(site: Site, data: string, { clock, logger }: Pick<Deps, 'clock' | 'logger'>) {
  if (!site.station) return undefined;
  const { points } = site.station;
  const { timezone } = site.gateway;
  return new Archive({ points, timezone, data, clock, logger: logger.child('station-archive') });
}

/** What is stored and sent of it; undefined where nothing of it has changed enough. */
export function thinned(station: Station | undefined, o: Outgoing): Outgoing | undefined {
  return o.kind === 'device.readings' && station ? station.thin(o) : o;
}
