// Watches of areas: what one road user does in them.
import type { Site } from '../plan/site.ts';
import type { Actor } from '../world.ts';
import { distanceTo, inside } from './geometry.ts';
import { concerns, type Episode, Episodes, type Report, type Watcher } from './happening.ts';
import type { Watch } from './schema.ts';

type ZoneWatch = Exclude<Extract<Watch, { zone: string }>, { kind: 'crowding' | 'queueing' | 'gathering' | 'jam' }>;

interface Seen {
  readonly actor: Actor;
  peak: number;
}

/** Passing an area this near without entering it is a near miss of an intrusion, metres. */
const closeBy = 1.5;

export function watchZone(w: ZoneWatch, site: Site, report: Report): Watcher {
  const zone = site.zones[w.zone];
  if (!zone) return { see: () => {}, end: () => {} };
  const entered = new Set<string>();
  // A moment longer than it says: moments are a twentieth of a second apart.
  const pause = w.kind === 'stopping' ? 0.5 : w.kind === 'loitering' ? w.bridge / 1000 + 0.01 : 0.11;
  const episodes = new Episodes<Seen>(pause, (id, episode) => {
    const type = typeOf(w, episode, entered.has(id));
    if (!type) return;
    const { actor, peak } = episode.data;
    const more = w.kind === 'speeding' ? { peak: Math.round(peak * 100) / 100 } : {};
    report({ type, start: episode.start, end: episode.last, objects: [id], class: actor.class, ...more });
  });
  return {
    see(now) {
      for (const a of now.actors) {
        if (!concerns(w, a)) continue;
        const within = inside(zone.outline, a.at);
        if (within) entered.add(a.id);
        if (holdsNow(w, a, within, zone)) {
          const value = a.speed * 3.6;
          episodes.holds(
            a.id,
            now.seconds,
            () => ({ actor: a, peak: value }),
            (seen) => {
              seen.peak = Math.max(seen.peak, value);
            },
          );
        }
      }
      episodes.tick(now.seconds);
    },
    end: () => episodes.end(),
  };
}

/** What the episode is made of, at one moment. */
function holdsNow(w: ZoneWatch, a: Actor, within: boolean, zone: Site['zones'][string]): boolean {
  switch (w.kind) {
    case 'wrong-way':
      return within && a.speed > 0.8 && Math.cos(a.heading - (zone.heading ?? 0)) < -0.5;
    case 'stopping':
      return within && a.speed < 0.3;
    case 'speeding':
      // From nine tenths of the limit on: what stays below it is a near miss.
      return within && a.speed * 3.6 > 0.9 * w.limitKmh;
    case 'intrusion':
      return within || distanceTo(zone.outline, a.at) < closeBy;
    default:
      return within;
  }
}

function typeOf(w: ZoneWatch, { start, last, data }: Episode<Seen>, didEnter: boolean) {
  const ms = (last - start) * 1000;
  const by = (limit: number, nearly: number) =>
    ms >= limit ? ('violation' as const) : ms >= nearly ? ('near-miss' as const) : undefined;
  switch (w.kind) {
    case 'wrong-way':
    case 'forbidden-lane':
      return by(w.hold, 0.3 * w.hold);
    case 'stopping':
      return by(w.after, 0.25 * w.after);
    case 'loitering':
      return by(w.after, 0.5 * w.after);
    case 'speeding':
      return data.peak > w.limitKmh ? 'violation' : 'near-miss';
    case 'intrusion':
      return didEnter ? 'violation' : 'near-miss';
  }
}
