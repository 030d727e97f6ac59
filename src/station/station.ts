// What is made of the readings: averages, alarms, the air quality index, and readings told only when they change.
//
// Why a room of its own and not a part of acquisition: it takes readings from wherever they come (devices on lines, inputs
// beside Modbus, one day other gateways), it needs nothing but the messages that go out anyway (`heard`), and it has a life
// of its own: acquisition must never wait for an average. It knows no line and no device profile.
//
// Readings are kept for as long as the longest window, in memory and in the journal (keeping.ts), so that a kill or a restart
// changes nothing of a window but what was not read meanwhile, and its capture says that.
import type { Outgoing, OutgoingOf, Send } from '../domain/outgoing.ts';
import { type Instant, toIso } from '../domain/time.ts';
import { message } from '../messages/catalogue.ts';
import { createZone, type Zone } from '../runtime/calendar/local-time.ts';
import { type Cancel, type Clock, every } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Health, Service } from '../runtime/service.ts';
import { FloodGate } from './alarms/flood.ts';
import { type Standing, standingOf } from './alarms/standing.ts';
import { isPollutant } from './aqi/table.ts';
import { ClockLeaps, type LeapMemory } from './clock-leaps.ts';
import { firstOf, type StationConfig } from './config.ts';
import type { Delivery } from './delivery/delivery.ts';
import { Flags } from './flags.ts';
import { IndexKeeper } from './index-keeper.ts';
import type { Verdict } from './judge.ts';
import { Keeping, type StationMemory } from './keeping.ts';
import { type Listener, listenersOf, nobody, windsOf } from './listeners.ts';
import type { RulePack } from './packs/pack.ts';
import { PointKeeper } from './point-keeper.ts';
import type { Closed } from './point-windows.ts';
import { remembered, remembering } from './remembered.ts';
import { alarmSaid, floodSaid, indexSaid, windowSaid } from './said.ts';
import type { StationStore } from './told-memory.ts';
import { Tt10Writer } from './tt10/writer.ts';
import { forIndex } from './units.ts';
import type { WindowWords } from './window-words.ts';
import type { Wrap } from './windows/wrap.ts';

export interface StationOptions {
  readonly config: StationConfig;
  readonly packs: readonly RulePack[];
  /** Where counters begin again, by `DEVICE/POINT`. */
  readonly wraps?: ReadonlyMap<string, Wrap>;
  readonly timezone: string;
  readonly send: Send;
  readonly store: StationStore;
  /** Resolves when everything that was sent so far is on the disk, or was given up and counted. */
  readonly stored: () => Promise<void>;
  /** Has somebody shelved this alarm (`POINT/ALARM`)? Then it is told beside the flood, and disturbs nobody. */
  readonly isShelved?: (alarm: string) => boolean;
  /** Folder of the transmission files. */
  readonly folder: string;
  /** Folder of the journal of its readings; undefined: what is in memory ends with the process. */
  readonly journal?: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

const tickMs = 1000;

type Readings = OutgoingOf<'device.readings'>;

export class Station implements Service {
  readonly name = 'station';
  readonly #options: StationOptions;
  readonly #zone: Zone;
  readonly #keeping: Keeping;
  #flood: FloodGate;
  #leaps: ClockLeaps;
  #points = new Map<string, PointKeeper>();
  #keepers: readonly PointKeeper[] = [];
  /** By device. */
  #listeners: ReadonlyMap<string, readonly Listener[]> = new Map();
  /** The points that stand in a file. */
  #filed: readonly PointKeeper[] = [];
  /** Times as text: the points of a station have the same ones. */
  readonly #isoOf = remembered(64, toIso);
  readonly #dateOf = remembered(16, (ms) => toIso(ms + this.#zone.offsetMs(ms)).slice(0, 10));
  #flags: Flags;
  #index: IndexKeeper;
  #files: Tt10Writer | undefined;
  #delivery: Delivery | undefined;
  #cancel: Cancel = () => {};
  #isRunning = false;
  #beganMs = 0;
  /** How much the clock shows more than what is believed: 0, or it leapt. */
  #awayMs = 0;
  #clockKept: LeapMemory | undefined;
  readonly #counters = { readings: 0, late: 0, refused: 0, ahead: 0, windows: 0, thinned: 0, alarms: 0 };

  constructor(options: StationOptions) {
    this.#options = options;
    const { config, timezone } = options;
    this.#zone = remembering(createZone(timezone));
    this.#flood = new FloodGate(config.flood.most, config.flood.within);
    this.#keeping = new Keeping(options);
    this.#leaps = new ClockLeaps(options.clock);
    this.#flags = new Flags(config.flags);
    this.#index = new IndexKeeper(this.#zone);
  }

