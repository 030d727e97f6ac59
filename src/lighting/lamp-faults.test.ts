import { afterEach, describe, expect, it } from 'vitest';
import { render } from '../messages/catalogue.ts';
import { Stage, type StageOptions } from './testing/stage.ts';

const minute = 60_000;
let stage: Stage;

async function startedStage(options?: StageOptions): Promise<Stage> {
  stage = new Stage({ at: '2026-06-21T21:00:00', ...options });
  await stage.start();
  return stage;
}

const faults = (lamp: string) => stage.said('lamp.fault', lamp).map((f) => `${f.fault} ${f.active}`);

afterEach(async () => {
  await stage.lighting.stop();
});

describe('a lamp that does not answer', () => {
  it('is reported bad, then as a fault, and found again by itself', async () => {
    await startedStage();
    stage.line.lamp(1).dead = true;
    await stage.until('2026-06-21T22:40:00');
    expect(stage.state()).toMatchObject({ commanded: 50, fedBack: null, quality: 'bad:timeout' });
    expect(faults('l-1')).toEqual(['controlGearCommFailure true']);
    expect(faults('l-2')).toEqual([]);
    expect(stage.lighting.health().reasons.map((r) => render(r, 'en'))).toEqual(['1 of 2 lamps do not answer: l-1']);
    stage.line.lamp(1).dead = false;
    stage.line.lamp(1).level = 100;
    await stage.pass(2 * minute);
    expect(stage.state()).toMatchObject({ commanded: 50, fedBack: 50, quality: 'good' });
    expect(faults('l-1')).toEqual(['controlGearCommFailure true', 'controlGearCommFailure false']);
    expect(stage.lighting.health().state).toBe('ok');
  });

  it('is not reported as a fault for one lost answer', async () => {
    await startedStage();
    stage.line.lamp(1).dead = true;
    const answer = stage.lighting.override({ target: 'l-1', level: 70, until: null, id: 'x' });
    await stage.pass(1200);
    stage.line.lamp(1).dead = false;
    expect(stage.state()).toMatchObject({ commanded: 70, fedBack: null, quality: 'bad:timeout' });
    await stage.pass(3000);
    expect(await answer).toMatchObject([{ outcome: 'achieved', fedBack: 70, quality: 'good' }]);
    expect(stage.levels()).toEqual([70, 100]);
    expect(faults('l-1')).toEqual([]);
  });

  it('is answered for when it was tried twice', async () => {
    await startedStage();
    stage.line.lamp(1).dead = true;
    const answer = stage.lighting.override({ target: 'l-1', level: 70, until: null, id: 'x' });
    await stage.pass(4000);
    expect(await answer).toMatchObject([{ outcome: 'no-answer', fedBack: null, quality: 'bad:timeout' }]);
    expect(faults('l-1')).toEqual([]);
    await stage.pass(20_000);
    expect(faults('l-1')).toEqual(['controlGearCommFailure true']);
  });

  it('does not delay the others, and many of them leave the line to the living', async () => {
    const units = Array.from({ length: 30 }, (_, i) => i + 1);
    await startedStage({ units });
    for (const unit of units.slice(0, 29)) stage.line.lamp(unit).dead = true;
    await stage.until('2026-06-21T22:29:58');
    expect(stage.said('lamp.fault')).toHaveLength(29);
    await stage.pass(5000);
    expect(stage.line.lamp(30).level).toBe(50);
    expect(stage.state('l-30')).toMatchObject({ commanded: 50, fedBack: 50 });
  });

  it('is tried at a bounded rate for ever', async () => {
    await startedStage({ units: [1] });
    stage.line.lamp(1).dead = true;
    await stage.pass(10 * minute);
    let asked = 0;
    const { request } = stage.line;
    stage.line.request = (r) => {
      asked++;
      return request.call(stage.line, r);
    };
    await stage.pass(60 * minute);
    expect(asked).toBeGreaterThan(55);
    expect(asked).toBeLessThan(130);
  });

  it('only because its line reconnected, is no fault and is back within seconds', async () => {
    await startedStage();
    await stage.until('2026-06-21T22:29:59');
    stage.line.down = true;
    await stage.pass(3000);
    expect(stage.state()).toMatchObject({ commanded: 50, quality: 'bad:disconnected' });
    stage.line.down = false;
    await stage.pass(5000);
    expect(stage.levels()).toEqual([50, 50]);
    expect(stage.said('lamp.fault')).toEqual([]);
  });

  it('comes back with its line', async () => {
    await startedStage();
    stage.line.down = true;
    await stage.until('2026-06-21T22:40:00');
    expect(faults('l-1')).toEqual(['controlGearCommFailure true']);
    expect(stage.state().quality).toBe('bad:disconnected');
    stage.line.down = false;
    await stage.pass(2 * minute);
    expect(stage.levels()).toEqual([50, 50]);
  });
});

