import { describe, expect, it } from 'vitest';
import { every, SystemClock, sleep, withDeadline } from './clock.ts';
import { ManualClock } from './manual-clock.ts';

describe('every', () => {
  it('calls at its interval, however the wall clock steps', () => {
    const clock = new ManualClock();
    let calls = 0;
    const cancel = every(clock, 1000, () => calls++);
    clock.advance(3000);
    clock.step(-86_400_000);
    clock.advance(2000);
    clock.step(86_400_000);
    clock.advance(1000);
    expect(calls).toBe(6);
    cancel();
    clock.advance(5000);
    expect(calls).toBe(6);
    expect(clock.pendingTimers).toBe(0);
  });

  it('skips the ticks that a busy process missed and says how many, without a burst', () => {
    let monotonic = 0;
    const due: { at: number; fn: () => void }[] = [];
    const clock = {
      now: () => ({ ms: 0, quality: 'synced' as const }),
      monotonicMs: () => monotonic,
      after: (ms: number, fn: () => void) => {
        due.push({ at: monotonic + ms, fn });
        return () => {};
      },
    };
    const skipped: number[] = [];
    every(clock, 100, (n) => skipped.push(n));
    monotonic = 560;
    due.shift()?.fn();
    expect(skipped).toEqual([4]);
    expect(due[0]?.at).toBe(600);
  });
});

describe('sleep and deadlines', () => {
  it('end a sleep by its signal and leave no timer', async () => {
    const clock = new ManualClock();
    const abort = new AbortController();
    const slept = sleep(clock, 1000, abort.signal);
    abort.abort(new Error('stopping'));
    await expect(slept).rejects.toThrow('stopping');
    expect(clock.pendingTimers).toBe(0);
  });

  it('give the outcome in time, else the error of the deadline', async () => {
    const clock = new ManualClock();
    expect(await withDeadline(clock, 100, Promise.resolve(1), () => new Error('late'))).toBe(1);
    const hung = withDeadline(clock, 100, new Promise(() => {}), () => new Error('late'));
    clock.advance(100);
    await expect(hung).rejects.toThrow('late');
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('the system clock', () => {
  it('is not believed before somebody confirmed it', () => {
    const clock = new SystemClock();
    expect(clock.now().quality).toBe('unsynced');
    clock.setQuality('synced');
    expect(clock.now().quality).toBe('synced');
  });

  it('does not fire a timer of a month at once', async () => {
    const clock = new SystemClock();
    let fired = false;
    const cancel = clock.after(40 * 86_400_000, () => {
      fired = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    cancel();
    expect(fired).toBe(false);
  });
});
