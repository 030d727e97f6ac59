import type { Zone } from '../runtime/calendar/local-time.ts';
import { type Position, type SunEvent, sunEvent } from './sun.ts';

/** A lighting day: local noon to local noon, with the sun's evening of its first date and morning of its second. */
export interface Night {
  /** Number of the local date it begins on (days since 1970-01-01). */
  readonly day: number;
  /** Local noon, milliseconds since the epoch; inclusive. */
  readonly startMs: number;
  /** The next local noon, exclusive. */
  readonly endMs: number;
  /**
   * When a sun event of this night is, milliseconds. Where the sun stays down all the time, its evening events are
   * past (-Infinity) and its morning events never come (Infinity); where it stays up, the other way round.
   */
  sun(event: SunEvent): number;
}

/** Where the lamps stand: everything that turns a program into instants. */
export interface Site {
  readonly zone: Zone;
  readonly position: Position;
  night(day: number): Night;
}

/** Nights remembered: more than the look-ahead over a whole polar summer needs. */
const remembered = 512;

export function createSite(position: Position, zone: Zone): Site {
  const night = memo(remembered, (day: number) => nightOf(position, zone, day));
  return { zone, position, night };
}

function nightOf(position: Position, zone: Zone, day: number): Night {
  const startMs = zone.instantOf(day, 720);
  const endMs = zone.instantOf(day + 1, 720);
  const sun = memo(8, (event: SunEvent) => {
    const evening = event === 'sunset' || event === 'civil-dusk';
    const moment = sunEvent(position, evening ? startMs : endMs, event);
    if (moment.kind === 'at') return moment.ms;
    return (moment.kind === 'always-down') === evening ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  });
  return { day, startMs, endMs, sun };
}

/** True where the sun is below the horizon at an instant. */
export function isDark(site: Site, ms: number): boolean {
  // Far from the middle of its zone, the sun's night may reach over local noon: the neighbours are asked too.
  const day = site.zone.lightingDayOf(ms);
  return [day - 1, day, day + 1].some((d) => {
    const night = site.night(d);
    const set = night.sun('sunset');
    const rise = night.sun('sunrise');
    const from = set === Number.NEGATIVE_INFINITY ? night.startMs : set;
    const to = rise === Number.POSITIVE_INFINITY ? night.endMs : rise;
    return ms >= from && ms < to;
  });
}

/** Remembers the last results of a pure function; the oldest go first. */
export function memo<K, V>(bound: number, compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = compute(key);
    if (known.size >= bound) {
      for (const oldest of known.keys()) {
        known.delete(oldest);
        break;
      }
    }
    known.set(key, value);
    return value;
  };
}
