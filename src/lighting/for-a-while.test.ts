// Orders that are given for a while, while the wall clock is set: what was said is how long, and not until when.
import { afterEach, describe, expect, it } from 'vitest';
import { Stage, type StageOptions } from './testing/stage.ts';

const hour = 3_600_000;
const day = 24 * hour;
let stage: Stage;

async function startedStage(options: StageOptions): Promise<Stage> {
  stage = new Stage(options);
  await stage.start();
  return stage;
}

afterEach(async () => {
  await stage.lighting.stop();
  expect(stage.clock.pendingTimers).toBe(0);
});

const forAnHour = (level: number) => {
  const { ms } = stage.clock.now();
  void stage.lighting.override({ target: 'quay', level, until: ms + hour, forMs: hour, id: 'cmd-1' });
};

describe('an order for an hour', () => {
  it('ends after an hour, also where the clock is set back by a day: nobody is left in the dark until tomorrow', async () => {
    await startedStage({ at: '2026-06-22T21:00:00' });
    forAnHour(0);
    await stage.pass(10_000);
    expect(stage.levels()).toEqual([0, 0]);
    stage.clock.step(-day);
    await stage.pass(hour / 2);
    expect(stage.levels()).toEqual([0, 0]);
    await stage.pass(hour / 2);
    expect(stage.levels()).toEqual([100, 100]);
    expect(stage.lighting.health().facts['overrides']).toBe(0);
  });

  it('given while the clock stood in 1970 does not end when it is set', async () => {
    await startedStage({ at: '1970-01-01T07:00:00', quality: 'unsynced' });
    forAnHour(80);
    void stage.lighting.emergency({ until: stage.clock.now().ms + hour, forMs: hour, level: 100, id: 'cmd-2' });
    await stage.pass(10_000);
    stage.clock.step(Date.parse('2026-06-21T22:40:00+07:00') - stage.clock.now().ms);
    stage.clock.setQuality('synced');
    await stage.pass(hour / 2);
    expect(stage.levels()).toEqual([100, 100]);
    await stage.pass(hour / 2);
    expect(stage.levels()).toEqual([50, 50]);
  });

  it('ends also where nobody ever confirms the clock', async () => {
    await startedStage({ at: '1970-01-01T07:00:00', quality: 'unsynced', config: { defaultLevel: 60 } });
    forAnHour(100);
    await stage.pass(hour - 10_000);
    expect(stage.levels()).toEqual([100, 100]);
    await stage.pass(20_000);
    expect(stage.levels()).toEqual([60, 60]);
  });

  it('goes on over a restart after the clock was set', async () => {
    await startedStage({ at: '2026-06-22T21:00:00' });
    forAnHour(20);
    await stage.pass(10_000);
    stage.clock.step(-day);
    await stage.pass(10_000);
    await stage.restart();
    expect(stage.levels()).toEqual([20, 20]);
    await stage.pass(hour);
    expect(stage.levels()).toEqual([100, 100]);
  });
});
