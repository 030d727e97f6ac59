// When a lamp is attended to: one round at a time, another at once where something changed meanwhile, else after a rest;
// and who waits for what a round finds.
import type { Cancel, Clock } from '../runtime/clock.ts';

/**
 * What a round left. `again`: something changed, the next one follows at once; `open`: no answer yet, whoever waits for
 * one waits for the next round; `answered`: the lamp's answer or its silence is known; `idle`: there was nothing to do.
 */
export type RoundEnd = 'again' | 'open' | 'answered' | 'idle';

interface RoundsOptions {
  readonly clock: Clock;
  /** One round. Never throws. */
  readonly round: () => Promise<RoundEnd>;
  /** The rest after a round, milliseconds. */
  readonly restMs: () => number;
}

export class Rounds {
  readonly #options: RoundsOptions;
  readonly #abort = new AbortController();
  #running: Promise<void> | undefined;
  #again = false;
  #waiters: (() => void)[] = [];
  #cancelNext: Cancel = () => {};

  constructor(options: RoundsOptions) {
    this.#options = options;
  }

  /** Aborted when the rounds end for good. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** A round now, or right after the one that runs. */
  kick(): void {
    this.#cancelNext();
    if (this.signal.aborted) return;
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      // Asked for after the last round and before this: nobody else would begin it, ever.
      if (this.#again) this.kick();
    });
  }

  /** A round now; resolves when what it asks is answered, or when the rounds end. */
  answered(): Promise<void> {
    return new Promise((resolve) => {
      if (this.signal.aborted) return resolve();
      this.#waiters.push(resolve);
      this.kick();
    });
  }

  /** Resolves when the last round has ended. */
  async stop(): Promise<void> {
    this.#abort.abort(new Error('stopping'));
    this.#cancelNext();
    await this.#running;
    for (const done of this.#waiters.splice(0)) done();
  }

  async #run(): Promise<void> {
    // Whoever asks for two things in one breath means one round.
    await Promise.resolve();
    while (this.#again && !this.signal.aborted) {
      this.#again = false;
      const waiters = this.#waiters.splice(0);
      const end = await this.#options.round();
      if (end === 'answered') for (const done of waiters) done();
      else this.#waiters.unshift(...waiters);
      if (end === 'idle') return;
      if (end === 'again') this.#again = true;
    }
    if (this.signal.aborted) return;
    this.#cancelNext = this.#options.clock.after(this.#options.restMs(), () => this.kick());
  }
}
