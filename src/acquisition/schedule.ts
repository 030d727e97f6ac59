import type { DeviceConfig } from './config.ts';
import { type Point, type PollClass, pollClasses } from './point.ts';
import type { DeviceProfile } from './profile.ts';

export type Periods = Readonly<Record<PollClass, number>>;

/** How often each class of a device is read, milliseconds: the site's word, else the profile's, kept in order. */
export function periodsOf(device: DeviceConfig, profile: DeviceProfile): Periods {
  const { connection } = profile;
  const normal = device.poll ?? connection.poll;
  const fast = device.pollFast ?? Math.min(connection.pollFast ?? normal, normal);
  const slow = device.pollSlow ?? Math.max(connection.pollSlow, normal);
  return { fast, normal, slow };
}

/**
 * Which classes are due at which tick of a device. One tick drives all classes, so that what falls due together is
 * reported together; the shortest period in use is the tick, the others are rounded to whole ticks.
 */
export class Schedule {
  readonly tickMs: number;
  readonly #ticks = new Map<PollClass, number>();
  readonly #nextDue = new Map<PollClass, number>();
  #tick = -1;

  constructor(points: readonly Pick<Point, 'class'>[], periods: Periods) {
    const used = pollClasses.filter((c) => points.some((p) => p.class === c));
    this.tickMs = Math.min(...used.map((c) => periods[c]));
    for (const c of used) this.#ticks.set(c, Math.max(1, Math.round(periods[c] / this.tickMs)));
    this.dueNow();
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
      // Aligned to the first tick: a late read does not shift those after it.
      this.#nextDue.set(c, (Math.floor(this.#tick / ticks) + 1) * ticks);
    }
    return due;
  }

  /** Makes every class due at the next tick: after a start, and when a device is back. */
  dueNow(): void {
    for (const c of this.#ticks.keys()) this.#nextDue.set(c, Number.NEGATIVE_INFINITY);
  }
}
