// One point of the station: its readings, its windows, its alarms, and what of it is told.
import type { OutgoingOf } from '../domain/outgoing.ts';
import type { Message } from '../messages/catalogue.ts';
import type { Zone } from '../runtime/calendar/local-time.ts';
import type { Known, Measured } from './alarms/condition.ts';
import type { StationConfig, StationPoint } from './config.ts';
import { Judge, type Judged, type JudgeMemory, type Verdict } from './judge.ts';
import type { RulePack } from './packs/pack.ts';
import { type Closed, PointWindows, type WindowsMemory } from './point-windows.ts';
import { PublishFilter } from './publish.ts';
import { crossTroubles, unitTroubles } from './units.ts';
import { type WindowWords, wordsOf } from './window-words.ts';
import { aheadMs, lengthMs, type Span, type WindowLength } from './windows/length.ts';
import { counterReachOf, reachOf } from './windows/reach.ts';
import { type Mark, type Put, Series } from './windows/series.ts';
import { lateBy } from './windows/window.ts';
import type { Wrap } from './windows/wrap.ts';

type Value = OutgoingOf<'device.readings'>['readings'][string];

/** What outlives a restart, beside the readings. */
export interface PointMemory extends WindowsMemory {
  readonly alarms?: JudgeMemory;
  /** As the readings said it last. */
  readonly said?: string;
  /** Of older versions: that, or what the site file says. */
  readonly unit?: string;
  /** Of a counter, the newest reading that counts: it goes on from there, also where that is older than what is kept. */
  readonly counted?: readonly [ms: number, value: number];
}

export interface KeeperOptions {
  readonly zone: Zone;
  readonly packs: readonly RulePack[];
  /** How late a reading may come after its window, milliseconds. */
  readonly lateMs: number;
  /** From when on it keeps, milliseconds since the epoch. */
  readonly began: number;
  /** Where a counter begins again by its registers or its profile; the word of the site goes before it. */
  readonly wrap?: Wrap | undefined;
}

/** Who keeps what is taken, so that it outlives a restart. */
export interface Noted {
  reading(ms: number, value: number, mark: Mark): void;
  /** Readings that are later are none. */
  voidAfter(ms: number): void;
  unit(unit: string): void;
}

const unnoted: Noted = { reading: () => {}, voidAfter: () => {}, unit: () => {} };
const none: readonly Verdict[] = [];

export class PointKeeper {
  readonly config: StationPoint;
  readonly series: Series;
  readonly windows: PointWindows;
  /** Readings that would have changed what an earlier run told. */
  unrevised = 0;
  /** How far back readings are kept, milliseconds. */
  readonly keepMs: number;
  readonly #packs: readonly RulePack[];
  readonly #isCounter: boolean;
  readonly #wrap: Wrap | undefined;
  readonly #every: number;
  #isRecalled = false;
  #judge: Judge;
  readonly #filter: PublishFilter | undefined;
  /** Before this nothing is missing. */
  #watchedFrom: number;
  #isHeard = false;
  #unit: string | undefined;
  /** As the readings said it last. */
  #said: string | undefined;
  #known: Known | undefined;

