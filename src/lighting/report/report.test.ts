import { describe, expect, it } from 'vitest';
import { dayOf } from '../../runtime/calendar/local-time.ts';
import { lightingSchema } from '../config.ts';
import { EnergyBook, type Month } from '../energy/book.ts';
import { rowOn } from '../energy/grid-factors.ts';
import { csvOf } from './csv.ts';
import { jsonOf } from './json.ts';
import { pageOf } from './page.ts';
import { summarize } from './summary.ts';

const lamp = (id: string, unit: number) => ({
  id,
  driver: { kind: 'modbus-dimmer', line: 'x', unit },
  type: 'led',
  groups: ['quay'],
});
const config = lightingSchema.parse({
  lampTypes: [
    {
      id: 'led',
      power: [
        [0, 0],
        [100, 100],
      ],
      clo: [
        [0, 80],
        [50_000, 100],
      ],
    },
  ],
  energy: {
    vat: 10,
    tariff: [
      { from: '2026-01-01', vndPerKwh: 1000, source: 'test, first price' },
      { from: '2026-06-02', vndPerKwh: 2000, source: 'test, second price' },
    ],
  },
  lamps: [lamp('l-1', 1), lamp('l-2', 2)],
});

/** Two nights of ten hours: one lamp at full power, the other at half; a fault of six hours. */
function twoNights(): Month {
  const book = new EnergyBook(['l-1', 'l-2'], dayOf('2026-06-01'));
  const hour = 3_600_000;
  for (const day of [0, 1]) {
    book.add(0, 10 * hour, 100, true);
    book.add(1, 10 * hour, 50, day === 0);
    for (const i of [0, 1]) book.lit(i, 10 * hour);
    book.changed(0, 0, 100);
    book.closeNight(10, [100, 100], new Map());
  }
  const at = Date.parse('2026-06-01T20:00:00+07:00');
  book.fault({ at, subject: 'lamp/l-2', fault: 'powerTooLow', active: true });
  book.fault({ at: at + 6 * hour, subject: 'lamp/l-2', fault: 'powerTooLow', active: false });
  return book.month;
}

describe('the report of a month', () => {
  const month = twoNights();
  const summary = summarize(month, config, {
    'l-1': { hours: 25_000, switches: 9 },
    'l-2': { hours: 25_000, switches: 9 },
  });

  it('counts energy, savings, money with the price of each night, and CO2', () => {
    const { total } = summary;
    expect([total.kwh, total.baselineKwh, total.savedKwh, total.savedShare]).toEqual([3, 4, 1, 0.25]);
    expect(total.meteredShare).toBeCloseTo(2.5 / 3, 3);
    // Half a kilowatt-hour saved in each night, at 1,000 and at 2,000, with 10 % of tax.
    expect(total.savedVnd).toBeCloseTo(1650, 6);
    expect(total.savedCo2Kg).toBeCloseTo(0.6592, 6);
    expect(summary.groups).toMatchObject([{ id: 'quay', lamps: 2, burningHours: 20, kwh: 3 }]);
    expect(summary.faults).toMatchObject({ raised: 1, ended: 1, open: 0, medianHours: 6, availability: 1 });
  });
  it('says how much of their life lamps with constant light output have used', () => {
    expect(summary.life).toMatchObject([{ type: 'led', hours: 25_000, cloHours: 50_000, output: 90, used: 0.5 }]);
  });
  it('is a table that a spreadsheet reads, a row a lamp and night', () => {
    const lines = csvOf(month, config).trim().split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[1]).toBe('2026-06-01,l-1,,quay,led,1.0000,1.0000,0.0000,600,1,1,1');
  });
  it('is JSON with the formulas beside the numbers', () => {
    expect(jsonOf(summary, month)).toMatchObject({
      total: { savedKwh: 1 },
      formulas: { savedKwh: expect.any(String) },
    });
  });
  it.each(['en', 'vi'] as const)('is one page in %s, with its plots and nothing from outside it', (lang) => {
    const facts = { site: 'Phố <cổ>', gateway: 'g', version: '1', madeAt: '2026-07-01 08:00', baselineLevel: 100 };
    const page = pageOf(summary, facts, lang);
    expect(page.match(/<svg/g)?.length).toBe(2);
    expect(page).toContain('Phố &lt;cổ&gt;');
    expect(page).toContain(lang === 'vi' ? 'công suất quá thấp' : 'draws too little');
    expect(page).not.toMatch(/(?:src|href)="|@import|undefined|NaN/);
  });
});

it('a table row holds from its date until that of the next', () => {
  const rows = [{ from: '2026-01-01' }, { from: '2026-06-02' }];
  expect(rowOn(rows, '2025-12-31')).toBeUndefined();
  expect(rowOn(rows, '2026-06-01')?.from).toBe('2026-01-01');
  expect(rowOn(rows, '2026-06-02')?.from).toBe('2026-06-02');
});
