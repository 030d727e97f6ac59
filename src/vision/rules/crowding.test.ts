import { describe, expect, it } from 'vitest';
import { sceneOf, trackAt } from '../testing/walk.ts';
import { crowding } from './crowding.ts';

/** The left half of the picture of 1000 × 500. */
const make = (over: Record<string, unknown> = {}) =>
  crowding.create(
    crowding.schema.parse({
      id: 'square',
      kind: 'crowding',
      zone: [
        [0, 0],
        [0.5, 0],
        [0.5, 1],
        [0, 1],
      ],
      enter: 3,
      leave: 1,
      hold: '2s',
      ...over,
    }),
  );

const people = (n: number, x = 100) =>
  Array.from({ length: n }, (_, i) => trackAt(x + 20 * i, 300, { id: `p${i}`, class: 'person' }));

/** Frames each 0.5 s with these numbers of people; gives `began@s` and `ended@s`. */
function run(rule: ReturnType<typeof make>, numbers: readonly number[], startMs = 0): string[] {
  return numbers.flatMap((n, i) => {
    const ms = startMs + 500 * i;
    return rule.step(sceneOf(ms, people(n))).map((e) => `${e.phase}@${ms / 1000}:${e.count}`);
  });
}
const times = (n: number, count: number) => Array.from({ length: n }, () => count);

describe('crowding', () => {
  it('begins when enough stay for long enough, and ends when few stay for as long', () => {
    const said = run(make(), [...times(4, 2), ...times(10, 4), ...times(14, 0)]);
    // The last ones are remembered for 1 s after they are gone.
    expect(said).toEqual(['began@4:4', 'ended@10:0']);
  });

  it('does not begin for a crowd that passes', () => {
    expect(run(make(), [...times(3, 5), ...times(8, 2), ...times(4, 5)])).toEqual([]);
  });

  it('does not end and begin again while the number trembles between the thresholds', () => {
    expect(run(make(), [...times(6, 4), ...Array.from({ length: 40 }, (_, i) => (i % 2 ? 2 : 3))])).toEqual([
      'began@2:4',
    ]);
  });

  it('bridges a moment in which the detector loses sight of someone', () => {
    expect(run(make(), [3, 3, 2, 3, 3])).toEqual(['began@2:3']);
    expect(run(make(), [3, 3, 2, 3, 2, 3])).toEqual(['began@2.5:3']);
  });

  it('bridges a step over the edge of the zone and back, not one that lasts', () => {
    const said = (gapMs: number) => {
      const rule = make();
      return Array.from({ length: 60 }, (_, i) => i * 100).flatMap((ms) => {
        const isOut = ms >= 1500 && ms < 1500 + gapMs;
        const third = trackAt(isOut ? 510 : 490, 300, { id: 'p2', class: 'person' });
        return rule.step(sceneOf(ms, [...people(2), third])).map((e) => `${e.phase}@${ms / 1000}`);
      });
    };
    expect(said(200)).toEqual(['began@2']);
    expect(said(400)).toEqual(['began@3.9']);
  });

  it('counts confirmed road users of its classes with their feet in the zone', () => {
    const rule = make({ classes: ['person'], hold: '0s', enter: 1, leave: 0 });
    const outside = trackAt(600, 300, { id: 'o', class: 'person' });
    const young = trackAt(100, 300, { id: 'y', class: 'person', confirmed: false });
    const car = trackAt(100, 300, { id: 'c', class: 'car' });
    expect(rule.step(sceneOf(0, [outside, young, car]))).toEqual([]);
    const [event] = rule.step(sceneOf(100, [outside, young, car, ...people(1)]));
    expect(event).toMatchObject({ phase: 'began', count: 1, severity: 'warning' });
    expect(event?.boxes).toHaveLength(1);
    expect(event?.explanation.en).toContain('1 or more for 0ms');
  });

  it('lets go at once of who walked out of the zone, and of tracks that ended', () => {
    const rule = make({ hold: '0s', enter: 2, leave: 1 });
    expect(rule.step(sceneOf(0, people(2))).map((e) => e.phase)).toEqual(['began']);
    expect(rule.step(sceneOf(100, [...people(1), trackAt(700, 300, { id: 'p1' })])).map((e) => e.phase)).toEqual([
      'ended',
    ]);
    expect(rule.step(sceneOf(200, people(2))).map((e) => e.phase)).toEqual(['began']);
    expect(rule.step(sceneOf(300, [], ['p0', 'p1'])).map((e) => e.phase)).toEqual(['ended']);
  });

  it('must see the change anew after the camera was blind', () => {
    const rule = make();
    expect(run(rule, times(3, 4))).toEqual([]);
    rule.interrupted();
    expect(run(rule, times(4, 4), 60_000)).toEqual([]);
    expect(run(rule, times(2, 4), 62_000)).toEqual(['began@62:4']);
    rule.interrupted();
    // Still crowded: nothing is said twice. Then it ends, seen for the whole time.
    expect(run(rule, [...times(4, 4), ...times(10, 0)], 120_000)).toEqual(['ended@125:0']);
  });

  it('refuses thresholds that leave no room between them', () => {
    const result = crowding.schema.safeParse({
      id: 'x',
      kind: 'crowding',
      zone: [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
      enter: 3,
      leave: 3,
    });
    expect(result.error?.issues.map((i) => [i.path, i.message])).toEqual([[['leave'], 'vision.leave-not-below-enter']]);
  });
});
