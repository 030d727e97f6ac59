import { describe, expect, it } from 'vitest';
import { sceneOf, trackAt } from '../testing/walk.ts';
import { gathering } from './gathering.ts';

const zone = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];
const make = () =>
  gathering.create(gathering.schema.parse({ id: 'g', kind: 'gathering', zone, by: 4, within: '10s', hold: '1s' }));
/** Five who stand there; each is believed a little later than the one before. */
const five = (ms: number, sinceMs: number) =>
  Array.from({ length: 5 }, (_, i) =>
    trackAt(100 + 60 * i, 250, { id: `p${i}-${sinceMs}`, confirmed: ms - sinceMs >= 300 + 200 * i }),
  );
const frames = (from: number, until: number) => Array.from({ length: (until - from) / 100 }, (_, i) => from + 100 * i);

describe('a sudden gathering', () => {
  it('is not one of those who are there when the rule begins to look', () => {
    const rule = make();
    expect(frames(0, 8000).flatMap((ms) => rule.step(sceneOf(ms, five(ms, 0))))).toEqual([]);
  });

  it('is not one of those who are there when the camera comes back', () => {
    const rule = make();
    for (const ms of frames(0, 5000)) rule.step(sceneOf(ms, []));
    rule.interrupted();
    expect(frames(5000, 12_000).flatMap((ms) => rule.step(sceneOf(ms, five(ms, 5000))))).toEqual([]);
  });
});
