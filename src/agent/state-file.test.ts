import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { lightingSchema } from '../lighting/config.ts';
import { Lighting } from '../lighting/lighting.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { StateFile } from './state-file.ts';

it('an override that the disk does not keep over a restart is told as long as that is so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-state-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'state.json');
  // A folder in the place of the file: nothing can be written.
  mkdirSync(file);
  const store = new StateFile(file, silentLogger);
  const lighting = new Lighting({
    config: lightingSchema.parse({
      lamps: [{ id: 'l-1', driver: { kind: 'modbus-dimmer', line: 'cabinet', unit: 1 } }],
    }),
    position: { latitude: 20.95, longitude: 107.08 },
    timezone: 'Asia/Ho_Chi_Minh',
    lines: new Map([
      [
        'cabinet',
        {
          ...{ id: 'cabinet', name: 'line cabinet', start: async () => {}, stop: async () => {} },
          health: () => ({ state: 'ok' as const, reasons: [], facts: {} }),
          request: async () => ({ registers: [100], bits: [] }),
        },
      ],
    ]),
    send: () => {},
    clock: new ManualClock(),
    logger: silentLogger,
    random: () => 0.5,
    store,
  });
  await lighting.start();
  onTestFinished(() => lighting.stop());
  void lighting.override({ target: 'l-1', level: 50, until: null, id: 'a' });
  const reasons = () => lighting.health().reasons.map((r) => r.code);
  await expect.poll(reasons).toContain('lighting.store-failing');
  rmSync(file, { recursive: true });
  await store.set('of another part', 1);
  expect(reasons()).not.toContain('lighting.store-failing');
  const again = new StateFile(file, silentLogger);
  await again.load();
  expect(again.get('lighting.overrides')).toMatchObject({ 'l-1': { level: 50 } });
});
