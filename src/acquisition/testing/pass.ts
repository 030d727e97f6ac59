import type { ManualClock } from '../../runtime/manual-clock.ts';

/** Lets time pass in steps, and everything that time set going come to its end after each. */
export async function pass(clock: ManualClock, ms: number, stepMs = 50): Promise<void> {
  let left = ms;
  do {
    const step = Math.min(left, stepMs);
    left -= step;
    await clock.advanceAsync(step);
    await new Promise((resolve) => setImmediate(resolve));
  } while (left > 0);
}
