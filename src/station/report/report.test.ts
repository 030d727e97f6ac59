import { describe, expect, it } from 'vitest';
import { createZone } from '../../runtime/calendar/local-time.ts';
import type { Archived } from '../archive/read.ts';
import type { AlarmRow, WindowRow } from '../archive/row.ts';
import { stationPointSchema } from '../config.ts';
import type { RulePack } from '../packs/pack.ts';
import { episodesOf, joined } from './episodes.ts';
import { limitsOf } from './limits.ts';
import { pageOf } from './page.ts';
import { captureOf, seriesOf, windowFor } from './series.ts';

const zone = createZone('Asia/Ho_Chi_Minh');
const hour = 3_600_000;
const period = { from: Date.parse('2025-12-31T00:00:00+07:00'), to: Date.parse('2026-01-02T00:00:00+07:00') };
const point = stationPointSchema.parse({
  ...{ id: 'pm25', device: 'd', point: 'p', parameter: 'PM2.5', windows: ['1h', '24h'] },
  alarms: [{ id: 'high', kind: 'limit', of: '1h', above: 75 }],
});
const row = (h: number, more: Partial<WindowRow> = {}): WindowRow => ({
  ...{
    k: 'w',
    point: 'pm25',
    window: '1h',
    from: period.from + h * hour,
    to: period.from + (h + 1) * hour,
    unit: 'ug/m3',
  },
  ...{
    mean: 40,
    min: 30,
    max: 50,
    capture: 100,
    valid: true,
    count: 360,
    uncertain: 0,
    left: [0, 0, 0],
    rev: 0,
    ...more,
  },
});
const poor = { valid: false, capture: 10, count: 36 };
const rows = [
  ...[0, 1].map((h) => row(h)),
  row(2, { uncertain: 5 }),
  row(3, { ...poor, left: [0, 300, 0] }),
  row(4, { ...poor, left: [0, 0, 300] }),
  row(5, poor),
  row(6, { ...poor, count: 0, mean: null, min: null, max: null }),
  row(9),
];
const alarm = (h: number, state: AlarmRow['state'], more: Partial<AlarmRow> = {}): AlarmRow => ({
  ...{ k: 'a', at: period.from + h * hour, point: 'pm25', alarm: 'high', state, severity: 'error' },
  ...{ value: 80, above: 75, en: 'beyond <75>', vi: 'vượt <75>', ...more },
});
const pack: RulePack = {
  ...{ id: 'air', title: { en: 'Air', vi: 'Không khí' }, source: 'a test' },
  limits: [
    { parameter: 'PM2.5', window: '24h', above: 50, effectiveFrom: '2023-09-12', effectiveUntil: '2025-12-31' },
    { parameter: 'PM2.5', window: '24h', above: 45, effectiveFrom: '2026-01-01' },
  ],
};

describe('the series of a point', () => {
  const series = seriesOf(point, rows, period, zone, period.from + 10 * hour);
  it('has a slot for each window that has ended, told or not, and says how good each is', () => {
    expect(series.slots.map((s) => s.quality)).toEqual([
      ...['good', 'good', 'uncertain', 'calibrating', 'maintenance', 'low', 'missing', 'missing', 'missing', 'good'],
    ]);
    expect(series.slots.map((s) => s.value)).toEqual([40, 40, 40, null, null, null, null, null, null, 40]);
  });
  it('counts the valid ones against all that should be there, and the longest gap', () => {
    expect(captureOf(series)).toMatchObject({ expected: 10, valid: 4, share: 0.4, longestGapMs: 6 * hour });
  });
  it('is drawn by the shortest window that a sheet of paper can show', () => {
    const fine = { ...point, windows: ['1min' as const, '5min' as const, '1h' as const] };
    const days = (n: number) => ({ from: 0, to: n * 24 * hour });
    expect([2, 30, 60].map((n) => windowFor(fine, days(n)))).toEqual(['5min', '1h', '1h']);
  });
});

it('limits of the law change on the day on which the law does', () => {
  const newYear = Date.parse('2026-01-01T00:00:00+07:00');
  expect(limitsOf(point, [pack], period, zone)).toEqual([
    { ...period, value: 75, side: 'above', by: 'site', window: '1h' },
    { from: period.from, to: newYear, value: 50, side: 'above', by: 'law', window: '24h' },
    { from: newYear, to: period.to, value: 45, side: 'above', by: 'law', window: '24h' },
  ]);
});

