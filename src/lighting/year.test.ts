import { afterEach, describe, expect, it } from 'vitest';
import { createZone } from '../runtime/calendar/local-time.ts';
import { createSite, isDark } from './night.ts';
import { Stage } from './testing/stage.ts';

const minute = 60_000;
const hour = 60 * minute;
const site = createSite({ latitude: 20.95, longitude: 107.08 }, createZone('Asia/Ho_Chi_Minh'));
let stage: Stage;

afterEach(() => stage?.lighting.stop());

describe('a year of nights', () => {
  it('is never dark, writes each lamp three times a night and leaves nothing behind', async () => {
    stage = new Stage({
      at: '2026-01-01T12:00:00',
      units: [1],
      watchMs: minute,
      config: { verify: '6h', report: '24h' },
    });
    await stage.lighting.start();
    let darkMinutes = 0;
    let litByDay = 0;
    const step = 5 * minute;
    for (let i = 0; i < (365 * 24 * hour) / step; i++) {
      await stage.clock.advanceAsync(step);
      const { ms } = stage.clock.now();
      const lit = stage.line.lamp(1).level > 0;
      if (!lit && isDark(site, ms - 5000) && isDark(site, ms)) darkMinutes += 5;
      if (lit && !isDark(site, ms + 11 * minute) && !isDark(site, ms - minute)) litByDay += 5;
    }
    expect({ darkMinutes, litByDay }).toEqual({ darkMinutes: 0, litByDay: 0 });
    expect(stage.line.lamp(1).writes).toBe(365 * 3);
    expect(stage.said('lamp.fault')).toEqual([]);
    await stage.lighting.stop();
    expect(stage.clock.pendingTimers).toBe(0);
  });

  it('with steps of the clock by night ends every night as it should', async () => {
    stage = new Stage({
      at: '2026-06-01T12:00:00',
      units: [1],
      watchMs: 2000,
      config: { verify: '6h', report: '24h' },
    });
    await stage.start();
    const steps = [3 * hour, -2 * hour, 24 * hour, -30 * minute, 90 * minute, -26 * hour];
    for (const by of steps) {
      await stage.clock.advanceAsync(11 * hour);
      const writes = stage.line.lamp(1).writes;
      stage.clock.step(by);
      await stage.pass(5000);
      const { ms } = stage.clock.now();
      expect(stage.line.lamp(1).writes - writes).toBeLessThanOrEqual(1);
      expect(stage.line.lamp(1).level > 0).toBe(isDark(site, ms));
    }
  });
});
