// Frames out of a stream of bytes. What does not fit is thrown away and counted; what is kept is bounded.

/** Lines that end with LF or CR LF; one that is longer than `longest` bytes is damaged. */
export class LineSplitter {
  readonly #longest: number;
  #rest: Buffer = Buffer.alloc(0);
  #isSkipping = false;
  damaged = 0;

  constructor(longest = 1024) {
    this.#longest = longest;
  }

  push(chunk: Buffer): string[] {
    const lines: string[] = [];
    let data = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10)) {
      const line = data.subarray(0, end);
      data = data.subarray(end + 1);
      if (!this.#isSkipping && line.length <= this.#longest) lines.push(line.toString('latin1').replace(/\r$/, ''));
      else if (!this.#isSkipping) this.damaged++;
      this.#isSkipping = false;
    }
    if (data.length > this.#longest) {
      if (!this.#isSkipping) this.damaged++;
      this.#isSkipping = true;
      data = Buffer.alloc(0);
    }
    this.#rest = Buffer.from(data);
    return lines;
  }

  reset(): void {
    this.#rest = Buffer.alloc(0);
    // What comes next may be the end of a line whose beginning was lost.
    this.#isSkipping = false;
  }
}

export interface FrameShape {
  /** The bytes every frame begins with. */
  readonly head: readonly number[];
  /** Length of a frame in bytes, the head included. */
  readonly length: number;
  /** Is it one, by its checksum? */
  readonly isSound: (frame: Buffer) => boolean;
}

/** Frames of one length that begin with the same bytes; a damaged one is searched for the beginning of the next. */
export class FrameSplitter {
  readonly #shape: FrameShape;
  #rest: Buffer = Buffer.alloc(0);
  damaged = 0;

  constructor(shape: FrameShape) {
    this.#shape = shape;
  }

  push(chunk: Buffer): Buffer[] {
    const { head, length, isSound } = this.#shape;
    const start = Buffer.from(head);
    const frames: Buffer[] = [];
    let data = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const at = data.indexOf(start);
      if (at < 0) {
        // The last bytes may be the beginning of a head.
        data = data.subarray(Math.max(0, data.length - start.length + 1));
        break;
      }
      data = data.subarray(at);
      if (data.length < length) break;
      const frame = data.subarray(0, length);
      if (isSound(frame)) {
        frames.push(Buffer.from(frame));
        data = data.subarray(length);
      } else {
        this.damaged++;
        data = data.subarray(1);
      }
    }
    this.#rest = Buffer.from(data);
    return frames;
  }

  reset(): void {
    this.#rest = Buffer.alloc(0);
  }
}
