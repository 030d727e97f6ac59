import { describe, expect, it } from 'vitest';
import { FairQueue } from './fair-queue.ts';

describe('the fair queue', () => {
  it('serves owners in turn, each in its own order', () => {
    const queue = new FairQueue<string>(3);
    for (const job of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) queue.push(job[0]!, job);
    expect(Array.from({ length: 6 }, () => queue.shift())).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
    expect(queue.shift()).toBeUndefined();
  });

  it('never holds more of one owner than its bound, however few the others have', () => {
    const queue = new FairQueue<number>(2);
    expect([1, 2, 3].map((n) => queue.push('a', n))).toEqual([true, true, false]);
    expect(queue.push('b', 4)).toBe(true);
    expect(queue.size).toBe(3);
    expect(queue.clear()).toEqual([1, 2, 4]);
    expect(queue.size).toBe(0);
  });
});
