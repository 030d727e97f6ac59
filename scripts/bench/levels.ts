import { lightingSchema } from '../../src/lighting/config.ts';
import { createLevels } from '../../src/lighting/levels.ts';
import { createSite } from '../../src/lighting/night.ts';
import { lampAt, street } from '../../src/lighting/testing/stage.ts';
import { createZone } from '../../src/runtime/calendar/local-time.ts';
import { type Bench, median } from './bench.ts';

const count = 3500;
const hours = 20;

/** Deciding the levels of a city's lamps from scratch, at twenty hours of a night and a day. */
export const levels: Bench = {
  name: 'levels',
  async run() {
    const lamps = Array.from({ length: count }, (_, i) =>
      lampAt((i % 247) + 1, { id: `l-${i}`, program: `p-${i % 20}` }),
    );
    const programs = Array.from({ length: 20 }, (_, i) => ({ ...street, id: `p-${i}` }));
    const config = lightingSchema.parse({ programs, lamps, curfew: { from: '00:00', to: '04:00', level: 40 } });
    const site = createSite({ latitude: 20.95, longitude: 107.08 }, createZone('Asia/Ho_Chi_Minh'));
    const levelsAt = createLevels(config, site);
    const live = { override: () => undefined, presenceLeftMs: () => 0 };
    const start = Date.parse('2026-06-21T22:00:00+07:00');
    const decide = (hour: number) => levelsAt({ ms: start + hour * 3_600_000, quality: 'synced' }, live);
    decide(0);
    const took = Array.from({ length: hours }, (_, hour) => {
      const began = performance.now();
      decide(hour);
      return performance.now() - began;
    });
    const value = median(took);
    return [
      {
        name: `levels of ${count} lamps decided`,
        value,
        unit: 'ms',
        target: { atMost: 50 },
        detail: `median of ${hours}, longest ${Math.max(...took).toFixed(1)} ms`,
      },
    ];
  },
};
