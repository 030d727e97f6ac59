// The picture of one point: its valid means with the span of the readings around them, a ribbon that says how good each
// window is, the limits that hold, and its alarms. Times are local times of the site.
import * as Plot from '@observablehq/plot';
import type { Writer } from '../../runtime/report/numbers.ts';
import { svgOf } from '../../runtime/report/svg.ts';
import type { Span } from '../windows/length.ts';
import type { Episode } from './episodes.ts';
import type { LimitLine } from './limits.ts';
import type { PointSeries, Slot, WindowQuality } from './series.ts';

export const colours = {
  ...{ line: '#1f4e79', span: '#b9cfe4', law: '#b00020', site: '#c77700', error: '#b00020', warning: '#d98a1f' },
  quality: {
    ...{
      good: '#7fb88a',
      uncertain: '#e0c84a',
      low: '#e8923a',
      unclear: '#c96f9b',
      calibrating: '#6aa9d8',
      maintenance: '#9b7fc4',
    },
    missing: '#d4d4d4',
  } satisfies Record<WindowQuality, string>,
};

export interface Axis {
  /** The period, in milliseconds of the local clock. */
  readonly local: Span;
  /** Instant to the local clock, as a date that a plot takes for UTC. */
  at(ms: number): Date;
  readonly writer: Writer;
}

const width = 690;
const marginLeft = 48;

/** The axis of times: hours within two days, dates beyond. */
export function timeAxis({ local, writer }: Axis): Plot.ScaleOptions {
  const days = (local.to - local.from) / 86_400_000;
  const two = (n: number) => String(n).padStart(2, '0');
  const date = (d: Date) =>
    writer.lang === 'vi'
      ? `${two(d.getUTCDate())}/${two(d.getUTCMonth() + 1)}`
      : writer.date(d.toISOString().slice(0, 10)).slice(0, 6);
  const tickFormat = (d: Date) => (d.getUTCHours() === 0 ? date(d) : `${two(d.getUTCHours())}:00`);
  const ticks = days <= 1 ? '3 hours' : days <= 3 ? '6 hours' : days <= 15 ? 'day' : 'week';
  return {
    ...{ type: 'utc', domain: [new Date(local.from), new Date(local.to)], label: null },
    ...{ ticks: ticks as never, tickFormat: tickFormat as never, tickSize: 3 },
  };
}

/** Limits that would make the curve a line on the ground are not drawn; the words under the picture name them. */
export function drawnLimits(series: PointSeries, limits: readonly LimitLine[]): LimitLine[] {
  const highest = Math.max(0, ...series.slots.map((s) => s.value ?? 0));
  return limits.filter((l) => l.side === 'below' || l.value <= Math.max(highest * 2, 1e-9));
}

export function pointPlot(
  series: PointSeries,
  limits: readonly LimitLine[],
  episodes: readonly Episode[],
  axis: Axis,
): string {
  const { point, slots } = series;
  const { at, local, writer } = axis;
  const mid = (s: Slot) => at((s.from + s.to) / 2);
  const drawn = point.kind === 'wind-direction' ? [] : drawnLimits(series, limits);
  const values = slots.flatMap((s) =>
    s.value === null
      ? []
      : point.kind === 'scalar'
        ? [s.row?.min ?? s.value, s.row?.max ?? s.value, s.value]
        : [s.value],
  );
  const [low, high] = domainOf(point.kind, [...values, ...drawn.map((l) => l.value)]);
  const ribbon = (high - low) * 0.05;
  const begin = (e: Episode) => Math.max(local.from, e.from === undefined ? local.from : +at(e.from));
  const shown = episodes.map((e) => ({
    from: new Date(begin(e)),
    to: e.to === undefined ? new Date(local.to) : at(e.to),
    severity: e.severity,
  }));
  // What is severe stands before what only warns.
  const ofWarning = shown.filter((e) => e.severity === 'warning');
  const ofError = shown.filter((e) => e.severity === 'error');
  const sign = (of: typeof shown, fill: string, r: number) =>
    Plot.dot(of, { x: 'from', y: high, symbol: 'triangle', r, fill, rotate: 180, dy: -5, clip: false });
  return svgOf({
    ...{ width, height: 148, marginLeft, marginRight: 64, marginTop: 12, marginBottom: 20 },
    x: timeAxis(axis),
    y: {
      ...{ domain: [low - 2.2 * ribbon, high], label: null, grid: true },
      ticks: point.kind === 'wind-direction' ? ([0, 90, 180, 270, 360] as never) : 4,
      tickFormat: (v: number) => (v < low ? '' : writer.number(v, decimalsOf(high - low))),
    },
    marks: [
      Plot.rectX(ofWarning, { x1: 'from', x2: 'to', fill: colours.warning, fillOpacity: 0.1 }),
      Plot.rectX(ofError, { x1: 'from', x2: 'to', fill: colours.error, fillOpacity: 0.1 }),
      ...curveOf(series, mid, at),
      ...limitMarks(drawn, axis),
      Plot.rect(ribbonOf(slots), {
        x1: (r: Span) => at(r.from),
        x2: (r: Span) => at(r.to),
        y1: low - 2.2 * ribbon,
        y2: low - 0.9 * ribbon,
        fill: (r: { quality: WindowQuality }) => colours.quality[r.quality],
      }),
      sign(ofWarning, colours.warning, 3),
      sign(ofError, colours.error, 4.5),
    ],
  });
}

