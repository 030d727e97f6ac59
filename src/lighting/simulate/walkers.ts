// People who walk along the routes of a site by night: many in the evening, few before the morning. Drawn a night at a
// time, as the sightings of the sensors that they pass.
import type { LightingConfig } from '../config.ts';
import type { Site } from '../night.ts';
import { eyesOf, type Sighting, walk } from '../supposed/sightings.ts';
import { between, type Random } from './noise.ts';

const hour = 3_600_000;
/** From one lamp to the next, 30 m on foot or on a bicycle. */
const paceMs = [7_000, 25_000] as const;

/** @param perNight people on each route. @returns of a lighting day, in order of time. */
export function createWalkers(
  config: LightingConfig,
  site: Site,
  perNight: number,
  random: Random,
): (day: number) => { readonly walks: number; readonly sightings: readonly Sighting[] } {
  const routes = config.presence.routes.map((route) => ({ route, eyes: eyesOf(config, route) }));
  return (day) => {
    const night = site.night(day);
    const [set, rise] = [night.sun('sunset'), night.sun('sunrise')];
    // Where the sun does not set or rise, people come when they like.
    const fromMs = Number.isFinite(set) ? set - hour : night.startMs;
    const toMs = Number.isFinite(rise) ? rise + hour : night.endMs;
    const sightings: Sighting[] = [];
    let walks = 0;
    for (const { route, eyes } of perNight > 0 ? routes : []) {
      const count = Math.round(perNight * between(random, 0.5, 1.5));
      walks += count;
      for (let i = 0; i < count; i++) {
        const ms = Math.round(fromMs + random() ** 1.5 * (toMs - fromMs));
        const way = random() < 0.5 ? 'forward' : 'backward';
        for (const s of walk(route, eyes, ms, Math.round(between(random, ...paceMs)), way)) sightings.push(s);
      }
    }
    return { walks, sightings: sightings.sort((a, b) => a.ms - b.ms) };
  };
}
