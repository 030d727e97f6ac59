import { lightingSchema } from '../../src/lighting/config.ts';
import { createSite } from '../../src/lighting/night.ts';
import { cityOf } from '../../src/lighting/simulate/city.ts';
import { writeScript } from '../../src/lighting/simulate/script.ts';
import { simulate } from '../../src/lighting/simulate/simulate.ts';
import { judgeFaults } from '../../src/lighting/simulate/verdict.ts';
import { createZone } from '../../src/runtime/calendar/local-time.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import type { Bench } from './bench.ts';

const cityLamps = 3500;
const part = 10;
const dayMs = 86_400_000;
const days = 365;

/**
 * A tenth of a city through a year, with everything that breaks: what is found, what is told for nothing, darkness, and
 * the processor time that the whole city would need. `haidang lighting simulate` runs the whole.
 */
export const lightingYear: Bench = {
  name: 'lighting-year',
  async run() {
    const config = lightingSchema.parse(cityOf({ lamps: cityLamps / part, cabinets: 60 / part })['lighting']);
    const site = createSite({ latitude: 20.95, longitude: 107.08 }, createZone('Asia/Ho_Chi_Minh'));
    const fromMs = Date.parse('2026-01-01T12:00:00+07:00');
    const toMs = fromMs + days * dayMs;
    const random = seededRandom(1);
    const counts = { lampTroubles: 90, cabinetTroubles: 30, overrides: 250, clockTroubles: 24 };
    const script = writeScript(config, { fromMs, toMs, ...counts }, random);
    const began = process.cpuUsage();
    const { told, darkMinutes, looks } = await simulate({
      config,
      site,
      fromMs,
      toMs,
      stepMs: 600_000,
      script,
      random,
    });
    const { user, system } = process.cpuUsage(began);
    const seconds = ((user + system) / 1e6) * part;
    const { injected, found, precision, recall, missed, false: wrong } = judgeFaults(script, told);
    const detail = `${found} of ${injected}, ${missed.length} missed, ${wrong.length} false, ${looks} looks`;
    return [
      { name: 'faults found of a year', value: recall, unit: 'ratio', target: { atLeast: 1 }, detail },
      { name: 'faults told that were there', value: precision, unit: 'ratio', target: { atLeast: 1 }, detail },
      {
        name: 'dark minutes because of us in a year',
        value: darkMinutes,
        unit: 'times',
        target: { atMost: 0 },
        detail: `${counts.clockTroubles} troubles of the clock, ${counts.overrides} overrides`,
      },
      {
        name: `a year of ${cityLamps} lamps, processor time`,
        value: seconds * 1000,
        unit: 'ms',
        target: { atMost: 600_000 },
        detail: `${part} times that of ${cityLamps / part} lamps`,
      },
    ];
  },
};