function curveOf({ point, slots, window }: PointSeries, mid: (s: Slot) => Date, at: Axis['at']): Plot.Markish[] {
  if (point.kind === 'wind-direction') {
    return [Plot.dot(slots, { x: mid, y: 'value', r: 1.7, fill: colours.line, filter: (s: Slot) => s.value !== null })];
  }
  if (point.kind === 'counter') {
    const bars = slots.filter((s) => s.value !== null);
    const edges = { x1: (s: Slot) => at(s.from), x2: (s: Slot) => at(s.to), y1: 0, y2: 'value' };
    return [Plot.rect(bars, { ...edges, fill: colours.line, insetRight: window === '1min' ? 0 : 0.5 })];
  }
  const alone = slots.filter(
    (s, i) => s.value !== null && (slots[i - 1]?.value ?? null) === null && (slots[i + 1]?.value ?? null) === null,
  );
  // Not valid, but there were readings: seen, and not mistaken for a mean that counts.
  const doubtful = slots.filter((s) => s.value === null && (s.row?.mean ?? null) !== null);
  const known = (s: Slot) => (s.value === null ? Number.NaN : s.value);
  return [
    Plot.areaY(slots, {
      x: mid,
      y1: (s: Slot) => (s.value === null ? Number.NaN : (s.row?.min ?? Number.NaN)),
      y2: (s: Slot) => (s.value === null ? Number.NaN : (s.row?.max ?? Number.NaN)),
      fill: colours.span,
      fillOpacity: 0.7,
    }),
    Plot.line(slots, { x: mid, y: known, stroke: colours.line, strokeWidth: 1.2 }),
    Plot.dot(alone, { x: mid, y: 'value', r: 1.3, fill: colours.line }),
    Plot.dot(doubtful, {
      ...{ x: mid, y: (s: Slot) => s.row?.mean ?? null, r: 1.5, strokeWidth: 0.8, fill: 'white', clip: true },
      stroke: (s: Slot) => colours.quality[s.quality],
    }),
  ];
}

function limitMarks(limits: readonly LimitLine[], { at, local, writer }: Axis): Plot.Markish[] {
  const x1 = (l: LimitLine) => new Date(Math.max(local.from, +at(l.from)));
  const x2 = (l: LimitLine) => new Date(Math.min(local.to, +at(l.to)));
  const words = (l: LimitLine) =>
    `${l.window === 'reading' ? '' : `${l.window} `}${writer.number(l.value, decimalsOf(l.value))}`;
  const stroke = (l: LimitLine) => colours[l.by];
  const last = limits.filter((l) => +x2(l) >= local.to);
  return [
    Plot.ruleY(limits, { x1, x2, y: 'value', stroke, strokeDasharray: '5 3', strokeWidth: 1 }),
    Plot.text(last, {
      x: new Date(local.to),
      y: 'value',
      text: words,
      fill: stroke,
      textAnchor: 'start',
      dx: 4,
      fontSize: 10,
    }),
  ];
}

/** Slots of the same quality beside each other are one rectangle. */
function ribbonOf(slots: readonly Slot[]): (Span & { quality: WindowQuality })[] {
  const runs: { from: number; to: number; quality: WindowQuality }[] = [];
  for (const { from, to, quality } of slots) {
    const last = runs.at(-1);
    if (last?.quality === quality && last.to === from) last.to = to;
    else runs.push({ from, to, quality });
  }
  return runs;
}

function domainOf(kind: PointSeries['point']['kind'], values: readonly number[]): [number, number] {
  if (kind === 'wind-direction') return [0, 360];
  if (values.length === 0) return [0, 1];
  // A bar that did not begin at 0 would show nothing.
  if (kind === 'counter') return [0, 1.06 * (Math.max(...values) || 1)];
  const high = Math.max(...values);
  const low = Math.min(...values);
  // From 0, unless the readings move little and far above it (pH, temperature, pressure).
  const base = low > 0 && low > 0.6 * high ? low - (high - low || Math.abs(high) || 1) * 0.2 : Math.min(0, low);
  return [base, high + (high - base || 1) * 0.06];
}

/** Decimals with which a number of this size says enough. */
export const decimalsOf = (size: number): number => (Math.abs(size) >= 20 ? 0 : Math.abs(size) >= 2 ? 1 : 2);
