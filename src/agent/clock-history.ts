// What clocks the runs of this boot of the machine had, so that what was recorded under a wrong one can be put right. An
// appended event never changes; when the clock is confirmed, the gateway says instead by how much each earlier clock was
// off. A clock shows itself in its base: the wall time at which the machine's monotonic clock was zero. Slewing moves both
// clocks alike, so a base changes by a step alone.
import { z } from 'zod';

/** One clock of one run: from a step of the wall clock to the next. */
const clockSchema = z.object({
  bootId: z.string(),
  /** The start of the run by this clock, milliseconds since the epoch: recordedtime less uptimesec of its events. */
  startMs: z.number(),
  /** Wall clock less the machine's monotonic clock, milliseconds. */
  baseMs: z.number(),
  /** When it was seen first, by the monotonic clock of the machine; absent where an earlier version kept it. */
  sinceMs: z.number().optional(),
  /** What was last said to be added to its times. */
  toldMs: z.number().default(0),
});
export type KnownClock = z.output<typeof clockSchema>;

const keptSchema = z.object({ machineBoot: z.string(), clocks: z.array(clockSchema) });

/**
 * A difference up to this is no step that could be told: `uptimesec` counts whole seconds, so that events of two clocks
 * that are nearer to each other cannot be told apart.
 */
export const stepMs = 1200;
/** Clocks that are remembered; a clock that steps all the time has no history worth telling. */
const remembered = 32;

/** From when on, by the monotonic clock, times were recorded by it. */
const sinceOf = ({ sinceMs, startMs, baseMs }: KnownClock): number => sinceMs ?? startMs - baseMs;

export interface Correction {
  readonly clock: KnownClock;
  /** To be added to every time that was recorded by that clock, milliseconds. */
  readonly offsetMs: number;
  /** From when on, by the monotonic clock, times were recorded that are put right by it. */
  readonly sinceMs: number;
  /** Clocks that cannot be told apart are put right alike: how far they were from each other, milliseconds. */
  readonly apartMs: number;
}

export class ClockHistory {
  readonly #machineBoot: string;
  #clocks: KnownClock[] = [];
  /** Steps of clocks that were forgotten because there were too many. */
  forgotten = 0;

  /** @param machineBoot names this boot of the machine; empty where that cannot be known. */
  constructor(machineBoot: string) {
    this.#machineBoot = machineBoot;
  }

  /** What an earlier run of the same boot left. Of another boot nothing can be told: its monotonic clock is gone. */
  load(kept: unknown): void {
    const read = keptSchema.safeParse(kept);
    if (read.success && this.#machineBoot !== '' && read.data.machineBoot === this.#machineBoot) {
      this.#clocks = read.data.clocks.slice(-remembered);
    }
  }

  /** What `load` takes in the next run. */
  get kept(): unknown {
    return { machineBoot: this.#machineBoot, clocks: this.#clocks };
  }

  /**
   * The clock as it is now.
   * @param baseMs wall clock less monotonic clock. @param startedMs when the run began on the monotonic clock.
   * @param nowMs the monotonic clock.
   * @returns whether it is another one than before: it stepped, or the run began.
   */
  note(bootId: string, baseMs: number, startedMs: number, nowMs: number): boolean {
    const last = this.#clocks.at(-1);
    if (last?.bootId === bootId && Math.abs(last.baseMs - baseMs) <= stepMs) return false;
    this.#clocks.push({ bootId, startMs: baseMs + startedMs, baseMs, sinceMs: nowMs, toldMs: 0 });
    if (this.#clocks.length > remembered) {
      this.#clocks.shift();
      this.forgotten++;
    }
    return true;
  }

  /**
   * The present clock is confirmed: what the others were off by, as far as it was not told yet, or told otherwise: a
   * service that believed a clock which stepped by mistake makes us say what is taken back when it has noticed.
   * @param baseMs wall clock less monotonic clock, now: small steps make no clock of their own, and are right all the same.
   */
  confirm(baseMs: number): Correction[] {
    const corrections: Correction[] = [];
    for (const clock of this.#clocks) {
      const apart = Math.round(baseMs - clock.baseMs);
      const offsetMs = Math.abs(apart) > stepMs ? apart : 0;
      if (Math.abs(offsetMs - clock.toldMs) <= stepMs) continue;
      const isTold = corrections.some((c) => isSame(c.clock, clock));
      const alike = this.#clocks.filter((c) => isSame(c, clock));
      const apartMs = Math.max(...alike.map((c) => Math.abs(c.baseMs - clock.baseMs)));
      if (!isTold) corrections.push({ clock, offsetMs, sinceMs: Math.min(...alike.map(sinceOf)), apartMs });
      this.#clocks = this.#clocks.map((c) => (isSame(c, clock) ? { ...c, toldMs: offsetMs } : c));
    }
    return corrections;
  }
}

/** Whether events of the two cannot be told apart. */
const isSame = (a: KnownClock, b: KnownClock) => a.bootId === b.bootId && Math.abs(a.startMs - b.startMs) <= stepMs;
