// Makes a transmission file of every five minutes, once all its windows have closed, and again where late readings changed
// one that still waits. The disk is written behind the station's back, one file after another, the oldest first.
//
// Invariant: a value that was written is never taken back because it was forgotten. What this run does not know of a cycle
// (it began later, or the cycle is old) is read back from the file that waits; where there is none any more, the change is
// refused and counted. A file that cannot be written (a full disk) stays due and is tried again, so that no cycle is missing.
import type { Zone } from '../../runtime/calendar/local-time.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import type { Tt10Config } from './config.ts';
import { type Tt10Value, tt10Blank, tt10File, tt10Name } from './file.ts';
import { Tt10Store } from './store.ts';

/** Cycles whose values are remembered, for changes that come late: a day of them. */
const mostCycles = 288;
/** Cycles that wait for a disk that refuses them: a week of them. Beyond that the oldest is lost, and counted. */
const mostDue = 2016;
const retryMs = 10_000;

/** How much is known of a value. */
export interface Knowing {
  /** 0: its window is told for the first time. */
  readonly revision: number;
  /** Were all readings of its window heard by this run? */
  readonly isWhole: boolean;
}

interface Cycle {
  readonly values: Map<string, Tt10Value>;
  /** Is its file still to be made for the first time? */
  isNew: boolean;
}

export class Tt10Writer {
  readonly #config: Tt10Config;
  readonly #points: ReadonlySet<string>;
  readonly #zone: Zone;
  readonly #logger: Logger;
  readonly store: Tt10Store;
  readonly #cycles = new Map<number, Cycle>();
  readonly #due = new Set<number>();
  #writing: Promise<void> | undefined;
  #closedMs = Number.NEGATIVE_INFINITY;
  #failedMs: number | undefined;
  /**
   * `lost`: never written. `tooLate`, `gone`: changes that came after the file was delivered or had to go. `withdrawn`:
   * files of times to come that were taken back.
   */
  readonly counters = { files: 0, failed: 0, lost: 0, tooLate: 0, gone: 0, withdrawn: 0 };

  constructor(config: Tt10Config, folder: string, zone: Zone, logger: Logger) {
    this.#config = config;
    this.#points = new Set(config.parameters.map((p) => p.point));
    this.#zone = zone;
    this.#logger = logger;
    this.store = new Tt10Store(folder, { keepMs: config.keep, capBytes: config.cap });
  }

  async open(): Promise<void> {
    await this.store.open();
  }

  has(point: string): boolean {
    return this.#points.has(point);
  }

  /** Is everything that was put on the disk? */
  get isSettled(): boolean {
    return this.#due.size === 0 && this.#writing === undefined;
  }

  /** The value of five minutes of a point; points that no file holds are left out. */
  put(point: string, toMs: number, value: Tt10Value, { revision, isWhole }: Knowing): void {
    if (!this.#points.has(point)) return;
    const cycle = this.#cycles.get(toMs) ?? { values: new Map<string, Tt10Value>(), isNew: false };
    const { mean, valid, left, unit, isCounted = false } = value;
    cycle.values.set(point, { mean, valid, left, unit, isCounted, isPart: !isWhole });
    if (revision === 0) cycle.isNew = true;
    this.#cycles.set(toMs, cycle);
    this.#due.add(toMs);
  }

  /** @param closedMs up to here all windows of all points have been put: a later cycle waits for the rest of them. */
  write(nowMs: number, closedMs = Number.POSITIVE_INFINITY): void {
    this.#closedMs = closedMs;
    if (this.#due.size === 0 || this.#writing) return;
    // A clock that was set back tries at once.
    if (this.#failedMs !== undefined && nowMs >= this.#failedMs && nowMs - this.#failedMs < retryMs) return;
    this.#start(nowMs);
  }

  /** The clock was ahead, and it is known now: what was made of times to come is taken back, and made anew in its time. */
  withdraw(nowMs: number): void {
    for (const toMs of this.#cycles.keys()) {
      if (toMs <= nowMs) continue;
      this.#cycles.delete(toMs);
      this.#due.delete(toMs);
    }
    const [start = '', end = ''] = this.#config.name.split('{time}');
    const last = tt10Name(this.#config, this.#zone, nowMs);
    const isOf = (name: string) => name.startsWith(start) && name.endsWith(end) && name > last;
    const before = this.#writing ?? Promise.resolve();
    const writing = before
      .then(() => this.store.withdraw(isOf, (text) => tt10Blank(this.#config, text)))
      .then((count) => {
        this.counters.withdrawn += count;
      })
      .catch((error) => this.#logger.error('transmission files cannot be taken back', errorFields(error)))
      .finally(() => {
        if (this.#writing === writing) this.#writing = undefined;
      });
    this.#writing = writing;
  }

  /** Resolves when everything that can be written is on the disk; what was refused before is tried once more. */
  async settled(): Promise<void> {
    await this.#writing;
    if (this.#due.size > 0) await this.#start(this.#failedMs ?? 0);
  }

  #start(nowMs: number): Promise<void> {
    const writing = this.#writeAll(nowMs).finally(() => {
      if (this.#writing === writing) this.#writing = undefined;
      this.#forget();
    });
    this.#writing = writing;
    return writing;
  }

  /** The oldest first; the first that is refused ends it, because files are asked for in order. */
  async #writeAll(nowMs: number): Promise<void> {
    for (let toMs = this.#oldest(); toMs !== undefined; toMs = this.#oldest()) {
      const name = tt10Name(this.#config, this.#zone, toMs);
      // What is put from now on makes it due again.
      this.#due.delete(toMs);
      try {
        await this.#put(name, toMs);
        this.#failedMs = undefined;
      } catch (error) {
        this.#due.add(toMs);
        this.counters.failed++;
        if (this.#failedMs === undefined) {
          this.#logger.error('a transmission file cannot be written', { file: name, ...errorFields(error) });
        }
        this.#failedMs = nowMs;
        return;
      }
      await this.store
        .trim(nowMs)
        .catch((error) => this.#logger.error('transmission files cannot be deleted', errorFields(error)));
    }
  }

  async #put(name: string, toMs: number): Promise<void> {
    const cycle = this.#cycles.get(toMs);
    if (!cycle) return;
    const { isNew } = cycle;
    const done = await this.store.change(name, (before, isVoid) =>
      before === undefined && !isNew && !isVoid
        ? undefined
        : tt10File(this.#config, this.#zone, toMs, cycle.values, before).text,
    );
    cycle.isNew = false;
    if (done === 'written') this.counters.files++;
    else if (done === 'refused') this.counters.gone++;
    else if (done === 'delivered' && !isNew) this.counters.tooLate++;
  }

  #oldest(): number | undefined {
    let oldest: number | undefined;
    for (const toMs of this.#due) if (toMs <= this.#closedMs && toMs < (oldest ?? Infinity)) oldest = toMs;
    return oldest;
  }

  #forget(): void {
    if (this.#cycles.size <= mostCycles) return;
    const times = [...this.#cycles.keys()].sort((a, b) => a - b);
    for (const toMs of times.slice(0, -mostCycles)) {
      if (this.#due.has(toMs)) {
        if (this.#due.size <= mostDue) continue;
        this.#due.delete(toMs);
        this.counters.lost++;
      }
      this.#cycles.delete(toMs);
    }
  }
}
