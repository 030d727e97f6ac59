// Whether what an alarm watches for holds, by the readings that are known. Pure.
import { factorOf } from '../units.ts';
import { rounded } from '../windows/rounded.ts';
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

/** The readings of a point, and their unit, where it is said. */
export interface Measured {
  readonly series: Series;
  readonly unit?: string | undefined;
}

export interface Known extends Measured {
  /** The other points of the station, by their ids. */
  readonly others: ReadonlyMap<string, Measured>;
  /** From when on the station watches: before that nothing is missing. */
  readonly beganMs: number;
}

const unknown: Finding = { truth: 'unknown' };

/**
 * Only whether it holds: this is asked at every reading and makes nothing that nobody will be told. What is told of it is
 * `conditionOf`, which is asked when it has begun to hold or is over.
 * @param isActive was it raised? Then the hysteresis counts. Limits of windows are judged by `limitOf`.
 */
export function truthOf(alarm: AlarmConfig, known: Known, nowMs: number, isActive: boolean): Truth {
  const { series } = known;
  const last = series.newestUsable;
  if (alarm.kind === 'missing') return nowMs - missingSince(known) > alarm.for ? 'yes' : 'no';
  if (!isFresh(series, last)) return 'unknown';
  switch (alarm.kind) {
    case 'limit':
      return isBeyond(alarm, series.value(last), isActive) ? 'yes' : 'no';
    case 'rate': {
      const most = mostChange(alarm, series, last);
      if (most === undefined) return 'unknown';
      return Math.abs(most) > alarm.change + hairOf(series.value(last)) ? 'yes' : 'no';
    }
    case 'stuck':
      return stuckMs(alarm, series, last) === undefined ? 'no' : 'yes';
    case 'cross':
    case 'trend':
      return conditionOf(alarm, known, nowMs, isActive).truth;
  }
}

/** Whether it holds, and what there is to tell of it. */
export function conditionOf(alarm: AlarmConfig, known: Known, nowMs: number, isActive: boolean): Finding {
  const { series } = known;
  const last = series.newestUsable;
  if (alarm.kind === 'cross') return isFresh(series, last) ? crossOf(alarm, known, last) : unknown;
  if (alarm.kind === 'trend') return isFresh(series, last) ? ahead(alarm, series, last) : unknown;
  const truth = truthOf(alarm, known, nowMs, isActive);
  if (alarm.kind === 'missing') return { truth, facts: { minutes: minutesOf(nowMs - missingSince(known)) } };
  if (truth === 'unknown' || last === undefined) return unknown;
  const value = series.value(last);
  if (truth === 'no' || alarm.kind === 'limit') return { truth, value };
  const facts =
    alarm.kind === 'rate'
      ? { change: round(mostChange(alarm, series, last) ?? 0) }
      : { minutes: minutesOf(stuckMs(alarm, series, last) ?? 0) };
  return { truth, value, facts };
}

type Limits = Pick<AlarmOf<'limit'>, 'hysteresis'> & { above?: number | undefined; below?: number | undefined };

function isBeyond({ above, below, hysteresis }: Limits, value: number, isActive: boolean): boolean {
  const inside = isActive ? hysteresis : 0;
  return (
    (above !== undefined && isMore(value, above - inside)) || (below !== undefined && isMore(below + inside, value))
  );
}

/** Above or below, with the hysteresis of an alarm that is raised. */
export function limitOf(limits: Limits, value: number, isActive: boolean): Finding {
  return { truth: isBeyond(limits, value, isActive) ? 'yes' : 'no', value };
}

/** Since when there is no usable reading, milliseconds since the epoch. */
function missingSince({ series, beganMs }: Known): number {
  const last = series.newestUsable;
  return last === undefined ? beganMs : Math.max(beganMs, series.time(last));
}

/** By how much the last reading is away from those shortly before it, the furthest; undefined where there is none. */
function mostChange({ within }: AlarmOf<'rate'>, series: Series, last: number): number | undefined {
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
  return compared === 0 ? undefined : most;
}

/** For how long it has not changed; undefined where it has, or is known for less time than it would have to be stuck for. */
function stuckMs(alarm: AlarmOf<'stuck'>, series: Series, last: number): number | undefined {
  const at = series.time(last);
  const value = series.value(last);
  const most = alarm.within + hairOf(value);
  let low = value;
  let high = value;
  for (let i = last - 1; i >= 0; i--) {
    if (!series.counts(i)) continue;
    const other = series.value(i);
    if (other < low) low = other;
    if (other > high) high = other;
    if (high - low > most) return undefined;
    const sinceMs = at - series.time(i);
    if (sinceMs >= alarm.for) return sinceMs;
  }
  return undefined;
}

/** Beyond the limit already: that is the limit's own alarm. */
function ahead(alarm: AlarmOf<'trend'>, series: Series, last: number): Finding {
  const at = series.time(last);
  const trend = trendOf(series, { from: at - alarm.over, to: at }, alarm.above, alarm.ahead);
  if (!trend) return unknown;
  const value = series.value(last);
  const isAhead = value <= alarm.above && trend.confidence * 100 >= alarm.confidence;
  const facts = { confidence: Math.round(trend.confidence * 1000) / 10, expected: round(trend.expected) };
  const minutes = trend.minutes === null ? {} : { minutes: Math.round(trend.minutes) };
  return { truth: isAhead ? 'yes' : 'no', value, facts: { ...facts, ...minutes } };
}

function crossOf(alarm: AlarmOf<'cross'>, { series, unit, others }: Known, last: number): Finding {
  const beside = others.get(alarm.notAbove);
  const other = beside?.series;
  const at = series.time(last);
  const i = other?.indexOf(at) ?? 0;
  // Only what was measured together can be compared.
  if (!other || i >= other.length || other.time(i) !== at || !other.counts(i)) return unknown;
  // In the unit of the point; where nobody can tell, nothing is said: health says why.
  const factor = factorOf(beside.unit, unit);
  if (factor === undefined) return unknown;
  const value = series.value(last);
  const limit = factor === 1 ? other.value(i) : rounded(other.value(i) * factor)!;
  const isAbove = isMore(value, limit + alarm.tolerance);
  return { truth: isAbove ? 'yes' : 'no', value, facts: { other: limit } };
}

/** Decimals end a hair beside what they are written as: 5.1 less 0.4 is a little less than 4.7, and 4.7 is not above it. */
const hairOf = (value: number) => 1e-9 * Math.max(1, Math.abs(value));

const isMore = (a: number, b: number) => a > b && a - b > hairOf(a);

/** Is the newest usable reading the newest of all? Else nothing is known of now. */
const isFresh = (series: Series, last: number | undefined): last is number =>
  last !== undefined && last === series.length - 1;

const minutesOf = (ms: number) => Math.floor(ms / 60_000);
const round = (v: number) => Number(v.toPrecision(6));
