// A picture because somebody asks for it: the next frame that is looked at, with what is hidden hidden, kept like any still.
import type { MediaRef } from '../domain/media.ts';
import { toIso } from '../domain/time.ts';
import { type Clock, withDeadline } from '../runtime/clock.ts';
import { HaidangError } from '../runtime/errors.ts';
import type { OwnPicture } from './evidence/hide.ts';
import type { StillMaker } from './evidence/still-maker.ts';
import { formatTime } from './evidence/time.ts';
import type { Frame } from './frame.ts';
import type { Sight } from './view.ts';

export interface Snapshot {
  /** When the picture was taken, RFC 3339, and how far that time can be believed. */
  readonly takenAt: string;
  readonly timeQuality: string;
  readonly still: MediaRef;
}

/** So long a frame is waited for, milliseconds. */
const patienceMs = 10_000;
/** Who asks at the same time gets the same picture; more than these are refused. */
const mostWaiting = 20;

export interface SnapshotsOptions {
  readonly camera: string;
  readonly stills: Pick<StillMaker, 'request'>;
  readonly conceal: (picture: OwnPicture, monotonicMs: number) => void;
  readonly timezone: string;
  readonly clock: Clock;
}

export class Snapshots {
  readonly #options: SnapshotsOptions;
  #waiting: ((taken: Promise<Snapshot>) => void)[] = [];

  constructor(options: SnapshotsOptions) {
    this.#options = options;
  }

  /**
   * @param sight how the camera sees now, and since when.
   * @throws HaidangError (`device`, `blind`) where it does not see, (`device`, `no-frame`) where no frame comes in time,
   *   (`ours`, `no-still`) where the picture cannot be made or kept.
   */
  async take(sight: Sight, since: string): Promise<Snapshot> {
    if (sight.state !== 'online') {
      const why = sight.state === 'blind' ? `: ${sight.reason}` : '';
      throw new HaidangError(
        'device',
        'blind',
        sight.state === 'blind' ? `blind since ${since}${why}` : 'it is starting',
      );
    }
    if (this.#waiting.length >= mostWaiting)
      throw new HaidangError('ours', 'busy', `${mostWaiting} are asking already`);
    const { clock } = this.#options;
    let asked: ((taken: Promise<Snapshot>) => void) | undefined;
    const taken = new Promise<Snapshot>((resolve) => {
      asked = resolve;
      this.#waiting.push(resolve);
    });
    try {
      return await withDeadline(clock, patienceMs, taken, () => {
        this.#waiting = this.#waiting.filter((w) => w !== asked);
        return new HaidangError('device', 'no-frame', `no picture within ${patienceMs / 1000} s`);
      });
    } finally {
      taken.catch(() => {});
    }
  }

  /** A frame that was looked at; it is copied before this returns. */
  offer(frame: Frame): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    const taken = this.#still(frame);
    taken.catch(() => {});
    for (const resolve of waiting) resolve(taken);
  }

  async #still(frame: Frame): Promise<Snapshot> {
    const { camera, stills, conceal, timezone } = this.#options;
    const outcome = await stills.request({
      frame,
      overlay: {
        shapes: [],
        boxes: [],
        severity: 'info',
        title: camera,
        time: formatTime(frame.at, timezone),
      },
      subject: `camera/${camera}`,
      conceal: (picture) => conceal(picture, frame.monotonicMs),
    });
    if ('stillMissing' in outcome) throw new HaidangError('ours', 'no-still', outcome.stillMissing);
    return { takenAt: toIso(frame.at), timeQuality: frame.at.quality, still: outcome.still };
  }
}
