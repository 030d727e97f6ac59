// The clip of a package: out of the ring as it came, or masked where something of it must not be seen.

import type { Clock } from '../../runtime/clock.ts';
import { HaidangError } from '../../runtime/errors.ts';
import type { Mutex } from '../../runtime/mutex.ts';
import type { NewFile } from './evidence-store.ts';
import type { Privacy } from './privacy.ts';
import { recode } from './recode.ts';
import { type Cut, type PacketRing, toClip } from './ring/packet-ring.ts';

export interface ClipJob {
  readonly ring: PacketRing;
  readonly privacy: Privacy;
  /** One at a time is coded anew. */
  readonly recoding: Mutex;
  readonly ffmpeg: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** On the axis of the packets, monotonic, milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
  /** How much later the detector sees a picture than it comes as packets. */
  readonly lagMs: () => number;
  /** The road user that is accused: it stays readable. */
  readonly track?: string;
  readonly until: (ms: number) => Promise<void>;
  readonly isStopping: () => boolean;
  /** RFC 3339 of a moment of the frames' axis. */
  readonly wallOf: (frameMs: number) => string;
}

export interface TakenClip {
  readonly file: NewFile;
  readonly recoded: boolean;
  /** Why it is shorter than it should be. */
  readonly short?: string;
}

/** The picture of a moment is given out by ffmpeg when the next one comes. */
const settleMs = 250;
/** A clip that begins or ends by so much off is said to be short. */
const toleranceMs = 1000;

/** @throws HaidangError (`ours`) where there is none. */
export async function takeClip(job: ClipJob): Promise<TakenClip> {
  const { privacy, toMs, until } = job;
  if (privacy.hides) {
    const made = await job.recoding.run(() => masked(job));
    return { ...told(job, made), recoded: true };
  }
  let held: Cut | undefined;
  const unwatch = job.ring.watch((unit) => {
    // The stream breaks off: what there is of the clip is taken before it goes.
    if (!unit) held ??= job.ring.cut(job.fromMs, toMs);
  });
  await until(toMs + settleMs).finally(unwatch);
  const cut = held ?? job.ring.cut(job.fromMs, toMs);
  if (!cut) throw new HaidangError('ours', 'no-packets', 'nothing of the stream is in memory');
  return { ...told(job, toClip(cut)), recoded: false };
}

function masked(job: ClipJob) {
  const { ring, clock, signal, track, lagMs, privacy, fromMs, ffmpeg } = job;
  const { zones, blurOthers } = privacy.config;
  signal.throwIfAborted();
  const toMs = job.isStopping() ? Math.min(job.toMs, clock.monotonicMs()) : job.toMs;
  const regionsAt = (ms: number) => privacy.readableAt(ms + lagMs(), track);
  return recode({
    ...{ ring, fromMs, toMs, zones, lagMs, path: ffmpeg, clock, signal },
    ...(blurOthers ? { regionsAt } : {}),
  });
}

function told(job: ClipJob, clip: { bytes: Uint8Array; fromMs: number; durationMs: number }) {
  const at = job.wallOf(clip.fromMs + job.lagMs());
  const { bytes, durationMs } = clip;
  const file: NewFile = { name: 'clip.mp4', what: 'clip', mime: 'video/mp4', bytes, at, durationMs };
  const late = clip.fromMs - job.fromMs;
  const early = job.toMs - (clip.fromMs + durationMs);
  const short = [
    ...(late > toleranceMs ? [`it begins ${(late / 1000).toFixed(1)} s late`] : []),
    ...(early > toleranceMs ? [`it ends ${(early / 1000).toFixed(1)} s early`] : []),
  ].join(' and ');
  const why = job.isStopping() ? 'the camera was stopped' : 'the stream began anew, or its memory is too small';
  return { file, ...(short === '' ? {} : { short: `${short}: ${why}` }) };
}
