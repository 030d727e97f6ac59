// Follows a signal that is asked now and then, or tells of itself, beside the pictures.
//
// A reading is true of one moment between question and answer, and of no other. What the signal showed between two
// readings is known where both say the same and lie so near to each other that nothing else can have been between; where
// they differ, when it changed is not known. So red is certain from the answer of the first reading that says so to the
// question of the last one, and what somebody did after that waits for the next reading. All that is doubtful counts
// against an accusation, as in the case of pictures that come late: who is seen in one may have been there before it.
import type { Phrase } from '../../messages/text.ts';
import { kept, type SignalChange, type SignalState, type SignalView } from './signal.ts';

/** A reading, as it is true of one moment between two, on the frames' axis. */
export interface Sample {
  readonly state: SignalState;
  /** Why it is unknown; absent where it is not. */
  readonly why?: Phrase;
  readonly fromMs: number;
  readonly toMs: number;
}

/** No green with its amber is shorter: two reds further apart may have one between them, milliseconds. */
export const longestGapMs = 5000;

export interface SampledOptions {
  /** Two readings that are further apart say nothing of the time between. */
  readonly gapMs: number;
  /** How much later than in the street the pictures may come. */
  readonly delayMs: number;
  /** Why nothing is known, in words. */
  readonly words: {
    readonly never: () => Phrase;
    readonly old: (ageMs: number) => Phrase;
    readonly alone: (gapMs: number) => Phrase;
  };
}

export class SampledSignal {
  readonly #options: SampledOptions;
  #history: readonly SignalChange[] = [];
  #last: Sample | undefined;
  /** Nothing that was read before goes over into the last reading. */
  #isAlone = true;

  constructor(options: SampledOptions) {
    this.#options = options;
  }

  /** @param newest the newest reading there is, the same as before too. */
  see(newest: Sample | undefined, nowMs: number): SignalView {
    const { gapMs, words } = this.#options;
    if (newest && !(this.#last && newest.toMs <= this.#last.toMs)) this.#take(newest);
    const last = this.#last;
    if (!last) return this.#unknown(words.never(), nowMs);
    const ageMs = nowMs - last.toMs;
    if (ageMs > gapMs) {
      this.#lose();
      return this.#unknown(words.old(ageMs), nowMs);
    }
    if (last.state === 'unknown') return this.#unknown(last.why, nowMs);
    if (this.#isAlone) return this.#unknown(words.alone(gapMs), nowMs);
    const sinceMs = Math.min(nowMs, this.#history.at(-1)?.ms ?? nowMs);
    return { state: last.state, sinceMs, why: undefined, history: this.#history };
  }

  /** Nothing was seen for a while. */
  interrupt(): void {
    this.#history = [];
    this.#last = undefined;
    this.#isAlone = true;
  }

  #take(sample: Sample): void {
    const last = this.#last;
    const isNear = last !== undefined && sample.toMs - last.fromMs <= this.#options.gapMs;
    this.#last = sample;
    this.#isAlone = !isNear || last.state === 'unknown';
    const run = this.#history.at(-1);
    if (isNear && run?.state === sample.state) {
      const untilMs = Math.max(run.untilMs, sample.fromMs);
      this.#history = [...this.#history.slice(0, -1), { ...run, untilMs }];
    } else this.#begin(sample.state, sample.toMs + this.#options.delayMs, sample.fromMs);
  }

  /** The readings have stopped: what was last read holds no longer than until then. */
  #lose(): void {
    const run = this.#history.at(-1);
    if (run && run.state !== 'unknown') this.#begin('unknown', Math.max(run.ms, run.untilMs), run.untilMs);
  }

  #begin(state: SignalState, ms: number, untilMs: number): void {
    this.#history = [...this.#history, { state, ms, untilMs }].slice(-kept);
  }

  #unknown(why: Phrase | undefined, nowMs: number): SignalView {
    const run = this.#history.at(-1);
    const sinceMs = run?.state === 'unknown' ? Math.min(run.ms, nowMs) : nowMs;
    return { state: 'unknown', sinceMs, why, history: this.#history };
  }
}