  async start(): Promise<void> {
    const { config, packs, wraps, clock, folder, logger } = this.#options;
    const memory = this.#keeping.load();
    this.#leaps = new ClockLeaps(clock, memory.clock);
    this.#clockKept = memory.clock;
    const began = this.#leaps.believedMs;
    this.#beganMs = began;
    this.#files = config.tt10 ? new Tt10Writer(config.tt10, folder, this.#zone, logger) : undefined;
    await this.#files?.open();
    this.#delivery = await this.#newDelivery();
    await this.#delivery?.start();
    this.#points = new Map();
    for (const point of config.points) {
      const wrap = wraps?.get(`${point.device}/${point.point}`);
      const how = { zone: this.#zone, packs, lateMs: config.late, began, wrap };
      this.#points.set(point.id, new PointKeeper(point, how, memory.points?.[point.id]));
    }
    this.#keepers = [...this.#points.values()];
    this.#filed = this.#keepers.filter((keeper) => this.#files?.has(keeper.config.id));
    const winds = windsOf(this.#keepers);
    const last = await this.#keeping.open(this.#points, winds, began);
    this.#listeners = listenersOf(this.#keepers, winds, (id) => this.#keeping.notedOf(id));
    this.#index = new IndexKeeper(this.#zone, last.index);
    this.#flags = new Flags(config.flags, last.flags);
    this.#flood = new FloodGate(config.flood.most, config.flood.within, last.flood);
    await this.#keeping.begin(() => this.#memory());
    this.#cancel = every(clock, tickMs, () => this.advance(clock.now()));
    this.#isRunning = true;
  }

  async stop(): Promise<void> {
    this.#cancel();
    await this.#delivery?.stop();
    await this.remember();
    await this.#keeping.close();
    this.#isRunning = false;
  }

  /** Takes the readings out of what the other rooms say. Never throws. */
  heard(o: Outgoing): void {
    if (o.kind !== 'device.readings' || !this.#isRunning) return;
    const ms = this.#leaps.believed(o.at.ms);
    const doubts = this.#flags.heard(o, ms);
    const mark = this.#flags.markOf(o.device);
    const nowMs = this.#leaps.believedMs;
    for (const { keeper, point, noted, winds } of this.#listeners.get(o.device) ?? nobody) {
      for (const { afterMs, mark: was } of doubts) {
        keeper.remark(afterMs, ms, was, noted);
        for (const wind of winds) wind.windows.touch({ from: afterMs, to: ms });
      }
      const reading = o.readings[point];
      if (!reading) continue;
      this.#counters.readings++;
      const put = keeper.put(ms, reading, mark, nowMs, noted);
      if (put === 'late' || put === 'repaired') this.#counters.late++;
      if (put === 'ahead') this.#counters.ahead++;
      else if (put === 'too-old' || put === 'full') this.#counters.refused++;
      // The mean direction of that time is made of this speed too.
      else for (const wind of winds) wind.windows.touch({ from: ms, to: ms });
    }
  }

  /** The readings of a message that are to be told; undefined where none is. */
  thin(o: Readings): Readings | undefined {
    const listeners = this.#isRunning ? this.#listeners.get(o.device) : undefined;
    const silent = new Set<string>();
    for (const { keeper, point } of listeners ?? nobody) {
      const reading = o.readings[point];
      if (reading && !keeper.isTold(o.at.ms, reading)) silent.add(point);
    }
    if (silent.size === 0) return o;
    this.#counters.thinned += silent.size;
    const left = Object.entries(o.readings).filter(([point]) => !silent.has(point));
    return left.length === 0 ? undefined : { ...o, readings: Object.fromEntries(left) };
  }

  /** Time has gone on: closes windows, judges alarms, tells what there is to tell. */
  advance({ ms, quality }: Instant): void {
    const { config } = this.#options;
    if (this.#keeping.isBusy) return;
    this.#awayMs = this.#leaps.look();
    const now: Instant = this.#awayMs === 0 ? { ms, quality } : { ms: ms - this.#awayMs, quality: 'holdover' };
    if (this.#leaps.correctedMs < 0) this.#files?.withdraw(ms);
    if (this.#leaps.isBeside(this.#clockKept)) this.#keeping.changed();
    for (const keeper of this.#keepers) {
      if (this.#leaps.hasStepped) keeper.watchFrom(now.ms);
      for (const closed of keeper.close(now.ms - config.grace)) this.#tellWindow(keeper, closed, now);
      for (const verdict of keeper.judge(this.#points, now.ms)) this.#tellAlarm(keeper, verdict, now);
    }
    if (config.aqi) for (const value of this.#index.take(now.ms)) this.#keeping.say(indexSaid(value, now));
    const flood = this.#flood.take(now.ms);
    if (flood) this.#keeping.say(floodSaid(flood, now));
    this.#keeping.note({ index: this.#index, flags: this.#flags, flood: this.#flood.memory });
    this.#keeping.tell(() => {
      this.#files?.write(now.ms, this.#closedMs());
      this.#keeping.tick(now.ms, () => this.#memory());
    });
  }

  /** Its alarms as they stand. @param id `POINT/ALARM` of one of them. */
  alarms(id?: string): Standing[] {
    return standingOf(this.#points, id);
  }

  /** Resolves when what stands and was told is on the disk. */
  async remember(): Promise<void> {
    await this.#keeping.isTold();
    await this.#files?.settled();
    if (this.#isRunning) await this.#keeping.remember(() => this.#memory());
  }

  health(): Health {
    const sum = (of: (k: PointKeeper) => number) => this.#keepers.reduce((n, k) => n + of(k), 0);
    const active = sum((k) => k.activeAlarms.length);
    const alarms = active > 0 ? [message('station.alarms-active', { count: active })] : [];
    const delivery = this.#delivery?.health();
    const units = this.#keepers.flatMap((k) => k.unitTroubles(this.#options.config, this.#points));
    const hours = Math.round(Math.abs(this.#awayMs) / 360_000) / 10;
    const way = this.#awayMs > 0 ? 'ahead' : 'behind';
    const leapt = this.#awayMs === 0 ? [] : [message(`station.clock-leapt-${way}`, { hours })];
    const { voided = 0 } = this.#files?.store ?? {};
    const taken = voided > 0 ? [message('station.files-withdrawn', { count: voided })] : [];
    const reasons = [...alarms, ...units, ...leapt, ...taken, ...this.#keeping.reasons, ...(delivery?.reasons ?? [])];
    const facts = { points: this.#points.size, active, unrevised: sum((k) => k.unrevised) };
    return {
      state: !this.#isRunning ? 'down' : reasons.length > 0 ? 'degraded' : 'ok',
      reasons,
      facts: { ...facts, ...this.#counters, ...this.#files?.counters, ...this.#keeping.facts, ...delivery?.facts },
    };
  }

  #tellWindow(keeper: PointKeeper, closed: Closed, now: Instant): void {
    const { config } = keeper;
    const speeds = config.speed === undefined ? undefined : this.#points.get(config.speed)?.series;
    const value = keeper.windowOf(closed, speeds);
    const { span, length } = closed;
    this.#counters.windows++;
    this.#keeping.window(config.id, closed, windowSaid(config, closed, value, now, this.#isoOf));
    if (length === '5min' && this.#filed.includes(keeper)) this.#file(keeper, closed, value);
    const { parameter } = config;
    // Of several points of one pollutant the first makes the index: the silence of another is not its own.
    if (length === '1h' && isPollutant(parameter) && firstOf(this.#options.config.points, parameter) === config) {
      this.#index.put(parameter, span.to, forIndex(value));
    }
    if (!closed.isNewest || !keeper.judges(length)) return;
    const verdicts = keeper.judgeWindow(length, value, this.#dateOf(span.from), now.ms);
    for (const verdict of verdicts) this.#tellAlarm(keeper, verdict, now);
  }

  #file({ config, windows }: PointKeeper, { span, revision, isUnsure }: Closed, value: WindowWords): void {
    const isWhole = windows.isWhole(span, this.#beganMs);
    // Of a direction the file has that of the mean vector, of a counter how much it went on: its mean says nothing.
    const { direction = null, delta = null } = value;
    const isCounted = config.kind === 'counter';
    const mean = isCounted ? delta : config.kind === 'wind-direction' ? direction : value.mean;
    const known = { revision: isUnsure ? 0 : revision, isWhole };
    this.#files?.put(config.id, span.to, { ...value, mean, isCounted }, known);
  }

  #tellAlarm(keeper: PointKeeper, verdict: Verdict, now: Instant): void {
    this.#counters.alarms++;
    this.#keeping.changed();
    const name = `${keeper.config.id}/${verdict.alarm}`;
    if (!this.#options.isShelved?.(name) && !this.#flood.pass(name, now.ms)) return;
    this.#keeping.say(alarmSaid(keeper.config, verdict, now));
  }

  /** Its libraries are loaded only where something is delivered. */
  async #newDelivery(): Promise<Delivery | undefined> {
    const { config, clock, logger } = this.#options;
    const to = config.tt10?.delivery;
    if (!this.#files || !to) return undefined;
    const { Delivery } = await import('./delivery/delivery.ts');
    return new Delivery({ config: to, store: this.#files.store, clock, logger });
  }

  /** Up to here the five minutes of all points that stand in a file are over and told. */
  #closedMs(): number {
    const files = this.#files;
    if (!files || files.isSettled) return Number.NEGATIVE_INFINITY;
    let closedMs = Number.POSITIVE_INFINITY;
    for (const { windows } of this.#filed) closedMs = Math.min(closedMs, windows.next('5min') ?? closedMs);
    return closedMs;
  }

  /** undefined while the file of a window that was told is not on the disk: after a kill it is made again. */
  #memory(): StationMemory | undefined {
    if (this.#files && !this.#files.isSettled) return undefined;
    this.#clockKept = this.#leaps.memory;
    return {
      points: Object.fromEntries([...this.#points].map(([id, keeper]) => [id, keeper.memory])),
      index: this.#index.memory,
      flags: this.#flags.memory,
      flood: this.#flood.memory,
      clock: this.#clockKept,
    };
  }
}
