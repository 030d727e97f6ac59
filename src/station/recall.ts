// What the journal says of earlier runs: readings in their places, what was told, and what was only about to be.
import type { Outgoing } from '../domain/outgoing.ts';
import type { Replay } from './journal/format.ts';
import type { JudgeMemory } from './judge.ts';
import type { PointKeeper } from './point-keeper.ts';
import type { WindowLength } from './windows/length.ts';
import type { Mark } from './windows/series.ts';

/** Messages that nobody knows of whether they were told: far more than are said between two checkpoints. */
const mostSaid = 2000;

const unitNote = 'unit:';

/** Names of what is noted. */
export const noteOf = {
  say: 'say',
  hole: 'hole',
  index: 'index',
  flags: 'flags',
  flood: 'flood',
  alarms: (point: string) => `alarms:${point}`,
  unit: (point: string) => `${unitNote}${point}`,
} as const;

export interface RecallOptions {
  readonly points: ReadonlyMap<string, PointKeeper>;
  /** Wind directions by the point of their speed. */
  readonly windOf: ReadonlyMap<string, readonly PointKeeper[]>;
  /** Number of the checkpoint that the points were made of; undefined: of none. */
  readonly checkpoint: number | undefined;
}

export class Recall implements Replay {
  readonly #options: RecallOptions;
  /** What came after the checkpoint is not in it. */
  #isNews: boolean;
  readonly #notes = new Map<string, unknown>();
  /** What was about to be said. */
  readonly says: Outgoing[] = [];
  readings = 0;
  /** Was something about to be told, and perhaps was not? */
  hasTold = false;
  /** The highest number of a checkpoint that was begun. */
  newest: number;

  constructor(options: RecallOptions) {
    this.#options = options;
    this.#isNews = options.checkpoint === undefined;
    this.newest = options.checkpoint ?? 0;
  }

  reading(point: string, ms: number, value: number, mark: Mark): void {
    const { points, windOf } = this.#options;
    const keeper = points.get(point);
    if (!keeper) return;
    this.readings++;
    keeper.recall(ms, value, mark, this.#isNews);
    if (this.#isNews) for (const wind of windOf.get(point) ?? []) wind.windows.touch({ from: ms, to: ms });
  }

  told(point: string, length: WindowLength, fromMs: number, revision: number): void {
    if (!this.#isNews) return;
    this.hasTold = true;
    this.#options.points.get(point)?.windows.recallTold(length, fromMs, revision);
  }

  voidAfter(point: string, ms: number): void {
    this.#options.points.get(point)?.recallVoid(ms, this.#isNews);
  }

  note(key: string, value: unknown): void {
    if (key === noteOf.hole) {
      for (const keeper of this.#options.points.values()) keeper.windows.knowsFrom(value as number);
    } else if (key.startsWith(unitNote)) {
      this.#options.points.get(key.slice(unitNote.length))?.recallUnit(value);
    } else if (this.#isNews && key === noteOf.say) {
      this.hasTold = true;
      this.says.push(value as Outgoing);
      if (this.says.length > mostSaid) this.says.shift();
    } else if (this.#isNews) this.#notes.set(key, value);
  }

  checkpoint(number: number): void {
    const { checkpoint } = this.#options;
    this.newest = Math.max(this.newest, number);
    if (checkpoint !== undefined && number >= checkpoint) this.#isNews = true;
  }

  /** What was noted last, or else what the checkpoint says. */
  last<T>(key: string, before: T): T {
    return this.#notes.has(key) ? (this.#notes.get(key) as T) : before;
  }

  /** What was noted of the points beside their readings. */
  settle(nowMs: number): void {
    for (const [id, keeper] of this.#options.points) {
      keeper.recallAlarms(this.#notes.get(noteOf.alarms(id)) as JudgeMemory | undefined, nowMs);
    }
  }
}
