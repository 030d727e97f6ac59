// The life of one alarm, whatever raises it: it must hold for a while to be raised and be over for a while to be cleared.
// What is not known changes nothing: an alarm is never cleared because its sensor fell silent. Who has seen it, and who wants
// it quiet for a while, is no business of its: that is kept where commands are carried out. Pure: time is what it is told.

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
}

export class Alarm {
  readonly #timing: AlarmTiming;
  #active = false;
  #sinceMs: number | null = null;
  /** Since when it is otherwise than it was told. */
  #turningMs: number | undefined;
  #memory: AlarmMemory | undefined;

  constructor(timing: AlarmTiming, memory?: AlarmMemory) {
    this.#timing = timing;
    if (!memory) return;
    this.#active = memory.active;
    this.#sinceMs = memory.sinceMs;
  }

  get active(): boolean {
    return this.#active;
  }

  /** The same object until something changes: it is asked for far more often than that. */
  get memory(): AlarmMemory {
    this.#memory ??= { active: this.#active, sinceMs: this.#sinceMs };
    return this.#memory;
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
    return this.#active ? 'raised' : 'cleared';
  }
}
