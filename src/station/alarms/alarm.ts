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
  /** Since when it is otherwise than it was told, and waits for its delay; null: it is not. */
  readonly turningMs?: number | null;
}

export class Alarm {
  readonly #timing: AlarmTiming;
  #active = false;
  #sinceMs: number | null = null;
  /** Since when it is otherwise than it was told. */
  #turningMs: number | undefined;
  #memory: AlarmMemory | undefined;
  /** Counted up by each change of what outlives a restart. */
  version = 0;

  constructor(timing: AlarmTiming, memory?: AlarmMemory) {
    this.#timing = timing;
    if (!memory) return;
    this.#active = memory.active;
    this.#sinceMs = memory.sinceMs;
    this.#turningMs = memory.turningMs ?? undefined;
  }

  get active(): boolean {
    return this.#active;
  }

  /** The same object until something changes: it is asked for far more often than that. */
  get memory(): AlarmMemory {
    this.#memory ??= {
      active: this.#active,
      sinceMs: this.#sinceMs,
      ...(this.#turningMs === undefined ? {} : { turningMs: this.#turningMs }),
    };
    return this.#memory;
  }

  step(truth: Truth, atMs: number): Transition | undefined {
    if (truth === 'unknown') {
      // What held until now is not known to have held on.
      if (!this.#active) this.#turn(undefined);
      return undefined;
    }
    if ((truth === 'yes') === this.#active) {
      this.#turn(undefined);
      return undefined;
    }
    // A clock that was set back does not make it wait longer than its delay.
    const since = this.#turningMs === undefined || atMs < this.#turningMs ? atMs : this.#turningMs;
    this.#turn(since);
    const delayMs = this.#active ? this.#timing.clearDelayMs : this.#timing.delayMs;
    if (atMs - since < delayMs) return undefined;
    this.#active = !this.#active;
    this.#turn(undefined);
    this.#sinceMs = atMs;
    return this.#active ? 'raised' : 'cleared';
  }

  #turn(sinceMs: number | undefined): void {
    if (this.#turningMs === sinceMs) return;
    this.#turningMs = sinceMs;
    this.#memory = undefined;
    this.version++;
  }
}
