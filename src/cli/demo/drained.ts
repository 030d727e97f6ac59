import { type Clock, sleep } from '../../runtime/clock.ts';

/** How long the end waits for what is still on its way. */
const withinMs = 10_000;

export interface Draining {
  /** Messages that wait in the gateway; null where it does not say. */
  queue(): Promise<number | null>;
  /** Messages that the centre misses. */
  missing(): number;
  /** Nothing more will come. */
  isOver(): boolean;
}

/** Waits until everything was sent and nothing is missing, for a while at most. @returns what still waits. */
export async function drained(clock: Clock, { queue, missing, isOver }: Draining): Promise<number> {
  const end = clock.monotonicMs() + withinMs;
  let left = 0;
  while (clock.monotonicMs() < end && !isOver()) {
    const waiting = await queue();
    if (waiting === null) return left;
    // A few are always being made.
    left = waiting > 3 ? waiting : 0;
    if (left === 0 && missing() === 0) return 0;
    await sleep(clock, 200);
  }
  return left;
}
