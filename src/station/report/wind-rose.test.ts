import { describe, expect, it } from 'vitest';
import { render } from '../../messages/catalogue.ts';
import { createZone } from '../../runtime/calendar/local-time.ts';
import { writerOf } from '../../runtime/report/numbers.ts';
import type { WindowRow } from '../archive/row.ts';
import { stationPointSchema } from '../config.ts';
import { Series } from '../windows/series.ts';
import { windOf } from '../windows/wind.ts';
import { windowOf } from '../windows/window.ts';
import { compass, ringsOf } from './rose-plot.ts';
import { roseSections } from './rose-section.ts';
import { classOf, roseOf, roseWindows, sectorOf, speedClasses, type WindRose } from './wind-rose.ts';

const zone = createZone('Asia/Ho_Chi_Minh');
const hour = 3_600_000;
const begin = Date.parse('2026-11-20T00:00:00+07:00');
const period = { from: begin, to: begin + 24 * hour };
const speed = stationPointSchema.parse({ id: 'ws', device: 'd', point: 's', windows: ['5min', '1h'] });
const direction = stationPointSchema.parse({ id: 'wd', device: 'd', point: 'd', kind: 'wind-direction', speed: 'ws' });

const common = {
  k: 'w',
  window: '1h',
  min: null,
  max: null,
  capture: 100,
  valid: true,
  count: 360,
  uncertain: 0,
} as const;
const left: WindowRow['left'] = [0, 0, 0];
type More = Partial<WindowRow>;
const strong = (h: number, mean: number, more: More = {}): WindowRow => ({
  ...{ ...common, left, point: 'ws', unit: 'm/s', from: begin + h * hour, to: begin + (h + 1) * hour, mean, rev: 0 },
  ...more,
});
const from = (h: number, degrees: number | null, vector: number | null, more: More = {}): WindowRow => ({
  ...{
    ...common,
    left,
    point: 'wd',
    unit: 'deg',
    from: begin + h * hour,
    to: begin + (h + 1) * hour,
    mean: null,
    rev: 0,
  },
  ...{ direction: degrees, speed: vector, ...more },
});
/** Hours with a direction and a speed, the vector as long as the mean. */
const hours = (...winds: readonly (readonly [degrees: number, speed: number])[]) =>
  winds.flatMap(([d, s], h) => [from(h, d, s), strong(h, s)]);
const facts = (rows: readonly WindowRow[], until = 24) => ({
  rowsOf: new Map(['ws', 'wd'].map((id) => [id, rows.filter((r) => r.point === id)])),
  ...{ period, zone, nowMs: begin + until * hour },
});
const rose = (rows: readonly WindowRow[], until?: number) =>
  roseOf({ ...facts(rows, until), direction, speed }) as WindRose;
/** Windows by point of the compass, a digit for each class. */
const byPoint = ({ counts }: WindRose) =>
  Object.fromEntries(counts.map((c, i) => [compass.en[i], c.join('')]).filter(([, c]) => c !== '000000'));

describe('a wind rose', () => {
  it('has north from 348.75 to 11.25 degrees, and each sector begins where the one before it ends', () => {
    const names = [348.74, 348.75, 359.9, 0, 11.24, 11.25, 33.75, 90, 180, 270, 360].map(
      (d) => compass.en[sectorOf(d)],
    );
    expect(names).toEqual(['NNW', 'N', 'N', 'N', 'N', 'NNE', 'NE', 'E', 'S', 'W', 'N']);
  });

  it('has the classes of the Beaufort scale, the limit belonging to the stronger one', () => {
    const speeds = [0, 0.29, 0.3, 1.59, 1.6, 3.4, 5.5, 8, 10.79, 10.8, 40];
    expect(speeds.map(classOf)).toEqual([-1, -1, 0, 0, 1, 2, 3, 4, 4, 5, 5]);
  });

  it('counts windows by sector and class, and calms apart whatever their direction', () => {
    const r = rose(hours([350, 2], [10, 2], [10, 6], [45, 0.2], [225, 12], [90, 0]), 6);
    expect(byPoint(r)).toEqual({ N: '020100', SW: '000001' });
    expect(r).toMatchObject({ expected: 6, used: 6, calm: 2, variable: 0, left: {} });
    expect(r.meanSpeed).toBeCloseTo(22.2 / 6, 9);
  });

  it('takes the direction from the vectors and the strength from the scalar mean', () => {
    // Readings of an hour by turns from 300 and 60 degrees, 6 m/s: the mean of degrees would be 180, the vector is 3 m/s from 0.
    const [d, s] = [new Series(2 * hour, 1000), new Series(2 * hour, 1000)];
    for (let i = 0; i < 360; i++) {
      d.put(begin + i * 10_000, i % 2 ? 60 : 300, 'good');
      s.put(begin + i * 10_000, 6, 'good');
    }
    const span = { from: begin, to: begin + hour };
    const wind = windOf(s, d, span);
    const { mean } = windowOf(s, span, { periodMs: 10_000, threshold: 75 });
    const r = rose([from(0, wind.direction, wind.vectorSpeed), strong(0, mean!)], 1);
    expect(byPoint(r)).toEqual({ N: '000100' });
    expect(r.meanSpeed).toBeCloseTo(6, 9);
    expect(r.vector?.speed).toBeCloseTo(3, 6);
  });

  it('has wind that cancels out as wind from everywhere and not as a calm', () => {
    expect(rose([from(0, null, 0), strong(0, 5), from(1, null, 0), strong(1, 0)], 2)).toMatchObject({
      ...{ used: 2, calm: 1, variable: 1, vector: null },
    });
  });

  it('leaves out windows of which direction or speed is not valid, and counts them by why', () => {
    const bad = { valid: false, capture: 40, count: 144 };
    const rows = [
      ...[from(0, 90, 2), strong(0, 2, { uncertain: 3 }), from(1, 90, 2, bad), strong(1, 2), from(2, 90, 2)],
      ...[strong(2, 2, { ...bad, left: [0, 200, 0] }), from(3, 90, 2, { ...bad, left: [0, 0, 200] }), strong(3, 0.1)],
      ...[from(4, 90, 2), from(5, null, null), strong(5, 4)],
    ];
    expect(rose(rows, 6)).toMatchObject({
      ...{ expected: 6, used: 1, uncertain: 1, calm: 0 },
      left: { low: 1, calibrating: 1, maintenance: 1, missing: 1, unpaired: 1 },
    });
  });

  it('classes speeds in the unit in which they are told, and none in a unit that it does not know', () => {
    const of = (unit: string) => roseOf({ ...facts([from(0, 90, 18), strong(0, 18, { unit })], 1), direction, speed });
    expect(byPoint(of('km/h') as WindRose)).toEqual({ E: '001000' });
    expect(of('Cel')).toBe('unit');
  });

  it('is made of windows that direction and speed have in common, and says which must be read', () => {
    expect(roseWindows([direction, speed], period)).toEqual(
      new Map([
        ['wd', new Set(['1h'])],
        ['ws', new Set(['1h'])],
      ]),
    );
    const other = { ...speed, windows: ['5min' as const] };
    expect(roseOf({ ...facts(hours([1, 1])), direction, speed: other })).toBe('no-window');
    expect(roseWindows([direction, other], period).size).toBe(0);
  });
});

