import { beforeAll, describe, expect, it } from 'vitest';
import { createZone } from '../../runtime/calendar/local-time.ts';
import { seededRandom } from '../../simulator/random.ts';
import { lightingSchema } from '../config.ts';
import type { Month } from '../energy/book.ts';
import { createSite } from '../night.ts';
import { cityOf } from './city.ts';
import { writeScript } from './script.ts';
import { type SimulateResult, simulate } from './simulate.ts';
import { type FaultVerdict, judgeFaults } from './verdict.ts';

const site = createSite({ latitude: 20.95, longitude: 107.08 }, createZone('Asia/Ho_Chi_Minh'));
const dayMs = 86_400_000;

async function run(seed: number, days: number, troubles: number, walkers = 0) {
  const config = lightingSchema.parse(cityOf({ lamps: 120, cabinets: 4 })['lighting']);
  const fromMs = Date.parse('2026-04-10T12:00:00+07:00');
  const toMs = fromMs + days * dayMs;
  const random = seededRandom(seed);
  const counts = { lampTroubles: troubles, cabinetTroubles: Math.round(troubles / 2), overrides: 8, clockTroubles: 4 };
  const script = writeScript(config, { fromMs, toMs, ...counts }, random);
  const months: Month[] = [];
  const onMonth = (m: Month) => months.push(m);
  const result = await simulate({ config, site, fromMs, toMs, stepMs: 600_000, script, random, walkers, onMonth });
  return { result, months, faults: judgeFaults(script, result.told) };
}

describe('three weeks of a town', () => {
  let result: SimulateResult;
  let faults: FaultVerdict;
  let months: Month[];
  beforeAll(async () => {
    ({ result, faults, months } = await run(5, 24, 27, 6));
  }, 60_000);

  it('finds every fault that was put in, by its name and place, and no other', () => {
    expect(faults.missed).toEqual([]);
    expect(faults.false).toEqual([]);
    expect(faults.injected).toBeGreaterThan(35);
  });
  it('is never dark because of us, though the clock stops, drifts and steps', () => {
    expect(result.clockSteps).toBeGreaterThan(0);
    expect(result.failSafeHours).toBeGreaterThan(0);
    expect(result.darkMinutes).toBe(0);
  });
  it('lights the lamps around those who walk, ahead of them too, and lets them fade', () => {
    const { walks, sightings, raised, ahead, fades } = result.presence;
    expect(walks).toBeGreaterThan(24 * 4);
    expect(sightings).toBeGreaterThan(walks * 5);
    expect(raised).toBeGreaterThan(100);
    expect(ahead).toBeGreaterThan(raised / 2);
    expect(fades).toBeGreaterThan(raised);
    expect(result.changesPerNight.most).toBeGreaterThan(result.changesPerNight.mean + 1);
  });
  it('books within one per cent what physics used', () => {
    expect(Math.abs(result.kwh / result.trueKwh - 1)).toBeLessThan(0.01);
    expect(result.kwh).toBeLessThan(result.baselineKwh);
  });
  it('gives months with a row for each night and lamp', () => {
    expect(months.map((m) => [m.month, m.nights.length])).toEqual([
      ['2026-04', 21],
      ['2026-05', 3],
    ]);
    const wh = months.flatMap((m) => Object.values(m.lamps).flatMap((l) => l.wh));
    expect(wh).toHaveLength(120 * 24);
    expect(wh.reduce((a, b) => a + b, 0) / 1000).toBeCloseTo(result.kwh, 0);
    expect(months[0]?.cabinets['c01']).toHaveLength(21);
  });
});

it('a quiet fortnight raises no alarm, and the same seed gives the same town', async () => {
  const first = await run(11, 14, 0);
  expect(first.result.told).toEqual([]);
  const second = await run(11, 14, 0);
  expect(second.result).toEqual(first.result);
}, 60_000);
