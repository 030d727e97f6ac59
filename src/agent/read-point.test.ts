import { describe, expect, it } from 'vitest';
import type { LatestDevice } from '../acquisition/acquisition.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { readPointOf } from './read-point.ts';

type Point = LatestDevice['points'][number];
const taken = { askedMs: 500, answeredMs: 600 };
const point = (over: Partial<Point>) => ({ point: 'phase', value: 'red', quality: 'good', taken, ...over }) as Point;
const deviceOf = (...points: Point[]) => ({ device: 'controller', points }) as unknown as LatestDevice;

describe('the newest value of a point, as a traffic signal asks for it', () => {
  it('keeps the time at which it was read, however often it is asked for: a state that stops coming grows old', () => {
    const clock = new ManualClock(0);
    let looks = 0;
    const read = readPointOf(() => {
      looks++;
      return [deviceOf(point({}))];
    }, clock);
    expect(read('controller', 'phase')).toEqual({ value: 'red', quality: 'good', ...taken });
    clock.advance(30);
    expect(read('controller', 'phase')).toEqual({ value: 'red', quality: 'good', ...taken });
    expect(looks).toBe(1);
    clock.advance(30);
    read('controller', 'phase');
    expect(looks).toBe(2);
  });

  it('is nothing where device or point are unknown, or nothing has come yet', () => {
    const read = readPointOf(() => [deviceOf(point({ taken: null }))], new ManualClock(0));
    expect(read('controller', 'phase')).toBeUndefined();
    expect(read('controller', 'other')).toBeUndefined();
    expect(read('other', 'phase')).toBeUndefined();
  });

  it('keeps its quality: a bad value is told as one', () => {
    const read = readPointOf(() => [deviceOf(point({ quality: 'bad:timeout' }))], new ManualClock(0));
    expect(read('controller', 'phase')).toMatchObject({ quality: 'bad:timeout' });
  });
});