  constructor(config: StationPoint, { zone, packs, lateMs, began, wrap }: KeeperOptions, memory: PointMemory = {}) {
    this.config = config;
    const spans = config.alarms.map((a) => ('for' in a ? a.for : 'over' in a ? a.over : 'within' in a ? a.within : 0));
    const longest = Math.max(...config.windows.map((w) => lengthMs[w]), ...spans, 60_000);
    // A day may have 25 hours, and a reading before a window may speak for its beginning.
    const keepMs = longest + lateMs + 3_600_000;
    this.series = new Series(keepMs, Math.ceil((2 * keepMs) / config.every) + 1000, config.kind === 'counter');
    this.windows = new PointWindows(config, this.series, zone, keepMs, began, memory);
    this.#packs = packs;
    this.#judge = new Judge(config, packs, memory.alarms);
    this.#filter = config.publish ? new PublishFilter(config.publish) : undefined;
    this.#watchedFrom = began;
    this.keepMs = keepMs;
    this.#isCounter = config.kind === 'counter';
    const { rollover } = config;
    this.#wrap = rollover === undefined ? wrap : { low: 0, size: rollover, isDeclared: true };
    this.#every = config.every;
    this.#said = memory.said ?? (config.unit === undefined ? memory.unit : undefined);
    this.#unit = this.#said ?? config.unit;
    const [countedMs = began, counted = 0] = memory.counted ?? [];
    if (this.#isCounter && countedMs < began - keepMs) this.series.put(countedMs, counted, 'good');
  }

  get memory(): PointMemory {
    const said = this.#said === undefined ? {} : { said: this.#said };
    const i = this.#isCounter ? this.series.newestUsable : undefined;
    const counted = i === undefined ? {} : { counted: [this.series.time(i), this.series.value(i)] as const };
    return { ...this.windows.memory, alarms: this.#judge.memory, ...said, ...counted };
  }

  get alarmMemory(): JudgeMemory {
    return this.#judge.memory;
  }

  /** Counted up by each change of the memory of its alarms. */
  get alarmVersion(): number {
    return this.#judge.version;
  }

  get activeAlarms(): readonly string[] {
    return this.#judge.active;
  }

  /**
   * @param mark of the device, where it is not measuring.
   * @returns `ahead`: far from now; it is not taken, because it would push out what is true.
   */
  put(ms: number, reading: Value, mark: Mark | undefined, nowMs: number, noted: Noted = unnoted): Put | 'ahead' {
    if (ms > nowMs + aheadMs) return 'ahead';
    if ((this.series.newest ?? ms) > nowMs + aheadMs) {
      this.series.forgetAfter(nowMs);
      noted.voidAfter(nowMs);
    }
    const { value, quality, unit } = reading;
    if (unit !== undefined && unit !== this.#said) {
      // A profile was mended: what was read in another unit makes no mean with what is read now.
      if (this.#said !== undefined) this.#forget(ms);
      this.#said = unit;
      this.#unit = unit;
      noted.unit(unit);
    }
    this.#isHeard = true;
    const isNumber = typeof value === 'number' && Number.isFinite(value);
    const number = isNumber ? value : Number.NaN;
    const worth: Mark = !isNumber ? 'bad' : (mark ?? (quality === 'good' ? 'good' : 'uncertain'));
    const put = this.series.put(ms, number, worth);
    if (put === 'too-old' || put === 'full') return put;
    noted.reading(ms, number, worth);
    this.#touch(ms, put);
    return put;
  }

  /** What was read between these times and counts was not measured, as is known now. */
  remark(afterMs: number, beforeMs: number, mark: Mark, noted: Noted = unnoted): void {
    const { series } = this;
    for (let i = series.indexOf(afterMs); i < series.length && series.time(i) < beforeMs; i++) {
      const ms = series.time(i);
      if (ms === afterMs || !series.counts(i)) continue;
      series.put(ms, series.value(i), mark);
      noted.reading(ms, series.value(i), mark);
      this.#touch(ms, 'repaired');
    }
  }

  /** A reading of an earlier run, in the order in which it came then. @param isNews did it come after the checkpoint? */
  recall(ms: number, value: number, mark: Mark, isNews: boolean): void {
    const put = this.series.put(ms, value, mark);
    if (!this.#isRecalled) this.windows.knowsFrom(ms);
    this.#isRecalled = true;
    if (isNews && put !== 'too-old' && put !== 'full') this.#touch(ms, put);
  }

  /** The clock was set back to this time by an earlier run. */
  recallVoid(ms: number, isNews: boolean): void {
    this.series.forgetAfter(ms);
    if (isNews) this.windows.comeBack(ms);
  }

  /** From here on the readings of an earlier run were in this unit. */
  recallUnit(unit: unknown): void {
    if (typeof unit !== 'string') return;
    if (this.series.length > 0) this.series.forgetAfter(Number.NEGATIVE_INFINITY);
    this.#isRecalled = false;
    this.#said = unit;
    this.#unit = unit;
  }

  /** What its alarms were noted to be last. @param nowMs what was waiting for its delay waits on, if that was just now. */
  recallAlarms(memory: JudgeMemory | undefined, nowMs: number): void {
    const gone = nowMs - (this.series.newest ?? Number.NEGATIVE_INFINITY);
    const isJustNow = gone >= 0 && gone <= Math.max(60_000, 3 * this.config.every);
    const known = Object.entries(memory ?? this.#judge.memory);
    const now = known.map(([id, { turningMs, ...alarm }]) => [id, isJustNow ? { ...alarm, turningMs } : alarm]);
    this.#judge = new Judge(this.config, this.#packs, Object.fromEntries(now));
  }

  /** The clock was set: what it stepped over is not missing. */
  watchFrom(ms: number): void {
    this.#watchedFrom = ms;
    this.#known = undefined;
  }

  /**
   * The windows that are over by then. Those of a counter wait for the reading after their end, because what it counted up
   * to the end is a part of that step, but no longer than it may be late.
   */
  close(nowMs: number): readonly Closed[] {
    this.windows.comeBack(nowMs);
    if (!this.#isCounter) return this.windows.close(nowMs);
    const newest = this.series.newestUsable;
    const known = newest === undefined ? Number.NEGATIVE_INFINITY : this.series.time(newest);
    return this.windows.close(Math.min(nowMs, Math.max(known, nowMs - lateBy * this.#every)));
  }

  /** Is this reading to be told, by its rules of publishing? */
  isTold(ms: number, { value, quality }: Value): boolean {
    return this.#filter?.take(value, quality, ms) ?? true;
  }

  judge(others: ReadonlyMap<string, Measured>, nowMs: number): readonly Verdict[] {
    if (this.config.alarms.length === 0) return none;
    if (this.#known?.others !== others || this.#known.unit !== this.#unit) {
      this.#known = { series: this.series, unit: this.#unit, others, beganMs: this.#watchedFrom };
    }
    return this.#judge.readings(this.#known, nowMs, this.#isHeard);
  }

  /** Is there an alarm or a law about windows of that length? */
  judges(length: WindowLength): boolean {
    return this.#judge.isAbout(length);
  }

  judgeWindow(length: WindowLength, words: WindowWords, date: string, atMs: number): readonly Verdict[] {
    // Of a counter a limit is one of what it counted: the mean of what it stands at says nothing.
    const of = this.#isCounter ? { ...words, mean: words.delta ?? null } : words;
    return this.#judge.window(length, of, date, atMs);
  }

  /** Whose numbers are in a unit in which its own cannot be, or its own in one in which those of another point cannot. */
  unitTroubles(config: StationConfig, others: ReadonlyMap<string, Measured>): readonly Message[] {
    const crossed = crossTroubles(this.config, this.#unit, (id) => others.get(id)?.unit);
    return [...unitTroubles(this.config, this.#unit, this.#packs, config), ...crossed];
  }

  /** Of its readings; undefined where neither they nor the site file say it. */
  get unit(): string | undefined {
    return this.#unit;
  }

  get alarms(): readonly Judged[] {
    return this.#judge.alarms;
  }

  windowOf({ span }: Closed, speeds: Series | undefined): WindowWords {
    const { config, series } = this;
    return wordsOf({ config, series, speeds, wrap: this.#wrap, unit: this.#unit }, span);
  }

  #forget(nowMs: number): void {
    this.series.forgetAfter(Number.NEGATIVE_INFINITY);
    this.windows.knowsFrom(nowMs);
  }

  #touch(ms: number, put: Put): void {
    // The usual reading: the one before, that spoke for this time until now, lies in windows that are all open.
    if (!this.#isCounter && this.windows.isOpen(ms - this.#every)) return;
    const reach = this.#isCounter ? this.#counterReach(ms, put) : reachOf(this.series, ms, this.#every);
    if (!this.windows.touch(reach)) this.unrevised++;
  }

  #counterReach(ms: number, put: Put): Span {
    // One without a value says nothing of what was counted around it, unless it had one before.
    if (put !== 'repaired' && !this.series.counts(this.series.indexOf(ms))) return { from: ms, to: ms };
    return counterReachOf(this.series, ms, this.keepMs);
  }
}
