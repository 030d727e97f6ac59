// The part of the page that holds the wind rose of each wind direction; nothing where there is no wind.
import type { MessageCode } from '../../messages/catalogue.ts';
import type { Writer } from '../../runtime/report/numbers.ts';
import type { StationPoint } from '../config.ts';
import { compass, rosePlot } from './rose-plot.ts';
import type { Say } from './sections.ts';
import {
  calmBelow,
  type LeftOut,
  type RoseOptions,
  roseOf,
  sectorOf,
  speedClasses,
  type WindRose,
  windPairs,
} from './wind-rose.ts';

/** Why windows are left out, in the order in which they are told. */
const reasons = ['low', 'calibrating', 'maintenance', 'missing', 'unpaired'] as const satisfies readonly LeftOut[];

export const roseStyles = `
.wind { display: flex; gap: 16px; align-items: center; } .wind > svg { flex: 0 0 auto; width: 92mm; }
.wind .halo { paint-order: stroke; stroke: #fff; stroke-width: 3px; }
.wind .key { margin-left: 0; border: 1px solid #555; } .wind p { margin-top: 4px; }
`;

export function roseSections(
  points: readonly StationPoint[],
  facts: Omit<RoseOptions, 'direction' | 'speed'>,
  w: Writer,
  t: Say,
): string {
  const sections = windPairs(points).map(({ direction, speed }) => {
    const rose = roseOf({ ...facts, direction, speed });
    if (rose === undefined) return '';
    const names = { direction: direction.id, speed: speed.id };
    const title = `${t('station.rose.title')} <small>${t('station.rose.of', names)}</small>`;
    const body =
      rose === 'unit' || rose === 'no-window'
        ? `<p class="warn">${t(`station.rose.${rose}`, names)}</p>`
        : roseBody(rose, [direction, speed], w, t);
    return `<section class="point"><h2>${title}</h2>${body}</section>`;
  });
  return sections.join('');
}

function roseBody(rose: WindRose, points: readonly StationPoint[], w: Writer, t: Say): string {
  const { window, used, expected, uncertain, left, meanSpeed, vector } = rose;
  const lost = reasons.flatMap((r) => {
    const code: MessageCode = r === 'unpaired' ? 'station.rose.unpaired' : `station.report.q-${r}`;
    return left[r] === undefined ? [] : [`${t(code)} ${w.number(left[r])}`];
  });
  const counts = { used: w.number(used), expected: w.number(expected), window };
  const captured = t('station.rose.capture', { ...counts, percent: w.percent(expected > 0 ? used / expected : 0) });
  const capture = [...new Set(points.map((p) => w.number(p.capture)))].join(' / ');
  const out = t('station.rose.left', { count: w.number(expected - used), capture });
  const lines = [
    `<p>${captured}</p>`,
    ...(lost.length > 0 ? [`<p>${out} ${lost.join('; ')}.</p>`] : []),
    ...(uncertain > 0 ? [`<p>${t('station.rose.uncertain', { count: w.number(uncertain) })}</p>`] : []),
  ];
  if (used === 0 || meanSpeed === null) return lines.join('');
  const sums = rose.counts.map((c) => c.reduce((n, v) => n + v, 0));
  const most = sums.indexOf(Math.max(...sums));
  const names = compass[w.lang];
  const told = [
    ...(sums[most]! > 0
      ? [t('station.rose.most', { point: names[most]!, percent: w.percent(sums[most]! / used) })]
      : []),
    t('station.rose.mean', { speed: w.number(meanSpeed, 1) }),
    ...(vector
      ? [t('station.rose.vector', { speed: w.number(vector.speed, 1), point: names[sectorOf(vector.direction)]! })]
      : []),
  ];
  const words = { name: t('station.rose.title'), calm: t('station.rose.calms') };
  const note = `<p class="note">${t('station.rose.how')}</p>`;
  return `<div class="wind">${rosePlot(rose, w, words)}<div>${classTable(rose, w, t)}<p><b>${told.join(' · ')}</b></p>${lines.join('')}${note}</div></div>`;
}

/** The classes of speed, their colours and their shares; calms and winds from everywhere with them, so that it is 100 %. */
function classTable({ used, calm, variable, counts }: WindRose, w: Writer, t: Say): string {
  const row = (colour: string, name: string, speed: string, count: number) =>
    `<tr><td><span class="key" style="background:${colour}"></span>${name}</td><td>${speed}</td><td>${w.percent(count / used)}</td></tr>`;
  const classes = speedClasses.map(({ force, from, colour }, k) => {
    const next = speedClasses[k + 1]?.from;
    const speed = next === undefined ? `≥ ${w.number(from, 1)}` : `${w.number(from, 1)} – &lt; ${w.number(next, 1)}`;
    return row(
      colour,
      t(`station.rose.force-${force}`),
      speed,
      counts.reduce((n, c) => n + c[k]!, 0),
    );
  });
  const rows = [
    row('#fff', t('station.rose.calm'), `&lt; ${w.number(calmBelow, 1)}`, calm),
    ...classes,
    ...(variable > 0 ? [row('transparent', t('station.rose.variable'), `≥ ${w.number(calmBelow, 1)}`, variable)] : []),
  ];
  const heads = `<th>${t('station.rose.force')}</th><th>m/s</th><th>${t('station.rose.share')}</th>`;
  return `<table><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}
