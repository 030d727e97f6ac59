/** A few buffers of one frame each in shared memory, so that another thread can read a frame without a copy. */
export class FramePool {
  readonly #free: Uint8Array[];

  constructor(frameBytes: number, buffers: number) {
    this.#free = Array.from({ length: buffers }, () => new Uint8Array(new SharedArrayBuffer(frameBytes)));
  }

  take(): Uint8Array | undefined {
    return this.#free.pop();
  }

  give(buffer: Uint8Array): void {
    this.#free.push(buffer);
  }
}
