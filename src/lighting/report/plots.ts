// The pictures of the report, as SVG that stands in the page.
import * as Plot from '@observablehq/plot';
import type { Writer } from '../../runtime/report/numbers.ts';
import { svgOf } from '../../runtime/report/svg.ts';
import type { NightRow } from './summary.ts';

export const colours = { used: '#1f4e79', saved: '#9fc5a8', fault: '#b5532b', rest: '#d9d9d9' } as const;

/** What was used and what was saved, night by night. */
export function nightsPlot(nights: readonly NightRow[], words: { night: string }, writer: Writer): string {
  const rows = nights.flatMap((n) => {
    const day = Number(n.date.slice(8));
    return [
      { day, kwh: n.kwh, part: 'used' },
      { day, kwh: Math.max(0, n.savedKwh), part: 'saved' },
    ];
  });
  return svgOf({
    width: 720,
    height: 190,
    marginLeft: 52,
    marginBottom: 34,
    marginTop: 8,
    x: { label: words.night, tickSize: 0, domain: nights.map((n) => Number(n.date.slice(8))), labelAnchor: 'center' },
    y: { label: null, grid: true, ticks: 5, tickFormat: (v: number) => writer.number(v) },
    color: { domain: ['used', 'saved'], range: [colours.used, colours.saved] },
    marks: [
      Plot.barY(rows, { x: 'day', y: 'kwh', fill: 'part', order: ['used', 'saved'], insetLeft: 1, insetRight: 1 }),
      Plot.ruleY([0]),
    ],
  });
}

/** Bars with their names and numbers; at most eight. */
export function barsPlot(bars: readonly { readonly name: string; readonly value: number }[], writer: Writer): string {
  const shown = bars.slice(0, 8);
  const longest = Math.max(...shown.map((b) => b.name.length), 4);
  return svgOf({
    width: 340,
    height: 24 + shown.length * 20,
    marginLeft: Math.min(170, 14 + longest * 6.2),
    marginRight: 40,
    marginTop: 4,
    marginBottom: 12,
    x: { axis: null },
    y: { label: null, tickSize: 0, domain: shown.map((b) => b.name) },
    marks: [
      Plot.barX(shown, { x: 'value', y: 'name', fill: colours.fault, insetTop: 3, insetBottom: 3 }),
      Plot.text(shown, {
        x: 'value',
        y: 'name',
        text: (b: { value: number }) => writer.number(b.value),
        textAnchor: 'start',
        dx: 4,
      }),
      Plot.ruleX([0]),
    ],
  });
}
