import { afterEach, describe, expect, it, vi } from 'vitest';
import { render } from '../messages/catalogue.ts';
import { Stage, type StageOptions } from './testing/stage.ts';

const minute = 60_000;
const hour = 60 * minute;
let stage: Stage;

async function startedStage(options?: StageOptions): Promise<Stage> {
  stage = new Stage(options);
  await stage.start();
  return stage;
}

afterEach(async () => {
  await stage.lighting.stop();
  expect(stage.clock.pendingTimers).toBe(0);
});

describe('lighting over a night', () => {
  it('follows the program, proves every level and writes only what changes', async () => {
    await startedStage();
    expect(stage.levels()).toEqual([0, 0]);
    expect(stage.line.log).toEqual([]);
    await stage.until('2026-06-21T18:26:00');
    expect(stage.levels()).toEqual([100, 100]);
    expect(stage.state()).toMatchObject({
      commanded: 100,
      fedBack: 100,
      quality: 'good',
      reason: 'program',
      rule: 'street/sunset-10min',
    });
    await stage.until('2026-06-21T22:30:01');
    expect(stage.levels()).toEqual([50, 50]);
    await stage.until('2026-06-22T05:12:00');
    expect(stage.levels()).toEqual([0, 0]);
    expect(stage.line.lamp(1).writes).toBe(3);
    expect(stage.line.lamp(2).writes).toBe(3);
  });

  it('says what is commanded at once, and what the lamp does when it has read it back', async () => {
    await startedStage();
    await stage.until('2026-06-21T22:29:59');
    stage.sent.length = 0;
    await stage.pass(5000);
    const said = stage
      .said('lamp.state', 'l-1')
      .map(({ commanded, fedBack, quality }) => [commanded, fedBack, quality]);
    expect(said).toEqual([
      [50, 100, 'uncertain:settling'],
      [50, 50, 'good'],
    ]);
    expect(stage.state().since).toBe('2026-06-21T15:30:00.000Z');
  });

  it('repeats the state of each lamp every quarter of an hour', async () => {
    await startedStage();
    stage.sent.length = 0;
    await stage.pass(45 * minute);
    expect(stage.said('lamp.state', 'l-1')).toHaveLength(3);
  });

  it('after a restart reads the lamps and writes nothing where they are right', async () => {
    await startedStage({ at: '2026-06-21T21:00:00' });
    expect(stage.line.log).toEqual(['1=100', '2=100']);
    await stage.pass(10 * minute);
    await stage.restart();
    expect(stage.line.log).toEqual(['1=100', '2=100']);
    expect(stage.state()).toMatchObject({ commanded: 100, fedBack: 100, quality: 'good' });
    // The level is as old as its switch, not as the process.
    expect(stage.state().since.slice(0, 16)).toBe('2026-06-21T11:25');
  });

  it('sets a lamp again that restarted and forgot its level', async () => {
    await startedStage({ at: '2026-06-21T21:00:00' });
    stage.line.lamp(1).level = 0;
    await stage.pass(6 * minute);
    expect(stage.levels()).toEqual([100, 100]);
    expect(stage.line.lamp(1).writes).toBe(2);
    expect(stage.said('lamp.fault')).toEqual([]);
  });

  it('leaves the lamps as they are when it stops', async () => {
    await startedStage({ at: '2026-06-21T21:00:00' });
    await stage.lighting.stop();
    await stage.pass(12 * hour);
    expect(stage.levels()).toEqual([100, 100]);
  });

  it('keeps a lamp without a program at the default level', async () => {
    const driver = { kind: 'modbus-dimmer', line: 'cabinet', unit: 1 };
    await startedStage({ config: { defaultLevel: 80, lamps: [{ id: 'l-1', driver }] } });
    expect(stage.state()).toMatchObject({ commanded: 80, fedBack: 80, reason: 'default' });
  });

  it('lowers all lamps in a curfew and raises them after it', async () => {
    await startedStage({ config: { curfew: { from: '00:00', to: '04:00', level: 20 } } });
    await stage.until('2026-06-22T00:00:05');
    expect(stage.state()).toMatchObject({ commanded: 20, fedBack: 20, reason: 'curfew' });
    await stage.until('2026-06-22T04:00:05');
    expect(stage.state()).toMatchObject({ commanded: 50, fedBack: 50, reason: 'program' });
  });

  it('raises lamps where somebody is, by night only, and lowers them when nobody came any more', async () => {
    await startedStage({ at: '2026-06-21T16:00:00' });
    stage.lighting.presence('quay');
    await stage.pass(5000);
    expect(stage.levels()).toEqual([0, 0]);
    await stage.until('2026-06-21T23:00:00');
    stage.lighting.presence('l-1');
    await stage.pass(minute);
    stage.lighting.presence('l-1');
    await stage.pass(minute + 30_000);
    expect(stage.levels()).toEqual([100, 50]);
    expect(stage.state()).toMatchObject({ reason: 'presence' });
    await stage.pass(minute);
    expect(stage.levels()).toEqual([50, 50]);
  });
});

