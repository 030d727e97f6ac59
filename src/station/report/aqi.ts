// The air quality index of the period: bars of the hours in the colours of the decision.
import * as Plot from '@observablehq/plot';
import { svgOf } from '../../runtime/report/svg.ts';
import { bandOf, bands } from '../aqi/table.ts';
import type { IndexRow } from '../archive/row.ts';
import { type Axis, timeAxis } from './plots.ts';

const hourMs = 3_600_000;

/** @param rows of hours. Hours without an index are grey, those of which nothing is known are empty. */
export function aqiPlot(rows: readonly IndexRow[], axis: Axis): string {
  const { at, writer } = axis;
  const top = bandOf(Math.max(50, ...rows.map((r) => r.aqi ?? 0))).upTo;
  const edges = { x1: (r: IndexRow) => at(r.to - hourMs), x2: (r: IndexRow) => at(r.to) };
  const none = rows.filter((r) => r.aqi === null);
  const known = rows.filter((r) => r.aqi !== null);
  const lines = bands.filter((b) => b.upTo <= top);
  return svgOf({
    ...{ width: 690, height: 130, marginLeft: 48, marginRight: 64, marginTop: 8, marginBottom: 20 },
    x: timeAxis(axis),
    y: { domain: [0, top], label: null, ticks: [0, ...lines.map((b) => b.upTo)] as never },
    marks: [
      Plot.rect(none, { ...edges, y1: 0, y2: top, fill: '#eee' }),
      Plot.ruleY(lines, { y: 'upTo', stroke: '#ccc' }),
      Plot.rect(known, {
        ...{ ...edges, y1: 0, y2: 'aqi', insetRight: known.length > 200 ? 0 : 0.5 },
        fill: (r: IndexRow) => bandOf(r.aqi ?? 0).colour,
      }),
      Plot.text(lines, {
        ...{
          x: new Date(axis.local.to),
          y: 'upTo',
          text: (b: (typeof bands)[number]) => b[writer.lang],
          textAnchor: 'start',
          dx: 4,
          dy: 6,
          fontSize: 9,
        },
        fill: '#555',
      }),
    ],
  });
}

/** Reasons for which hours have no index, how often each. */
export function reasonsOf(rows: readonly IndexRow[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { aqi, reason } of rows) {
    if (aqi === null) counts.set(reason ?? 'no-data', (counts.get(reason ?? 'no-data') ?? 0) + 1);
  }
  return [...counts];
}
