// The site's local time from an IANA zone, through Intl (Node carries the zone data). A local date is a whole number of
// days since 1970-01-01, so that dates can be counted; a time of day is minutes after local midnight.

export const dayMs = 86_400_000;
/** In the order of `Date.getUTCDay`. */
export const weekdayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof weekdayNames)[number];
const noonMinute = 720;
/** Since 1973 every zone has changed its offset at a quarter of an hour, UTC (the tz database; the last other one was
 * Monrovia's in January 1972): within a quarter it is the same. */
const allInQuartersMs = Date.UTC(1973, 0, 1);
const quarterMs = 900_000;

/** A time zone's answers. */
export interface Zone {
  readonly name: string;
  /** Local time minus UTC at an instant, milliseconds. */
  offsetMs(ms: number): number;
  /**
   * The instant of a local date and time. Where the clocks go back and the time comes twice: the first. Where they go
   * forward and the time is left out: as much later as the gap is wide, as the wall clock would have gone on.
   */
  instantOf(day: number, minute: number): number;
  /** The local date on which the lighting day of an instant begins: lighting days run from noon to noon. */
  lightingDayOf(ms: number): number;
}

/** @throws RangeError where the name is not a time zone known to this machine. */
export function createZone(name: string): Zone {
  // Making a formatter takes milliseconds, asking it a microsecond: it is made once a zone.
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  let known = { quarter: Number.NaN, offset: 0 };
  const offsetMs = (ms: number): number => {
    if (!(ms >= allInQuartersMs)) return parseOffset(format.format(ms));
    const quarter = Math.floor(ms / quarterMs);
    if (quarter !== known.quarter) known = { quarter, offset: parseOffset(format.format(ms)) };
    return known.offset;
  };
  return {
    name,
    offsetMs,
    instantOf(day, minute) {
      const local = day * dayMs + minute * 60_000;
      const before = offsetMs(local - dayMs);
      const after = offsetMs(local + dayMs);
      if (before === after) return local - before;
      const first = local - Math.max(before, after);
      const second = local - Math.min(before, after);
      if (local - first === offsetMs(first)) return first;
      if (local - second === offsetMs(second)) return second;
      return local - before;
    },
    lightingDayOf(ms) {
      return Math.floor((ms + offsetMs(ms) - noonMinute * 60_000) / dayMs);
    },
  };
}

/** `6/21/2026, GMT+07:00`, `…, GMT-03:30`, `…, GMT` to milliseconds. */
function parseOffset(text: string): number {
  const match = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
  if (!match?.[1]) return 0;
  const size = (Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0)) * 1000;
  return match[1] === '-' ? -size : size;
}

/** A time of day of a lighting day: the afternoon and evening are of the day it begins on, the morning of the next. */
export function instantInLightingDay(zone: Zone, day: number, minute: number): number {
  return zone.instantOf(minute >= noonMinute ? day : day + 1, minute);
}

/** A local date as its number. */
export function dayOf(isoDate: string): number {
  return Date.parse(`${isoDate}T00:00:00Z`) / dayMs;
}

/** Minutes after midnight as `HH:MM`. */
export function formatMinute(minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
