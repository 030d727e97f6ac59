import { describe, expect, it } from 'vitest';
import { calm, step, type Verdict } from './debounce.ts';

const delays = { raiseMs: 10, raiseSamples: 3, clearMs: 5, clearSamples: 2 };

/** Raised or not after each sample, one a time unit of 5. */
function through(verdicts: readonly Verdict[]): boolean[] {
  let phase = calm;
  return verdicts.map((v, i) => {
    phase = step(phase, v, i * 5, delays);
    return phase.raised;
  });
}

describe('a suspicion', () => {
  it('is raised when it lasted long enough and was seen often enough', () => {
    expect(through(['bad', 'bad', 'bad', 'bad'])).toEqual([false, false, true, true]);
  });
  it('starts anew after a sample that says otherwise, or nothing', () => {
    expect(through(['bad', 'bad', 'good', 'bad', 'bad', 'bad'])).toEqual([false, false, false, false, false, true]);
    expect(through(['bad', 'bad', 'unknown', 'bad', 'bad'])).toEqual([false, false, false, false, false]);
  });
  it('is cleared by what is good, and stays through what says nothing', () => {
    const raised: Verdict[] = ['bad', 'bad', 'bad'];
    expect(through([...raised, 'unknown', 'good', 'unknown', 'good', 'good']).slice(3)).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });
  it('costs nothing where there is none', () => {
    expect(step(calm, 'good', 5, delays)).toBe(calm);
    expect(step(calm, 'unknown', 5, delays)).toBe(calm);
  });
});
