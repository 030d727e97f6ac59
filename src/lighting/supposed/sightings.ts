// Where somebody is seen, and which lamps are lit for it: the product's own presence, run over a list of sightings.
import type { LightingConfig } from '../config.ts';
import { type Direction, Presence } from '../presence.ts';
import { lampsOf } from '../result.ts';

/** Somebody is seen near these lamps at an instant, milliseconds. */
export interface Sighting {
  readonly ms: number;
  readonly lamps: readonly string[];
  readonly direction: Direction | undefined;
}

type Route = LightingConfig['presence']['routes'][number];

/**
 * Somebody walks along a route. Only the lamps at which something looks for people see them; where none of the route
 * has such a sensor, each does.
 * @param pace from one lamp to the next, milliseconds.
 */
export function walk(config: LightingConfig, route: Route, ms: number, pace: number, way: Direction): Sighting[] {
  const places = sensorsAt(config, route);
  const lamps = way === 'forward' ? route.lamps : [...route.lamps].reverse();
  return lamps.flatMap((lamp, i): Sighting[] => {
    const at = ms + i * pace;
    if (places.size === 0) return [{ ms: at, lamps: [lamp], direction: undefined }];
    const seen = places.get(lamp)?.filter((s) => s.direction === undefined || s.direction === way) ?? [];
    return seen.map((s) => ({ ms: at, lamps: s.lamps, direction: s.direction }));
  });
}

/** By lamp of the route: what each sensor there tells of. One for a group stands at the first lamp of it. */
function sensorsAt({ presence, ...config }: LightingConfig, route: Route) {
  const places = new Map<string, { lamps: readonly string[]; direction: Direction | undefined }[]>();
  for (const { target, direction } of presence.sources) {
    const lamps = lampsOf(target, { presence, ...config });
    const at = route.lamps.find((l) => lamps.includes(l));
    if (at !== undefined) places.set(at, [...(places.get(at) ?? []), { lamps, direction }]);
  }
  return places;
}

/** Somebody stays near lamps: seen again before the last sighting is forgotten. */
export function stay(
  config: LightingConfig,
  lamps: readonly string[],
  fromMs: number,
  toMs: number,
  direction?: Direction,
): Sighting[] {
  const step = Math.max(1000, config.presence.hold / 2);
  const count = Math.ceil((toMs - fromMs) / step);
  const times = Array.from({ length: count }, (_, i) => fromMs + i * step);
  return [...times, Math.max(fromMs, toMs)].map((ms) => ({ ms, lamps, direction }));
}

/** When each lamp is lit for somebody, neighbours along the routes among them: instants, rising. */
export function signsByLamp(config: LightingConfig, sightings: readonly Sighting[]): Map<string, number[]> {
  let nowMs = Number.NEGATIVE_INFINITY;
  const presence = new Presence({ monotonicMs: () => nowMs }, config.presence, config.presence.routes);
  const signs = new Map<string, number[]>();
  for (const { ms, lamps, direction } of [...sightings].sort((a, b) => a.ms - b.ms)) {
    nowMs = ms;
    for (const lamp of presence.seen(lamps, direction)) {
      const own = signs.get(lamp) ?? [];
      if (own.at(-1) !== ms) own.push(ms);
      signs.set(lamp, own);
    }
  }
  return signs;
}
