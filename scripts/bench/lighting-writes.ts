import { Stage } from '../../src/lighting/testing/stage.ts';
import type { Bench } from './bench.ts';

const units = Array.from({ length: 60 }, (_, i) => i + 1);
const nights = 10;

/** Ten nights of sixty lamps with a ramp, some of them dying, sticking and losing their level: writes for changes of level. */
export const lightingWrites: Bench = {
  name: 'lighting-writes',
  async run() {
    const lamps = units.map((unit) => ({
      id: `l-${unit}`,
      driver: { kind: 'modbus-dimmer', line: 'cabinet', unit },
      program: 'street',
      groups: ['quay'],
    }));
    const switches = [
      { at: 'sunset', offset: '-10min', level: 100 },
      { at: '22:30', level: 50, ramp: '1min' },
      { at: 'sunrise', level: 0 },
    ];
    const stage = new Stage({
      units,
      at: '2026-06-01T12:00:00',
      watchMs: 60_000,
      config: { programs: [{ id: 'street', switches }], lamps, verify: '30min', report: '24h' },
    });
    await stage.start();
    const before = stage.lighting.status().map((s) => s.writes);
    for (let hour = 0; hour < nights * 24; hour++) {
      // Each hour one lamp restarts at full and another is not reached for an hour.
      const lamp = stage.line.lamp((hour % units.length) + 1);
      if (hour % 12 === 5) lamp.level = 100;
      stage.line.lamp(((hour + 20) % units.length) + 1).dead = true;
      await stage.clock.advanceAsync(3_600_000);
      stage.line.lamp(((hour + 20) % units.length) + 1).dead = false;
    }
    const writes = stage.lighting.status().map((s, i) => s.writes - (before[i] ?? 0));
    await stage.lighting.stop();
    // On, ten stages of the ramp, off.
    const changes = 12 * nights;
    const mean = writes.reduce((a, b) => a + b, 0) / writes.length;
    return [
      {
        name: 'writes for each change of level',
        value: mean / changes,
        unit: 'ratio',
        target: { atMost: 1.2 },
        detail: `${units.length} lamps, ${nights} nights with faults, ${changes} changes each; most of a lamp ${Math.max(...writes)}`,
      },
    ];
  },
};