describe('lighting and its clock', () => {
  it('holds the default level at boot, and follows the program when the clock is confirmed', async () => {
    await startedStage({ at: '2026-06-21T13:00:00', quality: 'unsynced' });
    expect(stage.state()).toMatchObject({ commanded: 100, fedBack: 100, reason: 'fail-safe', quality: 'good' });
    expect(stage.lighting.health().reasons.map((r) => render(r, 'en'))).toEqual([
      'nobody has confirmed the clock: the lamps stay at 100 %',
    ]);
    stage.clock.setQuality('synced');
    await stage.pass(5000);
    expect(stage.state()).toMatchObject({ commanded: 0, fedBack: 0, reason: 'program', quality: 'good' });
    expect(stage.lighting.health().state).toBe('ok');
  });

  it('stays lit with a clock of 1970, whatever the program says for that hour', async () => {
    await startedStage({ at: '1970-01-01T13:00:00', quality: 'unsynced' });
    await stage.pass(26 * hour);
    expect(stage.levels()).toEqual([100, 100]);
    stage.clock.step(Date.parse('2026-06-21T23:00:00+07:00') - stage.clock.now().ms);
    stage.clock.setQuality('synced');
    await stage.pass(5000);
    expect(stage.levels()).toEqual([50, 50]);
  });

  it('follows the program in holdover, and flags it', async () => {
    await startedStage({ at: '2026-06-21T21:00:00' });
    stage.clock.setQuality('holdover');
    await stage.pass(5000);
    expect(stage.state()).toMatchObject({ commanded: 100, quality: 'uncertain:clock-holdover', reason: 'program' });
    await stage.until('2026-06-21T22:30:05');
    expect(stage.state()).toMatchObject({ commanded: 50, fedBack: 50, quality: 'uncertain:clock-holdover' });
  });

  it('finds the right level within seconds of a step of the wall clock, with one write a lamp', async () => {
    await startedStage({ at: '2026-06-21T21:00:00' });
    const before = stage.line.log.length;
    stage.clock.step(7 * 24 * hour + 2 * hour);
    await stage.pass(4000);
    expect(stage.levels()).toEqual([50, 50]);
    expect(stage.line.log.length - before).toBe(2);
    stage.clock.step(-10 * hour);
    await stage.pass(4000);
    expect(stage.levels()).toEqual([0, 0]);
    expect(stage.line.log.length - before).toBe(4);
  });
});

