import { describe, expect, it } from 'vitest';
import { ManualClock } from '../runtime/manual-clock.ts';
import { Rounds } from './lamp-rounds.ts';

describe('the rounds of a lamp', () => {
  it('go on where the next one is asked for in the very moment in which the last one ends', async () => {
    const clock = new ManualClock();
    let count = 0;
    const round = async () => {
      count++;
      return 'answered' as const;
    };
    const rounds = new Rounds({ clock, round, restMs: () => 1000 });
    await rounds.answered().then(() => rounds.kick());
    await clock.advanceAsync(5500);
    // One that was asked for, one for it, and five after their rests.
    expect(count).toBe(7);
    await rounds.stop();
    expect(clock.pendingTimers).toBe(0);
  });
});
