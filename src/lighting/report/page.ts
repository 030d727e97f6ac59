// The report of a month on one A4 page that prints: what a city engineer signs. One file without anything outside it:
// the pictures are inline SVG, the type is the system's.
import { type Lang, type MessageCode, message, render } from '../../messages/catalogue.ts';
import { escapeHtml } from '../../runtime/report/html.ts';
import { type Writer, writerOf } from '../../runtime/report/numbers.ts';
import { barsPlot, colours, nightsPlot } from './plots.ts';
import { styles } from './style.ts';
import type { CabinetRow, PartRow, Summary } from './summary.ts';

export interface PageFacts {
  readonly site: string;
  readonly gateway: string;
  readonly version: string;
  /** RFC 3339, local. */
  readonly madeAt: string;
  /** Per cent. */
  readonly baselineLevel: number;
}

/** Rows of a table on the page; the rest is in the CSV. */
const rowsShown = 8;

export function pageOf(summary: Summary, facts: PageFacts, lang: Lang): string {
  const w = writerOf(lang);
  const t = (code: MessageCode, params: Record<string, string | number> = {}) =>
    escapeHtml(render({ code, params }, lang));
  const { total, nights, faults } = summary;
  const of = t('report.of', {
    month: w.month(summary.month),
    lamps: w.number(summary.lamps),
    nights: nights.length,
    hours: w.number(total.nightHours, 1),
  });
  const all = daysOf(summary.month);
  const partial =
    nights.length < all ? `<p class="warn">${t('report.incomplete', { nights: nights.length, all })}</p>` : '';
  const legend = (['used', 'saved'] as const)
    .map((k) => `<span class="key" style="background:${colours[k]}"></span>${t(`report.legend-${k}`)}`)
    .join(' ');
  const kinds = faults.byKind.map((k) => ({ name: faultName(k.fault, lang), value: k.raised }));
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${t('report.title')} ${summary.month}</title><style>${styles}</style></head><body><main>
<header><div><h1>${t('report.title')}</h1><p class="site">${escapeHtml(facts.site)}</p></div>
<p class="of">${of}<br><span class="id">${escapeHtml(facts.gateway)}</span></p></header>${partial}
<section class="tiles">${tiles(summary, w, t)}</section>
<section><h2>${t('report.by-night')} <span class="legend">${legend}</span></h2>
${nightsPlot(nights, { night: render(message('report.night'), lang) }, w)}</section>
<section class="two"><div>${partsTable(summary, w, t)}</div>
<div><h2>${t('report.by-kind')}</h2>${kinds.length > 0 ? barsPlot(kinds, w) : `<p>${t('report.none')}</p>`}
<h2>${t('report.longest')}</h2>${longest(summary, w, t, lang)}</div></section>
<section><h2>${t('report.life')}</h2><ul>${summary.life.map((l) => `<li>${lifeLine(l, w, t)}</li>`).join('')}</ul></section>
<section class="how"><h2>${t('report.how')}</h2>${how(summary, facts, w, t)}</section>
<section class="sign">${(['prepared', 'checked', 'approved'] as const)
    .map((who) => `<div><b>${t(`report.${who}`)}</b><br><i>${t('report.sign')}</i></div>`)
    .join('')}</section>
<footer>${t('report.made', { version: facts.version, time: facts.madeAt })}</footer>
</main></body></html>
`;
}

type Say = (code: MessageCode, params?: Record<string, string | number>) => string;

function tiles({ total, faults, factors }: Summary, w: Writer, t: Say): string {
  const tile = (label: string, value: string, note: string) =>
    `<div><p>${label}</p><b>${value}</b><small>${note}</small></div>`;
  const money =
    total.savedVnd === null || total.vnd === null
      ? tile(t('report.money'), '–', t('report.no-tariff'))
      : tile(t('report.money'), w.vnd(total.savedVnd), t('report.paid', { vnd: w.vnd(total.vnd + total.savedVnd) }));
  return [
    tile(
      t('report.used'),
      `${w.number(total.kwh)} kWh`,
      t('report.metered', { percent: w.percent(total.meteredShare) }),
    ),
    tile(
      t('report.saved'),
      `${w.number(total.savedKwh)} kWh`,
      t('report.of-baseline', { percent: w.percent(total.savedShare) }),
    ),
    money,
    tile(
      t('report.co2'),
      total.savedCo2Kg === null ? '–' : `${w.number(total.savedCo2Kg / 1000, 2)} t`,
      factors.map((f) => `${w.number(f.kgPerKwh, 4)} kg/kWh`).join(', '),
    ),
    tile(
      t('report.light'),
      w.percent(faults.availability, 2),
      t('report.faults-told', { raised: faults.raised, open: faults.open }),
    ),
  ].join('');
}

function partsTable(summary: Summary, w: Writer, t: Say): string {
  const byCabinet = summary.cabinets.length > 0;
  const rows: readonly (PartRow & Partial<CabinetRow>)[] = byCabinet ? summary.cabinets : summary.groups;
  const sorted = [...rows].sort((a, b) => b.kwh - a.kwh);
  const heads = ['name', 'lamps', 'burning'] as const;
  const head = heads.map((h) => `<th>${t(`report.${h}`)}</th>`).join('');
  const extra = byCabinet ? `<th>${t('report.deviation')}</th>` : '';
  const body = sorted.slice(0, rowsShown).map((r) => {
    const deviation = r.deviation === null || r.deviation === undefined ? '–' : w.percent(r.deviation);
    const cells = [w.number(r.lamps), w.number(r.burningHours, 0), w.number(r.kwh), w.percent(r.savedShare)];
    return `<tr><td>${escapeHtml(r.id)}</td>${[...cells, ...(byCabinet ? [deviation] : [])].map((c) => `<td>${c}</td>`).join('')}</tr>`;
  });
  const left = sorted.length - body.length;
  const more = left > 0 ? `<p class="more">${t('report.more', { count: left })}</p>` : '';
  return `<h2>${t(byCabinet ? 'report.cabinets' : 'report.groups')}</h2><table><thead><tr>${head}<th>kWh</th><th>${t(
    'report.saved-share',
  )}</th>${extra}</tr></thead><tbody>${body.join('')}</tbody></table>${more}`;
}

function longest({ faults }: Summary, w: Writer, t: Say, lang: Lang): string {
  if (faults.longest.length === 0) return `<p>${t('report.none')}</p>`;
  const rows = faults.longest.slice(0, 4).map(({ subject, fault, hours, open }) => {
    const long = t('report.hours-short', { hours: w.number(hours) });
    const state = open ? ` <span class="warn">${t('report.still-open')}</span>` : '';
    return `<li>${escapeHtml(subject.replace(/^(lamp|cabinet)\//, ''))}: ${escapeHtml(faultName(fault, lang))}, ${long}${state}</li>`;
  });
  return `<ul>${rows.join('')}</ul>`;
}

function lifeLine(l: Summary['life'][number], w: Writer, t: Say): string {
  const { type, lamps } = l;
  const rated = w.number(l.ratedHours);
  if (l.hours === null) return t('report.life-unknown', { type, lamps: w.number(lamps), rated });
  const output = l.output === null ? '–' : `${w.number(l.output, 0)} %`;
  const years = l.yearsLeft === null ? '–' : w.number(l.yearsLeft, 1);
  return t('report.life-row', { type, lamps: w.number(lamps), hours: w.number(l.hours), rated, output, years });
}

function how(summary: Summary, facts: PageFacts, w: Writer, t: Say): string {
  const { total, tariffs, factors, vat } = summary;
  const metered = t('report.metered', { percent: w.percent(total.meteredShare) });
  const row = (value: string, r: { from: string; source: string }) =>
    render(message('report.row-from', { value, date: w.date(r.from), source: r.source }), w.lang);
  const lines = [t('report.formula', { level: facts.baselineLevel, metered })];
  if (total.vnd !== null) {
    const rows = tariffs.map((r) => row(`${w.number(r.vndPerKwh)} ₫/kWh`, r)).join('; ');
    lines.push(t('report.formula-money', { vat: w.percent(vat / 100, 0), rows }));
  }
  if (total.co2Kg !== null) {
    const rows = factors.map((r) => row(`${w.number(r.kgPerKwh, 4)} kg/kWh`, r)).join('; ');
    lines.push(t('report.formula-co2', { rows }));
  }
  if (summary.cabinets.some((c) => c.deviation !== null)) lines.push(t('report.formula-deviation'));
  lines.push(t('report.formula-light'));
  return lines.map((l) => `<p>${l}</p>`).join('');
}

/** A fault as people call it. */
export function faultName(fault: string, lang: Lang): string {
  return render({ code: `fault.${fault}` as MessageCode, params: {} }, lang);
}

/** Days of a month, `2026-06`. */
function daysOf(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}
