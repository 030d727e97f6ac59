// The picture of a wind rose as plain SVG, because the plotting library draws no polar pictures. North is up, a sector points
// to where the wind comes from, and its length from the circle in the middle is its share of the time.
import type { Lang } from '../../messages/catalogue.ts';
import { escapeHtml } from '../../runtime/report/html.ts';
import type { Writer } from '../../runtime/report/numbers.ts';
import { sectorCount, speedClasses, type WindRose } from './wind-rose.ts';

/** The sixteen points of the compass as people of a language write them, north first. In Vietnamese: Bắc, Đông, Nam, Tây. */
export const compass: Readonly<Record<Lang, readonly string[]>> = {
  en: 'N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW'.split(' '),
  vi: 'B BĐB ĐB ĐĐB Đ ĐĐN ĐN NĐN N NTN TN TTN T TTB TB BTB'.split(' '),
};

const middle = 160;
const inner = 24;
const outer = 132;
/** Of the 22.5 degrees of a sector so many are drawn: its neighbours stay apart. */
const drawnDegrees = 18;

/** Shares of the rings, 0 to 1: two to five round ones, the outermost as long as the longest sector or longer. */
export function ringsOf(longest: number): number[] {
  const step = [0.01, 0.02, 0.05, 0.1, 0.2].find((s) => s * 5 >= longest) ?? 0.2;
  const count = Math.max(2, Math.ceil(longest / step - 1e-9));
  return Array.from({ length: count }, (_, i) => (i + 1) * step);
}

/** @param words `name`: of what is shown, for those who hear the page; `calm`: what stands in the middle. */
export function rosePlot(rose: WindRose, w: Writer, words: { readonly name: string; readonly calm: string }): string {
  const share = (count: number) => (rose.used > 0 ? count / rose.used : 0);
  const sums = rose.counts.map((c) => share(c.reduce((n, v) => n + v, 0)));
  const rings = ringsOf(Math.max(...sums));
  const top = rings.at(-1)!;
  const radius = (s: number) => inner + (s / top) * (outer - inner);
  const sectors = rose.counts.flatMap((counts, i) => {
    let begin = 0;
    return counts.map((count, k) => {
      const from = begin;
      begin += share(count);
      return count === 0 ? '' : wedge(i, radius(from), radius(begin), speedClasses[k]!.colour);
    });
  });
  // The shares of the rings stand between the two sectors that are shortest together.
  const pairs = sums.map((s, i) => s + sums[(i + 1) % sectorCount]!);
  const gap = (pairs.indexOf(Math.min(...pairs)) + 0.5) * (360 / sectorCount);
  const circles = rings.map((r) => `<circle r="${fixed(radius(r))}" fill="none" stroke="#bbb" stroke-width="0.7"/>`);
  const shares = rings.map((r) => label(gap, radius(r), w.percent(r, 0), 'font-size="8.5" fill="#555" class="halo"'));
  const points = compass[w.lang].map((p, i) => {
    const main =
      i % 4 === 0 ? 'font-size="13" font-weight="700"' : `font-size="${i % 2 === 0 ? 10.5 : 8.5}" fill="#555"`;
    return label((i * 360) / sectorCount, outer + 14, p, main);
  });
  const axes = [0, 90, 180, 270].map((a) => {
    const [[x1, y1], [x2, y2]] = [place(a, inner), place(a, outer)];
    return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="#ddd" stroke-width="0.7"/>`;
  });
  const calm = [
    `<circle r="${inner}" fill="#fff" stroke="#555" stroke-width="0.7"/>`,
    label(0, 4, w.percent(share(rose.calm)), 'font-size="10.5" font-weight="600"'),
    label(180, 8, words.calm, 'font-size="7.5" fill="#555"'),
  ].join('');
  const size = 2 * middle;
  return `<svg class="rose" role="img" aria-label="${escapeHtml(words.name)}" width="${size}" height="${size}" viewBox="${-middle} ${-middle} ${size} ${size}" text-anchor="middle">${axes.join('')}${circles.join('')}${sectors.join('')}${calm}${shares.join('')}${points.join('')}</svg>`;
}

const fixed = (v: number): string => String(Number(v.toFixed(2)));

/** A point by its compass angle in degrees and its distance from the middle. */
const place = (degrees: number, r: number): [string, string] => {
  const a = (degrees * Math.PI) / 180;
  return [fixed(r * Math.sin(a)), fixed(-r * Math.cos(a))];
};

function label(degrees: number, r: number, text: string, more: string): string {
  const [x, y] = place(degrees, r);
  return `<text x="${x}" y="${y}" dominant-baseline="central" ${more}>${escapeHtml(text)}</text>`;
}

function wedge(sector: number, from: number, to: number, colour: string): string {
  const at = (sector * 360) / sectorCount;
  const [a, b] = [at - drawnDegrees / 2, at + drawnDegrees / 2];
  const [[x1, y1], [x2, y2], [x3, y3], [x4, y4]] = [place(a, from), place(a, to), place(b, to), place(b, from)];
  const [r1, r2] = [fixed(from), fixed(to)];
  return `<path d="M${x1} ${y1}L${x2} ${y2}A${r2} ${r2} 0 0 1 ${x3} ${y3}L${x4} ${y4}A${r1} ${r1} 0 0 0 ${x1} ${y1}Z" fill="${colour}" stroke="#333" stroke-width="0.5"/>`;
}