describe('an override', () => {
  it('answers with what each lamp really does', async () => {
    await startedStage({ at: '2026-06-21T23:00:00' });
    stage.line.lamp(2).stuckAt = 50;
    const answer = stage.lighting.override({ target: 'quay', level: 80, until: null, id: 'cmd-1' });
    await stage.pass(6000);
    expect(await answer).toEqual([
      {
        lamp: 'l-1',
        commanded: 80,
        fedBack: 80,
        quality: 'good',
        reason: 'override',
        rule: 'cmd-1',
        outcome: 'achieved',
      },
      {
        lamp: 'l-2',
        commanded: 80,
        fedBack: 50,
        quality: 'good',
        reason: 'override',
        rule: 'cmd-1',
        outcome: 'differs',
      },
    ]);
  });

  it('ends over midnight, and the lamp returns to what its program says then, not to its former level', async () => {
    await startedStage({ at: '2026-06-21T22:00:00' });
    const until = Date.parse('2026-06-22T00:30:00+07:00');
    void stage.lighting.override({ target: 'l-1', level: 20, until, id: 'cmd-1' });
    await stage.until('2026-06-22T00:29:59');
    expect(stage.levels()).toEqual([20, 50]);
    await stage.until('2026-06-22T00:30:03');
    expect(stage.levels()).toEqual([50, 50]);
    expect(stage.state()).toMatchObject({ commanded: 50, reason: 'program', rule: 'street/22:30' });
  });

  it('outlives a restart, and does not outlive its end while the agent was away', async () => {
    await startedStage({ at: '2026-06-21T23:00:00' });
    const until = stage.clock.now().ms + hour;
    void stage.lighting.override({ target: 'quay', level: 20, until, id: 'cmd-1' });
    await stage.pass(5000);
    await stage.restart();
    expect(stage.levels()).toEqual([20, 20]);
    expect(stage.state()).toMatchObject({ reason: 'override', rule: 'cmd-1' });
    await stage.lighting.stop();
    await stage.pass(2 * hour);
    await stage.restart();
    expect(stage.levels()).toEqual([50, 50]);
    expect(stage.lighting.health().facts['overrides']).toBe(0);
  });

  it('is replaced by a newer one, released by its id, and then the program holds', async () => {
    await startedStage({ at: '2026-06-21T23:00:00' });
    void stage.lighting.override({ target: 'quay', level: 20, until: null, id: 'old' });
    await stage.pass(3000);
    void stage.lighting.override({ target: 'l-1', level: 90, until: null, id: 'new' });
    await stage.pass(3000);
    expect(stage.levels()).toEqual([90, 20]);
    const released = stage.lighting.release({ id: 'new' });
    await stage.pass(3000);
    expect(await released).toMatchObject([{ lamp: 'l-1', commanded: 50, fedBack: 50, outcome: 'achieved' }]);
    void stage.lighting.release({});
    await stage.pass(3000);
    expect(stage.levels()).toEqual([50, 50]);
  });

  it('that would darken a street under an unconfirmed clock is answered as outranked', async () => {
    await startedStage({ at: '2026-06-21T23:00:00', quality: 'unsynced' });
    const answer = stage.lighting.override({
      target: 'l-1',
      level: 0,
      until: stage.clock.now().ms + hour,
      id: 'cmd-1',
    });
    await stage.pass(5000);
    expect(await answer).toMatchObject([{ commanded: 100, fedBack: 100, reason: 'fail-safe', outcome: 'outranked' }]);
  });

  it('whose end has passed by an unconfirmed clock costs no more looks at the lamps than any other', async () => {
    await startedStage({ at: '2026-06-21T20:00:00' });
    const answer = stage.lighting.override({
      target: 'l-1',
      level: 100,
      until: stage.clock.now().ms + 60_000,
      id: 'x',
    });
    await stage.pass(5000);
    await answer;
    stage.clock.setQuality('unsynced');
    await stage.pass(120_000);
    const timers = vi.spyOn(stage.clock, 'after');
    await stage.pass(10_000);
    expect(timers.mock.calls.length).toBeLessThan(20);
  });

  it('is refused where it makes no sense, and changes nothing', async () => {
    await startedStage({ at: '2026-06-21T23:00:00' });
    const ask = (o: object) =>
      stage.lighting.override({ target: 'l-1', level: 10, until: null, id: 'cmd-1', ...o }).catch((e) => e.code);
    expect(await ask({ target: 'nobody' })).toBe('unknown-target');
    expect(await ask({ level: 101 })).toBe('bad-level');
    expect(await ask({ level: Number.NaN })).toBe('bad-level');
    expect(await ask({ until: stage.clock.now().ms })).toBe('already-ended');
    await stage.pass(5000);
    expect(stage.levels()).toEqual([50, 50]);
  });

  it('repeated with the same id changes nothing on the wire', async () => {
    await startedStage({ at: '2026-06-21T23:00:00' });
    for (let i = 0; i < 3; i++) {
      void stage.lighting.override({ target: 'l-1', level: 30, until: null, id: 'cmd-1' });
      await stage.pass(3000);
    }
    expect(stage.line.lamp(1).writes).toBe(2);
  });
});
