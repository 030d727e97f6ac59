import { EnergyStore } from '../lighting/energy/store.ts';
import type { Lighting } from '../lighting/lighting.ts';
import { createSite } from '../lighting/night.ts';
import { LightingWatch, type WatchOptions } from '../lighting/watch/watch.ts';
import { createZone } from '../runtime/calendar/local-time.ts';
import type { Site } from './config.ts';

/** The watch over the lamps of a site: faults, cabinets, energy. */
export function lightingWatchOf(
  site: Site,
  lighting: Lighting,
  data: string,
  rest: Pick<WatchOptions, 'point' | 'send' | 'clock' | 'logger'>,
): LightingWatch[] {
  const { lighting: config, gateway } = site;
  if (!config) return [];
  const watch = new LightingWatch({
    ...rest,
    logger: rest.logger.child('lighting-watch'),
    config,
    site: createSite(gateway.position, createZone(gateway.timezone)),
    status: () => lighting.status(),
    store: new EnergyStore(data),
  });
  return [watch];
}
