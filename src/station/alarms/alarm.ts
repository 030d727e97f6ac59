// The life of one alarm, whatever raises it: it must hold for a while to be raised and be over for a while to be cleared.
// What is not known changes nothing: an alarm is never cleared because its sensor fell silent. Shelving keeps it from being
// told, not from being followed; acknowledging says that somebody has seen it. Pure: time is what it is told.

/** Does what the alarm watches for hold? `unknown`: nobody can tell. */
export type Truth = 'yes' | 'no' | 'unknown';

export type Transition = 'raised' | 'cleared';

export interface AlarmTiming {
  readonly delayMs: number;
  readonly clearDelayMs: number;
}

/** What outlives a restart. */
export interface AlarmMemory {
  readonly active: boolean;
  /** When it was raised or cleared last, milliseconds since the epoch. */
  readonly sinceMs: number | null;
  readonly acknowledged: boolean;
  readonly shelvedUntilMs: number | null;
}

export class Alarm {
  readonly #timing: AlarmTiming;
  #active = false;
  #sinceMs: number | null = null;
  #acknowledged = false;
  #shelvedUntilMs: number | null = null;
  /** Since when it is otherwise than it was told. */
  #turningMs: number | undefined;
  #memory: AlarmMemory | undefined;

  constructor(timing: AlarmTiming, memory?: AlarmMemory) {
    this.#timing = timing;
    if (!memory) return;
    this.#active = memory.active;
    this.#sinceMs = memory.sinceMs;
    this.#acknowledged = memory.acknowledged;
    this.#shelvedUntilMs = memory.shelvedUntilMs;
  }

  get active(): boolean {
    return this.#active;
  }

  /** The same object until something changes: it is asked for far more often than that. */
  get memory(): AlarmMemory {
    this.#memory ??= {
      active: this.#active,
      sinceMs: this.#sinceMs,
      acknowledged: this.#acknowledged,
      shelvedUntilMs: this.#shelvedUntilMs,
    };
    return this.#memory;
  }

  isShelved(atMs: number): boolean {
    return this.#shelvedUntilMs !== null && atMs < this.#shelvedUntilMs;
  }

  step(truth: Truth, atMs: number): Transition | undefined {
    if (truth === 'unknown') {
      // What held until now is not known to have held on.
      if (!this.#active) this.#turningMs = undefined;
      return undefined;
    }
    if ((truth === 'yes') === this.#active) {
      this.#turningMs = undefined;
      return undefined;
    }
    // A clock that was set back does not make it wait longer than its delay.
    if (this.#turningMs === undefined || atMs < this.#turningMs) this.#turningMs = atMs;
    const delayMs = this.#active ? this.#timing.clearDelayMs : this.#timing.delayMs;
    if (atMs - this.#turningMs < delayMs) return undefined;
    this.#active = !this.#active;
    this.#memory = undefined;
    this.#turningMs = undefined;
    this.#sinceMs = atMs;
    this.#acknowledged = false;
    return this.#active ? 'raised' : 'cleared';
  }

  /** @returns false where there is nothing to acknowledge. */
  acknowledge(): boolean {
    if (!this.#active || this.#acknowledged) return false;
    this.#acknowledged = true;
    this.#memory = undefined;
    return true;
  }

  /** Keeps it from being told until then; null ends that. */
  shelve(untilMs: number | null): void {
    this.#shelvedUntilMs = untilMs;
    this.#memory = undefined;
  }
}
