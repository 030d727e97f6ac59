import type { MediaRef } from '../../domain/media.ts';
import type { Instant } from '../../domain/time.ts';
import { type Clock, withDeadline } from '../../runtime/clock.ts';
import { messageOf, timedOut } from '../../runtime/errors.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import type { Frame } from '../frame.ts';
import type { OwnPicture } from './hide.ts';
import type { Overlay } from './overlay.ts';
import { makeStill, type Picture } from './still.ts';

export interface MediaInfo {
  readonly mime: string;
  readonly extension: string;
  /** What the picture belongs to: `camera/gate`. */
  readonly subject: string;
  readonly at: Instant;
  readonly width: number;
  readonly height: number;
}

/** Keeps a file and names it. Rejects where it cannot be kept. */
export type StoreMedia = (bytes: Uint8Array, info: MediaInfo) => Promise<MediaRef>;

export type StillOutcome = { readonly still: MediaRef } | { readonly stillMissing: string };

export interface StillRequest {
  readonly frame: Frame;
  readonly overlay: Overlay;
  readonly subject: string;
  /** Takes out of the copy what must not be seen, before anything is made of it. */
  readonly conceal?: (picture: OwnPicture) => void;
}

export interface StillMakerOptions {
  readonly storeMedia: StoreMedia;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How many may wait besides the one being made. Each holds a copy of its frame. */
  readonly bound?: number;
  /** An event waits this long for its still, milliseconds. */
  readonly patienceMs?: number;
}

/** A lost still is worth a warning for this long. */
const newsMs = 600_000;

/**
 * Makes the stills of one camera, one after the other. It never rejects and never keeps an event waiting for longer
 * than its patience: a still that cannot be had in time is a reason in the event, and a count.
 */
export class StillMaker {
  readonly #options: Required<StillMakerOptions>;
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #made = 0;
  #lost = 0;
  #lastLoss: { readonly reason: string; readonly atMs: number } | undefined;

  constructor(options: StillMakerOptions) {
    this.#options = { bound: 4, patienceMs: 2000, ...options };
  }

  /** `recentLoss`: why the last one was lost, while that is news. */
  get stats(): { readonly made: number; readonly lost: number; readonly recentLoss: string | undefined } {
    const isNews = this.#lastLoss && this.#options.clock.monotonicMs() - this.#lastLoss.atMs < newsMs;
    return { made: this.#made, lost: this.#lost, recentLoss: isNews ? this.#lastLoss?.reason : undefined };
  }

  /** The frame is copied before this returns; it may be released then. */
  async request({ frame, overlay, subject, conceal }: StillRequest): Promise<StillOutcome> {
    const { bound, patienceMs, clock, logger } = this.#options;
    if (this.#waiting > bound) return this.#lose(`${bound} stills were waiting already`);
    let picture: OwnPicture;
    try {
      picture = { width: frame.width, height: frame.height, data: frame.data.slice() };
      conceal?.(picture);
    } catch (error) {
      logger.warn('a still could not be begun', { ...errorFields(error), subject });
      return this.#lose(messageOf(error));
    }
    const dueMs = clock.monotonicMs() + patienceMs;
    this.#waiting++;
    const work = this.#tail.then(() => {
      // The event has left without it: the picture would belong to nothing.
      if (clock.monotonicMs() > dueMs) throw timedOut('the still', patienceMs, 'ours');
      return this.#make(picture, overlay, subject, frame.at);
    });
    this.#tail = work.then(
      () => this.#waiting--,
      () => this.#waiting--,
    );
    try {
      const still = await withDeadline(clock, patienceMs, work, () => timedOut('the still', patienceMs, 'ours'));
      this.#made++;
      return { still };
    } catch (error) {
      work.catch(() => {});
      logger.warn('a still could not be made', { ...errorFields(error), subject });
      return this.#lose(messageOf(error));
    }
  }

  async #make(picture: Picture, overlay: Overlay, subject: string, at: Instant): Promise<MediaRef> {
    const { bytes, width, height } = await makeStill(picture, overlay);
    return this.#options.storeMedia(bytes, { mime: 'image/jpeg', extension: 'jpg', subject, at, width, height });
  }

  #lose(reason: string): StillOutcome {
    this.#lost++;
    this.#lastLoss = { reason, atMs: this.#options.clock.monotonicMs() };
    return { stillMissing: reason };
  }
}
