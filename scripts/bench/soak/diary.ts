// What the cameras told during the soak, and whether it was asked for. Where the machine kept the processes behind a camera
// waiting for a processor, whatever it has to tell may come later by that.

interface Entry {
  readonly state: 'blind' | 'online';
  readonly reason: string;
  readonly atMs: number;
}

/** The time before an alarm in which a starved machine may be its reason, milliseconds. */
const blindAfterMs = 30_000;
/** Seconds. More is not waited for. */
const longestExcuse = 120;

export class Missed extends Error {}

/** The states of one camera. Bounded: only the newest are kept. */
export class Diary {
  readonly id: string;
  readonly #entries: Entry[] = [];
  /** Blind while nobody did anything to it: reason and second. */
  readonly falseAlarms: { readonly reason: string; readonly atMs: number; readonly waited: number }[] = [];
  readonly toldBy: Record<string, number> = {};
  isDisturbed = false;
  readonly #waited: (sinceMs: number) => number;

  /** @param waited seconds that the processes behind the camera waited for a processor since then. */
  constructor(id: string, waited: (sinceMs: number) => number) {
    this.id = id;
    this.#waited = waited;
  }

  get isOnline(): boolean {
    return this.#entries.at(-1)?.state === 'online';
  }

  write(state: 'blind' | 'online', reason: string, atMs: number): void {
    const { isOnline } = this;
    this.#entries.push({ state, reason, atMs });
    if (this.#entries.length > 100) this.#entries.shift();
    if (state === 'online') return;
    this.toldBy[reason] = (this.toldBy[reason] ?? 0) + 1;
    if (!this.isDisturbed && isOnline)
      this.falseAlarms.push({ reason, atMs, waited: this.#waited(atMs - blindAfterMs) });
  }

  /** Whether something is over its time, and over what the machine took of it. */
  #isOver(sinceMs: number, withinSeconds: number): boolean {
    const seconds = (performance.now() - sinceMs) / 1000;
    return seconds > withinSeconds && seconds > withinSeconds + Math.min(longestExcuse, this.#waited(sinceMs));
  }

  /** Resolves with the seconds until the camera sees, 0 where it does. @throws Missed */
  async back(withinSeconds: number): Promise<number> {
    const since = performance.now();
    while (!this.isOnline) {
      if (this.#isOver(since, withinSeconds)) {
        throw new Missed(
          `${this.id} did not see again within ${withinSeconds} s, it told: ${this.#entries.at(-1)?.reason}`,
        );
      }
      await new Promise((done) => setTimeout(done, 100));
    }
    return (performance.now() - since) / 1000;
  }

  /** Resolves with the seconds until the camera told this state after `sinceMs`. @throws Missed */
  async told(state: Entry['state'], sinceMs: number, withinSeconds: number, reason = /./): Promise<number> {
    for (;;) {
      const found = this.#entries.find(
        (e) => e.atMs >= sinceMs && e.state === state && (!e.reason || reason.test(e.reason)),
      );
      if (found) return (found.atMs - sinceMs) / 1000;
      if (this.#isOver(sinceMs, withinSeconds)) {
        throw new Missed(
          `${this.id} was not ${state}${reason.source === '.' ? '' : ` (${reason.source})`} within ${withinSeconds} s`,
        );
      }
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}
