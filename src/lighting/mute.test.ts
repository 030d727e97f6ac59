// A lamp on a Modbus line that hears and is not heard: its sender is broken, or noise takes its answers.
import { afterEach, expect, it } from 'vitest';
import { Stage } from './testing/stage.ts';

let stage: Stage;
afterEach(async () => {
  await stage.lighting.stop();
  expect(stage.clock.pendingTimers).toBe(0);
});

it('burns at dusk all the same, is told once a level, and is not believed to burn', async () => {
  stage = new Stage();
  await stage.start();
  stage.line.lamp(1).mute = true;
  await stage.until('2026-06-21T18:30:00');
  expect(stage.levels()).toEqual([100, 100]);
  expect(stage.state()).toMatchObject({ commanded: 100, fedBack: null });
  await stage.until('2026-06-21T22:35:00');
  expect(stage.levels()).toEqual([50, 50]);
  expect(stage.line.lamp(1).writes).toBe(2);
});

it('burns after a restart by night, whatever was before', async () => {
  stage = new Stage({ at: '2026-06-21T20:00:00' });
  stage.line.lamp(1).mute = true;
  await stage.start();
  await stage.pass(60_000);
  expect(stage.levels()).toEqual([100, 100]);
  expect(stage.line.lamp(1).writes).toBe(1);
});
