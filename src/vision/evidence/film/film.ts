// A video of what the rules see: the frames that were looked at with everything that is known of them drawn over them,
// coded by ffmpeg. Pictures and drawing go to it side by side, so that no pixel is touched here but those that must not be
// seen. The same input gives the same bytes. It is made beside its place and put there when it is whole: what is broken off
// leaves the video that was there before.
import type { Writable } from 'node:stream';
import { type Canvas, createCanvas } from '@napi-rs/canvas';
import type { Lang } from '../../../messages/catalogue.ts';
import { clear, complete, type Place, placeOf } from '../../../runtime/beside.ts';
import { HaidangError, messageOf } from '../../../runtime/errors.ts';
import type { Frame } from '../../frame.ts';
import type { Rule, Scene } from '../../rules/rule.ts';
import type { Privacy } from '../privacy.ts';
import { formatTime } from '../time.ts';
import { runTool } from '../tools.ts';
import { FilmDrawing, type FilmSize, stripLetters } from './draw-film.ts';
import { FilmState, type Look } from './film-state.ts';

export interface FilmOptions {
  /** Path of the video that is made; one that is there is replaced. */
  readonly file: string;
  readonly camera: string;
  /** Frames a second; without it, it is told by the first two frames. */
  readonly fps?: number;
  /** Rules of their own for this film: it counts with them and shows their shapes. */
  readonly rules: readonly Rule[];
  readonly privacy: Privacy;
  readonly timezone: string;
  /** Of what is written into it. */
  readonly lang: Lang;
  readonly ffmpeg: string;
}

/** A smaller picture is enlarged, so that letters can be read. */
const narrow = 960;
/** Below 5 frames a second ffmpeg would read 20 frames of one input before it opens the other, which waits for it. */
const soon = ['-fpsprobesize', '0'];
const noPicture = { y: 0x22, c: 128 };

interface Running {
  readonly size: FilmSize;
  readonly canvas: Canvas;
  readonly drawing: FilmDrawing;
  readonly source: { readonly width: number; readonly height: number };
  readonly pictures: Writable;
  readonly drawings: Writable;
  readonly ended: Promise<void>;
  readonly place: Place;
}

export class Film {
  readonly #options: FilmOptions;
  readonly #state: FilmState;
  readonly #abort = new AbortController();
  #running: Running | undefined;
  #failure: unknown;
  /** The first frame, until the second tells how far they are apart. */
  #held: { readonly frame: Frame; readonly look: Look } | undefined;

  constructor(options: FilmOptions) {
    this.#options = options;
    const { rules, timezone } = options;
    const timeOf = ({ at }: Scene) => (at ? (formatTime(at, timezone).split(' ')[1] ?? '') : '');
    this.#state = new FilmState(rules, timeOf, options.lang);
  }

  get file(): string {
    return this.#options.file;
  }

  /**
   * Adds a frame. Its pixels are copied before this returns; resolves when the next one may come.
   * @throws HaidangError (`ours`, `ffmpeg-failed`) where the video cannot be made.
   */
  async add(frame: Frame, look: Look): Promise<void> {
    const held = this.#held;
    if (!this.#running) {
      if (this.#options.fps === undefined && !held) {
        this.#held = { frame: { ...frame, data: frame.data.slice() }, look };
        return;
      }
      const apart = frame.monotonicMs - (held?.frame.monotonicMs ?? 0);
      this.#running = this.#begin(frame, this.#options.fps ?? Math.min(60, Math.max(1, 1000 / apart)));
      this.#held = undefined;
      if (held) await this.#add(held.frame, held.look, this.#running);
    }
    await this.#add(frame, look, this.#running);
  }

