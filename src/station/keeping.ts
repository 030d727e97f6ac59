// What of the station outlives a restart or a kill, and in which order things happen so that nothing is lost and nothing is
// told twice with two contents:
//   1 a reading is noted in the journal as it comes;
//   2 what a look at the station has to say is noted (windows by their names, for they are made of the readings; alarms,
//     indices and floods in full) and synced with all that it was made of, before a word of it is said;
//   3 it is said, and the files are made;
//   4 now and then, once the outbox and the files have it all, a checkpoint says how everything stands.
// After a kill the checkpoint is taken, and the journal from there on: what was about to be told is told again, the same.
// The disk is waited for no longer than `patienceMs`: then it is told all the same, and a kill in that moment may tell again
// what differs.
import type { Outgoing, Send } from '../domain/outgoing.ts';
import { type Message, message } from '../messages/catalogue.ts';
import { type Clock, withDeadline } from '../runtime/clock.ts';
import { timedOut } from '../runtime/errors.ts';
import type { Logger } from '../runtime/logger.ts';
import type { FloodMemory } from './alarms/flood.ts';
import type { LeapMemory } from './clock-leaps.ts';
import type { StationConfig } from './config.ts';
import type { Flags, FlagsMemory } from './flags.ts';
import type { IndexKeeper, IndexMemory } from './index-keeper.ts';
import { Journal } from './journal/journal.ts';
import type { Noted, PointKeeper, PointMemory } from './point-keeper.ts';
import type { Closed } from './point-windows.ts';
import { noteOf, Recall } from './recall.ts';
import { type StationStore, ToldMemory } from './told-memory.ts';

const patienceMs = 2000;

export interface StationMemory {
  readonly points?: Readonly<Record<string, PointMemory>>;
  /** By which the journal knows what is in it; undefined: there was no journal. */
  readonly checkpoint?: number;
  readonly index?: IndexMemory;
  readonly flags?: FlagsMemory;
  readonly flood?: FloodMemory;
  readonly clock?: LeapMemory;
}

