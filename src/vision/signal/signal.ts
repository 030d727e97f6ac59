// What a traffic signal shows, as far as it is known, and what it showed before.
import type { Phrase } from '../../messages/text.ts';

export type SignalState = 'red' | 'amber' | 'green' | 'unknown';

/** A while in which it showed one thing. */
export interface SignalChange {
  readonly state: SignalState;
  /** From when this is certain, on the frames' axis. */
  readonly ms: number;
  /** Until when, as far as it was seen. What lies between this and the next change is not known. */
  readonly untilMs: number;
}

/** A signal as the rules see it in one frame. */
export interface SignalView {
  readonly state: SignalState;
  /** The first moment in which it surely showed this: what was between it and what was seen before is not known. */
  readonly sinceMs: number;
  /** Why it is unknown; absent where it is not. */
  readonly why: Phrase | undefined;
  /** The last changes, the oldest first, this one included. */
  readonly history: readonly SignalChange[];
}

/** Changes that are remembered. */
export const kept = 16;

/** Follows one signal that is seen in every frame. */
export class SignalMemory {
  #history: SignalChange[] = [];

  /** @param why it is unknown; absent where it is not. */
  see(state: SignalState, ms: number, why?: Phrase): SignalView {
    const last = this.#history.at(-1);
    const change = last?.state === state ? { ...last, untilMs: ms } : { state, ms, untilMs: ms };
    const before = last?.state === state ? this.#history.slice(0, -1) : this.#history;
    this.#history = [...before, change].slice(-kept);
    return { state, sinceMs: change.ms, why, history: this.#history };
  }

  /** Nothing was seen for a while: whatever it shows next may have begun at any time. */
  interrupt(): void {
    this.#history = [];
  }
}
