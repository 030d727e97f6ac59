// Takes the pictures of an event's three moments out of the ring, and follows how far packets and frames are apart.
import type { Instant } from '../../domain/time.ts';
import type { Clock } from '../../runtime/clock.ts';
import { HaidangError } from '../../runtime/errors.ts';
import type { CameraEvidenceConfig } from './config.ts';
import { lagOf, pick } from './pick.ts';
import type { Take } from './recorder.ts';
import type { PacketRing } from './ring/packet-ring.ts';
import { type Moment, moments, type StillJob } from './take-stills.ts';

export interface PickerOptions {
  readonly config: Pick<CameraEvidenceConfig, 'before' | 'after'>;
  readonly ring: PacketRing;
  readonly ffmpeg: string;
  readonly clock: Clock;
}

/** The distance is measured for the first events, then now and then. */
const measureFirst = 3;
const measureEvery = 10;
/** What is usual, until it was measured, milliseconds. */
const usualMs = 150;
/**
 * The stream must come so near to a moment that there is a picture of it: where it stood still, what was coded seconds
 * before would show somebody else in the box of the one accused.
 */
const nearMs = 300;

export class Picker {
  readonly #options: PickerOptions;
  #lagMs = usualMs;
  #measured = 0;
  #events = 0;

  constructor(options: PickerOptions) {
    this.#options = options;
  }

  /** How much later the detector gets a picture than it comes as packets, milliseconds. */
  get lagMs(): number {
    return this.#lagMs;
  }

  /**
   * The pictures in full resolution; without those of whose moment the ring has none.
   * @throws HaidangError (`ours`) where there is nothing in the ring, or it cannot be decoded.
   */
  async pick(take: Take, signal: AbortSignal): Promise<Partial<Record<Moment, StillJob>>> {
    const { config, ring, ffmpeg, clock } = this.#options;
    const o = { path: ffmpeg, signal };
    const around = ring.cut(take.atMs - 1200, take.atMs + 250);
    if (!around) throw nothing();
    if (this.#measured < measureFirst || this.#events % measureEvery === 0) {
      this.#lagMs = await lagOf(around, take.thumbnail, take.atMs, this.#lagMs, o);
      this.#measured++;
    }
    this.#events++;
    const cut = ring.cut(take.atMs - config.before - this.#lagMs, clock.monotonicMs());
    if (!cut) throw nothing();
    const frames = { before: take.atMs - config.before, at: take.atMs, after: take.atMs + config.after };
    const packetMs = (m: Moment) => frames[m] - this.#lagMs;
    const there = moments.filter((m) => cut.units.some((u) => Math.abs(u.atMs - packetMs(m)) < nearMs));
    const found = await pick(cut, there.map(packetMs), o);
    const jobs: Partial<Record<Moment, StillJob>> = {};
    there.forEach((moment, i) => {
      const picked = found[i];
      if (!picked) return;
      const frameMs = picked.atMs + this.#lagMs;
      jobs[moment] = { picture: picked.picture, moment, frameMs, at: wallAt(take, frameMs) };
    });
    return jobs;
  }
}

const nothing = () => new HaidangError('ours', 'no-packets', 'nothing of the stream is in memory');

/** The wall-clock time of a moment of the frames' axis, counted from the event's own. */
export function wallAt({ event, atMs }: Pick<Take, 'event' | 'atMs'>, frameMs: number): Instant {
  const { ms, quality } = event.at;
  return { ms: Math.round(ms + frameMs - atMs), quality };
}
