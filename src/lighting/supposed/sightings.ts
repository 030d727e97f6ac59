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

/** Who is seen at a lamp of a route, as a sensor there tells it. */
interface Eye {
  readonly lamps: readonly string[];
  readonly direction: Direction | undefined;
}

/**
 * What sees people on a route, by its lamp: its sensors, one for a group standing at the first lamp of it. Where the
 * route has none, each lamp sees.
 */
export function eyesOf(config: LightingConfig, route: Route): ReadonlyMap<string, readonly Eye[]> {
  const eyes = new Map<string, Eye[]>();
  for (const { target, direction } of config.presence.sources) {
    const lamps = lampsOf(target, config);
    const at = route.lamps.find((l) => lamps.includes(l));
    if (at !== undefined) eyes.set(at, [...(eyes.get(at) ?? []), { lamps, direction }]);
  }
  return eyes.size > 0 ? eyes : new Map(route.lamps.map((l) => [l, [{ lamps: [l], direction: undefined }]]));
}

/**
 * Somebody walks along a route.
 * @param eyes what sees them. @param pace from one lamp to the next, milliseconds.
 */
export function walk(
  { lamps }: Route,
  eyes: ReadonlyMap<string, readonly Eye[]>,
  ms: number,
  pace: number,
  way: Direction,
): Sighting[] {
  const passed = way === 'forward' ? lamps : [...lamps].reverse();
  return passed.flatMap((lamp, i) =>
    (eyes.get(lamp) ?? [])
      .filter((e) => e.direction === undefined || e.direction === way)
      .map((e) => ({ ms: ms + i * pace, ...e })),
  );
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
