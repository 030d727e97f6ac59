import { type Cancel, type Clock, every } from '../runtime/clock.ts';

const windowMs = 10_000;

/** What was counted since the start. */
export interface FrameCounts {
  /** Frames that arrived, dropped or not. */
  readonly arrived: number;
  /** Frames that were dealt with, by the network or without it. */
  readonly done: number;
}

/** How many frames a second a camera gives and how many of them are dealt with, over windows of 10 s. */
export class FrameRate {
  #rate: { readonly done: number; readonly arrived: number } | null = null;
  #slowWindows = 0;
  #cancel: Cancel = () => {};

  /** Frames a second in the last window; null before its end. */
  get perSecond(): { readonly done: number; readonly arrived: number } | null {
    return this.#rate;
  }

  /** Windows in a row in which fewer arrived than the floor. */
  get slowWindows(): number {
    return this.#slowWindows;
  }

  /** @param floor frames a second that must arrive. */
  start(clock: Clock, count: () => FrameCounts, floor: number): void {
    let before = count();
    this.#cancel = every(clock, windowMs, (skipped) => {
      const now = count();
      const seconds = ((skipped + 1) * windowMs) / 1000;
      const perSecond = (n: number) => Math.round((10 * n) / seconds) / 10;
      this.#rate = {
        done: perSecond(now.done - before.done),
        arrived: perSecond(Math.max(0, now.arrived - before.arrived)),
      };
      this.#slowWindows = this.#rate.arrived < floor ? this.#slowWindows + 1 : 0;
      before = now;
    });
  }

  stop(): void {
    this.#cancel();
    this.#rate = null;
    this.#slowWindows = 0;
  }
}
