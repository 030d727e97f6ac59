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

/** The same alarm again and again, as one line of a table. */
export interface Repeated {
  readonly first: Episode;
  /** When the last of them ended; undefined: it is not over. */
  readonly to: number | undefined;
  readonly times: number;
  /** How long they lasted together; undefined where the beginning or the end of one is not known. */
  readonly lastedMs: number | undefined;
  /** The value that was furthest from usual: the highest, or of a limit from below the lowest. */
  readonly value: number | undefined;
  readonly acknowledged: boolean;
}

/** Nearer to each other than this, and more than two, they are one trouble. */
const nearMs = 3 * 3_600_000;

/** @param episodes in the order in which they began. @returns the same, those that repeat themselves joined. */
export function joined(episodes: readonly Episode[]): Repeated[] {
  const runs: Episode[][] = [];
  const last = new Map<string, Episode[]>();
  for (const episode of episodes) {
    const key = `${episode.point} ${episode.alarm}`;
    const run = last.get(key);
    const { to } = run?.at(-1) ?? {};
    if (run && to !== undefined && (episode.from ?? to) - to <= nearMs) run.push(episode);
    else {
      const begun = [episode];
      last.set(key, begun);
      runs.push(begun);
    }
  }
  const lines = runs.flatMap((run) => (run.length > 2 ? [run] : run.map((e) => [e])));
  return lines.map(lineOf).sort((a, b) => (a.first.from ?? 0) - (b.first.from ?? 0));
}

function lineOf(run: readonly Episode[]): Repeated {
  const first = run[0]!;
  const lasted = run.map(({ from, to }) => (from === undefined || to === undefined ? Number.NaN : to - from));
  const sum = lasted.reduce((a, b) => a + b, 0);
  const values = run.flatMap(({ row }) => row.value ?? []);
  const isBelow = first.row.above === undefined && first.row.below !== undefined;
  return {
    ...{ first, to: run.at(-1)?.to, times: run.length, acknowledged: run.every((e) => e.acknowledged) },
    lastedMs: Number.isNaN(sum) ? undefined : sum,
    value: values.length === 0 ? undefined : isBelow ? Math.min(...values) : Math.max(...values),
  };
}
