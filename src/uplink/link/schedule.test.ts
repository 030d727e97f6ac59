import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../simulator/random.ts';
import { defaultTuning } from '../deps.ts';
import { connectTimeoutMs, reconnectWaitMs } from './schedule.ts';

const options = { firstMs: defaultTuning.reconnectFirstMs, maxMs: 60_000 };

/**
 * A broker was away for `awayMs` and then takes `perSecond` connections a second, refusing the others.
 * @returns tries in each second since the broker is back, the seconds until the last one is in, and tries in all.
 */
function comeBack(gateways: number, awayMs: number, perSecond: number, seed: number) {
  const random = seededRandom(seed);
  // By second: the tries of the gateways that try in it.
  const due = new Map<number, number[]>();
  const plan = (tries: number, fromMs: number) => {
    const atMs = fromMs + reconnectWaitMs(tries, random(), options);
    const at = Math.max(Math.floor(atMs / 1000), Math.floor(fromMs / 1000) + (tries > 0 ? 1 : 0));
    const then = due.get(at);
    if (then) then.push(tries);
    else due.set(at, [tries]);
  };
  for (let g = 0; g < gateways; g++) plan(0, 0);
  const triesPerSecond: number[] = [];
  let inside = 0;
  let all = 0;
  let second = 0;
  for (; inside < gateways && second < 3600; second++) {
    const now = due.get(second) ?? [];
    due.delete(second);
    all += now.length;
    const up = second * 1000 >= awayMs;
    if (up) triesPerSecond.push(now.length);
    now.forEach((tries, i) => {
      if (up && i < perSecond) inside++;
      else plan(tries + 1, second * 1000 + random() * 1000);
    });
  }
  return { triesPerSecond, seconds: second - awayMs / 1000, triesEach: all / gateways, inside };
}

describe('10,000 gateways that come back', () => {
  it('after a short restart of the broker are spread over the first seconds, and all in within two minutes', () => {
    const { triesPerSecond, seconds, triesEach, inside } = comeBack(10_000, 1000, 500, 1);
    expect(inside).toBe(10_000);
    // All at once would be 10,000 in one second.
    expect(Math.max(...triesPerSecond)).toBeLessThan(3000);
    expect(seconds).toBeLessThan(120);
    expect(triesEach).toBeLessThan(6);
  });

  it('after a quarter of an hour are spread over the longest wait, and the broker is never asked for much more than it takes', () => {
    const { triesPerSecond, seconds, inside } = comeBack(10_000, 900_000, 500, 2);
    expect(inside).toBe(10_000);
    expect(Math.max(...triesPerSecond)).toBeLessThan(600);
    expect(seconds).toBeLessThan(75);
  });

  it('one by one wait longer with each try, up to the longest wait, and never nothing', () => {
    const longest = [0, 1, 2, 3, 4, 5, 60].map((tries) => Math.round(reconnectWaitMs(tries, 1, options) / 1000));
    expect(longest).toEqual([5, 10, 20, 40, 60, 60, 60]);
    expect(reconnectWaitMs(0, 0, options)).toBe(100);
  });
});

describe('a broker that is tried', () => {
  it('has little time at first, more with each try, and as much as it needed before', () => {
    expect([0, 1, 2, 3, 60].map((tries) => connectTimeoutMs(tries, 0, 20_000))).toEqual([
      5000, 10_000, 20_000, 20_000, 20_000,
    ]);
    expect(connectTimeoutMs(0, 3000, 20_000)).toBe(12_000);
    expect(connectTimeoutMs(0, 30, 20_000)).toBe(5000);
    expect(connectTimeoutMs(0, 30, 2000)).toBe(2000);
  });
});
