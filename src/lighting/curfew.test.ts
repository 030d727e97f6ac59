import { describe, expect, it } from 'vitest';
import { createZone } from '../runtime/calendar/local-time.ts';
import { curfewAt } from './curfew.ts';
import { createSite } from './night.ts';

const site = createSite({ latitude: 20.95, longitude: 107.08 }, createZone('Asia/Ho_Chi_Minh'));
const t = (time: string) => Date.parse(`2026-06-${time}:00+07:00`);
const overMidnight = { from: 23 * 60, to: 4 * 60 + 30, level: 30 };
const afterMidnight = { from: 0, to: 4 * 60 + 30, level: 30 };

describe('a curfew', () => {
  it('holds over midnight, from its first instant to the one before its end', () => {
    const state = (time: string) => curfewAt(overMidnight, site, t(time));
    expect(state('21T22:59')).toEqual({ until: null, nextMs: t('21T23:00') });
    expect(state('21T23:00')).toEqual({ until: t('22T04:30'), nextMs: t('22T04:30') });
    expect(state('22T04:29')).toEqual({ until: t('22T04:30'), nextMs: t('22T04:30') });
    expect(state('22T04:30')).toEqual({ until: null, nextMs: t('22T23:00') });
  });

  it('holds within one date', () => {
    expect(curfewAt(afterMidnight, site, t('22T00:00')).until).toBe(t('22T04:30'));
    expect(curfewAt(afterMidnight, site, t('22T12:00'))).toEqual({ until: null, nextMs: t('23T00:00') });
  });
});
