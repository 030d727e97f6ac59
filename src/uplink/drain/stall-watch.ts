import type { Cancel, Clock } from '../../runtime/clock.ts';

/**
 * Notices when nothing that is on its way is acknowledged any more. What counts is progress: a slow link that still
 * moves one message after the other is not dead, however long the last of them waits.
 */
export class StallWatch {
  readonly #clock: Clock;
  readonly #stallMs: number;
  #progressMs = 0;
  #cancel: Cancel | undefined;

  constructor(clock: Clock, stallMs: number) {
    this.#clock = clock;
    this.#stallMs = stallMs;
  }

  /** The first message is on its way, or one was answered. */
  progress(): void {
    this.#progressMs = this.#clock.monotonicMs();
  }

  /** Watches until `end`; `onStalled` is called once. */
  begin(onStalled: () => void): void {
    if (this.#cancel) return;
    const leftMs = this.#progressMs + this.#stallMs - this.#clock.monotonicMs();
    if (leftMs <= 0) {
      onStalled();
      return;
    }
    this.#cancel = this.#clock.after(leftMs, () => {
      this.#cancel = undefined;
      this.begin(onStalled);
    });
  }

  end(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
