/** How much of the time a camera really saw: the sum of the steps from frame to frame that are no gaps. */
export class Coverage {
  readonly #longestStepMs: number;
  #lastMs: number | null = null;
  #coveredMs = 0;

  /** @param longestStepMs two frames further apart than this have a gap between them. */
  constructor(longestStepMs: number) {
    this.#longestStepMs = longestStepMs;
  }

  /** A frame was looked at. @returns whether there was a gap before it. */
  frame(nowMs: number): boolean {
    const wasGap = this.#lastMs !== null && nowMs - this.#lastMs > this.#longestStepMs;
    if (!wasGap) this.coveredMs(nowMs);
    this.#lastMs = Math.max(nowMs, this.#lastMs ?? nowMs);
    return wasGap;
  }

  /** The camera went blind: what follows is not covered until the next frame. */
  interrupt(): void {
    this.#lastMs = null;
  }

  /** What was covered from the beginning until now, milliseconds. A step that is still short counts already. */
  coveredMs(nowMs: number): number {
    if (this.#lastMs !== null && nowMs > this.#lastMs && nowMs - this.#lastMs <= this.#longestStepMs) {
      this.#coveredMs += nowMs - this.#lastMs;
      this.#lastMs = nowMs;
    }
    return this.#coveredMs;
  }
}
