// How the station is wired: it hears what all rooms say, and decides which readings go on.
import { join } from 'node:path';
import type { Outgoing } from '../domain/outgoing.ts';
import type { RulePack } from '../station/packs/pack.ts';
import { Station, type StationOptions } from '../station/station.ts';
import type { Site } from './config.ts';

type Deps = Pick<StationOptions, 'send' | 'store' | 'clock' | 'logger'>;

/** @param data folder of everything that outlives a restart. @returns undefined where the site has none. */
export function stationOf(site: Site, packs: readonly RulePack[], data: string, deps: Deps): Station | undefined {
  if (!site.station) return undefined;
  const { timezone } = site.gateway;
  const logger = deps.logger.child('station');
  return new Station({ ...deps, config: site.station, packs, timezone, folder: join(data, 'tt10'), logger });
}

/** What is stored and sent of it; undefined where nothing of it has changed enough. */
export function thinned(station: Station | undefined, o: Outgoing): Outgoing | undefined {
  return o.kind === 'device.readings' && station ? station.thin(o) : o;
}