describe('a lamp that does not obey', () => {
  it('is a dimming failure when its settling time is over, tried again ever more rarely, and cleared when it obeys', async () => {
    await startedStage();
    stage.line.lamp(1).stuckAt = 100;
    await stage.until('2026-06-21T22:30:01');
    expect(faults('l-1')).toEqual([]);
    await stage.pass(3000);
    expect(stage.state()).toMatchObject({ commanded: 50, fedBack: 100, quality: 'good' });
    expect(stage.said('lamp.fault', 'l-1')).toMatchObject([
      { fault: 'dimmingFailure', active: true, detail: 'commanded 50 %, fed back 100 % after 2000 ms (tolerance 3)' },
    ]);
    await stage.pass(60 * minute);
    expect(stage.line.lamp(1).writes).toBeLessThan(16);
    delete stage.line.lamp(1).stuckAt;
    await stage.pass(16 * minute);
    expect(faults('l-1')).toEqual(['dimmingFailure true', 'dimmingFailure false']);
  });

  it('within its tolerance obeys, and a lamp that is dark does not, however low its level', async () => {
    await startedStage({ units: [1, 2] });
    stage.line.lamp(1).stuckAt = 52;
    stage.line.lamp(2).stuckAt = 0;
    void stage.lighting.override({ target: 'l-1', level: 50, until: null, id: 'a' });
    void stage.lighting.override({ target: 'l-2', level: 2, until: null, id: 'b' });
    await stage.pass(5000);
    expect(faults('l-1')).toEqual([]);
    expect(faults('l-2')).toEqual(['dimmingFailure true']);
  });

  it('because it refuses, says so', async () => {
    await startedStage();
    stage.line.lamp(1).exception = 2;
    await stage.pass(20 * minute);
    expect(stage.state()).toMatchObject({ commanded: 100, fedBack: null, quality: 'bad:illegal-address' });
    expect(faults('l-1')).toEqual(['dimmingFailure true']);
    expect(stage.lighting.health().reasons.map((r) => render(r, 'en'))).toEqual([
      '1 of 2 lamps are not at the level they were given: l-1',
    ]);
  });

  it('because it refuses to be read is told all the same, at the switch and by a command, and that it is not proven is said', async () => {
    await startedStage();
    stage.line.lamp(1).readException = 2;
    await stage.restart();
    stage.line.lamp(1).level = 0;
    await stage.until('2026-06-21T22:31:00');
    expect(stage.levels()).toEqual([50, 50]);
    const answer = stage.lighting.override({ target: 'l-1', level: 80, until: null, id: 'x' });
    await stage.pass(16_000);
    expect(await answer).toMatchObject([{ commanded: 80, fedBack: null, outcome: 'refused' }]);
    expect(stage.levels()).toEqual([80, 50]);
    expect(stage.state()).toMatchObject({ commanded: 80, fedBack: null, quality: 'bad:illegal-address' });
    expect(faults('l-1')).toEqual(['dimmingFailure true']);
  });

  it('is told the next level at once all the same', async () => {
    await startedStage();
    stage.line.lamp(1).stuckAt = 100;
    await stage.until('2026-06-21T22:50:00');
    delete stage.line.lamp(1).stuckAt;
    void stage.lighting.override({ target: 'l-1', level: 30, until: null, id: 'a' });
    await stage.pass(3000);
    expect(stage.state()).toMatchObject({ commanded: 30, fedBack: 30 });
  });
});

describe('a fault that was reported before a restart', () => {
  it('is ended by the run that finds the lamp well', async () => {
    await startedStage();
    stage.line.lamp(1).dead = true;
    await stage.pass(10 * minute);
    expect(faults('l-1')).toEqual(['controlGearCommFailure true']);
    await stage.lighting.stop();
    stage.line.lamp(1).dead = false;
    stage.sent.length = 0;
    await stage.restart();
    expect(faults('l-1')).toEqual(['controlGearCommFailure false']);
  });
});
