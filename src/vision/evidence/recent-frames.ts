// A few of the detector's last frames, so that there is a picture of before an event even where the stream itself cannot
// be decoded in time.
import type { Instant } from '../../domain/time.ts';
import type { Frame } from '../frame.ts';
import type { OwnPicture } from './hide.ts';

export interface KeptFrame {
  readonly picture: OwnPicture;
  /** On the frames' axis, milliseconds. */
  readonly frameMs: number;
  readonly at: Instant;
}

/** Frames closer together than this are one too many, milliseconds. */
const apartMs = 450;

/** A frame with memory of its own. */
export const keptFrame = ({ width, height, data, monotonicMs, at }: Frame): KeptFrame => ({
  picture: { width, height, data: data.slice() },
  frameMs: monotonicMs,
  at,
});

export class RecentFrames {
  readonly #backMs: number;
  #frames: KeptFrame[] = [];

  /** @param backMs how far back a frame is wanted; memory for about a frame each half second of it is taken. */
  constructor(backMs: number) {
    this.#backMs = backMs;
  }

  see(frame: Frame): void {
    const { monotonicMs: now } = frame;
    if (now - (this.#frames.at(-1)?.frameMs ?? -Infinity) < apartMs) return;
    this.#frames.push(keptFrame(frame));
    while ((this.#frames[1]?.frameMs ?? now) <= now - this.#backMs) this.#frames.shift();
  }

  /** A copy of the frame nearest to a moment; undefined where none is near. */
  near(frameMs: number): KeptFrame | undefined {
    const off = (f: KeptFrame) => Math.abs(f.frameMs - frameMs);
    const best = this.#frames.reduce<KeptFrame | undefined>((a, b) => (a && off(a) <= off(b) ? a : b), undefined);
    if (!best || off(best) > 2 * apartMs) return undefined;
    return { ...best, picture: { ...best.picture, data: best.picture.data.slice() } };
  }

  clear(): void {
    this.#frames = [];
  }
}
