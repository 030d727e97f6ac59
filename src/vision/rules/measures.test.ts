import { describe, expect, it } from 'vitest';
import { SignalMemory, type SignalState } from '../signal/signal.ts';
import { ground } from '../testing/from-above.ts';
import { sceneOf, trackAt } from '../testing/walk.ts';
import { density } from './density.ts';
import { dwellTime } from './dwell-time.ts';
import { gathering } from './gathering.ts';
import { jam } from './jam.ts';
import { queue } from './queue.ts';
import type { Rule, RuleEvent, Scene } from './rule.ts';
import { speed } from './speed.ts';
import { stopLine } from './stop-line.ts';
import { stoppedVehicle } from './stopped-vehicle.ts';

const zone = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];
type At = readonly [id: string, x: number, y: number];

/** The scene of those who are at these pixels, with their exact places. */
function scene(ms: number, here: readonly At[], ended: readonly string[] = []): Scene {
  const tracks = here.map(([id, x, y]) => trackAt(x, y, { id, height: 40 }));
  const places = new Map(
    here.map(([id, x, y]) => {
      const at = ground.toGround({ x, y })!;
      return [id, { at, front: at, error: 0 }] as const;
    }),
  );
  return { ...sceneOf(ms, tracks, ended), ground, places };
}
const play = (rule: Rule, frames: number, here: (ms: number) => readonly At[], startMs = 0): RuleEvent[] =>
  Array.from({ length: frames }, (_, i) => rule.step(scene(startMs + i * 100, here(startMs + i * 100)))).flat();
const crowd = (n: number): At[] => Array.from({ length: n }, (_, i) => [`p${i}`, 100 + 40 * i, 250]);

describe('speed', () => {
  const make = () => speed.create(speed.schema.parse({ id: 'limit', kind: 'speed', zone, limit: 60 }));
  const at =
    (kmh: number) =>
    (ms: number): At[] => [['car', 10 + (kmh / 3.6) * 10 * (ms / 1000), 300]];

  it('is told once of who is faster, exactly, as indicative and with its uncertainty', () => {
    const said = play(make(), 30, at(66));
    expect(said).toMatchObject([{ measurement: { quantity: 'speed', value: 66, uncertainty: 0, unit: 'km/h' } }]);
    expect(said[0]?.explanation.en).toMatch(/^car drove 66\.0 km\/h ± 0\.0 \(indicative\) in limit/);
  });

  it('accuses nobody at the limit, nor whose speed may still lie within it', () => {
    expect(play(make(), 30, at(59.9))).toEqual([]);
    const rule = make();
    const doubtful = (i: number): Scene => ({
      ...scene(i * 100, at(61)(i * 100)),
      ground: { ...ground, scaleError: 0.05 },
    });
    expect(Array.from({ length: 30 }, (_, i) => rule.step(doubtful(i))).flat()).toEqual([]);
  });

  it('says nothing without a calibration', () => {
    const rule = make();
    expect(
      Array.from({ length: 30 }, (_, i) => rule.step(sceneOf(i * 100, [trackAt(10 + 30 * i, 300)]))).flat(),
    ).toEqual([]);
  });
});

describe('crowds', () => {
  it('are dense by heads on a square metre, and end with room between', () => {
    const small = [
      [0, 0.4],
      [0.4, 0.4],
      [0.4, 0.6],
      [0, 0.6],
    ];
    // 40 m by 10 m.
    const rule = density.create(
      density.schema.parse({ id: 'd', kind: 'density', zone: small, enter: 0.0195, leave: 0.01, hold: '1s' }),
    );
    expect(play(rule, 20, () => crowd(7))).toEqual([]);
    expect(play(rule, 20, () => crowd(8), 2000)).toMatchObject([
      { phase: 'began', count: 8, measurement: { value: 0.02 } },
    ]);
    expect(play(rule, 40, () => crowd(6), 4000)).toEqual([]);
    expect(play(rule, 40, () => crowd(3), 8000)).toMatchObject([{ phase: 'ended' }]);
  });

  it('gather suddenly where many come at once, not where the same number comes slowly', () => {
    const make = () =>
      gathering.create(gathering.schema.parse({ id: 'g', kind: 'gathering', zone, by: 6, within: '10s', hold: '1s' }));
    const sudden = play(make(), 100, (ms) => crowd(ms < 3000 ? 2 : 8));
    expect(sudden).toMatchObject([{ phase: 'began', count: 8 }]);
    expect(sudden[0]?.explanation.en).toContain('8 in the zone g, where 2 were within the last 10s');
    expect(play(make(), 600, (ms) => crowd(2 + Math.floor(ms / 8000)))).toEqual([]);
  });

  it('queue: lengths and waiting times are figures, too long and too slow are events', () => {
    const rule = queue.create(
      queue.schema.parse({ id: 'q', kind: 'queue', zone, most: 4, hold: '1s', longest: '10s' }),
    );
    const said = play(rule, 130, (ms) => (ms < 12_000 ? crowd(4) : []));
    expect(said.map((e) => [e.phase, e.measurement?.value ?? e.count])).toEqual([
      ['began', 4],
      ...Array.from({ length: 4 }, () => ['instant', 10]),
    ]);
    play(rule, 40, () => [], 13_000);
    expect(rule.figures?.take()).toMatchObject({
      lengthMax: 4,
      waited: 4,
      waitMeanSeconds: 11.9,
      waitP95Seconds: 11.9,
    });
  });

  it('stay: who has left is measured, who passes through is not', () => {
    const rule = dwellTime.create(dwellTime.schema.parse({ id: 'w', kind: 'dwell-time', zone }));
    play(rule, 120, (ms) => [...(ms < 5000 ? crowd(1) : []), ...(ms < 1000 ? [['x', 500, 300] as const] : [])]);
    expect(rule.figures?.take()).toEqual({
      left: 1,
      most: 2,
      stayMeanSeconds: 4.9,
      stayP95Seconds: 4.9,
      stayMaxSeconds: 4.9,
    });
  });
});

