// Something that begins when it has been true for a time, and ends when its opposite has been: two conditions with room
// between them, so that a number that trembles around one threshold does not raise and end it again and again.

/** Somebody who steps over the edge of a zone and back for so long does not begin the time anew, milliseconds. */
export const flickerMs = 300;

export class Lasting {
  readonly #holdMs: number;
  #isOn = false;
  #sinceMs: number | null = null;
  /** When it was true last. */
  #lastMs = 0;

  constructor(holdMs: number) {
    this.#holdMs = holdMs;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** @returns what changed in this frame. */
  see(ms: number, begins: boolean, ends: boolean): 'began' | 'ended' | undefined {
    if (!(this.#isOn ? ends : begins)) {
      if (ms - this.#lastMs > flickerMs) this.#sinceMs = null;
      return undefined;
    }
    this.#sinceMs ??= ms;
    this.#lastMs = ms;
    if (ms - this.#sinceMs < this.#holdMs) return undefined;
    this.#sinceMs = null;
    this.#isOn = !this.#isOn;
    return this.#isOn ? 'began' : 'ended';
  }

  /** Nothing was seen for a while: a change must be seen for its whole time anew. */
  interrupt(): void {
    this.#sinceMs = null;
  }
}
