// The tables of the page: how much was measured, and what was wrong.
import type { Lang } from '../../messages/catalogue.ts';
import { escapeHtml } from '../../runtime/report/html.ts';
import type { Writer } from '../../runtime/report/numbers.ts';
import { type Episode, joined } from './episodes.ts';
import { decimalsOf } from './plots.ts';
import { durationOf, type Say } from './sections.ts';
import { captureOf, type PointSeries } from './series.ts';

/** Alarms in the table; a page is no log. */
const alarmsShown = 200;

export function captureTable(all: readonly PointSeries[], w: Writer, t: Say): string {
  const heads = [
    'point',
    'window',
    'expected',
    'valid',
    'q-low',
    'q-unclear',
    'q-calibrating',
    'q-maintenance',
    'q-missing',
    'longest',
  ] as const;
  const head = heads.map((h, i) => `<th${i === 1 ? ' class="l"' : ''}>${t(`station.report.${h}`)}</th>`).join('');
  const body = all.map((series) => {
    const { expected, valid, by, longestGapMs, share } = captureOf(series);
    const cells = [expected, valid, by.low, by.unclear, by.calibrating, by.maintenance, by.missing].map((n) =>
      w.number(n),
    );
    const poor = share !== null && share * 100 < series.point.capture ? ' class="poor"' : '';
    const bar =
      share === null
        ? ''
        : ` ${w.percent(share)}<span class="bar"><i${poor} style="width:${(share * 100).toFixed(1)}%"></i></span>`;
    const gap = longestGapMs === 0 ? '–' : durationOf(longestGapMs, w, t);
    return `<tr><td>${escapeHtml(series.point.id)}</td><td class="l">${series.window}</td>${cells
      .map((c) => `<td>${c}</td>`)
      .join('')}<td>${gap}</td><td>${bar}</td></tr>`;
  });
  return `<table><thead><tr>${head}<th>${t('station.report.share')}</th></tr></thead><tbody>${body.join('')}</tbody></table>`;
}

export function alarmTable(
  episodes: readonly Episode[],
  lang: Lang,
  when: (ms: number | undefined) => string,
  w: Writer,
  t: Say,
): string {
  if (episodes.length === 0) return `<p>${t('station.report.no-alarms')}</p>`;
  const heads = ['began', 'ended', 'lasted', 'what', 'value', 'limit'] as const;
  const head = heads.map((h) => `<th${h === 'what' ? ' class="l"' : ''}>${t(`station.report.${h}`)}</th>`).join('');
  const number = (v: number | undefined) => (v === undefined ? '–' : w.number(v, decimalsOf(v)));
  const lines = joined(episodes);
  const body = lines.slice(0, alarmsShown).map(({ first, to, times, lastedMs, value, acknowledged }) => {
    const { from, row, severity } = first;
    const lasted = lastedMs === undefined ? '–' : durationOf(lastedMs, w, t);
    const ended = to === undefined ? `<span class="warn">${t('station.report.open')}</span>` : when(to);
    const again = times > 1 ? ` <b>${t('station.report.times', { count: times })}</b>` : '';
    const seen = acknowledged ? ` (${t('station.report.acknowledged')})` : '';
    const what = `<span class="${severity}">${escapeHtml(row[lang])}</span>${again}${seen}`;
    return `<tr><td>${when(from)}</td><td>${ended}</td><td>${lasted}</td><td class="l">${what}</td><td>${number(value)}</td><td>${number(row.above ?? row.below)}</td></tr>`;
  });
  const left = lines.length - body.length;
  const more = left > 0 ? `<p class="note">${t('station.report.more', { count: left })}</p>` : '';
  return `<table class="wide"><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>${more}`;
}
