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
/** The shortest mark before a frame: `FRAME` and a line end. */
const markBytes = 6;
/** Frames that there is no memory for go through this much, over and over. */
const wasteBytes = 65_536;

/**
 * Says where the next bytes of the stream go and is told how many came: a socket can read straight into the memory of a
 * frame, so that nothing is copied and nothing allocated. A reader never takes more than up to the end of what it is at:
 * a frame, its mark, or one byte of a line whose length nobody knows.
 */
export class Y4mSplitter {
  readonly #target: FrameTarget;
  readonly #line = Buffer.alloc(longestLine);
  #lineLength = 0;
  #frameBytes = 0;
  /** Of the frame that is read now or next; undefined: not asked for yet. */
  #frame: Uint8Array | 'skip' | undefined;
  /** -1: the mark before the frame is not read yet. */
  #filled = -1;
  #waste: Uint8Array | undefined;

  constructor(target: FrameTarget) {
    this.#target = target;
  }

  /** Where the next bytes go; never empty. */
  room(): Uint8Array {
    if (this.#filled < 0) {
      const from = this.#lineLength;
      const isMark = this.#frameBytes > 0 && from < markBytes;
      return this.#line.subarray(from, isMark ? markBytes : from + 1);
    }
    if (this.#frame !== 'skip') return this.#frame!.subarray(this.#filled);
    this.#waste ??= new Uint8Array(wasteBytes);
    return this.#waste.subarray(0, Math.min(wasteBytes, this.#frameBytes - this.#filled));
  }

  /**
   * So many bytes lie at the beginning of what `room` gave last.
   * @throws HaidangError `garbage` where it is no such stream.
   */
  took(bytes: number): void {
    if (this.#filled >= 0) this.#tookPixels(bytes);
    else this.#tookLine(bytes);
  }

  /** Asks for the memory of the next frame where it is needed. @returns true where there is none: nothing is read then. */
  isHeldUp(): boolean {
    if (this.#frameBytes === 0 || this.#frame !== undefined) return false;
    const memory = this.#target.next();
    if (memory === 'wait') return true;
    this.#frame = memory;
    return false;
  }

  /**
   * Takes bytes of the stream that lie somewhere else, cut anywhere.
   * @returns how many were taken: fewer than given where the target said `wait`.
   * @throws HaidangError `garbage` where it is no such stream.
   */
  push(chunk: Uint8Array): number {
    let at = 0;
    while (at < chunk.length && !this.isHeldUp()) {
      const room = this.room();
      const part = chunk.subarray(at, at + room.length);
      room.set(part);
      this.took(part.length);
      at += part.length;
    }
    return at;
  }

  #tookLine(bytes: number): void {
    this.#lineLength += bytes;
    if (this.#line[this.#lineLength - 1] !== 10) {
      if (this.#lineLength === longestLine) throw garbage('a line without an end');
      if (this.#frameBytes === 0 || this.#lineLength < markBytes) return;
      // A mark may say something of its frame behind its word.
      if (this.#line.toString('latin1', 0, markBytes) !== 'FRAME ') throw garbage(noMark);
      return;
    }
    const line = this.#line.toString('latin1', 0, this.#lineLength - 1);
    this.#lineLength = 0;
    if (this.#frameBytes === 0) {
      const header = parseHeader(line);
      this.#frameBytes = (header.width * header.height * 3) / 2;
      this.#target.begin(header);
    } else if (line === 'FRAME' || line.startsWith('FRAME ')) this.#filled = 0;
    else throw garbage(noMark);
  }

  #tookPixels(bytes: number): void {
    this.#filled += bytes;
    if (this.#filled < this.#frameBytes) return;
    const wasSkipped = this.#frame === 'skip';
    this.#frame = undefined;
    this.#filled = -1;
    if (wasSkipped) this.#target.skipped();
    else this.#target.complete();
  }
}

const noMark = 'a frame does not begin where it should';

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
