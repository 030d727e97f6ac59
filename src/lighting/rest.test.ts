// A contactor that rests: what somebody who switches it is told.
import { expect, it, onTestFinished } from 'vitest';
import type { ModbusLine } from '../fieldbus/line.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { healthy } from '../runtime/service.ts';
import { lightingSchema } from './config.ts';
import { memoryStore } from './kept.ts';
import { Lighting } from './lighting.ts';

const flush = () => new Promise<void>((resolve) => setImmediate(resolve));

async function street(rests: object) {
  const clock = new ManualClock('2026-06-21T12:00:00+07:00');
  const coil = { closed: false };
  const line: ModbusLine = {
    id: 'cabinet',
    name: 'line cabinet',
    start: async () => {},
    stop: async () => {},
    health: () => healthy,
    async request(r) {
      if (r.function === 5) coil.closed = r.value;
      return { registers: [], bits: [coil.closed] };
    },
  };
  const lighting = new Lighting({
    config: lightingSchema.parse({
      programs: [
        {
          id: 'night',
          switches: [
            { at: '18:00', level: 100 },
            { at: '06:00', level: 0 },
          ],
        },
      ],
      lamps: [
        {
          id: 'c-1',
          driver: { kind: 'relay-circuit', line: 'cabinet', unit: 1, coil: 0, ...rests },
          program: 'night',
          groups: ['quay'],
        },
      ],
      selectors: [{ id: 'cab', groups: ['quay'] }],
    }),
    position: { latitude: 20.95, longitude: 107.08 },
    timezone: 'Asia/Ho_Chi_Minh',
    lines: new Map([['cabinet', line]]),
    send: () => {},
    clock,
    logger: silentLogger,
    random: () => 0.5,
    store: memoryStore(),
  });
  await lighting.start();
  onTestFinished(() => lighting.stop());
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 500) {
      await clock.advanceAsync(Math.min(500, left));
      await flush();
    }
  };
  const now = async <T>(asked: Promise<T>): Promise<T> => {
    await pass(16_000);
    return await asked;
  };
  await pass(5000);
  return { coil, lighting, pass, now };
}

it('a lamp that is to rest before it burns again is answered for with how long that takes, and burns then', async () => {
  const { lighting, now, pass, coil } = await street({ minOff: '2min', minOn: '5s' });
  const on = () => lighting.override({ target: 'c-1', level: 100, until: null, id: 'a' });
  expect(await now(on())).toMatchObject([{ outcome: 'achieved', fedBack: 100 }]);
  expect((await now(lighting.release({})))[0]).not.toHaveProperty('heldMs');

  const again = on();
  await pass(1000);
  const [held] = await again;
  expect(held).toMatchObject({ outcome: 'pending', commanded: 100, fedBack: 0 });
  // Two minutes from when it went off; it was released 16 s before.
  expect(held?.heldMs).toBe(104_000);
  expect(lighting.status()).toMatchObject([{ heldMs: 103_000 }]);
  await pass(100_000);
  expect(coil.closed).toBe(false);
  await pass(6000);
  expect(coil.closed).toBe(true);
  expect(lighting.status()).toMatchObject([{ verdict: 'obeys', heldMs: null }]);
});

it('an emergency tells it too; what is taken back while the lamp rests is held no longer', async () => {
  const { lighting, now } = await street({ minOff: '2min', minOn: '5s' });
  await now(lighting.emergency({ id: 'x' }));
  await now(lighting.release({}));
  const { lamps } = await now(lighting.emergency({ id: 'x' }));
  expect(lamps).toMatchObject([{ outcome: 'pending', heldMs: expect.any(Number) }]);
  const [back] = await now(lighting.release({}));
  expect(back).toMatchObject({ outcome: 'achieved', fedBack: 0 });
  expect(back).not.toHaveProperty('heldMs');
});

it('the switch of a cabinet is answered with what its lamps do, and how long they rest', async () => {
  const { lighting, now } = await street({ minOff: '2min', minOn: '5s' });
  expect(await now(lighting.setMode('cab', 'maintenance'))).toMatchObject([{ lamp: 'c-1', outcome: 'achieved' }]);
  expect((await now(lighting.setMode('cab', 'auto')))[0]).toMatchObject({ outcome: 'achieved', fedBack: 0 });
  expect(await now(lighting.setMode('cab', 'maintenance'))).toMatchObject([
    { outcome: 'pending', commanded: 100, reason: 'local', heldMs: expect.any(Number) },
  ]);
});