export interface KeepingOptions {
  readonly config: StationConfig;
  /** Folder of the journal; undefined: there is none. */
  readonly journal?: string;
  readonly send: Send;
  readonly store: StationStore;
  readonly stored: () => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class Keeping {
  readonly #options: KeepingOptions;
  readonly #told: ToldMemory<StationMemory>;
  #memory: StationMemory = {};
  #journal: Journal | undefined;
  #points: ReadonlyMap<string, PointKeeper> = new Map();
  #indexOf = new Map<string, number>();
  #noted = new Map<string, Noted>();
  /** Versions of what is noted when it changes. */
  readonly #versions = new Map<string, number>();
  #checkpoint = 0;
  #said: Outgoing[] = [];
  /** Nothing is known that an earlier run was about to say and perhaps did not. */
  #isClean = true;
  #busy: Promise<void> | undefined;
  #recalled = 0;

  constructor(options: KeepingOptions) {
    this.#options = options;
    const stored = async () => void (await Promise.all([options.stored(), this.#journal?.settle()]));
    this.#told = new ToldMemory({ ...options, stored });
  }

  /** How everything stood at the last checkpoint. */
  load(): StationMemory {
    const found = this.#told.load() as StationMemory;
    // Older versions kept the points alone.
    this.#memory = 'points' in found ? found : { points: found as NonNullable<StationMemory['points']> };
    return this.#memory;
  }

  /**
   * Puts back what the journal says that came after it.
   * @param windOf wind directions by the point of their speed.
   * @param nowMs what time it is believed to be.
   */
  async open(
    points: ReadonlyMap<string, PointKeeper>,
    windOf: ReadonlyMap<string, readonly PointKeeper[]>,
    nowMs: number,
  ) {
    const { config, journal: folder, clock, logger } = this.#options;
    const ids = [...points.keys()];
    const memory = this.#memory;
    this.#points = points;
    this.#said = [];
    this.#versions.clear();
    const recall = new Recall({ points, windOf, checkpoint: memory.checkpoint });
    if (folder !== undefined) {
      const keepMs = Math.max(...[...points.values()].map((k) => k.keepMs));
      this.#journal = new Journal({ folder, points: ids, capBytes: config.journal, keepMs, clock, logger });
      await this.#journal.open(recall);
      recall.settle(nowMs);
    }
    this.#checkpoint = recall.newest;
    this.#recalled = recall.readings;
    this.#said.push(...recall.says);
    this.#isClean = !recall.hasTold;
    this.#indexOf = new Map(ids.map((id, i) => [id, i]));
    this.#noted = new Map(ids.map((id, i) => [id, this.#notedOf(id, i)]));
    const flood = recall.last(noteOf.flood, memory.flood ?? null);
    this.#versions.set(noteOf.flood, flood?.held ?? 0);
    return { index: recall.last(noteOf.index, memory.index), flags: recall.last(noteOf.flags, memory.flags), flood };
  }

  /** The first checkpoint of a run, where nothing is left to be told of the one before. */
  async begin(memory: () => StationMemory | undefined): Promise<void> {
    if (!this.#journal) return;
    if (this.#isClean) await this.remember(memory);
    else this.#told.changed();
  }

  async close(): Promise<void> {
    await this.#journal?.close();
    this.#journal = undefined;
  }

  /** Who notes the readings of a point. */
  notedOf(point: string): Noted | undefined {
    return this.#noted.get(point);
  }

  window(point: string, { length, span, revision }: Closed, said: Outgoing): void {
    const index = this.#indexOf.get(point);
    if (index !== undefined) this.#journal?.told(index, length, span.from, revision);
    this.#told.changed();
    this.#said.push(said);
  }

  say(said: Outgoing): void {
    this.#journal?.note(noteOf.say, said);
    this.#told.changed();
    this.#said.push(said);
  }

  /** Something has changed that a checkpoint says. */
  changed(): void {
    this.#told.changed();
  }

  /** Notes what has changed beside the readings. */
  note({ index, flags, flood }: { index: IndexKeeper; flags: Flags; flood: FloodMemory }): void {
    const journal = this.#journal;
    if (!journal) return;
    this.#noteOnce(noteOf.index, index.version, () => index.memory);
    this.#noteOnce(noteOf.flags, flags.version, () => flags.memory);
    this.#noteOnce(noteOf.flood, flood?.held ?? 0, () => flood);
    for (const [id, keeper] of this.#points) {
      this.#noteOnce(noteOf.alarms(id), keeper.alarmVersion, () => keeper.alarmMemory);
    }
  }

  /** Is what was to be said not yet said? Then nothing more is made. */
  get isBusy(): boolean {
    return this.#busy !== undefined;
  }

  /** Resolves when everything is said that was to be. */
  async isTold(): Promise<void> {
    await this.#busy;
  }

  /** Says what there is to say, once the journal has it. @param then what comes after it. */
  tell(then: () => void): void {
    const { send, clock } = this.#options;
    const said = this.#said;
    this.#said = [];
    const finish = () => {
      for (const o of said) send(o);
      then();
    };
    if (!this.#journal || said.length === 0) {
      finish();
      return;
    }
    const late = () => timedOut('note what is told', patienceMs, 'ours');
    this.#busy = withDeadline(clock, patienceMs, this.#journal.settle(), late)
      .catch(() => {})
      .then(finish)
      .finally(() => {
        this.#busy = undefined;
      });
  }

  /** @param memory undefined while a part of it is not on the disk yet. */
  tick(nowMs: number, memory: () => StationMemory | undefined): void {
    this.#told.tick(nowMs, () => this.#numbered(memory()));
  }

  async remember(memory: () => StationMemory | undefined): Promise<void> {
    const numbered = this.#numbered(memory());
    if (numbered) await this.#told.end(numbered);
  }

  get reasons(): readonly Message[] {
    const reason = this.#journal?.trouble;
    return reason === undefined ? [] : [message('station.journal-fails', { reason })];
  }

  get facts(): Readonly<Record<string, number>> {
    return this.#journal ? { recalled: this.#recalled, ...this.#journal.facts } : {};
  }

  #numbered(memory: StationMemory | undefined): StationMemory | undefined {
    if (!memory || !this.#journal) return memory;
    this.#journal.checkpoint(++this.#checkpoint);
    return { ...memory, checkpoint: this.#checkpoint };
  }

  #noteOnce(key: string, version: number, value: () => unknown): void {
    if ((this.#versions.get(key) ?? 0) === version) return;
    this.#versions.set(key, version);
    this.#journal?.note(key, value());
  }

  #notedOf(id: string, index: number): Noted {
    return {
      reading: (ms, value, mark) => this.#journal?.reading(index, ms, value, mark),
      voidAfter: (ms) => this.#journal?.voidAfter(index, ms),
      unit: (unit) => this.#journal?.note(noteOf.unit(id), unit),
    };
  }
}