describe('standing traffic', () => {
  const row =
    (n: number, metresPerSecond: number) =>
    (ms: number): At[] =>
      Array.from({ length: n }, (_, i) => [`c${i}`, 50 + 60 * i + metresPerSecond * 10 * (ms / 1000), 300]);

  it('is a jam where enough nearly stand, and none where they are few or drive', () => {
    const make = () => jam.create(jam.schema.parse({ id: 'j', kind: 'jam', zone, least: 4, below: 8, hold: '3s' }));
    expect(play(make(), 60, row(4, 1))).toMatchObject([{ phase: 'began', count: 4, measurement: { value: 3.6 } }]);
    expect(play(make(), 60, row(3, 1))).toEqual([]);
    expect(play(make(), 60, row(4, 4))).toEqual([]);
  });

  it('is a stopped vehicle where one stands alone, and not where all do', () => {
    const make = () =>
      stoppedVehicle.create(stoppedVehicle.schema.parse({ id: 's', kind: 'stopped-vehicle', zone, after: '5s' }));
    expect(play(make(), 80, row(1, 0))).toMatchObject([{ severity: 'error', track: { id: 'c0' } }]);
    expect(play(make(), 80, row(5, 0))).toEqual([]);
  });
});

describe('the stop line', () => {
  const make = () =>
    stopLine.create(stopLine.schema.parse({ id: 'o', kind: 'stop-line', zone, signal: 'main', after: '2s' }));
  /** Comes from 100 pixels away before it stands. */
  const stand = (frames: number, shows: (ms: number) => SignalState, x = (_ms: number) => 500) => {
    const [rule, memory] = [make(), new SignalMemory()];
    rule.step({ ...scene(-100, [['m', x(0) - 100, 300]]), signals: new Map([['main', memory.see('red', -100)]]) });
    return Array.from({ length: frames }, (_, i) => {
      const ms = i * 100;
      return rule.step({ ...scene(ms, [['m', x(ms), 300]]), signals: new Map([['main', memory.see(shows(ms), ms)]]) });
    }).flat();
  };

  it('is told of who stands over it at red for too long, once', () => {
    expect(stand(60, () => 'red')).toMatchObject([{ phase: 'instant', signal: 'main', track: { id: 'm' } }]);
  });

  it('counts from red on, and leaves alone who moves or stands at green', () => {
    expect(stand(60, () => 'green')).toEqual([]);
    expect(stand(60, (ms) => (ms < 4500 ? 'green' : 'red'))).toEqual([]);
    expect(
      stand(
        60,
        () => 'red',
        (ms) => 300 + ms / 20,
      ),
    ).toEqual([]);
  });

  it('does not count the last of braking and the first of setting out, nor is it misled by a wrong box', () => {
    // A height of 80 pixels: a circle of 5 of them.
    const going = (standing: number) => (ms: number) => {
      const [braking, leaving] = [Math.max(0, 1000 - ms), Math.max(0, ms - 1000 - standing)];
      return 500 - braking / 200 + (leaving / 250) ** 2;
    };
    const red = () => 'red' as const;
    expect(stand(60, red, going(1500))).toEqual([]);
    expect(stand(60, red, going(2500))).toHaveLength(1);
    expect(stand(40, red, (ms) => (ms % 1000 === 600 ? 560 : 500))).toHaveLength(1);
  });

  it('leaves alone what was never seen to come', () => {
    const [rule, memory] = [make(), new SignalMemory()];
    const said = Array.from({ length: 60 }, (_, i) => {
      const signals = new Map([['main', memory.see('red', i * 100)]]);
      return rule.step({ ...scene(i * 100, [['light', 500 + 30 * (i % 2), 300]]), signals });
    });
    expect(said.flat()).toEqual([]);
  });
});
