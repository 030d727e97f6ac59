import type { Random } from '../../random.ts';
import { border } from './border.ts';
import { highway } from './highway.ts';
import { junction } from './junction.ts';
import type { Site } from './site.ts';
import { square } from './square.ts';
import { street } from './street.ts';

/** The places, by the name that a scenario calls them by. `random` varies what does not matter to rules: trees, houses. */
export const sites = { junction, street, highway, square, border } as const satisfies Record<
  string,
  (random: Random) => Site
>;
export type SiteName = keyof typeof sites;
export const siteNames = Object.keys(sites) as readonly SiteName[];
