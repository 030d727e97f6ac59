import { describe, expect, it } from 'vitest';
import { meantDate, meantDuration, meantId, meantTime, meantUnit, sameLength } from './meant.ts';

describe('what was most likely meant', () => {
  it.each([
    ['L-01', 'l-01'],
    ['đèn 1', 'den-1'],
    ['Bãi Cháy', 'bai-chay'],
    ['air-station.yaml', 'air-station'],
    ['device-profiles/air-station.yaml', 'air-station'],
    ['_x_', 'x_'],
    ['yolox-nano.onnx', 'yolox-nano'],
    ['QCVN 05:2023/BTNMT', 'qcvn-05-2023-btnmt'],
    ['***', undefined],
  ])('by the name %s', (found, meant) => {
    expect(meantId(found)).toBe(meant);
  });

  it.each([
    ['10', '10s'],
    ['7 days', '7d'],
    ['0,5s', '0.5s'],
    ['5S', '5s'],
    ['5sec', '5s'],
    ['10m', '10min'],
    ['10 phút', '10min'],
    ['-10 min', '-10min'],
    ['2 giờ', '2h'],
    ['1w', '7d'],
    ['1h30', '90min'],
    ['1min30s', '90s'],
    ['1 giờ 30 phút', '90min'],
    ['1h90', undefined],
    ['1d12', undefined],
    ['soon', undefined],
    ['1 fortnight', undefined],
  ])('by the length of time %s', (found, meant) => {
    expect(meantDuration(found)).toBe(meant);
  });

  it('by a length of time among a few: the one that is as long, and no other', () => {
    const windows = ['1min', '5min', '1h', '8h', '24h'];
    expect(sameLength('1d', windows)).toBe('24h');
    expect(sameLength('60 phút', windows)).toBe('1h');
    expect(['2h', '7min', '5', '1x'].map((found) => sameLength(found, windows))).toEqual(Array(4).fill(undefined));
  });

  it.each([
    ['°C', 'Cel'],
    ['độ C', 'Cel'],
    ['µg/m³', 'ug/m3'],
    ['ug / m3', 'ug/m3'],
    ['kW h', 'kW.h'],
    ['m²', 'm2'],
    ['°', 'deg'],
  ])('by the unit %s', (found, meant) => {
    expect(meantUnit(found)).toBe(meant);
  });

  it.each([
    ['5:00', '"05:00"'],
    ['22h30', '"22:30"'],
    ['22h', '"22:00"'],
    ['22.3', '"22:30"'],
    ['2230', '"22:30"'],
    ['10:30 PM', '"22:30"'],
    ['12:15 am', '"00:15"'],
    ['22:30:00', '"22:30"'],
    ['24:00', '"00:00"'],
    ['25:30', undefined],
    ['sunset', undefined],
  ])('by the time of day %s', (found, meant) => {
    expect(meantTime(found)).toBe(meant);
  });

  it.each([
    ['1/5', '05-01'],
    ['30/9', '09-30'],
    ['5-1', '05-01'],
    ['30-09-2026', '2026-09-30'],
    ['1.5.2026', '2026-05-01'],
    ['2026-6-20', '2026-06-20'],
    ['2026-02-30', undefined],
    ['31/2', undefined],
    ['tomorrow', undefined],
  ])('by the date %s', (found, meant) => {
    expect(meantDate(found)).toBe(meant);
  });
});