it('each class is clearly darker than the one before it, so that grey print tells them apart', () => {
  // Relative luminance as WCAG 2 has it.
  const linear = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = speedClasses.map(({ colour }) => {
    const [r, g, b] = [1, 3, 5].map((i) => linear(Number.parseInt(colour.slice(i, i + 2), 16) / 255));
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  });
  for (const [i, l] of light.slice(1).entries()) expect((light[i]! + 0.05) / (l + 0.05)).toBeGreaterThan(1.3);
});

it('rings are round shares and reach the longest sector', () => {
  expect(ringsOf(0.23)).toHaveLength(5);
  expect(ringsOf(0.23).at(-1)).toBeCloseTo(0.25, 9);
  for (const longest of [0, 0.03, 0.08, 0.31, 0.4, 0.7, 1]) {
    const rings = ringsOf(longest);
    expect(rings.at(-1)).toBeGreaterThanOrEqual(longest - 1e-9);
    expect(rings.length).toBeLessThanOrEqual(5);
  }
});

describe('the section of the page', () => {
  const page = (rows: readonly WindowRow[], lang: 'en' | 'vi' = 'en', points = [speed, direction]) =>
    roseSections(points, facts(rows, 4), writerOf(lang), (code, params = {}) => render({ code, params }, lang));
  const winds = hours([0, 2], [45, 4], [45, 12], [270, 0.1]);

  it.each([
    ['en', 'E', 'N', '25.0 %', 'Most often from NE (50.0 %)'],
    ['vi', 'Đ', 'B', '25,0 %', 'Hướng thịnh hành ĐB (50,0 %)'],
  ] as const)(
    'has north up, east to the right, calms in the middle and its capture, in %s',
    (lang, e, n, calm, most) => {
      const html = page(winds, lang);
      expect(html).toContain(`<text x="0" y="-146" dominant-baseline="central" font-size="13" font-weight="700">${n}<`);
      expect(html).toContain(`<text x="146" y="0" dominant-baseline="central" font-size="13" font-weight="700">${e}<`);
      expect(html).toContain(
        `<text x="0" y="-4" dominant-baseline="central" font-size="10.5" font-weight="600">${calm}<`,
      );
      expect(html).toContain(most);
      expect(html).toMatch(lang === 'vi' ? /hợp lệ 100,0 %: 4\/4/ : /capture 100\.0 %: 4 of 4/);
      expect(html.match(/<path /g)?.length).toBe(3);
      expect(html).not.toMatch(/undefined|NaN|(?:src|href)="/);
    },
  );

  it('is nothing where there is no wind: no such point, or not one window told', () => {
    expect(page(winds, 'en', [speed])).toBe('');
    expect(page([])).toBe('');
  });

  it('draws no rose where all windows are left out, and says how many there are', () => {
    const bad = { valid: false, capture: 10, count: 36 };
    const html = page([from(0, 90, 2, bad), strong(0, 2)]);
    expect(html).not.toContain('<svg');
    expect(html).toContain('0 of 4');
    expect(html).toContain('too few readings 1; missing 3');
  });

  it('draws a period of nothing but calms', () => {
    const html = page(hours([0, 0], [0, 0.2], [0, 0], [0, 0]));
    expect(html).toContain('100.0 %');
    expect(html).not.toMatch(/NaN|<path /);
  });
});
