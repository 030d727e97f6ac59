// How the station is wired: it hears what all rooms say, and decides which readings go on.
import type { Outgoing } from '../domain/outgoing.ts';
import type { RulePack } from '../station/packs/pack.ts';
import { Station, type StationOptions } from '../station/station.ts';
import type { Site } from './config.ts';

type Deps = Pick<StationOptions, 'send' | 'store' | 'clock' | 'logger'>;

/** undefined where the site has none. */
export function stationOf(site: Site, packs: readonly RulePack[], deps: Deps): Station | undefined {
  if (!site.station) return undefined;
  const { timezone } = site.gateway;
  return new Station({ ...deps, config: site.station, packs, timezone, logger: deps.logger.child('station') });
}

/** What is stored and sent of it; undefined where nothing of it has changed enough. */
export function thinned(station: Station | undefined, o: Outgoing): Outgoing | undefined {
  return o.kind === 'device.readings' && station ? station.thin(o) : o;
}
