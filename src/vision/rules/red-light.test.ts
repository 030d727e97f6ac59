import { describe, expect, it } from 'vitest';
import { SignalMemory, type SignalState } from '../signal/signal.ts';
import { numbers, sceneOf, trackAt } from '../testing/walk.ts';
import { explain } from './explain.ts';
import { redLight } from './red-light.ts';
import type { Rule, RuleEvent } from './rule.ts';

/** From the right to the left of the picture of 1000 × 500, at 250: traffic crosses it upwards, away from the camera. */
const line = [
  [0.9, 0.5],
  [0.1, 0.5],
];
const make = (over = {}) =>
  redLight.create(redLight.schema.parse({ id: 'stop', kind: 'red-light', line, signal: 'main', ...over }));

/** Drives up from 400 to 100 in 3 s, over the line at 1.5 s, while the signal shows what it shows. */
function drive(
  rule: Rule,
  shows: (ms: number) => SignalState | undefined,
  more: { up?: boolean; to?: (i: number) => [number, number] } = {},
) {
  const memory = new SignalMemory();
  const { up = true, to = (i: number): [number, number] => [500, up ? 400 - 10 * i : 100 + 10 * i] } = more;
  const said: RuleEvent[] = [];
  for (let i = 0; i <= 30; i++) {
    const ms = 10_000 + i * 100;
    const state = shows(i * 100);
    const signals = state === undefined ? new Map() : new Map([['main', memory.see(state, ms)]]);
    const [x, y] = to(i);
    said.push(...rule.step({ ...sceneOf(ms, [trackAt(x, y, { height: 40 })]), signals }));
  }
  said.push(...rule.step({ ...sceneOf(14_000, [], ['t1']), signals: new Map() }));
  return said;
}

