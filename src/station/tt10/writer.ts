// Makes a transmission file of every five minutes, once all its windows have closed, and again where late readings changed
// one that still waits. The disk is written behind the station's back, one file after another.
import type { Zone } from '../../runtime/calendar/local-time.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import type { Tt10Config } from './config.ts';
import { type Tt10Value, tt10File } from './file.ts';
import { Tt10Store } from './store.ts';

/** Cycles whose values are remembered, for changes that come late: a day of them. */
const mostCycles = 288;

export class Tt10Writer {
  readonly #config: Tt10Config;
  readonly #points: ReadonlySet<string>;
  readonly #zone: Zone;
  readonly #logger: Logger;
  readonly store: Tt10Store;
  readonly #cycles = new Map<number, Map<string, Tt10Value>>();
  readonly #due = new Set<number>();
  #writing: Promise<void> = Promise.resolve();
  readonly counters = { files: 0, failed: 0 };

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

  /** The mean of five minutes of a point; points that no file holds are left out. */
  put(point: string, toMs: number, value: Tt10Value): void {
    if (!this.#points.has(point)) return;
    const cycle = this.#cycles.get(toMs) ?? new Map<string, Tt10Value>();
    cycle.set(point, value);
    this.#cycles.set(toMs, cycle);
    this.#due.add(toMs);
  }

  /** All windows that are over have been put. */
  write(nowMs: number): void {
    if (this.#due.size === 0) return;
    for (const toMs of [...this.#due].sort((a, b) => a - b)) {
      const file = tt10File(this.#config, this.#zone, toMs, this.#cycles.get(toMs) ?? new Map());
      this.#writing = this.#writing.then(() => this.#put(file, nowMs));
    }
    this.#due.clear();
    for (const toMs of [...this.#cycles.keys()].sort((a, b) => a - b).slice(0, -mostCycles)) this.#cycles.delete(toMs);
  }

  /** Resolves when everything is on the disk. */
  settled(): Promise<void> {
    return this.#writing;
  }

  async #put(file: ReturnType<typeof tt10File>, nowMs: number): Promise<void> {
    try {
      if (await this.store.put(file)) this.counters.files++;
      await this.store.trim(nowMs);
    } catch (error) {
      this.counters.failed++;
      this.#logger.error('a transmission file cannot be written', { file: file.name, ...errorFields(error) });
    }
  }
}
