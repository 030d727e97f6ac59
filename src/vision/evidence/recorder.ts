// Takes the evidence of one camera's events. An event begins a take: stills of the moment before it, at it and after it,
// and a clip, out of the ring of packets; when its time is over the take is handed to the office, whole or with what is
// missing and why. Nothing here keeps an event or a frame waiting.

import type { OutgoingOf } from '../../domain/outgoing.ts';
import { toIso } from '../../domain/time.ts';
import { type Clock, sleep, withDeadline } from '../../runtime/clock.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import type { Frame } from '../frame.ts';
import { aboutOf } from './about.ts';
import type { CameraEvidenceConfig } from './config.ts';
import type { NewFile } from './evidence-store.ts';
import type { Manifest } from './manifest.ts';
import type { EvidenceOffice } from './office.ts';
import type { Overlay } from './overlay.ts';
import { type Thumbnail, thumbnailOf } from './pick.ts';
import { Picker, wallAt } from './picker.ts';
import type { Privacy } from './privacy.ts';
import { keptFrame, RecentFrames } from './recent-frames.ts';
import type { PacketRing } from './ring/packet-ring.ts';
import type { StillOutcome } from './still-maker.ts';
import { takeClip } from './take-clip.ts';
import { type Moment, moments, type StillContext, type StillJob, stillFiles } from './take-stills.ts';

export interface RecorderOptions {
  readonly camera: string;
  readonly config: CameraEvidenceConfig;
  readonly privacy: Privacy;
  readonly ring: PacketRing;
  readonly stream: Manifest['picture']['stream'];
  readonly office: Pick<EvidenceOffice, 'begin' | 'complete' | 'recoding' | 'picking'>;
  /** Unique for this run of the agent. */
  readonly bootId: string;
  readonly timezone: string;
  /** Path of ffmpeg. */
  readonly ffmpeg: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

type CameraEvent = OutgoingOf<'camera.event'>;

/** An event as the column tells it. */
export interface EventAbout {
  readonly frame: Frame;
  readonly event: CameraEvent;
  readonly overlay: Overlay;
  /** The still that goes out with it. */
  readonly still: Promise<StillOutcome | undefined>;
  /** The changes of the signal that the rule depends on, on the frames' axis. */
  readonly signal?: readonly { readonly state: string; readonly ms: number }[];
  /** As configured. */
  readonly calibration?: unknown;
  readonly rule?: unknown;
}

export interface Take extends EventAbout {
  readonly id: string;
  readonly atMs: number;
  /** When its post-roll is over; later for an event that was certain only later. */
  readonly endMs: number;
  /** The detector's frames of the three moments, in case the stream gives none in time. */
  readonly frames: Partial<Record<Moment, StillJob>>;
  readonly thumbnail: Thumbnail;
}

const ranks = { info: 0, warning: 1, error: 2 } as const;
/** Each holds two frames, and a clip at its end. */
const mostTakes = 6;
/** After the post-roll everything must be done within this, milliseconds; telling takes the rest of 3 s. */
const graceMs = 2500;
/** Sealed or not, it is told so long after the post-roll, milliseconds. */
const tellMs = 2900;
/** Coding six pictures takes at most so long. */
const codingMs = 1500;
/** The last packet of a moment comes a picture later, and the detector needs its time. */
const settleMs = 600;

const tooLate = (what: string) =>
  new HaidangError('ours', 'too-late', `${what} in time: the machine had too much to do`);

export class EvidenceRecorder {
  readonly #options: RecorderOptions;
  readonly #picker: Picker;
  readonly #recent: RecentFrames;
  readonly #open = new Map<Take, Promise<void>>();
  #stopping = new AbortController();
  #events = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#picker = new Picker(options);
    this.#recent = new RecentFrames(options.config.before + 1000);
  }

  start(): void {
    this.#stopping = new AbortController();
  }