describe('red light', () => {
  it('tells of who passes the stop line at red, with the time since red and the place', () => {
    const said = drive(make(), () => 'red');
    expect(said).toMatchObject([{ phase: 'instant', severity: 'error', track: { id: 't1' }, signal: 'main' }]);
    expect(said[0]?.explanation.en).toBe(
      'car passed the stop line stop at (0.50, 0.50), 1.5 s after the signal main was seen red (grace: 500ms)',
    );
  });

  it('is refused with a far line before the stop line: one of the two is the wrong way round, and nobody would be accused', () => {
    const far = (y: number) => ({
      ...{ id: 'stop', kind: 'red-light', line, signal: 'main' },
      beyond: [
        [0.1, y],
        [0.9, y],
      ],
    });
    expect(redLight.schema.safeParse(far(0.2)).success).toBe(true);
    const { error } = redLight.schema.safeParse(far(0.8));
    expect(error?.issues.map((i) => [i.path.join('.'), i.message])).toEqual([['beyond', 'vision.beyond-before-line']]);
    const turned = { ...far(0.8), line: line.toReversed() };
    expect(redLight.schema.safeParse(turned).success).toBe(true);
  });

  it.each(['green', 'amber', 'unknown'] as const)('accuses nobody at %s', (state) => {
    expect(drive(make(), () => state)).toEqual([]);
  });

  it('accuses nobody where nobody gives the state of the signal', () => {
    expect(drive(make(), () => undefined)).toEqual([]);
  });

  it('lets go who passes within the grace, and no later', () => {
    expect(drive(make(), (ms) => (ms < 1200 ? 'amber' : 'red'))).toEqual([]);
    expect(drive(make(), (ms) => (ms < 900 ? 'amber' : 'red'))).toHaveLength(1);
  });

  it('wants the signal red in the frames on both sides of the passing', () => {
    expect(drive(make(), (ms) => (ms <= 1500 ? 'red' : 'green'), { to: (i) => [500, 405 - 10 * i] })).toEqual([]);
    expect(drive(make(), (ms) => (ms === 1500 ? 'unknown' : 'red'), { to: (i) => [500, 405 - 10 * i] })).toEqual([]);
  });

  it('leaves alone who comes the other way, who stops at the line, and who only trembles over it', () => {
    expect(drive(make(), () => 'red', { up: false })).toEqual([]);
    expect(drive(make(), () => 'red', { to: (i) => [500, Math.max(256, 400 - 10 * i)] })).toEqual([]);
    expect(drive(make(), () => 'red', { to: (i) => [500, 250 + (i % 2 ? 4 : -4)] })).toEqual([]);
  });

  it('lets turn right who may', () => {
    const rightTurn = [
      [0.6, 0.2],
      [0.6, 0.5],
    ];
    const turns = (i: number): [number, number] => [500 + Math.max(0, (i - 18) * 15), Math.max(200, 400 - 10 * i)];
    expect(drive(make({ rightTurn }), () => 'red', { to: turns })).toEqual([]);
    expect(drive(make({ rightTurn }), () => 'red')).toHaveLength(1);
  });

  it('waits for the far line where one is drawn: who stops before it has not run', () => {
    const beyond = [
      [0.1, 0.35],
      [0.9, 0.35],
    ];
    expect(drive(make({ beyond }), () => 'red', { to: (i) => [500, Math.max(220, 400 - 10 * i)] })).toEqual([]);
    expect(drive(make({ beyond }), () => 'red')).toHaveLength(1);
  });

  it('lets go who passes the far line when it is no longer red: who stood over the stop line and goes on at green', () => {
    const beyond = [
      [0.1, 0.35],
      [0.9, 0.35],
    ];
    // The stop line is passed at 1.5 s, the far line at 2.25 s.
    expect(drive(make({ beyond }), (ms) => (ms <= 2000 ? 'red' : 'green'))).toEqual([]);
    expect(drive(make({ beyond }), (ms) => (ms <= 2000 ? 'red' : 'unknown'))).toEqual([]);
    expect(drive(make({ beyond }), (ms) => (ms <= 2600 ? 'red' : 'green'))).toHaveLength(1);
  });

  it('tells of who stands on the stop line for longer than it would wait, and then goes on at red', () => {
    const beyond = [
      [0.1, 0.35],
      [0.9, 0.35],
    ];
    // On the line from 1.5 s to 2.5 s, too near to it to be beyond; over the far line at 2.8 s.
    const to = (i: number): [number, number] => [500, i < 15 ? 400 - 10 * i : i < 25 ? 249 : 249 - 30 * (i - 25)];
    expect(drive(make({ beyond, within: '500ms' }), () => 'red', { to })).toHaveLength(1);
  });

  it('says that the signal is unknown after five seconds, and when it is known again', () => {
    const rule = make();
    const memory = new SignalMemory();
    const said = Array.from({ length: 120 }, (_, i) => {
      const state = i < 10 || i > 90 ? 'green' : 'unknown';
      const view = memory.see(state, i * 100, state === 'unknown' ? explain('signal.none-lit') : undefined);
      return rule.step({ ...sceneOf(i * 100, []), signals: new Map([['main', view]]) });
    }).flat();
    expect(said).toMatchObject([
      { phase: 'began', doubt: 'signal-unknown', explanation: { en: expect.stringContaining('no lamp is lit') } },
      { phase: 'ended', doubt: 'signal-unknown' },
    ]);
  });

  it('accuses nobody of 5,000 tracks that flicker over the line at red', () => {
    const random = numbers(5);
    const rule = make();
    const memory = new SignalMemory();
    let said = 0;
    for (let n = 0; n < 5000; n++) {
      let clear = 3;
      for (let i = 0; i < 12; i++) {
        const isWrong = clear >= 2 && random() < 0.3;
        clear = isWrong ? 0 : clear + 1;
        const ms = n * 2000 + i * 100;
        const signals = new Map([['main', memory.see('red', ms)]]);
        const track = trackAt(500, 250 + (isWrong ? -1 : 1) * (20 + 80 * random()), { id: `t${n}` });
        said += rule.step({ ...sceneOf(ms, [track]), signals }).length;
      }
      rule.step({
        ...sceneOf(n * 2000 + 1500, [], [`t${n}`]),
        signals: new Map([['main', memory.see('red', n * 2000 + 1500)]]),
      });
    }
    expect(said).toBe(0);
  });
});
