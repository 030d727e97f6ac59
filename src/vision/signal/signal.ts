// What a traffic signal shows, as far as it is known, and what it showed before.
import type { Phrase } from '../../messages/text.ts';

export type SignalState = 'red' | 'amber' | 'green' | 'unknown';

export interface SignalChange {
  readonly state: SignalState;
  /** From when, on the frames' axis. */
  readonly ms: number;
}

/** A signal as the rules see it in one frame. */
export interface SignalView {
  readonly state: SignalState;
  /** The first frame in which it showed this: what was between it and the frame before is not known. */
  readonly sinceMs: number;
  /** The state before, and the last frame in which it was seen. */
  readonly before: SignalState;
  readonly beforeUntilMs: number;
  /** Why it is unknown; absent where it is not. */
  readonly why: Phrase | undefined;
  /** The last changes, the oldest first, this one included. */
  readonly history: readonly SignalChange[];
}

/** Changes that are remembered. */
const kept = 16;

/** Follows one signal from frame to frame. */
export class SignalMemory {
  #state: SignalState = 'unknown';
  #sinceMs = Number.NEGATIVE_INFINITY;
  #before: SignalState = 'unknown';
  #seenMs = Number.NEGATIVE_INFINITY;
  #beforeUntilMs = Number.NEGATIVE_INFINITY;
  #history: SignalChange[] = [];

  /** @param why it is unknown; absent where it is not. */
  see(state: SignalState, ms: number, why?: Phrase): SignalView {
    if (state !== this.#state || this.#history.length === 0) {
      this.#before = this.#state;
      this.#beforeUntilMs = this.#seenMs;
      this.#state = state;
      this.#sinceMs = ms;
      this.#history = [...this.#history, { state, ms }].slice(-kept);
    }
    this.#seenMs = ms;
    return {
      state,
      sinceMs: this.#sinceMs,
      before: this.#before,
      beforeUntilMs: this.#beforeUntilMs,
      why,
      history: this.#history,
    };
  }

  /** Nothing was seen for a while: whatever it shows next may have begun at any time. */
  interrupt(): void {
    this.#state = 'unknown';
    this.#before = 'unknown';
    this.#sinceMs = Number.NEGATIVE_INFINITY;
    this.#seenMs = Number.NEGATIVE_INFINITY;
    this.#history = [];
  }
}
