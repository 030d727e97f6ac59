// Which lanes are held back because the broker did not take their messages, and when each is tried again. A lane is held
// alone: a centre that subscribed to the alarms only still gets them.
import type { Lane } from '../../domain/outgoing.ts';
import type { Instant } from '../../domain/time.ts';
import { Backoff, type BackoffOptions } from '../../runtime/backoff.ts';

export interface Hold {
  /** Reason code of the last acknowledgement. */
  readonly reason: number;
  readonly since: Instant;
}

interface Held extends Hold {
  readonly backoff: Backoff;
  nextTryMs: number;
  /** When it would be tried if there were something to try it with; undefined where that is `nextTryMs`. */
  dueMs: number | undefined;
  trying: boolean;
}

export class Holds {
  readonly #held = new Map<Lane, Held>();
  readonly #backoff: BackoffOptions;

  constructor(backoff: BackoffOptions) {
    this.#backoff = backoff;
  }

  /** A message of the lane was not taken. Of many that were on their way together, the first one counts. */
  hold(lane: Lane, reason: number, now: Instant, monotonicMs: number): void {
    const known = this.#held.get(lane);
    if (known && !known.trying) return;
    const backoff = known?.backoff ?? new Backoff(this.#backoff);
    const nextTryMs = monotonicMs + backoff.next();
    this.#held.set(lane, { reason, since: known?.since ?? now, backoff, nextTryMs, dueMs: undefined, trying: false });
  }

  /** A message of the lane was taken. @returns whether it was held until now. */
  taken(lane: Lane): boolean {
    return this.#held.delete(lane);
  }

  /**
   * Whether a message of the lane may go out: freely, or as the one that tries whether the lane is taken again, which
   * is then on its way (`tried`).
   */
  may(lane: Lane, monotonicMs: number): 'go' | 'try' | 'wait' {
    const held = this.#held.get(lane);
    if (!held) return 'go';
    return !held.trying && monotonicMs >= held.nextTryMs ? 'try' : 'wait';
  }

  tried(lane: Lane): void {
    const held = this.#held.get(lane);
    if (held) held.trying = true;
  }

  /** What was tried got no answer that says anything about the lane: it may be tried again. */
  unanswered(lane?: Lane): void {
    for (const [l, held] of this.#held) if (lane === undefined || l === lane) held.trying = false;
  }

  /** There was nothing to try the lane with: it is left alone until something comes, or for the longest wait. */
  postpone(lane: Lane, monotonicMs: number): void {
    const held = this.#held.get(lane);
    if (!held || held.trying) return;
    held.dueMs ??= held.nextTryMs;
    held.nextTryMs = monotonicMs + this.#backoff.maxMs;
  }

  /** Something may be there to try the lane with. */
  stir(lane: Lane): void {
    const held = this.#held.get(lane);
    if (held?.dueMs === undefined) return;
    held.nextTryMs = held.dueMs;
    held.dueMs = undefined;
  }

  /** How long until the next lane may be tried, milliseconds; undefined where none waits for its time. */
  nextTryInMs(monotonicMs: number): number | undefined {
    const times = [...this.#held.values()].filter((h) => !h.trying).map((h) => h.nextTryMs - monotonicMs);
    return times.length > 0 ? Math.max(0, Math.min(...times)) : undefined;
  }

  get all(): ReadonlyMap<Lane, Hold> {
    return this.#held;
  }
}
