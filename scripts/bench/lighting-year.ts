import { lightingSchema } from '../../src/lighting/config.ts';
import { createSite } from '../../src/lighting/night.ts';
import { cityOf } from '../../src/lighting/simulate/city.ts';
import { type ScriptOptions, writeScript } from '../../src/lighting/simulate/script.ts';
import { simulate } from '../../src/lighting/simulate/simulate.ts';
import { judgeFaults } from '../../src/lighting/simulate/verdict.ts';
import { createZone } from '../../src/runtime/calendar/local-time.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import type { Bench } from './bench.ts';

const city = { lamps: 3500, cabinets: 60 };
const tenth = { lamps: 350, cabinets: 6 };
const dayMs = 86_400_000;
const days = 365;
/** People on each path a night. */
const walkers = 12;

/** A year of so many lamps, in which so much goes wrong. */
async function yearOf(
  size: { readonly lamps: number; readonly cabinets: number },
  counts: Omit<ScriptOptions, 'fromMs' | 'toMs'>,
  seed: number,
) {
  const config = lightingSchema.parse(cityOf(size)['lighting']);
  const site = createSite({ latitude: 20.95, longitude: 107.08 }, createZone('Asia/Ho_Chi_Minh'));
  const fromMs = Date.parse('2026-01-01T12:00:00+07:00');
  const toMs = fromMs + days * dayMs;
  const random = seededRandom(seed);
  const script = writeScript(config, { fromMs, toMs, ...counts }, random);
  const began = process.cpuUsage();
  const result = await simulate({ config, site, fromMs, toMs, stepMs: 600_000, script, random, walkers });
  const { user, system } = process.cpuUsage(began);
  return { ...result, cpuMs: (user + system) / 1000, faults: judgeFaults(script, result.told) };
}

/**
 * A year in which nothing is broken: the mains within ±10 %, noise on every measurement, lamps that age and get warm,
 * storms, overrides and troubles of the clock. Whatever is told of lamps or cabinets is told for nothing.
 */
export const lightingQuiet: Bench = {
  name: 'lighting-quiet',
  async run() {
    const counts = { lampTroubles: 0, cabinetTroubles: 0, overrides: 250, clockTroubles: 24 };
    const { told, darkMinutes, looks } = await yearOf(tenth, counts, 77);
    const detail = `${tenth.lamps} lamps, ${tenth.cabinets} cabinets, ${looks} looks, mains within 10 %`;
    return [
      { name: 'alarms in a quiet year', value: told.length, unit: 'times', target: { atMost: 0 }, detail },
      { name: 'dark minutes in a quiet year', value: darkMinutes, unit: 'times', target: { atMost: 0 }, detail },
    ];
  },
};

/**
 * A whole city through a year, with everything that breaks: what is found, what is told for nothing, darkness, and the
 * processor time. `haidang lighting simulate` runs it for any site.
 */
export const lightingYear: Bench = {
  name: 'lighting-year',
  async run() {
    const counts = { lampTroubles: 350, cabinetTroubles: 120, overrides: 250, clockTroubles: 24 };
    const { darkMinutes, looks, cpuMs, faults, nights, presence, changesPerNight } = await yearOf(city, counts, 1);
    const { injected, found, precision, recall, missed, false: wrong } = faults;
    const named = [...missed, ...wrong]
      .slice(0, 3)
      .map((f) => `; ${f.subject} ${f.fault} from ${'from' in f ? f.from : f.at}`);
    const detail = `${found} of ${injected}, ${missed.length} missed, ${wrong.length} false, ${looks} looks${named.join('')}`;
    return [
      { name: 'faults found of a year', value: recall, unit: 'ratio', target: { atLeast: 1 }, detail },
      { name: 'faults told that were there', value: precision, unit: 'ratio', target: { atLeast: 1 }, detail },
      {
        name: 'dark minutes because of us in a year',
        value: darkMinutes,
        unit: 'times',
        target: { atMost: 0 },
        detail: `${counts.clockTroubles} troubles of the clock, ${counts.overrides} overrides, ${presence.walks} people lighting lamps ${presence.raised} times (${presence.ahead} ahead of or behind a sensor, ${presence.fades} stages of fading), ${changesPerNight.mean.toFixed(1)} changes a lamp and night`,
      },
      {
        name: `a year of ${city.lamps} lamps, processor time`,
        value: cpuMs,
        unit: 'ms',
        target: { atMost: 600_000 },
        detail: `${nights} nights, ${city.cabinets} cabinets`,
      },
    ];
  },
};
