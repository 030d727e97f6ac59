// Registers for which a device says nothing at all, not even a refusal, though it answers for others: cheap devices do so
// for what they do not have. They are asked last, so that they hide nothing that is answered, and ever more rarely, so that
// their deadlines do not take the line from other devices.
import type { HaidangError } from '../runtime/errors.ts';

interface Silence {
  /** Polls in a row in which the device answered others. */
  readonly times: number;
  readonly untilMs: number;
  /** Code of what was heard in place of an answer. */
  readonly code: string;
}

/** Answers are lost now and then on every line: so many in a row are more than that. */
const timesThatTell = 3;
/** So many in a row tell even of a block that was answered before: the device was set up anew. */
const timesThatTellAnew = 9;
const firstRestMs = 10_000;
const longestRestMs = 600_000;
/** A gateway may say it in place of the device. */
const silences: ReadonlySet<string> = new Set(['timeout', 'gateway-unavailable', 'gateway-no-response']);

export const isSilence = (error: HaidangError | undefined) => error !== undefined && silences.has(error.code);

export class SilentBlocks<B extends object> {
  readonly #blocks = new WeakMap<B, Silence>();
  /** Answered once, as they are: there is nothing in them that the device does not have. */
  readonly #known = new WeakSet<B>();

  /** Was it left without an answer when it was asked last? */
  has(block: B): boolean {
    return this.#blocks.has(block);
  }

  /** Is it silent by itself, as far as is known: its silence says nothing of the device? */
  isMute(block: B): boolean {
    return this.#times(block) >= (this.#known.has(block) ? timesThatTell : 1);
  }

  /** Is it known to be silent, and to be asked for in smaller pieces? */
  isToSplit(block: B): boolean {
    return this.#times(block) >= (this.#known.has(block) ? timesThatTellAnew : timesThatTell);
  }

  /** The code of its silence while it is left alone; undefined where it is to be asked. */
  resting(block: B, nowMs: number): string | undefined {
    const silence = this.#blocks.get(block);
    return silence && silence.untilMs > nowMs ? silence.code : undefined;
  }

  /** The code of its silence; undefined where it is not silent. */
  code(block: B): string | undefined {
    return this.#blocks.get(block)?.code;
  }

  /** @param isAlone the device answered others at the time: else it may just not be there. */
  left(block: B, code: string, isAlone: boolean, nowMs: number): void {
    const times = this.#times(block) + (isAlone ? 1 : 0);
    const restMs = Math.min(longestRestMs, firstRestMs * 2 ** (times - timesThatTell));
    this.#blocks.set(block, { times, untilMs: times >= timesThatTell ? nowMs + restMs : nowMs, code });
  }

  /** A piece of a silent block: one more silence tells. */
  suspect(block: B, code: string, nowMs: number): void {
    this.#blocks.set(block, { times: timesThatTell - 1, untilMs: nowMs, code });
  }

  /** It is left alone for the longest while. */
  giveUp(block: B, code: string, nowMs: number): void {
    this.#blocks.set(block, { times: timesThatTellAnew, untilMs: nowMs + longestRestMs, code });
  }

  answered(block: B): void {
    this.#blocks.delete(block);
    this.#known.add(block);
  }

  #times(block: B): number {
    return this.#blocks.get(block)?.times ?? 0;
  }
}
