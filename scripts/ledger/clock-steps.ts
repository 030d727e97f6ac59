/** From `fromMs` (true time, milliseconds since the epoch) on, the agent's wall clock shows `offsetMs` more. */
export interface ClockStep {
  readonly fromMs: number;
  readonly offsetMs: number;
}

/** How much the agent's wall clock shows more than the true time, at a true time. @param steps in their order. */
export function offsetAt(steps: readonly ClockStep[], ms: number): number {
  let offset = 0;
  for (const step of steps) if (step.fromMs <= ms) offset = step.offsetMs;
  return offset;
}
