import type { OutgoingOf, Send } from '../domain/outgoing.ts';
import { type Cancel, type Clock, every } from '../runtime/clock.ts';
import { type Command, isNews, type LampCondition, stateOf } from './lamp-report.ts';

interface VoiceOptions {
  readonly lamp: string;
  /** How often the state is sent where nothing changes, milliseconds. */
  readonly reportMs: number;
  /** The level, per cent, that a power in watts means; where its type is known. */
  readonly actualOf?: (watts: number) => number;
  readonly send: Send;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** What a lamp says of itself to the world: at every news, and from time to time. */
export class LampVoice {
  readonly #options: VoiceOptions;
  readonly #now: () => { command: Command | undefined; condition: LampCondition };
  #last: OutgoingOf<'lamp.state'> | undefined;
  #cancel: Cancel = () => {};

  constructor(options: VoiceOptions, now: () => { command: Command | undefined; condition: LampCondition }) {
    this.#options = options;
    this.#now = now;
  }

  start(): void {
    const { clock, reportMs, random } = this.#options;
    // The first report is early by a random part, so that not all lamps report at once.
    this.#cancel = every(clock, reportMs, () => this.report(true), reportMs * (0.5 + 0.5 * random()));
  }

  stop(): void {
    this.#cancel();
  }

  /** Sends the state where it says something new, or in any case. */
  report(anyway = false): void {
    const { command, condition } = this.#now();
    // Before the first answer there is nothing to say but what was decided: wait for it, it comes or fails soon.
    if (!command || condition.trouble === 'not-read') return;
    const { lamp, clock, actualOf } = this.#options;
    const state = stateOf(lamp, clock.now(), command, condition, actualOf);
    if (!anyway && !isNews(state, this.#last)) return;
    this.#last = state;
    this.#options.send(state);
  }
}
