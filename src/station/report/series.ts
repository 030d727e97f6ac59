// One point over the period of a report: a slot for every window that should have been told, whether it was or not, so that
// a gap is a gap and not a line across it. Pure.
import type { Zone } from '../../runtime/calendar/local-time.ts';
import type { WindowRow } from '../archive/row.ts';
import type { StationPoint } from '../config.ts';
import { factorOf } from '../units.ts';
import { lengthMs, type Span, spanAt, type WindowLength, windowLengths } from '../windows/length.ts';
import { rounded } from '../windows/rounded.ts';

/**
 * How good a window is, the worst first. `low`: too few readings without anybody having worked on it; `unclear`: enough
 * of them, and they do not say what is asked for (a counter that fell, a wind without a speed).
 */
export const qualities = ['missing', 'low', 'unclear', 'maintenance', 'calibrating', 'uncertain', 'good'] as const;
export type WindowQuality = (typeof qualities)[number];

export interface Slot extends Span {
  readonly row: WindowRow | undefined;
  readonly quality: WindowQuality;
  /** What is drawn: the mean, of a counter how much it went on, of a direction where it comes from; null: nothing valid. */
  readonly value: number | null;
}

export interface PointSeries {
  readonly point: StationPoint;
  readonly window: WindowLength;
  readonly unit: string | undefined;
  readonly slots: readonly Slot[];
  /** Every window of the point in the period, of all lengths. */
  readonly rows: readonly WindowRow[];
}

/** Slots that a plot as wide as a sheet of paper still tells apart. */
const mostSlots = 900;

/** The shortest window of a point of which a period has no more than a plot can show; else its longest. */
export function windowFor(point: StationPoint, period: Span): WindowLength {
  const has = windowLengths.filter(
    (w) => point.windows.includes(w) && (w !== '1min' || !point.windows.includes('5min')),
  );
  return has.find((w) => (period.to - period.from) / lengthMs[w] <= mostSlots) ?? has.at(-1)!;
}

/** @param rows windows of this point by time. @param nowMs windows that have not ended are none yet. */
export function seriesOf(
  point: StationPoint,
  rows: readonly WindowRow[],
  period: Span,
  zone: Zone,
  nowMs: number,
): PointSeries {
  const window = windowFor(point, period);
  const unit = rows.findLast((r) => r.unit !== undefined)?.unit ?? point.unit;
  const own = rows.filter((r) => r.window === window);
  const byStart = new Map(own.map((r) => [r.from, inUnit(r, unit)]));
  const slots: Slot[] = [];
  const end = Math.min(period.to, nowMs);
  for (let span = spanAt(zone, window, period.from); span.to <= end; span = spanAt(zone, window, span.to)) {
    const row = byStart.get(span.from);
    const quality = qualityOf(row);
    slots.push({ ...span, row, quality, value: row?.valid ? drawnOf(point, row) : null });
  }
  return { point, window, unit, slots, rows };
}

/** A window in the unit of the picture; without numbers where nobody can tell what they are in it. */
function inUnit(row: WindowRow, unit: string | undefined): WindowRow {
  const factor = factorOf(row.unit, unit);
  if (factor === 1) return row;
  const scaled = (v: number | null | undefined) =>
    factor === undefined || v === null || v === undefined ? null : rounded(v * factor);
  const { mean, min, max, delta, speed } = row;
  return {
    ...row,
    ...{ mean: scaled(mean), min: scaled(min), max: scaled(max) },
    ...(delta === undefined ? {} : { delta: scaled(delta) }),
    ...(speed === undefined ? {} : { speed: scaled(speed) }),
  };
}

export function drawnOf(point: StationPoint, row: WindowRow): number | null {
  if (point.kind === 'wind-direction') return row.direction ?? null;
  return (point.kind === 'counter' ? row.delta : row.mean) ?? null;
}

function qualityOf(row: WindowRow | undefined): WindowQuality {
  if (!row) return 'missing';
  const [, calibrating, maintenance] = row.left;
  if (row.valid) return row.uncertain > 0 ? 'uncertain' : 'good';
  if (row.reason !== undefined) return 'unclear';
  if (maintenance > 0) return 'maintenance';
  if (calibrating > 0) return 'calibrating';
  return row.count === 0 ? 'missing' : 'low';
}

export interface Capture {
  readonly expected: number;
  readonly valid: number;
  readonly by: Readonly<Record<WindowQuality, number>>;
  /** The longest time without a valid window, milliseconds. */
  readonly longestGapMs: number;
  /** Share of the expected windows that are valid, 0 to 1; null where none was expected. */
  readonly share: number | null;
}

export function captureOf({ slots }: PointSeries): Capture {
  const by: Record<WindowQuality, number> = {
    ...{ missing: 0, low: 0, unclear: 0, maintenance: 0, calibrating: 0, uncertain: 0, good: 0 },
  };
  let longestGapMs = 0;
  let since: number | undefined;
  for (const { quality, from, to } of slots) {
    by[quality]++;
    if (quality === 'good' || quality === 'uncertain') since = undefined;
    else {
      since ??= from;
      longestGapMs = Math.max(longestGapMs, to - since);
    }
  }
  const expected = slots.length;
  const valid = by.good + by.uncertain;
  return { expected, valid, by, longestGapMs, share: expected > 0 ? valid / expected : null };
}
