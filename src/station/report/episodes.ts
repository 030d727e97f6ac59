// Alarms as a person thinks of them: from when to when. Pure.
import type { AlarmRow } from '../archive/row.ts';

export interface Episode {
  readonly point: string;
  readonly alarm: string;
  readonly severity: AlarmRow['severity'];
  /** undefined: raised before the period. */
  readonly from: number | undefined;
  /** undefined: not over at the end of the period. */
  readonly to: number | undefined;
  readonly row: AlarmRow;
  readonly acknowledged: boolean;
}

/** @param rows by time. @returns in the order in which they began. */
export function episodesOf(rows: readonly AlarmRow[]): Episode[] {
  const open = new Map<string, Episode>();
  const done: Episode[] = [];
  for (const row of rows) {
    const key = `${row.point} ${row.alarm}`;
    const before = open.get(key);
    const { point, alarm, severity, at } = row;
    if (row.state === 'raised') {
      // Told again after a kill: the same alarm.
      if (!before) open.set(key, { point, alarm, severity, from: at, to: undefined, row, acknowledged: false });
    } else if (row.state === 'cleared') {
      done.push({ ...(before ?? { point, alarm, severity, from: undefined, row, acknowledged: false }), to: at });
      open.delete(key);
    } else if (row.state === 'acknowledged' && before) open.set(key, { ...before, acknowledged: true });
  }
  return [...done, ...open.values()].sort((a, b) => (a.from ?? 0) - (b.from ?? 0));
}
