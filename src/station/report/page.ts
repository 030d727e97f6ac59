// The report of a station over some days: one file that a browser opens and a printer prints, nothing outside it.
import { type Lang, type MessageCode, render } from '../../messages/catalogue.ts';
import type { Zone } from '../../runtime/calendar/local-time.ts';
import { baseStyles, escapeHtml } from '../../runtime/report/html.ts';
import { type Writer, writerOf } from '../../runtime/report/numbers.ts';
import type { Archived } from '../archive/read.ts';
import type { StationConfig } from '../config.ts';
import type { RulePack } from '../packs/pack.ts';
import type { Span } from '../windows/length.ts';
import { episodesOf } from './episodes.ts';
import { limitsOf } from './limits.ts';
import { type Axis, colours } from './plots.ts';
import { roseSections, roseStyles } from './rose-section.ts';
import { aqiSection, pointSection, type Say, tiles } from './sections.ts';
import { seriesOf } from './series.ts';
import { alarmTable, captureTable } from './tables.ts';

export interface PageFacts {
  readonly site: string;
  readonly gateway: string;
  readonly version: string;
  /** When it is made, milliseconds since the epoch. */
  readonly nowMs: number;
  /** Local dates, both included. */
  readonly from: string;
  readonly to: string;
  /** The same, as instants. */
  readonly period: Span;
  readonly zone: Zone;
}

const styles = `${baseStyles}
main { width: 200mm; } @media print { main { width: auto; } }
.point { break-inside: avoid; } h2 { break-after: avoid; } tr { break-inside: avoid; } thead { display: table-header-group; }
h2 small { font-weight: normal; color: #555; } .note { color: #555; font-size: 9.5px; }
.tiles { grid-template-columns: repeat(4, 1fr); }
.keys { margin: 8px 0 2px; color: #444; font-size: 9.5px; } .keys .key:first-child { margin-left: 0; }
.bar { display: inline-block; height: 8px; width: 90px; background: #d4d4d4; vertical-align: 0; margin-left: 6px; text-align: left; }
.bar i { display: block; height: 8px; background: #7fb88a; } .bar i.poor { background: #e8923a; }
td.l, th.l { text-align: left; padding-left: 8px; } td { vertical-align: top; } .error { color: #b00020; font-weight: 600; }
.band { display: inline-block; padding: 0 6px; border: 1px solid #0003; border-radius: 2px; }
.how { margin-top: 10px; } .wide td, .wide th { padding-left: 10px; white-space: nowrap; } .wide td:first-child, .wide th:first-child { padding-left: 0; } .wide .l { white-space: normal; }
${roseStyles}`;

export function pageOf(
  archived: Archived,
  { points }: Pick<StationConfig, 'points'>,
  packs: readonly RulePack[],
  facts: PageFacts,
  lang: Lang,
): string {
  const { period, zone, nowMs } = facts;
  const w = writerOf(lang);
  const t: Say = (code, params = {}) => escapeHtml(render({ code, params }, lang));
  const local = (ms: number) => ms + zone.offsetMs(ms);
  const axis: Axis = {
    local: { from: local(period.from), to: local(period.to) },
    at: (ms) => new Date(local(ms)),
    writer: w,
  };
  const rowsOf = byPoint(archived.windows);
  const all = points.map((p) => seriesOf(p, rowsOf.get(p.id) ?? [], period, zone, nowMs));
  const episodes = episodesOf(archived.alarms);
  const alarmsOf = byPoint(episodes);
  const pictures = all.map((series) => {
    const limits = limitsOf(series.point, packs, period, zone, series.unit);
    return pointSection(series, limits, alarmsOf.get(series.point.id) ?? [], axis, t);
  });
  const when = (ms: number | undefined) => (ms === undefined ? '…' : timeOf(local(ms), w));
  const sources = packs.map((p) => `<p>${escapeHtml(`${p.title[lang]}: ${p.source}`)}</p>`).join('');
  const made = timeOf(local(nowMs), w);
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(facts.site)} ${facts.from} – ${facts.to}</title><style>${styles}</style></head><body><main>
<header><div><h1>${t('station.report.title')}</h1><p class="site">${escapeHtml(facts.site)}</p></div>
<p class="of">${facts.from === facts.to ? w.date(facts.from) : `${w.date(facts.from)} – ${w.date(facts.to)}`}<br><span class="id">${escapeHtml(facts.gateway)} · ${escapeHtml(zone.name)}</span></p></header>
<section class="tiles">${tiles(all, archived, episodes, w, t)}</section>
${warnings(archived, t)}${archived.indices.length > 0 ? aqiSection(archived.indices, axis, t) : ''}
${legend(t)}${pictures.join('')}${roseSections(points, { rowsOf, period, zone, nowMs }, w, t)}
<section><h2>${t('station.report.capture')}</h2>${captureTable(all, w, t)}</section>
<section><h2>${t('station.report.alarms')}</h2>${alarmTable(episodes, lang, when, w, t)}</section>
<section class="how"><h2>${t('station.report.how')}</h2><p>${t('station.report.how-text')}</p>${sources}</section>
<footer>${t('station.report.made', { version: facts.version, time: made })}</footer>
</main></body></html>
`;
}

function byPoint<R extends { readonly point: string }>(rows: readonly R[]): ReadonlyMap<string, R[]> {
  const by = new Map<string, R[]>();
  for (const row of rows) {
    const own = by.get(row.point);
    if (own) own.push(row);
    else by.set(row.point, [row]);
  }
  return by;
}

/** Day and time of a local clock. */
function timeOf(local: number, w: Writer): string {
  const iso = new Date(local).toISOString();
  return `${w.date(iso.slice(0, 10))} ${iso.slice(11, 16)}`;
}

function warnings({ torn, held }: Archived, t: Say): string {
  const lines = [
    ...(torn > 0 ? [t('station.report.torn', { count: torn })] : []),
    ...(held > 0 ? [t('station.report.held', { count: held })] : []),
  ];
  return lines.map((l) => `<p class="warn">${l}</p>`).join('');
}

function legend(t: Say): string {
  const codes = ['good', 'uncertain', 'low', 'unclear', 'calibrating', 'maintenance', 'missing'] as const;
  const keys = codes.map((q) => {
    const code: MessageCode = `station.report.q-${q}`;
    return `<span class="key" style="background:${colours.quality[q]}"></span>${t(code)}`;
  });
  return `<p class="keys">${t('station.report.ribbon')} ${keys.join(' ')}</p>`;
}
