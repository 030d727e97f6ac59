// What the page says of numbers that are in another unit than others, or are not known.
import { expect, it } from 'vitest';
import { createZone } from '../../runtime/calendar/local-time.ts';
import type { WindowRow } from '../archive/row.ts';
import { stationPointSchema } from '../config.ts';
import type { RulePack } from '../packs/pack.ts';
import { limitsOf } from './limits.ts';
import { captureOf, seriesOf } from './series.ts';

const zone = createZone('Asia/Ho_Chi_Minh');
const hour = 3_600_000;
const period = { from: Date.parse('2026-01-01T00:00:00+07:00'), to: Date.parse('2026-01-02T00:00:00+07:00') };
const co = stationPointSchema.parse({ id: 'co', device: 'd', point: 'p', parameter: 'CO', windows: ['1h'] });
const row = (h: number, more: Partial<WindowRow>): WindowRow => ({
  ...{ k: 'w', point: 'co', window: '1h', from: period.from + h * hour, to: period.from + (h + 1) * hour },
  ...{ mean: 20, min: 10, max: 30, capture: 100, valid: true, count: 360, uncertain: 0, left: [0, 0, 0], rev: 0 },
  ...more,
});
const seriesFor = (...rows: WindowRow[]) => seriesOf(co, rows, period, zone, period.from + rows.length * hour);

it('a period in which the unit of a point changed is shown in the last one', () => {
  const { unit, slots } = seriesFor(
    row(0, { unit: 'ug/m3', mean: 20_000, min: 10_000, max: 30_000 }),
    row(1, { unit: '[ppb]', mean: 17_000 }),
    row(2, { unit: 'mg/m3' }),
  );
  expect(unit).toBe('mg/m3');
  expect(slots.map((s) => [s.value, s.row?.min ?? null, s.row?.max ?? null])).toEqual([
    [20, 10, 30],
    // Nobody can tell what that is.
    [null, null, null],
    [20, 10, 30],
  ]);
});

it('a limit of the law is drawn in the unit of the point, and not at all where that cannot be', () => {
  const pack: RulePack = {
    ...{ id: 'air', title: { en: 'Air', vi: 'Không khí' }, source: 'a test' },
    limits: [{ parameter: 'CO', window: '1h', above: 30_000, unit: 'ug/m3', effectiveFrom: '2023-01-01' }],
  };
  const drawn = (unit: string | undefined) => limitsOf(co, [pack], period, zone, unit).map((l) => l.value);
  expect([drawn('mg/m3'), drawn('ug/m3'), drawn(undefined), drawn('[ppb]')]).toEqual([[30], [30_000], [30_000], []]);
});

it('a window whose number is not known is told apart from one with too few readings', () => {
  const series = seriesFor(row(0, {}), row(1, { valid: false, reason: 'counter-fell' }), row(2, { valid: false }));
  expect(series.slots.map((s) => s.quality)).toEqual(['good', 'unclear', 'low']);
  expect(captureOf(series)).toMatchObject({ expected: 3, valid: 1, by: { unclear: 1, low: 1 } });
});
