// The index of every hour, or of every day, of a table of hourly means.
import { dailyAqi } from './daily.ts';
import { hourlyAqi } from './hourly.ts';
import { type FileHour, hourMs, localIso } from './hourly-file.ts';
import type { AqiValue } from './index-value.ts';
import { nowcastHours } from './nowcast.ts';

/** An index with the hour it is of, or the local day (`2026-11-21`). */
export interface AqiLine extends AqiValue {
  readonly time: string;
}

export function hourlyLines(hours: readonly FileHour[]): AqiLine[] {
  return hours.map(({ time }, i) => {
    const back = hours.slice(Math.max(0, i - nowcastHours + 1), i + 1).reverse();
    return { time, ...hourlyAqi(back.map((h) => h.values)) };
  });
}

/** One line a local day: the hours stamped 01:00 to 00:00, as the decision has a day. */
export function dailyLines(hours: readonly FileHour[]): AqiLine[] {
  const days = new Map<string, FileHour[]>();
  for (const hour of hours) {
    const day = localIso(hour.ms - hourMs, hour.offsetMin).slice(0, 10);
    const of = days.get(day);
    if (of) of.push(hour);
    else days.set(day, [hour]);
  }
  let before: readonly FileHour[] = [];
  return [...days].map(([time, of]) => {
    const values = of.map((h) => h.values);
    // The first day of a file may begin late: its hours stand at the end of the day.
    const missing = before.length === 0 ? Array.from({ length: 24 - of.length }, () => undefined) : [];
    const line = {
      time,
      ...dailyAqi(
        [...missing, ...values],
        before.slice(-7).map((h) => h.values),
      ),
    };
    before = of;
    return line;
  });
}
