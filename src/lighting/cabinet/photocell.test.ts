import { describe, expect, it } from 'vitest';
import { judgePhotocell, newPhotocell } from './photocell.ts';

const minute = 60_000;
const day = 86_400_000;
const noon = Date.parse('2026-06-01T12:00:00+07:00');

interface Skies {
  readonly days: number;
  /** Between two looks. */
  readonly stepMs?: number;
  /** What it says so many minutes after noon of the n-th day, where it is not what it should be. */
  readonly says?: (minutes: number, n: number) => boolean | undefined;
  /** The clock is believed. */
  readonly knows?: (n: number, minutes: number) => boolean;
}

/** Verdicts of a photocell with dusk 6.5 h after noon and dawn 17 h after it. */
function watch({ days, stepMs = minute, says = () => undefined, knows = () => true }: Skies) {
  let photocell = newPhotocell;
  const told: ('bad' | 'good')[] = [];
  const when: number[] = [];
  for (let ms = noon; ms < noon + days * day; ms += stepMs) {
    const n = Math.floor((ms - noon) / day);
    const startMs = noon + n * day;
    const minutes = (ms - startMs) / minute;
    const dark = says(minutes, n) ?? (minutes >= 390 && minutes < 1020);
    const sun = { nowMs: ms, duskMs: startMs + 390 * minute, dawnMs: startMs + 1020 * minute };
    const judged = judgePhotocell(photocell, dark, knows(n, minutes) ? sun : undefined);
    photocell = judged.photocell;
    if (judged.verdict === 'unknown' || judged.verdict === told.at(-1)) continue;
    told.push(judged.verdict);
    when.push(ms - noon);
  }
  return { told, firstDay: (when[0] ?? Number.NaN) / day };
}

const tilted = (minutes: number) => (minutes > 300 && minutes < 1110) || undefined;

describe('a photocell', () => {
  it('that follows the sun, under a heavy sky or in thunderstorms every afternoon, is well', () => {
    const heavy = (m: number) => (m > 355 && m < 1035) || undefined;
    const stormy = (m: number) => (m > 100 && m < 140) || (m > 200 && m < 230) || (m > 1200 && m < 1260) || undefined;
    expect(watch({ days: 10, says: heavy }).told).toEqual(['good']);
    expect(watch({ days: 10, says: stormy }).told).toEqual(['good']);
  });

  it('that is early and late by an hour and a half is bad after two nights', () => {
    const { told, firstDay } = watch({ days: 8, says: tilted });
    expect(told).toEqual(['bad']);
    expect(firstDay).toBeLessThan(2);
  });

  it('that is early in the evening only, or late in the morning only, is bad after three days', () => {
    const evening = watch({ days: 8, says: (m) => (m > 300 && m < 390) || undefined });
    const morning = watch({ days: 8, says: (m) => (m >= 1020 && m < 1110) || undefined });
    expect([evening.told, morning.told]).toEqual([['bad'], ['bad']]);
    expect(Math.max(evening.firstDay, morning.firstDay)).toBeLessThan(3);
  });

  it('is found also where it is looked at rarely, and is not blamed for what the looks blur', () => {
    expect(watch({ days: 12, stepMs: 30 * minute, says: tilted }).told).toEqual(['bad']);
    const blurred = (m: number) => (m > 360 && m < 1050) || undefined;
    expect(watch({ days: 12, stepMs: 60 * minute, says: blurred }).told).not.toContain('bad');
  });

  it('is found though every second evening nobody believes the clock', () => {
    expect(watch({ days: 8, says: tilted, knows: (n, m) => n % 2 === 0 || m > 600 }).told).toEqual(['bad']);
  });

  it('that says the same for days is bad, and well again when it follows the sun', () => {
    expect(watch({ days: 3, says: () => true }).told).toEqual(['bad']);
    expect(watch({ days: 8, says: (m, n) => (n < 3 ? false : undefined) && m > 0 }).told).toEqual(['bad', 'good']);
  });

  it('is not judged where the sun does not set', () => {
    const sun = { nowMs: noon, duskMs: Number.POSITIVE_INFINITY, dawnMs: Number.NEGATIVE_INFINITY };
    expect(judgePhotocell({ ...newPhotocell, dark: true }, false, sun).verdict).toBe('unknown');
  });
});