  async #add(frame: Frame, look: Look, running: Running): Promise<void> {
    this.#state.see(look);
    const { source, canvas, drawing, pictures, drawings } = running;
    if (this.#failure !== undefined) throw this.#failure;
    if (frame.width !== source.width || frame.height !== source.height) {
      throw new HaidangError('configuration', 'film-size', 'the pictures change their size: no overlay video of them');
    }
    const { privacy, timezone, camera } = this.#options;
    const hasPicture = frame.data.length > 0;
    const data = hasPicture ? frame.data.slice() : blank(frame);
    if (hasPicture) privacy.conceal({ width: frame.width, height: frame.height, data }, frame.monotonicMs);
    drawing.draw(look.scene, this.#state, `${camera}   ${formatTime(frame.at, timezone)}`, hasPicture);
    await Promise.all([written(pictures, data), written(drawings, Buffer.from(canvas.data()))]);
  }

  /** Resolves when the video is complete. @throws where it could not be made. */
  async end(): Promise<void> {
    // One frame alone tells no rate: it is shown for a second.
    if (this.#held) {
      const { frame, look } = this.#held;
      this.#held = undefined;
      this.#running = this.#begin(frame, 1);
      await this.#add(frame, look, this.#running);
    }
    this.#running?.pictures.end();
    this.#running?.drawings.end();
    const running = this.#running;
    await running?.ended;
    if (this.#failure === undefined && running) await complete(running.place).catch((error) => this.#fail(error));
    if (this.#failure === undefined) return;
    if (running) await clear(running.place);
    throw this.#failure;
  }

  #fail(error: unknown): void {
    this.#failure = new HaidangError('ours', 'ffmpeg-failed', messageOf(error));
  }

  /** Gives it up. */
  async cancel(): Promise<void> {
    this.#abort.abort(new HaidangError('ours', 'stopped', 'stopped'));
    await this.#running?.ended;
    if (this.#running) await clear(this.#running.place);
  }

  #begin({ width, height }: Frame, fps: number): Running {
    const { rules, ffmpeg, lang } = this.#options;
    const place = placeOf(this.#options.file);
    const scale = width < narrow ? 2 : 1;
    const letters = Math.min(20, Math.max(12, Math.round((width * scale) / 80)));
    const size: FilmSize = {
      width: width * scale,
      height: height * scale,
      strip: 2 * Math.round((letters * stripLetters) / 2),
      scale,
      letters,
    };
    const canvas = createCanvas(size.width, size.height + size.strip);
    const drawing = new FilmDrawing(canvas.getContext('2d'), size, rules, lang);
    const whole = `${size.width}x${size.height + size.strip}`;
    const rate = fps.toFixed(3);
    const filters =
      `[0:v]scale=${size.width}:${size.height}:flags=bicubic,pad=${size.width}:${size.height + size.strip}[p];` +
      '[p][1:v]overlay=format=auto:alpha=premultiplied[out]';
    let pictures!: Writable;
    let drawings!: Writable;
    const ended = runTool({
      path: ffmpeg,
      args: [
        ...soon,
        ...['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-video_size', `${width}x${height}`, '-framerate', rate],
        ...['-i', 'pipe:0'],
        ...soon,
        ...['-f', 'rawvideo', '-pix_fmt', 'rgba', '-video_size', whole, '-framerate', rate, '-i', 'pipe:3'],
        ...['-filter_complex', filters, '-map', '[out]', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20'],
        ...['-threads', '2', '-pix_fmt', 'yuv420p', '-fflags', '+bitexact', '-flags:v', '+bitexact'],
        ...['-movflags', '+faststart', '-f', 'mp4', '-y', `file:${place.fresh}`],
      ],
      feed: (stdin) => {
        pictures = stdin;
      },
      feeds: [
        (stdin) => {
          drawings = stdin;
        },
      ],
      take: () => {},
      signal: this.#abort.signal,
    }).catch((error: unknown) => {
      this.#failure = error;
      // Whoever waits for it to take more waits for nothing.
      pictures?.destroy();
      drawings?.destroy();
    });
    return { size, canvas, drawing, source: { width, height }, pictures, drawings, ended, place };
  }
}

/** In place of a picture that is not there. */
function blank({ width, height }: Frame): Uint8Array {
  const data = new Uint8Array((width * height * 3) / 2);
  data.fill(noPicture.y, 0, width * height);
  data.fill(noPicture.c, width * height);
  return data;
}

/** Resolves when there is room for more, or nobody takes any. */
function written(to: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (to.destroyed || to.write(bytes)) resolve();
    else {
      const done = () => {
        to.off('drain', done).off('close', done);
        resolve();
      };
      to.once('drain', done).once('close', done);
    }
  });
}
