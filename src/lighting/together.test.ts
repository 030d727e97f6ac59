import { afterEach, describe, expect, it } from 'vitest';
import { lampAt, Stage } from './testing/stage.ts';

const units = Array.from({ length: 20 }, (_, i) => i + 1);
let stage: Stage;

afterEach(() => stage?.lighting.stop());

const dimmer = (unit: number, more: object = {}) =>
  lampAt(unit, {
    driver: { kind: 'modbus-dimmer', line: 'cabinet', unit, broadcast: true, ...more },
    groups: unit <= 5 ? ['quay', 'end'] : ['quay'],
  });

async function started(more: object = {}): Promise<Stage> {
  const s = new Stage({
    units,
    at: '2026-06-21T17:00:00',
    config: { lamps: units.map((u) => dimmer(u)), verify: '1h', report: '6h', ...more },
  });
  await s.start();
  return s;
}

describe('lamps that obey messages to everyone', () => {
  it('are switched by one message a switching time of the whole night, and every level is read back', async () => {
    stage = await started();
    stage.line.log.length = 0;
    await stage.until('2026-06-22T07:00:00');
    expect(stage.line.log).toEqual(['0=100', '0=50', '0=0']);
    expect(stage.levels()).toEqual(units.map(() => 0));
    for (const unit of units) {
      const proven = stage.said('lamp.state', `l-${unit}`).filter((s) => s.quality === 'good');
      expect(new Set(proven.map((s) => s.fedBack))).toEqual(new Set([0, 100, 50]));
    }
  });

  it('are told one by one where one of them is to stand elsewhere, so that it does not flicker', async () => {
    stage = await started();
    await stage.until('2026-06-21T20:00:00');
    const holding = stage.lighting.override({ target: 'l-7', level: 80, until: null, id: 'o' });
    await stage.pass(3000);
    await holding;
    stage.line.log.length = 0;
    await stage.until('2026-06-21T22:31:00');
    expect(stage.line.log.sort()).toEqual(
      units
        .filter((u) => u !== 7)
        .map((u) => `${u}=50`)
        .sort(),
    );
    expect(stage.line.lamp(7).level).toBe(80);
  });

  it('of which few missed the message: those are told again by themselves', async () => {
    stage = await started();
    stage.line.lamp(3).isDeafToAll = true;
    stage.line.log.length = 0;
    await stage.until('2026-06-21T18:40:00');
    expect(stage.line.log).toEqual(['0=100', '3=100']);
    expect(stage.levels()).toEqual(units.map(() => 100));
  });

  it('and do not: their sample finds it out, each is told by itself, and for an hour nobody is told together', async () => {
    stage = await started();
    for (const u of units) stage.line.lamp(u).isDeafToAll = true;
    stage.line.log.length = 0;
    await stage.until('2026-06-21T18:30:00');
    expect(stage.levels()).toEqual(units.map(() => 100));
    expect(stage.line.log.filter((l) => l.startsWith('0='))).toHaveLength(1);
    await stage.until('2026-06-21T22:31:00');
    expect(stage.line.log.filter((l) => l.startsWith('0='))).toHaveLength(2);
    expect(stage.levels()).toEqual(units.map(() => 50));
  });

  it('told one by one a moment later are told again what they were told together before', async () => {
    stage = await started();
    await stage.until('2026-06-21T18:30:00');
    for (const level of [40, 80, 40]) {
      const asking = stage.lighting.override({
        target: level === 80 ? 'l-9' : 'quay',
        level,
        until: null,
        id: `o-${level}`,
      });
      await stage.pass(4000);
      expect((await asking).map((r) => r.outcome)).not.toContain('differs');
    }
    expect(stage.line.lamp(9).level).toBe(40);
    expect(stage.line.log.slice(-3)).toEqual(['0=40', '9=80', '9=40']);
  });

  it('are few: then each is told by itself, which is as quick', async () => {
    stage = new Stage({ units: [1, 2, 3], config: { lamps: [1, 2, 3].map((u) => dimmer(u)) } });
    await stage.start();
    stage.line.log.length = 0;
    await stage.until('2026-06-21T18:30:00');
    expect(stage.line.log.sort()).toEqual(['1=100', '2=100', '3=100']);
  });

  it('cost at most one write a lamp and change of level in a night, however the clock is looked at', async () => {
    stage = await started({ verify: '10min' });
    const before = stage.lighting.status().map((s) => s.writes);
    await stage.until('2026-06-22T12:00:00');
    const writes = stage.lighting.status().map((s, i) => s.writes - (before[i] ?? 0));
    expect(Math.max(...writes)).toBeLessThanOrEqual(3 * 1.2);
  });
});

