// What the cameras told during the soak, and whether it was asked for.

interface Entry {
  readonly state: 'blind' | 'online';
  readonly reason: string;
  readonly atMs: number;
}

export class Missed extends Error {}

/** The states of one camera. Bounded: only the newest are kept. */
export class Diary {
  readonly id: string;
  readonly #entries: Entry[] = [];
  /** Blind while nobody did anything to it: reason and second. */
  readonly falseAlarms: { readonly reason: string; readonly atMs: number }[] = [];
  readonly toldBy: Record<string, number> = {};
  isDisturbed = false;

  constructor(id: string) {
    this.id = id;
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
    if (!this.isDisturbed && isOnline) this.falseAlarms.push({ reason, atMs });
  }

  /** Resolves with the seconds until the camera sees, 0 where it does. @throws Missed */
  async back(withinSeconds: number): Promise<number> {
    const since = performance.now();
    while (!this.isOnline) {
      if (performance.now() - since > withinSeconds * 1000) {
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
      if (performance.now() - sinceMs > withinSeconds * 1000) {
        throw new Missed(
          `${this.id} was not ${state}${reason.source === '.' ? '' : ` (${reason.source})`} within ${withinSeconds} s`,
        );
      }
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}
