// A rule that depends on a signal says when it does not know its state: until that is over it accuses nobody.
import type { Phrase } from '../../messages/text.ts';
import { explain, stateWord } from './explain.ts';
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
      return [
        this.#event('ended', explain('event.signal-known', { signal: this.#signal, state: stateWord(view.state) })),
      ];
    }
    this.#unknownSinceMs ??= scene.monotonicMs;
    if (this.#told || scene.monotonicMs - this.#unknownSinceMs < patienceMs) return [];
    this.#told = true;
    const why = view?.why ?? explain('signal.untold');
    return [this.#event('began', explain('event.signal-unknown', { signal: this.#signal, why }))];
  }

  #event(phase: 'began' | 'ended', explanation: Phrase): RuleEvent {
    return { phase, severity: 'info', boxes: [], explanation, doubt: 'signal-unknown', signal: this.#signal };
  }
}
