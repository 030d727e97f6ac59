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

  it('does not hold in the nights of holidays that are excepted, and says when it holds next', () => {
    const curfew = { ...afterMidnight, except: ['tet', 'new-year'] as const };
    const at = (time: string) => Date.parse(`2026-${time}:00+07:00`);
    // The eve of Tết 2026 is 16 February: the midnight of its night is on the 17th.
    expect(curfewAt(curfew, site, at('02-17T00:10')).until).toBeNull();
    expect(curfewAt(afterMidnight, site, at('02-17T00:10')).until).toBe(at('02-17T04:30'));
    const { nextMs } = curfewAt(curfew, site, at('02-17T00:10'));
    expect(nextMs).toBeGreaterThan(at('02-19T00:00'));
    expect(curfewAt(curfew, site, nextMs).until).not.toBeNull();
    expect(curfewAt(curfew, site, nextMs - 1).until).toBeNull();
  });

  it('holds within one date', () => {
    expect(curfewAt(afterMidnight, site, t('22T00:00')).until).toBe(t('22T04:30'));
    expect(curfewAt(afterMidnight, site, t('22T12:00'))).toEqual({ until: null, nextMs: t('23T00:00') });
  });
});
