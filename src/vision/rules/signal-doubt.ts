// A rule that depends on a signal says when it does not know its state: until that is over it accuses nobody.
import type { Rule, RuleEvent, Scene } from './rule.ts';

/** A signal may be unknown for this long without a word: a lamp that is dark between two colours, a bus before it. */
const patienceMs = 5000;

export class SignalDoubt {
  readonly #signal: string;
  #unknownSinceMs: number | null = null;
  #told = false;

  constructor({ signal }: { readonly signal: string } & Pick<Rule, 'id'>) {
    this.#signal = signal;
  }

  step(scene: Scene): RuleEvent[] {
    const view = scene.signals?.get(this.#signal);
    const isKnown = view !== undefined && view.state !== 'unknown';
    if (isKnown) {
      this.#unknownSinceMs = null;
      if (!this.#told) return [];
      this.#told = false;
      return [this.#event('ended', `the signal ${this.#signal} is known again: ${view.state}`)];
    }
    this.#unknownSinceMs ??= scene.monotonicMs;
    if (this.#told || scene.monotonicMs - this.#unknownSinceMs < patienceMs) return [];
    this.#told = true;
    const why = view?.why || 'nobody gives its state';
    return [this.#event('began', `the state of the signal ${this.#signal} is not known: ${why}. Nobody is accused`)];
  }

  #event(phase: 'began' | 'ended', explanation: string): RuleEvent {
    return { phase, severity: 'info', boxes: [], explanation, doubt: 'signal-unknown', signal: this.#signal };
  }
}
