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
const firstRestMs = 10_000;
const longestRestMs = 600_000;
/** A gateway may say it in place of the device. */
const silences: ReadonlySet<string> = new Set(['timeout', 'gateway-unavailable', 'gateway-no-response']);

export const isSilence = (error: HaidangError | undefined) => error !== undefined && silences.has(error.code);

export class SilentBlocks<B> {
  readonly #blocks = new Map<B, Silence>();

  /** Was it left without an answer when it was asked last? */
  has(block: B): boolean {
    return this.#blocks.has(block);
  }

  /** The code of its silence while it is left alone; undefined where it is to be asked. */
  resting(block: B, nowMs: number): string | undefined {
    const silence = this.#blocks.get(block);
    return silence && silence.untilMs > nowMs ? silence.code : undefined;
  }

  /** @param isAlone the device answered others at the time: else it may just not be there. */
  left(block: B, code: string, isAlone: boolean, nowMs: number): void {
    const times = (this.#blocks.get(block)?.times ?? 0) + (isAlone ? 1 : 0);
    const restMs = Math.min(longestRestMs, firstRestMs * 2 ** (times - timesThatTell));
    this.#blocks.set(block, { times, untilMs: times >= timesThatTell ? nowMs + restMs : nowMs, code });
  }

  answered(block: B): void {
    this.#blocks.delete(block);
  }

  clear(): void {
    this.#blocks.clear();
  }
}
