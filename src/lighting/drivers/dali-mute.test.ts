// DALI gear that hears and does not answer: a long line, or a gear whose sender is broken.
import { afterEach, expect, it } from 'vitest';
import { busError } from '../../fieldbus/errors.ts';
import type { ModbusLine } from '../../fieldbus/line.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { healthy } from '../../runtime/service.ts';
import { lightingSchema } from '../config.ts';
import { Lighting } from '../lighting.ts';

const mask = 255;
const full = 254;
const flush = () => new Promise<void>((resolve) => setImmediate(resolve));
let lighting: Lighting;
afterEach(() => lighting.stop());

/** A street at dusk with one gear: what is written to it. */
async function street(isGatewayThere: boolean) {
  const clock = new ManualClock('2026-06-21T18:00:00+07:00');
  const written: number[] = [];
  let requests = 0;
  const line: ModbusLine = {
    id: 'cabinet',
    name: 'line cabinet',
    start: async () => {},
    stop: async () => {},
    health: () => healthy,
    async request(r) {
      requests++;
      if (!isGatewayThere) throw busError('timeout', 'no answer');
      if (r.function === 6) written.push(r.value);
      return { registers: 'count' in r ? Array(r.count).fill(mask) : [], bits: [] };
    },
  };
  const switches = [
    { at: 'sunset', level: 100 },
    { at: 'sunrise', level: 0 },
  ];
  lighting = new Lighting({
    config: lightingSchema.parse({
      programs: [{ id: 'night', switches }],
      lamps: [
        {
          id: 'd-1',
          driver: { kind: 'dali-gateway', line: 'cabinet', unit: 1, address: 3, layout: { levels: 'arc' } },
          program: 'night',
        },
      ],
    }),
    position: { latitude: 20.95, longitude: 107.08 },
    timezone: 'Asia/Ho_Chi_Minh',
    lines: new Map([['cabinet', line]]),
    send: () => {},
    clock,
    logger: silentLogger,
    random: () => 0.5,
  });
  await lighting.start();
  for (let s = 0; s < 7200; s++) {
    await clock.advanceAsync(1000);
    await flush();
  }
  return { written, requests };
}

it('is told to burn at dusk all the same, and is not believed to do so', async () => {
  const { written } = await street(true);
  expect(written.at(-1)).toBe(full);
  expect(lighting.status()).toMatchObject([{ commanded: 100, fedBack: null, verdict: 'silent' }]);
  expect(lighting.status()[0]?.faults).toContain('controlGearCommFailure');
});

it('behind a gateway that is not there is not told in vain', async () => {
  const { written, requests } = await street(false);
  expect(written).toEqual([]);
  expect(requests).toBeLessThan(300);
});