it('alarms are from when to when, also those that began before or are not over', () => {
  const told = [
    ...[alarm(1, 'cleared', { alarm: 'old' }), alarm(2, 'raised'), alarm(3, 'raised'), alarm(4, 'acknowledged')],
    ...[alarm(5, 'cleared'), alarm(6, 'raised')],
  ];
  const at = (h: number) => period.from + h * hour;
  expect(episodesOf(told).map((e) => [e.alarm, e.from, e.to, e.acknowledged])).toEqual([
    ['old', undefined, at(1), false],
    ['high', at(2), at(5), true],
    ['high', at(6), undefined, false],
  ]);
});

describe('the page', () => {
  const archived: Archived = {
    ...{ windows: rows, alarms: [alarm(2, 'raised')], held: 0, torn: 1, days: ['2025-12-31'] },
    indices: [
      { k: 'i', period: 'hour', to: period.from + hour, aqi: 80, dominant: 'PM2.5', reason: null, rev: 0 },
      { k: 'i', period: 'hour', to: period.from + 2 * hour, aqi: null, dominant: null, reason: 'no-dust', rev: 0 },
      { k: 'i', period: 'day', to: period.from + 24 * hour, aqi: 120, dominant: 'PM2.5', reason: null, rev: 0 },
    ],
  };
  const facts = {
    ...{ site: 'Bãi <Cháy>', gateway: 'g', version: '1', nowMs: period.from + 10 * hour, period, zone },
    ...{ from: '2025-12-31', to: '2026-01-01' },
  };
  const other = stationPointSchema.parse({ id: 'so2', device: 'd', point: 'q' });
  it.each(['en', 'vi'] as const)(
    'has its plots, limits, alarms and index in %s, and nothing from outside it',
    (lang) => {
      const page = pageOf(archived, { points: [point, other] }, [pack], facts, lang);
      expect(page.match(/<svg/g)?.length).toBe(2);
      expect(page).toContain('Bãi &lt;Cháy&gt;');
      expect(page).toContain(lang === 'vi' ? 'vượt &lt;75&gt;' : 'beyond &lt;75&gt;');
      expect(page).toContain(lang === 'vi' ? '120 Kém' : '120 poor');
      expect(page).toContain(lang === 'vi' ? 'Không có số liệu' : 'Nothing was told');
      expect(page).toMatch(/24h 45/);
      expect(page).not.toMatch(/(?:src|href)="|@import|undefined|NaN/);
    },
  );
});

describe('a table of alarms', () => {
  const raised = (...hours: readonly number[]) =>
    episodesOf(hours.flatMap((h, i) => [alarm(h, 'raised', { value: 80 + i }), alarm(h + 0.25, 'cleared')]));

  it('has one line for what came again and again, with the highest value and the time of all together', () => {
    const lines = joined(raised(0, 1, 2, 3));
    expect(lines).toMatchObject([{ times: 4, value: 83, lastedMs: hour }]);
    expect(lines[0]?.to).toBe(period.from + 3.25 * hour);
  });

  it('has a line each for what came twice, or hours apart', () => {
    expect(joined(raised(0, 1)).map((l) => l.times)).toEqual([1, 1]);
    expect(joined(raised(0, 4, 8)).map((l) => l.times)).toEqual([1, 1, 1]);
  });
});

it('bars of what was counted begin at 0', () => {
  const counter = stationPointSchema.parse({ id: 'kwh', device: 'd', point: 'p', kind: 'counter', windows: ['1h'] });
  const told = [0, 1, 2].map((h) => row(h, { point: 'kwh', delta: 7 + h / 10 }));
  const facts = { site: 's', gateway: 'g', version: '1', nowMs: period.to, from: '2025-12-31', to: '2026-01-01' };
  const archived: Archived = { windows: told, alarms: [], indices: [], days: [], torn: 0, held: 0 };
  const html = pageOf(archived, { points: [counter] }, [], { ...facts, period, zone }, 'en');
  const plot = html.slice(html.indexOf('>kwh '), html.indexOf('Data capture</h2>'));
  expect(plot).toMatch(/>0\.00?</);
});