  /** What is being taken is closed with what there is. */
  async stop(): Promise<void> {
    this.#stopping.abort(new HaidangError('ours', 'stopped', 'the camera is stopped'));
    await Promise.all(this.#open.values());
    this.#recent.clear();
  }

  get facts(): { readonly taking: number; readonly taken: number } {
    return { taking: this.#open.size, taken: this.#events };
  }

  /** Every frame that was looked at. */
  see(frame: Frame): void {
    this.#recent.see(frame);
    for (const take of this.#open.keys()) {
      if (take.frames.after || frame.monotonicMs < take.atMs + this.#options.config.after) continue;
      take.frames.after = { ...keptFrame(frame), moment: 'after' };
    }
  }

  /** @returns the id of the event where evidence will follow. Never throws: the event goes out whatever becomes of it. */
  begin(about: EventAbout): string | undefined {
    try {
      return this.#begin(about);
    } catch (error) {
      this.#options.logger.error('evidence could not be begun', errorFields(error));
      return undefined;
    }
  }

  #begin(about: EventAbout): string | undefined {
    const { config, camera, bootId } = this.#options;
    const { event, frame } = about;
    if (event.phase === 'ended' || event.doubt !== undefined || ranks[event.severity] < ranks[config.from])
      return undefined;
    if (config.classes && event.class && !config.classes.includes(event.class)) return undefined;
    const id = `${camera}-${bootId.slice(0, 8)}-e${++this.#events}`;
    const at: StillJob = { ...keptFrame(frame), moment: 'at' };
    const atMs = frame.monotonicMs;
    const before = this.#recent.near(atMs - config.before);
    const after = this.#recent.near(atMs + config.after);
    const frames = {
      at,
      ...(before ? { before: { ...before, moment: 'before' as const } } : {}),
      ...(after && after.frameMs >= atMs + config.after ? { after: { ...after, moment: 'after' as const } } : {}),
    };
    const endMs = Math.max(atMs + config.postRoll, this.#options.clock.monotonicMs());
    const take: Take = { ...about, id, atMs, endMs, frames, thumbnail: thumbnailOf(at.picture) };
    this.#options.office.begin({ ...aboutOf(take, this.#options), parts: this.#parts() });
    const done = this.#take(take)
      .catch((error) => this.#options.logger.error('evidence could not be taken', errorFields(error)))
      .finally(() => void this.#open.delete(take));
    this.#open.set(take, done);
    return id;
  }

  #parts(): Manifest['missing'][number]['what'][] {
    const stills = moments.flatMap((m) => [m, `${m}-overlay`] as const);
    return this.#options.config.clip ? [...stills, 'clip'] : stills;
  }

  async #take(take: Take): Promise<void> {
    const { config, office, clock } = this.#options;
    const dueMs = take.endMs + graceMs;
    const abort = new AbortController();
    const cancel = clock.after(Math.max(0, dueMs - clock.monotonicMs()), () =>
      abort.abort(tooLate('the clip could not be masked')),
    );
    const missing: Manifest['missing'] = [];
    const files: NewFile[] = [];
    const made: NewFile[] = [];
    let recoded = false;
    const inTime = <T>(work: Promise<T>) =>
      withDeadline(clock, Math.max(0, dueMs - clock.monotonicMs()), work, () => tooLate('it could not be made'));
    if (this.#open.size >= mostTakes) {
      const reason = `the evidence of ${mostTakes} events is being taken already`;
      missing.push(...this.#parts().map((what) => ({ what, reason })));
    } else {
      const clip = config.clip ? this.#clip(take, abort.signal) : undefined;
      const [stillsEnd, clipEnd] = await Promise.allSettled([inTime(this.#stills(take, made)), clip && inTime(clip)]);
      // Those that were made in time are kept, whatever became of the others.
      files.push(...this.#parts().flatMap((what) => made.find((f) => f.what === what) ?? []));
      const why = stillsEnd.status === 'fulfilled' ? stillsEnd.value : messageOf(stillsEnd.reason);
      for (const what of this.#parts()) {
        if (what !== 'clip' && !files.some((f) => f.what === what)) missing.push({ what, reason: why });
      }
      if (clipEnd.status === 'rejected') missing.push({ what: 'clip', reason: messageOf(clipEnd.reason) });
      else if (clipEnd.value) {
        files.push(clipEnd.value.file);
        recoded = clipEnd.value.recoded;
        if (clipEnd.value.short !== undefined) missing.push({ what: 'clip', reason: clipEnd.value.short });
      }
      await this.#until(take.endMs);
    }
    cancel();
    const { event, ...rest } = aboutOf(take, this.#options);
    // The still that went out with the event; a manifest without its reference is better than none.
    const outcome = await inTime(take.still).catch(() => undefined);
    const still = outcome && 'still' in outcome ? { ref: outcome.still.ref, sha256: outcome.still.sha256 } : undefined;
    const { track } = take.event;
    const span = [take.atMs - config.preRoll, take.atMs + config.postRoll, take.atMs] as const;
    const fresh = {
      ...rest,
      event: { ...event, ...(still ? { still } : {}) },
      ...(track === undefined ? {} : { track: this.#options.privacy.history.pathOf(track, ...span) }),
      ...(take.signal
        ? { signal: take.signal.map(({ state, ms }) => ({ ms: Math.round(ms - take.atMs), state })) }
        : {}),
      ...(take.calibration === undefined ? {} : { calibration: take.calibration }),
      picture: { ...rest.picture, recoded },
      files,
      missing,
    };
    await office.complete(fresh, take.endMs + tellMs);
  }

  async #clip(take: Take, signal: AbortSignal) {
    const { config, privacy, ring, office, ffmpeg, clock } = this.#options;
    return takeClip({
      ...{ ring, privacy, ffmpeg, clock, signal, recoding: office.recoding },
      fromMs: take.atMs - this.#picker.lagMs - config.preRoll,
      toMs: take.atMs - this.#picker.lagMs + config.postRoll,
      lagMs: () => this.#picker.lagMs,
      ...(take.event.track === undefined ? {} : { track: take.event.track }),
      until: (ms) => this.#until(ms),
      isStopping: () => this.#stopping.signal.aborted,
      wallOf: (ms) => toIso(wallAt(take, ms)),
    });
  }

  /**
   * @param into gets each still as soon as it is made.
   * @returns why there is none of a moment.
   */
  async #stills(take: Take, into: NewFile[]): Promise<string> {
    const { config, privacy, timezone, logger } = this.#options;
    const { track } = take.event;
    await this.#until(take.atMs + config.after + settleMs);
    let why = 'there is no picture of that time';
    const picked = await this.#pick(take).catch((error: unknown) => {
      logger.warn('no pictures from the stream in time: those of the detector are taken', errorFields(error));
      why = messageOf(error);
      return {};
    });
    const jobs: Partial<Record<Moment, StillJob>> = { ...take.frames, ...picked };
    const context: StillContext = {
      ...{ overlay: take.overlay, privacy, timezone },
      ...(track === undefined ? {} : { track }),
    };
    // The moment itself first: time may run out.
    for (const moment of ['at', 'before', 'after'] as const) {
      const job = jobs[moment];
      if (job) into.push(...(await stillFiles(job, context)));
    }
    return why;
  }

  /** The pictures in full resolution, while there is still time to code the detector's in their place. */
  async #pick(take: Take): Promise<Partial<Record<Moment, StillJob>>> {
    const { office, clock } = this.#options;
    const abort = new AbortController();
    const leftMs = Math.max(0, take.endMs + graceMs - codingMs - clock.monotonicMs());
    const late = () => tooLate('the pictures could not be taken out of the stream');
    const work = office.picking.run(() => this.#picker.pick(take, abort.signal));
    return withDeadline(clock, leftMs, work, late).catch((error) => {
      abort.abort(error);
      work.catch(() => {});
      throw error;
    });
  }

  /** Resolves at a time of the monotonic clock, or when the camera is stopped. */
  async #until(ms: number): Promise<void> {
    const { clock } = this.#options;
    const left = ms - clock.monotonicMs();
    if (left > 0) await sleep(clock, left, this.#stopping.signal).catch(() => {});
  }
}
