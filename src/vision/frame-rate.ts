import { type Cancel, type Clock, every } from '../runtime/clock.ts';

const windowMs = 10_000;
/** Damages a second from which a window was a stormy one; a packet lost now and then gives a few in a minute. */
const stormFrom = 2;
/** A storm is told, and over, after that many windows in a row. */
const stormWindows = 2;

/** What was counted since the start. */
export interface FrameCounts {
  /** Frames that arrived, dropped or not. */
  readonly arrived: number;
  /** Frames that were dealt with, by the network or without it. */
  readonly done: number;
  /** Damages of the stream. */
  readonly damaged: number;
}

/** How many frames a second a camera gives, how many of them are dealt with and how damaged they are, over windows of 10 s. */
export class FrameRate {
  #rate: FrameCounts | null = null;
  #slowWindows = 0;
  /** Windows in a row that speak against what `isStorm` says. */
  #turning = 0;
  #isStorm = false;
  #cancel: Cancel = () => {};

  /** What was counted a second in the last window; null before its end. */
  get perSecond(): FrameCounts | null {
    return this.#rate;
  }

  /** Windows in a row in which fewer arrived than the floor. */
  get slowWindows(): number {
    return this.#slowWindows;
  }

  /** Pictures come, and what they are made of comes broken: for two windows, and until two windows were sound. */
  get isStorm(): boolean {
    return this.#isStorm;
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
        damaged: perSecond(Math.max(0, now.damaged - before.damaged)),
      };
      this.#slowWindows = this.#rate.arrived < floor ? this.#slowWindows + 1 : 0;
      this.#turning = this.#rate.damaged >= stormFrom === this.#isStorm ? 0 : this.#turning + 1;
      if (this.#turning >= stormWindows) {
        this.#isStorm = !this.#isStorm;
        this.#turning = 0;
      }
      before = now;
    });
  }

  stop(): void {
    this.#cancel();
    this.#rate = null;
    this.#slowWindows = 0;
    this.#turning = 0;
    this.#isStorm = false;
  }
}
