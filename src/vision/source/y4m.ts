// Cuts a YUV4MPEG2 stream (as `ffmpeg -f yuv4mpegpipe` writes it) into frames:
//   "YUV4MPEG2 W1280 H720 F25:1 Ip A1:1 C420mpeg2 …\n"  then per frame  "FRAME\n"  and width * height * 3 / 2 bytes.
// https://wiki.multimedia.cx/index.php/YUV4MPEG2
import { HaidangError } from '../../runtime/errors.ts';

export interface Y4mHeader {
  readonly width: number;
  readonly height: number;
  /** Frames a second as the stream says; 0 where it does not. */
  readonly fps: number;
}

/** Where the frames go. */
export interface FrameTarget {
  /** Called once, before any frame. */
  begin(header: Y4mHeader): void;
  /**
   * The memory for the next frame; `skip`: there is none to spare, the frame is lost; `wait`: nothing more is taken
   * until `push` is called again.
   */
  next(): Uint8Array | 'skip' | 'wait';
  /** The frame in the memory given last is complete. */
  complete(): void;
  /** A frame went by that there was no memory for. */
  skipped(): void;
}

const longestLine = 512;
/** More than any camera gives: a header beyond that is garbage. */
const largestSide = 16_384;

export class Y4mSplitter {
  readonly #target: FrameTarget;
  readonly #line = Buffer.alloc(longestLine);
  #lineLength = 0;
  #frameBytes = 0;
  /** undefined: between two frames. */
  #frame: Uint8Array | 'skip' | undefined;
  #filled = 0;

  constructor(target: FrameTarget) {
    this.#target = target;
  }

  /**
   * Takes bytes of the stream, cut anywhere. Copies each byte once, allocates nothing per frame.
   * @returns how many bytes were taken: fewer than given where the target said `wait`.
   * @throws HaidangError `garbage` where it is no such stream.
   */
  push(chunk: Uint8Array): number {
    let at = 0;
    while (at < chunk.length) {
      if (this.#frame === undefined) {
        if (this.#frameBytes > 0 && this.#lineLength === 0) {
          // The memory is asked for before the frame's mark is taken: after `wait` this is where it goes on.
          const memory = this.#target.next();
          if (memory === 'wait') return at;
          this.#frame = memory;
          this.#filled = -1;
        }
      }
      at = this.#frame === undefined || this.#filled < 0 ? this.#takeLine(chunk, at) : this.#takePixels(chunk, at);
    }
    return at;
  }

  #takeLine(chunk: Uint8Array, from: number): number {
    const end = chunk.indexOf(10, from);
    const to = end < 0 ? chunk.length : end;
    if (this.#lineLength + to - from > longestLine) throw garbage('a line without an end');
    this.#line.set(chunk.subarray(from, to), this.#lineLength);
    this.#lineLength += to - from;
    if (end < 0) return to;
    const line = this.#line.toString('latin1', 0, this.#lineLength);
    this.#lineLength = 0;
    if (this.#frameBytes === 0) {
      const header = parseHeader(line);
      this.#frameBytes = (header.width * header.height * 3) / 2;
      this.#target.begin(header);
    } else if (line === 'FRAME' || line.startsWith('FRAME ')) {
      this.#filled = 0;
    } else throw garbage('a frame does not begin where it should');
    return end + 1;
  }

  #takePixels(chunk: Uint8Array, from: number): number {
    const to = Math.min(chunk.length, from + this.#frameBytes - this.#filled);
    if (this.#frame !== 'skip') this.#frame?.set(chunk.subarray(from, to), this.#filled);
    this.#filled += to - from;
    if (this.#filled === this.#frameBytes) {
      const skipped = this.#frame === 'skip';
      this.#frame = undefined;
      if (skipped) this.#target.skipped();
      else this.#target.complete();
    }
    return to;
  }
}

function parseHeader(line: string): Y4mHeader {
  const [magic, ...fields] = line.split(' ');
  const field = (letter: string) => fields.find((f) => f.startsWith(letter))?.slice(1);
  const width = Number(field('W'));
  const height = Number(field('H'));
  const fits = (n: number) => Number.isInteger(n) && n > 0 && n <= largestSide && n % 2 === 0;
  if (magic !== 'YUV4MPEG2' || !fits(width) || !fits(height) || !(field('C') ?? '420').startsWith('420')) {
    throw garbage('it does not begin like a video stream');
  }
  const [top, bottom] = (field('F') ?? '').split(':').map(Number);
  const fps = top && bottom ? top / bottom : 0;
  return { width, height, fps };
}

const garbage = (what: string) =>
  new HaidangError('device', 'garbage', `the frames from ffmpeg cannot be read: ${what}`);
