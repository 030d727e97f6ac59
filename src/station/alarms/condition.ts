// Whether what an alarm watches for holds, by the readings that are known. Pure.
import type { Series } from '../windows/series.ts';
import type { Truth } from './alarm.ts';
import type { AlarmConfig, AlarmOf } from './config.ts';
import { trendOf } from './trend.ts';

export interface Finding {
  readonly truth: Truth;
  /** What it was compared by, in the unit of the point. */
  readonly value?: number | undefined;
  /** More of it, for people: minutes to the limit, confidence. */
  readonly facts?: Readonly<Record<string, number>>;
}

export interface Known {
  readonly series: Series;
  /** Of the other points of the station, by their ids. */
  readonly others: ReadonlyMap<string, Series>;
  /** From when on the station watches: before that nothing is missing. */
  readonly beganMs: number;
}

const unknown: Finding = { truth: 'unknown' };

/** @param isActive was it raised? Then the hysteresis counts. Limits of windows are judged by `limitOf`. */
export function conditionOf(alarm: AlarmConfig, known: Known, nowMs: number, isActive: boolean): Finding {
  const { series, others, beganMs } = known;
  const last = series.newestUsable;
  switch (alarm.kind) {
    case 'missing': {
      const since = last === undefined ? beganMs : Math.max(beganMs, series.time(last));
      return { truth: nowMs - since > alarm.for ? 'yes' : 'no', facts: { minutes: minutesOf(nowMs - since) } };
    }
    case 'limit':
      return isFresh(series, last) ? limitOf(alarm, series.value(last), isActive) : unknown;
    case 'rate':
      return isFresh(series, last) ? rateOf(alarm, series, last) : unknown;
    case 'stuck':
      return isFresh(series, last) ? stuckOf(alarm, series, last) : unknown;
    case 'cross':
      return isFresh(series, last) ? crossOf(alarm, series, last, others) : unknown;
    case 'trend': {
      if (!isFresh(series, last)) return unknown;
      const at = series.time(last);
      const trend = trendOf(series, { from: at - alarm.over, to: at }, alarm.above, alarm.ahead);
      if (!trend) return unknown;
      // Beyond the limit already: that is the limit's own alarm.
      const isAhead = series.value(last) <= alarm.above && trend.confidence * 100 >= alarm.confidence;
      const facts = { confidence: Math.round(trend.confidence * 1000) / 10, expected: round(trend.expected) };
      const minutes = trend.minutes === null ? {} : { minutes: Math.round(trend.minutes) };
      return { truth: isAhead ? 'yes' : 'no', value: series.value(last), facts: { ...facts, ...minutes } };
    }
  }
}

/** Above or below, with the hysteresis of an alarm that is raised. */
export function limitOf(
  {
    above,
    below,
    hysteresis,
  }: Pick<AlarmOf<'limit'>, 'hysteresis'> & { above?: number | undefined; below?: number | undefined },
  value: number,
  isActive: boolean,
): Finding {
  const inside = isActive ? hysteresis : 0;
  const isOut =
    (above !== undefined && isMore(value, above - inside)) || (below !== undefined && isMore(below + inside, value));
  return { truth: isOut ? 'yes' : 'no', value };
}

function rateOf({ change, within }: AlarmOf<'rate'>, series: Series, last: number): Finding {
  const at = series.time(last);
  const value = series.value(last);
  let most = 0;
  let compared = 0;
  for (let i = last - 1; i >= 0 && at - series.time(i) <= within; i--) {
    if (!series.counts(i)) continue;
    compared++;
    const away = value - series.value(i);
    if (Math.abs(away) > Math.abs(most)) most = away;
  }
  if (compared === 0) return unknown;
  // This runs at every reading: what nobody will be told is not made.
  const isFast = Math.abs(most) > change + hairOf(value);
  return isFast ? { truth: 'yes', value, facts: { change: round(most) } } : { truth: 'no', value };
}

function stuckOf(alarm: AlarmOf<'stuck'>, series: Series, last: number): Finding {
  const at = series.time(last);
  const value = series.value(last);
  let [low, high] = [value, value];
  for (let i = last - 1; i >= 0; i--) {
    if (!series.counts(i)) continue;
    low = Math.min(low, series.value(i));
    high = Math.max(high, series.value(i));
    const sinceMs = at - series.time(i);
    if (high - low > alarm.within + hairOf(value)) return { truth: 'no', value };
    if (sinceMs >= alarm.for) return { truth: 'yes', value, facts: { minutes: minutesOf(sinceMs) } };
  }
  // Known for less time than it would have to be stuck for.
  return { truth: 'no', value };
}

function crossOf(alarm: AlarmOf<'cross'>, series: Series, last: number, others: ReadonlyMap<string, Series>): Finding {
  const other = others.get(alarm.notAbove);
  const at = series.time(last);
  const i = other?.indexOf(at) ?? 0;
  // Only what was measured together can be compared.
  if (!other || i >= other.length || other.time(i) !== at || !other.counts(i)) return unknown;
  const value = series.value(last);
  const isAbove = isMore(value, other.value(i) + alarm.tolerance);
  return { truth: isAbove ? 'yes' : 'no', value, facts: { other: other.value(i) } };
}

/** Decimals end a hair beside what they are written as: 5.1 less 0.4 is a little less than 4.7, and 4.7 is not above it. */
const hairOf = (value: number) => 1e-9 * Math.max(1, Math.abs(value));

const isMore = (a: number, b: number) => a > b && a - b > hairOf(a);

/** Is the newest usable reading the newest of all? Else nothing is known of now. */
const isFresh = (series: Series, last: number | undefined): last is number =>
  last !== undefined && last === series.length - 1;

const minutesOf = (ms: number) => Math.floor(ms / 60_000);
const round = (v: number) => Number(v.toPrecision(6));