describe('an emergency', () => {
  it('lights a whole line by one message, says how long it takes, and reads every lamp back', async () => {
    stage = await started();
    stage.line.log.length = 0;
    const asking = stage.lighting.emergency({ target: 'cabinet', id: 'e' });
    await stage.pass(4000);
    const { expectedMs, lines, lamps } = await asking;
    expect(lines).toMatchObject([{ line: 'cabinet', lamps: 20, messages: { shared: 1, single: 0 } }]);
    expect(expectedMs).toBeLessThan(1000);
    expect(stage.line.log).toEqual(['0=100']);
    expect(lamps.map((l) => [l.fedBack, l.reason, l.outcome])).toEqual(units.map(() => [100, 'override', 'achieved']));
  });

  it('lights a part of a line lamp by lamp, before all else, and leaves the others alone', async () => {
    stage = await started();
    stage.line.latencyMs = 40;
    stage.line.log.length = 0;
    const asking = stage.lighting.emergency({ target: 'end', id: 'e' });
    await stage.pass(4000);
    const { lines } = await asking;
    expect(lines).toMatchObject([{ line: 'cabinet', lamps: 5, messages: { shared: 0, single: 5 } }]);
    expect(stage.line.log.sort()).toEqual([1, 2, 3, 4, 5].map((u) => `${u}=100`));
  });

  it('does not wait for lamps of which nothing is known', async () => {
    stage = new Stage({ units, config: { lamps: units.map((u) => dimmer(u)) } });
    for (const u of units) stage.line.lamp(u).dead = true;
    await stage.start();
    await stage.pass(60_000);
    for (const u of units) stage.line.lamp(u).dead = false;
    stage.line.log.length = 0;
    void stage.lighting.emergency({ id: 'e' });
    // The line may be waiting for one that was dead.
    await stage.pass(2500);
    expect(stage.line.log[0]).toBe('0=100');
    expect(stage.levels()).toEqual(units.map(() => 100));
  });

  it.each([30, 40])('lights a line of 40 of which %i were dead at once, as far as it hears', async (dead) => {
    const many = Array.from({ length: 40 }, (_, i) => i + 1);
    stage = new Stage({ units: many });
    for (const u of many.slice(0, dead)) stage.line.lamp(u).dead = true;
    await stage.start();
    await stage.pass(600_000);
    // Where all were, the line is whole again.
    if (dead === many.length) for (const u of many) stage.line.lamp(u).dead = false;
    void stage.lighting.emergency({ id: 'e' });
    await stage.pass(2000);
    const hearing = [...stage.line.lamps.values()].filter((l) => !l.dead);
    expect(hearing.map((l) => l.level)).toEqual(hearing.map(() => 100));
  });

  it('of what is not there is refused, and changes nothing', async () => {
    stage = await started();
    await expect(stage.lighting.emergency({ target: 'nowhere', id: 'e' })).rejects.toMatchObject({
      code: 'unknown-target',
    });
    expect(stage.lighting.status().every((s) => s.reason === 'program')).toBe(true);
  });
});

describe('lamps whose power comes back', () => {
  it('are raised one after the other, not all at once, and not by one message', async () => {
    stage = await started({ stagger: '500ms' });
    await stage.until('2026-06-21T21:00:00');
    for (const u of units) stage.line.lamp(u).dead = true;
    await stage.pass(20 * 60_000);
    for (const u of units) Object.assign(stage.line.lamp(u), { dead: false, level: 0 });
    stage.line.log.length = 0;
    const lit: number[] = [];
    for (let i = 0; i < 400; i++) {
      await stage.pass(500);
      lit.push(stage.levels().filter((l) => l > 0).length);
    }
    const steps = lit.slice(1).map((n, i) => n - (lit[i] ?? 0));
    expect(Math.max(...steps)).toBeLessThanOrEqual(2);
    expect(stage.levels()).toEqual(units.map(() => 100));
    expect(stage.line.log).toHaveLength(20);
    expect(stage.line.log).not.toContain('0=100');
  });
});
