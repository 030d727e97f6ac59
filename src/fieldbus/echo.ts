// Two-wire adapters whose receiver stays on hear what they send themselves. The echo is taken off what was received
// before an answer is looked for in it; where it is not what was sent, two stations spoke at once.
// `auto` learns from the first request whose answer cannot look like the request itself: either it comes back or not.

export type EchoMode = 'auto' | 'yes' | 'no';

export class Echo {
  readonly #mode: EchoMode;
  #known: 'yes' | 'no' | undefined;
  /** What was sent and has not come back yet. */
  #awaited: Buffer | undefined;
  #missed = false;

  constructor(mode: EchoMode) {
    this.#mode = mode;
    this.#known = mode === 'auto' ? undefined : mode;
  }

  /** undefined while it has to be found out. */
  get known(): 'yes' | 'no' | undefined {
    return this.#known;
  }

  /** The echo should have come and was not among what was heard. */
  get missed(): boolean {
    return this.#missed || (this.#known === 'yes' && this.#awaited !== undefined);
  }

  /** A frame goes out. @param isTelling false where its answer may be equal to it. */
  sent(frame: Buffer, isTelling: boolean): void {
    this.#missed = false;
    this.#awaited = this.#known === 'yes' || (this.#mode === 'auto' && isTelling) ? frame : undefined;
  }

  /**
   * Takes the echo off the front of what was received.
   * @returns the bytes without it; undefined while they may be the beginning of it.
   */
  strip(bytes: Buffer): Buffer | undefined {
    const frame = this.#awaited;
    if (!frame) return bytes;
    // A transceiver that turns around may put a stray byte before it.
    const at = bytes.indexOf(frame);
    if (at >= 0) {
      this.#awaited = undefined;
      if (this.#mode === 'auto') this.#known = 'yes';
      return at === 0
        ? bytes.subarray(frame.length)
        : Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + frame.length)]);
    }
    if (bytes.length < frame.length && frame.subarray(0, bytes.length).equals(bytes)) return undefined;
    if (bytes.length >= frame.length && this.#known === 'yes') this.#missed = true;
    return bytes;
  }

  /** The exchange is over. @param isClear an answer was found or nothing at all was heard: there is no echo, then. */
  ended(isClear: boolean): void {
    if (isClear && this.#awaited && this.#mode === 'auto' && this.#known === undefined) this.#known = 'no';
    this.#awaited = undefined;
  }

  /** Another adapter may be plugged in now. */
  forget(): void {
    if (this.#mode === 'auto') this.#known = undefined;
    this.#awaited = undefined;
    this.#missed = false;
  }
}
