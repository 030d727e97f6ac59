import { describe, expect, it } from 'vitest';
import { FairQueue } from './fair-queue.ts';

describe('the fair queue', () => {
  it('serves owners in turn, each in its own order', () => {
    const queue = new FairQueue<string>(3);
    for (const job of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) queue.push(job[0]!, job);
    expect(Array.from({ length: 6 }, () => queue.shift())).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
    expect(queue.shift()).toBeUndefined();
  });

  it('gives owners that want all of it their parts by weight, and one that wants little its little at once', () => {
    const weights: Record<string, number> = { a: 10, b: 5, c: 1 };
    const queue = new FairQueue<string>(1, (owner) => weights[owner]!);
    const served: string[] = [];
    for (let i = 0; i < 300; i++) {
      for (const owner of ['a', 'b']) queue.push(owner, owner);
      if (i % 50 === 0) queue.push('c', 'c');
      served.push(queue.shift()!);
    }
    const count = (owner: string) => served.filter((s) => s === owner).length;
    expect([count('c'), Math.abs(count('a') - 2 * count('b')) <= 2]).toEqual([6, true]);
    // It is not made to wait for what others had while it wanted nothing.
    for (let i = 50; i < 300; i += 50) expect(served.slice(i, i + 4)).toContain('c');
  });

  it('gives nothing out while one who is served would come again before whoever waits', () => {
    const queue = new FairQueue<string>(1, (owner) => (owner === 'a' ? 3 : 1));
    queue.push('a', 'a1');
    queue.push('b', 'b1');
    expect([queue.shift(), queue.shift(['a'])]).toEqual(['a1', 'b1']);
    queue.push('b', 'b2');
    queue.push('a', 'a2');
    expect(queue.shift(['b'])).toBe('a2');
    // b stands at 1, a would stand at 2/3.
    expect(queue.shift(['a'])).toBeUndefined();
    queue.push('a', 'a3');
    expect([queue.shift(), queue.shift()]).toEqual(['a3', 'b2']);
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
