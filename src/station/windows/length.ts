// The windows over which a station averages: where each begins and ends by the clocks of the site.
import { dayMs, type Zone } from '../../runtime/calendar/local-time.ts';

export const windowLengths = ['1min', '5min', '1h', '8h', '24h'] as const;
export type WindowLength = (typeof windowLengths)[number];

/** Further than this ahead, a clock was wrong: less is a step of it, that the windows bear. */
export const aheadMs = 3_600_000;

export const lengthMs: Readonly<Record<WindowLength, number>> = {
  '1min': 60_000,
  '5min': 300_000,
  '1h': 3_600_000,
  '8h': 28_800_000,
  '24h': dayMs,
};

/** Milliseconds since the epoch; a window holds its beginning and not its end. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The window that an instant lies in: a day is from midnight to midnight, eight hours begin at 0, 8 and 16 o'clock. */
export function spanAt(zone: Zone, length: WindowLength, ms: number): Span {
  const offset = zone.offsetMs(ms);
  const size = lengthMs[length];
  // Where the clocks change within it, it is an hour shorter or longer: no time lies in two windows, or in none.
  if (size > lengthMs['1h']) {
    const day = Math.floor((ms + offset) / dayMs);
    const nth = Math.floor((ms + offset - day * dayMs) / size);
    return { from: zone.instantOf(day, (nth * size) / 60_000), to: zone.instantOf(day, ((nth + 1) * size) / 60_000) };
  }
  const from = Math.floor((ms + offset) / size) * size - offset;
  return { from, to: from + size };
}
