import type { DeviceConfig } from './config.ts';
import type { Point } from './point.ts';
import type { DeviceProfile } from './profile.ts';
import { type PollClass, pollClasses } from './types.ts';

/** Milliseconds; infinite for what is not read by the clock. */
export type Periods = Readonly<Record<PollClass, number>>;

/** How often each class of a device is read: the site's word, else the profile's, kept in order. */
export function periodsOf(
  device: Pick<DeviceConfig, 'poll' | 'pollFast' | 'pollSlow'>,
  profile: DeviceProfile,
): Periods {
  const { connection } = profile;
  const normal = device.poll ?? connection.poll;
  const fast = device.pollFast ?? Math.min(connection.pollFast ?? normal, normal);
  const slow = device.pollSlow ?? Math.max(connection.pollSlow, normal);
  return { fast, normal, slow, once: Number.POSITIVE_INFINITY, 'on-demand': Number.POSITIVE_INFINITY };
}

/**
 * Which classes are due at which tick of a device. One tick drives all classes, so that what falls due together is
 * reported together; the shortest period in use is the tick, the others are rounded to whole ticks. What is read once
 * is due until it was read.
 */
export class Schedule {
  readonly tickMs: number;
  readonly #ticks = new Map<PollClass, number>();
  readonly #nextDue = new Map<PollClass, number>();
  readonly #phase: number;
  #tick = -1;

  /** @param phase 0 to 1: where in their periods the seldom classes are read, so that not all devices read them at once. */
  constructor(points: readonly Pick<Point, 'class'>[], periods: Periods, phase = 0) {
    this.#phase = phase;
    const used = pollClasses.filter((c) => c !== 'on-demand' && points.some((p) => p.class === c));
    const shortest = Math.min(...used.map((c) => periods[c]));
    this.tickMs = Number.isFinite(shortest) ? shortest : periods.normal;
    for (const c of used) this.#ticks.set(c, Math.max(1, Math.round(periods[c] / this.tickMs)));
    this.dueNow();
  }

  /** How often a class is read by whole ticks, milliseconds. */
  periodMs(c: PollClass): number {
    return (this.#ticks.get(c) ?? 1) * this.tickMs;
  }

  /** The time on, by one tick and those that were skipped. */
  advance(skipped: number): void {
    this.#tick += 1 + skipped;
  }

  /** The classes whose time has come, which are taken for read now. */
  take(): PollClass[] {
    const due: PollClass[] = [];
    for (const [c, ticks] of this.#ticks) {
      if (this.#tick < this.#nextDue.get(c)!) continue;
      due.push(c);
      if (c === 'once') continue;
      // Aligned to the first tick: a late read does not shift those after it.
      const offset = Math.floor(this.#phase * ticks);
      this.#nextDue.set(c, (Math.floor((this.#tick - offset) / ticks) + 1) * ticks + offset);
    }
    return due;
  }

  /** What is read once was read: it is due again when the device comes back. */
  onceDone(): void {
    if (this.#ticks.has('once')) this.#nextDue.set('once', Number.POSITIVE_INFINITY);
  }

  /** Makes every class due at the next tick that is read again and again: after a poll without any answer. */
  dueAgain(): void {
    for (const c of this.#ticks.keys()) if (c !== 'once') this.#nextDue.set(c, Number.NEGATIVE_INFINITY);
  }

  /** Makes every class due at the next tick: after a start, and when a device is back. */
  dueNow(): void {
    for (const c of this.#ticks.keys()) this.#nextDue.set(c, Number.NEGATIVE_INFINITY);
  }
}
