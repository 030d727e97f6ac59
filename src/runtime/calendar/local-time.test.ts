import { describe, expect, it } from 'vitest';
import { createZone, dayMs, dayOf, formatMinute, instantInLightingDay } from './local-time.ts';

const hanoi = createZone('Asia/Ho_Chi_Minh');
const berlin = createZone('Europe/Berlin');
const iso = (ms: number) => new Date(ms).toISOString();

describe('local time', () => {
  it('of Việt Nam is seven hours ahead all year', () => {
    expect(iso(hanoi.instantOf(dayOf('2026-06-21'), 22 * 60 + 30))).toBe('2026-06-21T15:30:00.000Z');
    expect(hanoi.offsetMs(Date.UTC(2026, 0, 1))).toBe(hanoi.offsetMs(Date.UTC(2026, 6, 1)));
  });

  it('knows offsets west of Greenwich, of half an hour, and none', () => {
    expect(createZone('America/St_Johns').offsetMs(Date.UTC(2026, 0, 1)) / 60_000).toBe(-210);
    expect(createZone('Asia/Kathmandu').offsetMs(Date.UTC(2026, 0, 1)) / 60_000).toBe(345);
    expect(createZone('UTC').offsetMs(Date.UTC(2026, 0, 1))).toBe(0);
    expect(createZone('Europe/London').offsetMs(Date.UTC(2026, 6, 1)) / 60_000).toBe(60);
  });

  it('takes a time that the spring clock leaves out as the wall clock would have gone on', () => {
    const day = dayOf('2026-03-29');
    expect(iso(berlin.instantOf(day, 119))).toBe('2026-03-29T00:59:00.000Z');
    expect(iso(berlin.instantOf(day, 150))).toBe('2026-03-29T01:30:00.000Z');
    expect(iso(berlin.instantOf(day, 180))).toBe('2026-03-29T01:00:00.000Z');
  });

  it('takes the first of the two times that the autumn clock gives twice', () => {
    const day = dayOf('2026-10-25');
    expect(iso(berlin.instantOf(day, 119))).toBe('2026-10-24T23:59:00.000Z');
    expect(iso(berlin.instantOf(day, 150))).toBe('2026-10-25T00:30:00.000Z');
    expect(iso(berlin.instantOf(day, 180))).toBe('2026-10-25T02:00:00.000Z');
  });

  it('begins a lighting day at noon, so that midnight does not end the evening', () => {
    const day = dayOf('2026-06-21');
    expect(hanoi.lightingDayOf(Date.parse('2026-06-21T11:59:59+07:00'))).toBe(day - 1);
    expect(hanoi.lightingDayOf(Date.parse('2026-06-21T12:00:00+07:00'))).toBe(day);
    expect(hanoi.lightingDayOf(Date.parse('2026-06-22T03:00:00+07:00'))).toBe(day);
    expect(iso(instantInLightingDay(hanoi, day, 22 * 60))).toBe('2026-06-21T15:00:00.000Z');
    expect(iso(instantInLightingDay(hanoi, day, 5 * 60))).toBe('2026-06-21T22:00:00.000Z');
  });

  it('gives every hour of the years to exactly one lighting day, in both zones', () => {
    for (const zone of [hanoi, berlin]) {
      let before = zone.lightingDayOf(Date.UTC(2027, 11, 31));
      for (let ms = Date.UTC(2027, 11, 31); ms < Date.UTC(2029, 0, 2); ms += dayMs / 24) {
        const day = zone.lightingDayOf(ms);
        expect(day - before === 0 || day - before === 1).toBe(true);
        expect(ms).toBeGreaterThanOrEqual(zone.instantOf(day, 720));
        expect(ms).toBeLessThan(zone.instantOf(day + 1, 720));
        before = day;
      }
    }
  });

  it('writes minutes as people do', () => {
    expect([0, 61, 1350].map(formatMinute)).toEqual(['00:00', '01:01', '22:30']);
  });
});
