import { describe, expect, it } from 'vitest';
import type { Lane } from '../domain/lane.ts';
import { type Entry, Pending } from './pending.ts';
import { evictionOrder, policiesOf } from './policy.ts';

const order = evictionOrder(policiesOf({ retain: 1 }));

const entry = (number: number, lane: Lane, length = 10): Entry => ({
  number,
  lane,
  source: 's',
  subject: 'x',
  type: 't',
  occurredMs: number,
  appendedMs: number,
  sinceMs: number,
  tail: 'x'.repeat(length),
  sign: false,
  clears: null,
});
const numbers = (entries: readonly Entry[]) => entries.map((e) => e.number);

describe('what waits in memory', () => {
  it('goes out by lane priority, and in order within each lane', () => {
    const p = new Pending({ rows: 10, bytes: 1e6 }, order);
    for (const [n, lane] of (['telemetry', 'alarm', 'telemetry', 'event', 'alarm'] as const).entries()) {
      p.push(entry(n, lane));
    }
    expect(p.oldest?.number).toBe(0);
    expect(numbers(p.take({ rows: 3, bytes: 1e6 }))).toEqual([1, 4, 3]);
    expect(numbers(p.take({ rows: 9, bytes: 1e6 }))).toEqual([0, 2]);
    expect(p).toMatchObject({ rows: 0, bytes: 0, oldest: undefined });
  });

  it('drops the oldest of the lane that can best be missed, and alarms only when there is nothing else', () => {
    const p = new Pending({ rows: 3, bytes: 1e6 }, order);
    for (const [n, lane] of (['state', 'telemetry', 'alarm'] as const).entries()) p.push(entry(n, lane));
    expect(numbers(p.push(entry(3, 'alarm')))).toEqual([1]);
    expect(numbers(p.push(entry(4, 'alarm')))).toEqual([0]);
    expect(numbers(p.push(entry(5, 'telemetry')))).toEqual([5]);
    expect(numbers(p.push(entry(6, 'alarm')))).toEqual([2]);
  });

  it('is bounded in bytes as well, and a transaction too, but for a single entry that is bigger', () => {
    const p = new Pending({ rows: 100, bytes: 10_000 }, order);
    for (let n = 0; n < 3; n++) p.push(entry(n, 'event', 1000));
    expect(numbers(p.push(entry(3, 'event', 2000)))).toEqual([0]);
    expect(numbers(p.take({ rows: 100, bytes: 3000 }))).toEqual([1]);
    expect(numbers(p.take({ rows: 100, bytes: 100 }))).toEqual([2]);
  });

  it('keeps its order through many pushes and takes', () => {
    const p = new Pending({ rows: 5000, bytes: 1e9 }, order);
    const taken: number[] = [];
    for (let n = 0; n < 4000; n++) {
      p.push(entry(n, 'telemetry'));
      if (n % 3 === 0) taken.push(...numbers(p.take({ rows: 2, bytes: 1e6 })));
    }
    taken.push(...numbers(p.take({ rows: 5000, bytes: 1e9 })));
    expect(taken).toEqual(Array.from({ length: 4000 }, (_, n) => n));
  });
});
