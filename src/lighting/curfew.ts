import { type Holiday, isHoliday } from '../runtime/calendar/holidays.ts';
import { dayMs } from '../runtime/calendar/local-time.ts';
import type { Site } from './night.ts';

/** Hours of the night in which no lamp burns brighter than a level. */
export interface Curfew {
  /** Local time of day, minutes after midnight; the interval may run over midnight. */
  readonly from: number;
  readonly to: number;
  /** Per cent. */
  readonly level: number;
  /** Holidays in whose nights (noon to noon) it does not hold. */
  readonly except?: readonly Holiday[] | undefined;
}

export interface CurfewState {
  /** When the curfew that holds now ends, milliseconds; null where none holds. */
  readonly until: number | null;
  /** When the answer changes next, milliseconds. */
  readonly nextMs: number;
}

/** No row of holidays is longer, days; where one were, it is looked again after that. */
const longestHoliday = 14;

/** Whether a curfew holds at an instant (milliseconds), and until when. */
export function curfewAt(curfew: Curfew, site: Site, ms: number): CurfewState {
  const { zone } = site;
  const today = Math.floor((ms + zone.offsetMs(ms)) / dayMs);
  const isExcepted = (start: number) => curfew.except?.some((h) => isHoliday(zone.lightingDayOf(start), h));
  for (let day = today - 1; day <= today + 1 + longestHoliday; day++) {
    const start = zone.instantOf(day, curfew.from);
    if (isExcepted(start)) continue;
    const end = zone.instantOf(curfew.to > curfew.from ? day : day + 1, curfew.to);
    if (ms >= start && ms < end) return { until: end, nextMs: end };
    if (start > ms) return { until: null, nextMs: start };
  }
  return { until: null, nextMs: zone.instantOf(today + 1 + longestHoliday, curfew.from) };
}
