// The parts of the page that hold pictures and its figures at a glance.
import type { MessageCode } from '../../messages/catalogue.ts';
import { escapeHtml } from '../../runtime/report/html.ts';
import type { Writer } from '../../runtime/report/numbers.ts';
import { bandOf } from '../aqi/table.ts';
import type { Archived } from '../archive/read.ts';
import type { IndexRow } from '../archive/row.ts';
import { aqiPlot, reasonsOf } from './aqi.ts';
import type { Episode } from './episodes.ts';
import type { LimitLine } from './limits.ts';
import { type Axis, decimalsOf, drawnLimits, pointPlot } from './plots.ts';
import { captureOf, type PointSeries } from './series.ts';

/** A text of the catalogue, ready for the page. */
export type Say = (code: MessageCode, params?: Record<string, string | number>) => string;

export function tiles(
  all: readonly PointSeries[],
  { indices }: Archived,
  episodes: readonly Episode[],
  w: Writer,
  t: Say,
): string {
  const tile = (label: string, value: string, note: string) =>
    `<div><p>${label}</p><b>${value}</b><small>${note}</small></div>`;
  const captures = all.map(captureOf);
  const expected = captures.reduce((n, c) => n + c.expected, 0);
  const valid = captures.reduce((n, c) => n + c.valid, 0);
  const poor = captures.filter((c) => c.share !== null && c.share < 0.75).length;
  const days = indices.filter((i) => i.period === 'day' && i.aqi !== null);
  const hours = indices.filter((i) => i.period === 'hour' && i.aqi !== null);
  const worst = [...(days.length > 0 ? days : hours)].sort((a, b) => (b.aqi ?? 0) - (a.aqi ?? 0))[0];
  const longest = Math.max(0, ...captures.map((c) => c.longestGapMs));
  return [
    tile(
      t('station.report.capture'),
      expected === 0 ? '–' : w.percent(valid / expected),
      t('station.report.points-poor', { points: all.length, poor }),
    ),
    tile(t('station.report.longest'), durationOf(longest, w, t), t('station.report.longest-note')),
    tile(
      t('station.report.worst'),
      worst ? badge(worst.aqi, w.lang) : '–',
      worst ? t(`station.report.by-${worst.period}`, { dominant: worst.dominant ?? '–' }) : '',
    ),
    tile(
      t('station.report.alarms'),
      String(episodes.length),
      t('station.report.alarms-open', {
        severe: episodes.filter((e) => e.severity === 'error').length,
        open: episodes.filter((e) => e.to === undefined).length,
      }),
    ),
  ].join('');
}

/** An index in the colour of its band. */
export function badge(aqi: number | null, lang: 'en' | 'vi'): string {
  if (aqi === null) return '–';
  const band = bandOf(aqi);
  const ink = aqi > 150 ? '#fff' : '#000';
  return `<span class="band" style="background:${band.colour};color:${ink}">${aqi} ${escapeHtml(band[lang])}</span>`;
}

export function durationOf(ms: number, w: Writer, t: Say): string {
  if (ms >= 48 * 3_600_000) return t('station.report.days', { n: w.number(ms / 86_400_000, 1) });
  if (ms >= 3_600_000) return t('station.report.hours', { n: w.number(ms / 3_600_000, 1) });
  return t('station.report.minutes', { n: w.number(ms / 60_000) });
}

/** Hours as a picture, days as a table, and why there is none where there is none. */
export function aqiSection(rows: readonly IndexRow[], axis: Axis, t: Say): string {
  const { lang } = axis.writer;
  const hours = rows.filter((r) => r.period === 'hour');
  const why = (reason: string | null) =>
    t(reason === 'no-dust' ? 'station.no-index.no-dust' : 'station.no-index.no-data');
  const lost = reasonsOf(hours).map(([reason, count]) => t('station.report.no-index', { count }) + why(reason));
  const days = rows.filter((r) => r.period === 'day');
  const body = days.map((d) => {
    const date = axis.writer.date(new Date(+axis.at(d.to - 1)).toISOString().slice(0, 10));
    const what = d.aqi === null ? why(d.reason) : escapeHtml(d.dominant ?? '–');
    return `<tr><td>${date}</td><td class="l">${badge(d.aqi, lang)}</td><td class="l">${what}</td></tr>`;
  });
  const heads = `<th>${t('station.report.day')}</th><th class="l">VN_AQI</th><th class="l">${t('station.report.dominant')}</th>`;
  const table = body.length > 0 ? `<table><thead><tr>${heads}</tr></thead><tbody>${body.join('')}</tbody></table>` : '';
  const note = lost.length > 0 ? `<p class="note">${lost.join('; ')}</p>` : '';
  return `<section class="point"><h2>${t('station.report.aqi')}</h2>${aqiPlot(hours, axis)}${note}</section>${table}`;
}

export function pointSection(
  series: PointSeries,
  limits: readonly LimitLine[],
  episodes: readonly Episode[],
  axis: Axis,
  t: Say,
): string {
  const { point, window, unit } = series;
  const { writer: w } = axis;
  const capture = captureOf(series);
  const drawn = new Set(drawnLimits(series, limits));
  const hidden = limits
    .filter((l) => !drawn.has(l))
    .map((l) => `${l.window === 'reading' ? '' : `${l.window}: `}${w.number(l.value, decimalsOf(l.value))}`);
  const name =
    point.parameter === undefined || point.parameter === point.id ? point.id : `${point.parameter} (${point.id})`;
  const about = [
    ...(unit === undefined ? [] : [escapeHtml(unit.replace(/^u(?=g)/, 'µ').replace(/m3$/, 'm³'))]),
    t(`station.report.of-${point.kind}`, { window }),
    t('station.report.valid-share', { percent: capture.share === null ? '–' : w.percent(capture.share) }),
    ...(episodes.length > 1 ? [t('station.report.alarm-count', { count: episodes.length })] : []),
    ...(episodes.length === 1 ? [t('station.report.alarm-one')] : []),
  ];
  const note =
    hidden.length > 0
      ? `<p class="note">${t('station.report.beyond', { limits: [...new Set(hidden)].join('; ') })}</p>`
      : '';
  const picture =
    capture.expected === capture.by.missing
      ? `<p class="warn">${t('station.report.nothing')}</p>`
      : pointPlot(series, limits, episodes, axis);
  return `<section class="point"><h2>${escapeHtml(name)} <small>${about.join(' · ')}</small></h2>${picture}${note}</section>`;
}
