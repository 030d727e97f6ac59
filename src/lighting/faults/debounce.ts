// One suspicion through time: bad for long enough and often enough raises it, good for long enough clears it. A sample
// that says nothing ends a suspicion and leaves what is raised as it is: no fault is told, and none is taken back,
// without having been seen. Pure; time is handed in and may be any clock that does not go back.

/** Times in milliseconds, counts in samples in a row; both must be reached. */
export interface Delays {
  readonly raiseMs: number;
  readonly raiseSamples: number;
  readonly clearMs: number;
  readonly clearSamples: number;
}

export type Verdict = 'bad' | 'good' | 'unknown';

export interface Phase {
  readonly raised: boolean;
  /** The first of the samples in a row that speak against the present state; null where the last one did not. */
  readonly againstSince: number | null;
  readonly against: number;
}

/** Nothing raised, nothing suspected. */
export const calm: Phase = { raised: false, againstSince: null, against: 0 };
export const standing: Phase = { raised: true, againstSince: null, against: 0 };

/** The phase after a sample. The same object where nothing changes. */
export function step(phase: Phase, verdict: Verdict, nowMs: number, delays: Delays): Phase {
  const rest = phase.raised ? standing : calm;
  if (verdict === 'unknown' || (verdict === 'bad') === phase.raised) return phase.againstSince === null ? phase : rest;
  const againstSince = phase.againstSince ?? nowMs;
  const against = phase.against + 1;
  const forMs = phase.raised ? delays.clearMs : delays.raiseMs;
  const samples = phase.raised ? delays.clearSamples : delays.raiseSamples;
  if (against >= samples && nowMs - againstSince >= forMs) return phase.raised ? calm : standing;
  return { raised: phase.raised, againstSince, against };
}
