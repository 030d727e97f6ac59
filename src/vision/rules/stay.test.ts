import { describe, expect, it } from 'vitest';
import { leftHalf, sceneOf, trackAt, walkThrough } from '../testing/walk.ts';
import { forbiddenLane } from './forbidden-lane.ts';
import { intrusion } from './intrusion.ts';
import { loitering } from './loitering.ts';

const closed = (over = {}) =>
  intrusion.create(intrusion.schema.parse({ id: 'strip', kind: 'intrusion', zone: leftHalf, ...over }));
const lane = (over = {}) =>
  forbiddenLane.create(
    forbiddenLane.schema.parse({
      id: 'fast',
      kind: 'forbidden-lane',
      zone: leftHalf,
      classes: ['motorcycle'],
      ...over,
    }),
  );
const gate = (over = {}) =>
  loitering.create(loitering.schema.parse({ id: 'gate', kind: 'loitering', zone: leftHalf, after: '20s', ...over }));
const stand = (n: number, x = 300): [number, number][] => Array.from({ length: n }, () => [x, 300]);

describe('a zone where one may not stay', () => {
  it('tells once of who walks in, and why', () => {
    const walk = Array.from({ length: 40 }, (_, i): [number, number] => [600 - 10 * i, 300]);
    const said = walkThrough(closed(), walk, { class: 'person' });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ phase: 'instant', severity: 'error', track: { id: 't1' } });
    expect(said[0]?.explanation.en).toBe(
      'person was in the closed zone strip for 0.3 s, from (0.49, 0.60) to (0.46, 0.60) (limit: 300ms)',
    );
  });

  it('accuses nobody of one wrong box, nor of passing close by', () => {
    expect(walkThrough(closed(), [...stand(10, 520), ...stand(1), ...stand(10, 520)])).toEqual([]);
    expect(walkThrough(closed(), stand(100, 501))).toEqual([]);
  });

  it('accuses nobody who passes close by and is in it now and then by the error of a box', () => {
    const trembles = Array.from({ length: 60 }, (_, i): [number, number] => [i % 3 === 0 ? 497 : 503, 300]);
    expect(walkThrough(closed(), trembles)).toEqual([]);
    expect(walkThrough(closed(), stand(1, 499.8))).toEqual([]);
    expect(walkThrough(closed(), stand(20, 490))).toHaveLength(1);
  });

  it('does not tell again of who trembles out of the zone for a moment after it was told of', () => {
    const drift = [...stand(10), ...stand(5, 503), ...stand(10), ...stand(5, 503), ...stand(10)];
    expect(walkThrough(lane(), drift, { class: 'motorcycle' })).toHaveLength(1);
  });

  it('gives the time of one who was lost to nobody else', () => {
    const rule = gate();
    walkThrough(rule, stand(150), { class: 'person' });
    const found = { ...trackAt(310, 300, { id: 't2', class: 'person' }), bornMs: 16_000 };
    expect(Array.from({ length: 60 }, (_, i) => rule.step(sceneOf(16_000 + 100 * i, [found]))).flat()).toEqual([]);
  });

  it('does not tell again of who was told of, lost, and found there again', () => {
    const rule = closed();
    expect(walkThrough(rule, stand(20))).toHaveLength(1);
    const found = { ...trackAt(305, 300, { id: 't2' }), bornMs: 2500 };
    expect(Array.from({ length: 20 }, (_, i) => rule.step(sceneOf(2500 + 100 * i, [found]))).flat()).toEqual([]);
  });

  it('does not tell again of who was hidden by somebody who came into sight just there', () => {
    const rule = closed();
    expect(walkThrough(rule, stand(20))).toHaveLength(1);
    const other = (x: number) => ({ ...trackAt(x, 300, { id: 't2' }), bornMs: 2200 });
    const passes = Array.from({ length: 6 }, (_, i) => rule.step(sceneOf(2200 + 100 * i, [other(305 + 4 * i)]))).flat();
    const both = Array.from({ length: 20 }, (_, i) =>
      rule.step(sceneOf(2800 + 100 * i, [trackAt(300, 300), other(330 + 4 * i)])),
    ).flat();
    expect([...passes, ...both]).toEqual([]);
  });

  it('does not tell again of who was seen only in part before it was lost', () => {
    const rule = closed();
    expect(walkThrough(rule, stand(20))).toHaveLength(1);
    rule.step(sceneOf(2000, [trackAt(300, 280, { height: 20 })]));
    const found = { ...trackAt(345, 310, { id: 't2' }), bornMs: 2700 };
    expect(Array.from({ length: 20 }, (_, i) => rule.step(sceneOf(2700 + 100 * i, [found]))).flat()).toEqual([]);
  });

  describe('in whose depth somebody who was told of is hidden for seconds', () => {
    const person = { class: 'person' } as const;
    const walkIn = Array.from({ length: 30 }, (_, i): [number, number] => [560 - 8 * i, 300]);
    /** The box of the one who is told of goes over to who passes outside, in whose way it was. */
    const passed = () => {
      const rule = closed();
      expect(walkThrough(rule, walkIn, person)).toHaveLength(1);
      walkThrough(rule, stand(20, 560), { ...person, startMs: 3000 });
      return rule;
    };

    it('does not tell again of who is first seen there afterwards', () => {
      const on = Array.from({ length: 20 }, (_, i): [number, number] => [290 - 8 * i, 300]);
      expect(walkThrough(passed(), on, { ...person, id: 't2', startMs: 5000 })).toEqual([]);
    });

    it('tells of another one who walks in after it', () => {
      const after = { ...person, id: 't3', startMs: 5000 };
      expect(walkThrough(passed(), walkIn.slice(0, 15), after)).toHaveLength(1);
    });

    it('tells of who is first seen there much later', () => {
      const later = { ...person, id: 't4', startMs: 9000 };
      expect(walkThrough(passed(), walkIn.slice(20), later)).toHaveLength(1);
    });
  });

  it('takes a person that never moves for a sign, and a car that stands for what it is', () => {
    const trembles = Array.from({ length: 60 }, (_, i): [number, number] => [300 + (i % 3), 300]);
    expect(walkThrough(closed(), trembles, { class: 'person' })).toEqual([]);
    expect(walkThrough(closed(), trembles, { class: 'car' })).toHaveLength(1);
    expect(walkThrough(closed(), [...trembles, ...stand(4, 325)], { class: 'person' })).toHaveLength(1);
    // The box of the sign went over to somebody who passes by outside.
    expect(walkThrough(closed(), [...trembles, ...stand(20, 520)], { class: 'person' })).toEqual([]);
  });

  it('counts a zone to the edge of the picture as going on beyond it', () => {
    expect(walkThrough(closed(), stand(10, 1))).toHaveLength(1);
  });

  it('looks at its classes and at confirmed tracks only', () => {
    expect(walkThrough(lane(), stand(20), { class: 'car' })).toEqual([]);
    expect(walkThrough(lane(), stand(20), { class: 'motorcycle', confirmed: false })).toEqual([]);
    expect(walkThrough(lane(), stand(20), { class: 'motorcycle' })).toHaveLength(1);
    expect(walkThrough(closed(), stand(20), { class: 'bus' })).toHaveLength(1);
  });

  it('leaves alone who drifts over the edge of a lane for a moment, again and again', () => {
    const drift = Array.from({ length: 10 }, () => [...stand(4), ...stand(4, 520)]).flat();
    expect(walkThrough(lane(), drift, { class: 'motorcycle' })).toEqual([]);
  });

  it('bridges a moment out of sight or out of the zone, and no longer one', () => {
    const seconds = (n: number, x = 300) => stand(n, x);
    const walk = { class: 'person', stepMs: 1000 } as const;
    const whole = [...seconds(10), ...seconds(1, 520), ...seconds(12)];
    expect(walkThrough(gate(), whole, walk)).toHaveLength(1);
    expect(walkThrough(gate(), [...seconds(12), ...seconds(4, 520), ...seconds(12)], walk)).toEqual([]);
    const hidden = gate();
    walkThrough(hidden, seconds(12), walk);
    hidden.step(sceneOf(12_000, [], ['t1']));
    expect(walkThrough(hidden, seconds(12), { ...walk, startMs: 13_000 })).toHaveLength(1);
  });

  it('tells again of who went and came back', () => {
    const walk = [...stand(10), ...stand(15, 700), ...stand(10)];
    expect(walkThrough(closed(), walk)).toHaveLength(2);
  });

  it('carries nothing over an interruption', () => {
    const rule = gate();
    walkThrough(rule, stand(19), { stepMs: 1000 });
    rule.interrupted();
    expect(rule.step(sceneOf(20_000, [trackAt(300, 300)]))).toEqual([]);
  });
});
