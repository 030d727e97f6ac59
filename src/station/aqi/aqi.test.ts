import { describe, expect, it } from 'vitest';
import { dailyAqi, highestEightHours } from './daily.ts';
import { averagedAqi, type Hour, hourlyAqi } from './hourly.ts';
import { nowcast } from './nowcast.ts';
import { indexOf, type Scale } from './table.ts';

describe('the index of one pollutant', () => {
  it.each<[Scale, number, number]>([
    ['PM2.5', 12.5, 25],
    ['PM2.5', 20.3, 40.6],
    ['PM2.5', 35.4, 70.8],
    ['PM2.5', 60, 116.67],
    ['PM2.5', 200, 250],
    ['PM10', 100, 75],
    ['NO2', 118.7, 59.35],
    ['O3-1h', 240, 120],
    ['CO', 20_000, 75],
    ['SO2', 237.5, 75],
    // Of the decision's examples, 2.3.
    ['O3-1h', 136.1, 42.53],
    ['O3-8h', 89.3, 44.65],
    ['O3-1h', 114.6, 35.81],
    ['NO2', 130.8, 65.4],
    ['PM2.5', 55.7, 109.5],
  ])('of %s at %d µg/m³ is %d', (scale, concentration, expected) => {
    expect(indexOf(scale, concentration)).toBeCloseTo(expected, 2);
  });

  it('has no gaps between its segments and ends at 500', () => {
    expect(indexOf('PM2.5', 50.05)).toBeCloseTo(100.08, 2);
    expect([indexOf('PM2.5', 500), indexOf('PM2.5', 9999), indexOf('PM10', 0)]).toEqual([500, 500, 0]);
    expect([indexOf('O3-8h', 400), indexOf('O3-8h', 400.1)]).toEqual([300, undefined]);
  });
});

describe('the NowCast', () => {
  it('is that of the example of the decision', () => {
    // 09:00 to 20:00; the present hour is the last.
    const hours = [26.9, 24.7, 20.5, 23.5, 19.5, 16.5, 19.0, 16.5, 20.3, 22.4, 19.6, 20.6].reverse();
    expect(nowcast(hours)).toBeCloseTo(20.3, 1);
  });

  it('leaves out hours that are missing, and needs two of the latest three', () => {
    expect(nowcast([10, undefined, 20])).toBeCloseTo((10 + 0.25 * 20) / 1.25, 9);
    expect(nowcast([undefined, 20, 20, 20])).toBe(20);
    expect(nowcast([20, undefined, undefined, 20, 20])).toBeUndefined();
    expect(nowcast([])).toBeUndefined();
    expect(nowcast([0, 0, 0])).toBe(0);
  });

  it('looks at twelve hours and no more', () => {
    const twelve = Array.from({ length: 12 }, () => 10);
    expect(nowcast([...twelve, 500])).toBe(10);
  });
});

describe('the hourly index', () => {
  it('is the highest of its pollutants, rounded, with its band in Vietnamese', () => {
    expect(averagedAqi({ 'PM2.5': 35.4 })).toEqual({
      aqi: 71,
      dominant: 'PM2.5',
      band: 'Trung bình',
      reason: null,
      sub: { 'PM2.5': 70.8 },
    });
    // The decision prints 60 for NO2 by rounding the index up; its own formula gives 59.35.
    expect(averagedAqi({ O3: 136.1, NO2: 118.7, 'PM2.5': 20.3 })).toMatchObject({ aqi: 59, dominant: 'NO2' });
    expect(averagedAqi({ 'PM2.5': 200 })).toMatchObject({ aqi: 250, band: 'Rất xấu' });
    expect(averagedAqi({ 'PM2.5': 50.2 })).toMatchObject({ aqi: 100, band: 'Trung bình' });
  });

  it('has no value without dust, however much is known of the gases', () => {
    expect(averagedAqi({ O3: 240 })).toEqual({
      aqi: null,
      dominant: null,
      band: null,
      reason: 'no-dust',
      sub: { O3: 120 },
    });
    expect(hourlyAqi([{ O3: 240 }, { 'PM2.5': 30 }])).toMatchObject({ aqi: null, reason: 'no-dust' });
    expect(hourlyAqi([undefined])).toMatchObject({ aqi: null, reason: 'no-data', sub: {} });
  });

  it('takes a negative mean for none', () => {
    expect(averagedAqi({ 'PM2.5': 10, NO2: -5 }).sub).toEqual({ 'PM2.5': 20 });
  });
});

describe('the daily index', () => {
  const ozone = [
    15.7, 14.2, 17.7, 18.9, 19.3, 15.7, 19.7, 22.6, 27.1, 29.0, 31.9, 25.3, 34.7, 35.2, 41.6, 45.7, 49.2, 55.8, 69.6,
    78.3, 91.5, 97.7, 81.2, 71.8, 43.5, 34.3, 21.5, 20.5, 19.4, 20.4, 21.3,
  ].map((O3): Hour => ({ O3 }));

  it('has the highest eight hours of the example of the decision, which reach into the day before', () => {
    expect(highestEightHours(ozone.slice(7), ozone.slice(0, 7))).toBeCloseTo(74.4, 1);
  });

  it('takes the mean of dust, the highest hour of gases, and the higher of the two of ozone', () => {
    const day = Array.from(
      { length: 24 },
      (_, i): Hour => ({ 'PM2.5': 55.7, NO2: i === 13 ? 130.8 : 20, O3: i < 8 ? 90 : 10 }),
    );
    const { aqi, dominant, band, sub } = dailyAqi(day);
    expect([aqi, dominant, band]).toEqual([110, 'PM2.5', 'Kém']);
    // One hour of 90 is 28.13, eight hours of 90 are 45.
    expect(sub).toEqual({ 'PM2.5': 109.5, NO2: 65.4, O3: 45 });
  });

  it('leaves out eight hours of ozone beyond 400 µg/m³', () => {
    const day = Array.from({ length: 24 }, (): Hour => ({ 'PM2.5': 5, O3: 401 }));
    expect(dailyAqi(day).sub.O3).toBeCloseTo(200.25, 2);
  });

  it('needs three quarters of its hours', () => {
    const day = (known: number) =>
      Array.from({ length: 24 }, (_, i): Hour | undefined => (i < known ? { PM10: 100 } : undefined));
    expect(dailyAqi(day(18))).toMatchObject({ aqi: 75, dominant: 'PM10' });
    expect(dailyAqi(day(17))).toMatchObject({ aqi: null, reason: 'no-data' });
  });
});
