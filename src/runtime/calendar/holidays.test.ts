import { describe, expect, it } from 'vitest';
import { holidayIn, holidayYears, isHoliday } from './holidays.ts';
import { dayMs, dayOf } from './local-time.ts';

const rad = (degrees: number) => (degrees * Math.PI) / 180;

/** New moon number k since 2000, as a date in Vietnam: J. Meeus, Astronomical Algorithms, chapter 49, larger terms. */
function newMoonDay(k: number): number {
  const t = k / 1236.85;
  const mean = 2_451_550.09766 + 29.530588861 * k + 0.00015437 * t * t;
  const sun = rad(2.5534 + 29.1053567 * k);
  const moon = rad(201.5643 + 385.81693528 * k + 0.0107582 * t * t);
  const f = rad(160.7108 + 390.67050284 * k - 0.0016118 * t * t);
  const node = rad(124.7746 - 1.56375588 * k);
  const e = 1 - 0.002516 * t;
  const s = Math.sin;
  const correction =
    -0.4072 * s(moon) +
    0.17241 * e * s(sun) +
    0.01608 * s(2 * moon) +
    0.01039 * s(2 * f) +
    0.00739 * e * s(moon - sun) -
    0.00514 * e * s(moon + sun) +
    0.00208 * e * e * s(2 * sun) -
    0.00111 * s(moon - 2 * f) -
    0.00057 * s(moon + 2 * f) +
    0.00056 * e * s(2 * moon + sun) -
    0.00042 * s(3 * moon) +
    0.00042 * e * s(sun + 2 * f) -
    0.00017 * s(node);
  // Dynamical time is some 75 s ahead of universal time in these years.
  const ms = (mean + correction - 2_440_587.5) * dayMs - 75_000;
  return Math.floor((ms + 7 * 3_600_000) / dayMs);
}
const newMoons = new Set(Array.from({ length: 360 }, (_, i) => newMoonDay(290 + i)));

describe('the holidays of Vietnam', () => {
  it('have Tết on a new moon of Hanoi and the Hùng Kings on a tenth lunar day, from 2024 to 2050', () => {
    for (let year = holidayYears.from; year <= holidayYears.to; year++) {
      const tet = holidayIn(year, 'tet')!.day + 1;
      const kings = holidayIn(year, 'hung-kings')!.day;
      expect(newMoons.has(tet), `Tết ${year}`).toBe(true);
      expect(newMoons.has(kings - 9), `Hùng Kings ${year}`).toBe(true);
      // The lunar year begins with the second new moon after the winter solstice, between 21 January and 20 February.
      expect(tet).toBeGreaterThanOrEqual(dayOf(`${year}-01-21`));
      expect(tet).toBeLessThanOrEqual(dayOf(`${year}-02-20`));
      // Two months later, or three with a leap month between.
      expect([67, 68, 69, 97, 98]).toContain(kings - tet);
    }
  });

  it('know Tết 2026 from its eve to the fourth day, and that Tết 2030 is a day before the Chinese one', () => {
    const days = ['2026-02-15', '2026-02-16', '2026-02-20', '2026-02-21'].map((d) => isHoliday(dayOf(d), 'tet'));
    expect(days).toEqual([false, true, true, false]);
    expect(holidayIn(2030, 'tet')?.day).toBe(dayOf('2030-02-01'));
  });

  it('do not invent a lunar date outside the years of the data', () => {
    expect(holidayIn(2051, 'tet')).toBeUndefined();
    expect(isHoliday(dayOf('2051-09-02'), 'national-day')).toBe(true);
  });
});
