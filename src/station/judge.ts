// The alarms of one point: those of the site file and those of the law. It says what changed; telling it is for others.
import { type Message, message } from '../messages/catalogue.ts';
import { Alarm, type AlarmMemory, type Transition, type Truth } from './alarms/alarm.ts';
import { conditionOf, type Finding, type Known, limitOf, truthOf } from './alarms/condition.ts';
import type { AlarmConfig } from './alarms/config.ts';
import type { StationPoint } from './config.ts';
import { limitInForce, type RulePack } from './packs/pack.ts';
import { factorOf } from './units.ts';
import type { WindowLength } from './windows/length.ts';
import { rounded } from './windows/rounded.ts';

export interface Verdict {
  readonly alarm: string;
  readonly type: AlarmConfig['kind'] | 'pack';
  readonly transition: Transition;
  readonly severity: 'warning' | 'error';
  readonly finding: Finding;
  readonly above?: number | undefined;
  readonly below?: number | undefined;
  readonly source?: string;
  readonly text: Message;
}

/** An alarm as it is. */
export interface Judged extends Pick<Verdict, 'alarm' | 'type' | 'severity'>, Pick<AlarmMemory, 'active' | 'sinceMs'> {}

/** What of a window is judged. */
export interface JudgedWindow {
  readonly mean: number | null;
  readonly valid: boolean;
  readonly unit?: string;
}

export type JudgeMemory = Readonly<Record<string, AlarmMemory>>;

/** An alarm that is judged by the readings themselves, and whether it held by those that were known last. */
interface Watched {
  readonly config: AlarmConfig;
  readonly kind: AlarmConfig['kind'];
  readonly alarm: Alarm;
  /** When a trend was looked for last. */
  lookedMs: number | undefined;
  truth: Truth;
  version: number;
  otherVersion: number;
  wasActive: boolean;
}

const none: readonly Verdict[] = [];

/** A trend is looked for no more often than this: it changes over minutes. */
const trendEveryMs = 60_000;

export class Judge {
  readonly #point: StationPoint;
  readonly #packs: readonly RulePack[];
  readonly #alarms = new Map<string, Alarm>();
  readonly #memory: JudgeMemory;
  readonly #watched: readonly Watched[];
  /** Windows that an alarm or a law is about. */
  readonly #judges: ReadonlySet<string>;

  constructor(point: StationPoint, packs: readonly RulePack[], memory: JudgeMemory = {}) {
    this.#point = point;
    this.#packs = packs;
    this.#judges = new Set([
      ...point.alarms.flatMap((a) => (a.kind === 'limit' && a.of !== 'reading' ? [a.of] : [])),
      ...packs.flatMap((pack) => pack.limits.flatMap((l) => (l.parameter === point.parameter ? [l.window] : []))),
    ]);
    this.#memory = memory;
    for (const config of point.alarms) this.#alarmOf(config.id, config.delay, config.clearDelay);
    this.#watched = point.alarms.flatMap((config): Watched[] => {
      if (config.kind === 'limit' && config.of !== 'reading') return [];
      const alarm = this.#alarmOf(config.id, config.delay, config.clearDelay);
      const before = {
        lookedMs: undefined,
        truth: 'unknown',
        version: -1,
        otherVersion: -1,
        wasActive: false,
      } as const;
      return [{ config, kind: config.kind, alarm, ...before }];
    });
    // Alarms of the law exist once they were raised.
    for (const id of Object.keys(memory)) if (id.includes(':')) this.#alarmOf(id, 0, 0);
  }

  get memory(): JudgeMemory {
    const memory: Record<string, AlarmMemory> = {};
    for (const [id, alarm] of this.#alarms) memory[id] = alarm.memory;
    return memory;
  }

  get active(): string[] {
    return [...this.#alarms].flatMap(([id, alarm]) => (alarm.active ? [id] : []));
  }

  get alarms(): readonly Judged[] {
    const configs = new Map(this.#point.alarms.map((a) => [a.id, a]));
    return [...this.#alarms].map(([id, alarm]): Judged => {
      const { kind = 'pack', severity = 'error' } = configs.get(id) ?? {};
      const { active, sinceMs } = alarm.memory;
      return { alarm: id, type: kind, severity, active, sinceMs };
    });
  }

  /** Counted up by each change of the memory. */
  get version(): number {
    let version = 0;
    for (const alarm of this.#alarms.values()) version += alarm.version;
    return version;
  }

  /**
   * By the readings: at each new one, and as time goes on without.
   * @param isHeard has there been one since the start? What was read long ago says nothing of now.
   */
  readings(known: Known, nowMs: number, isHeard: boolean): readonly Verdict[] {
    let verdicts: Verdict[] | undefined;
    for (const watched of this.#watched) {
      const { kind, config, alarm } = watched;
      if (!isHeard && kind !== 'missing') continue;
      if (kind === 'trend' && !isTrendDue(watched, nowMs)) continue;
      const transition = alarm.step(truthNow(watched, known, nowMs), nowMs);
      if (!transition) continue;
      // By the same readings, as it was judged before it turned.
      const verdict = this.#verdict(config, transition, conditionOf(config, known, nowMs, transition === 'cleared'));
      verdicts = verdicts ? [...verdicts, verdict] : [verdict];
    }
    return verdicts ?? none;
  }

  /** Is there an alarm or a law about windows of that length? */
  isAbout(length: WindowLength): boolean {
    return this.#judges.has(length);
  }

  /** By the mean of a window that has closed; one that is not valid says nothing. */
  window(length: WindowLength, of: JudgedWindow, date: string, atMs: number): readonly Verdict[] {
    if (!this.#judges.has(length)) return none;
    const { mean, valid: isValid, unit } = of;
    const verdicts = this.#point.alarms.flatMap((config): Verdict | readonly Verdict[] => {
      if (config.kind !== 'limit' || config.of !== length) return [];
      const alarm = this.#alarmOf(config.id, config.delay, config.clearDelay);
      const finding = isValid && mean !== null ? limitOf(config, mean, alarm.active) : ({ truth: 'unknown' } as const);
      const transition = alarm.step(finding.truth, atMs);
      return transition ? this.#verdict(config, transition, finding) : [];
    });
    const { parameter } = this.#point;
    const law = parameter === undefined ? undefined : limitInForce(this.#packs, parameter, length, date);
    if (!law || !isValid || mean === null) return verdicts;
    // The limit is told in the unit of the point; where that cannot be, nothing is said: health says why.
    const factor = factorOf(law.limit.unit, unit);
    if (factor === undefined) return verdicts;
    const [above, below] = [law.limit.above, law.limit.below].map(
      (l) => rounded(l === undefined ? null : l * factor) ?? undefined,
    );
    const id = `${law.pack.id}:${length}`;
    const alarm = this.#alarmOf(id, 0, 0);
    const finding = limitOf({ above, below, hysteresis: 0 }, mean, false);
    const transition = alarm.step(finding.truth, atMs);
    if (!transition) return verdicts;
    const params = { point: this.#point.id, window: length, value: shown(mean), pack: law.pack.id };
    const text = transition === 'raised' ? message('station.alarm.pack', params) : this.#over(id);
    const { source } = law.pack;
    return [
      ...verdicts,
      { alarm: id, type: 'pack', transition, severity: 'error', finding, above, below, source, text },
    ];
  }

  #verdict(config: AlarmConfig, transition: Transition, finding: Finding): Verdict {
    const { id, kind, severity } = config;
    const limits =
      'above' in config ? { above: config.above, below: 'below' in config ? config.below : undefined } : {};
    const text = transition === 'raised' ? this.#text(config, finding) : this.#over(id);
    return { alarm: id, type: kind, transition, severity, finding, ...limits, text };
  }

  #text(config: AlarmConfig, finding: Finding): Message {
    const point = this.#point.id;
    const value = shown(finding.value);
    if (config.kind === 'cross') return message('station.alarm.cross', { point, value, other: config.notAbove });
    if (config.kind === 'limit') return message('station.alarm.limit', { point, value });
    if (config.kind === 'stuck') return message('station.alarm.stuck', { point, value });
    if (config.kind === 'rate') return message('station.alarm.rate', { point });
    return config.kind === 'trend'
      ? message('station.alarm.trend', { point })
      : message('station.alarm.missing', { point });
  }

  #over(alarm: string): Message {
    return message('station.alarm.over', { point: this.#point.id, alarm });
  }

  #alarmOf(id: string, delayMs: number, clearDelayMs: number): Alarm {
    const known = this.#alarms.get(id);
    if (known) return known;
    const alarm = new Alarm({ delayMs, clearDelayMs }, this.#memory[id]);
    this.#alarms.set(id, alarm);
    return alarm;
  }
}

function isTrendDue(watched: Watched, nowMs: number): boolean {
  const { lookedMs } = watched;
  if (lookedMs !== undefined && nowMs >= lookedMs && nowMs - lookedMs < trendEveryMs) return false;
  watched.lookedMs = nowMs;
  return true;
}

/** The same readings say the same: they are looked at again only where one came, or where time itself is what is judged. */
function truthNow(watched: Watched, known: Known, nowMs: number): Truth {
  const { kind, config, alarm } = watched;
  if (kind === 'missing') return truthOf(config, known, nowMs, alarm.active);
  const { version } = known.series;
  const otherVersion = config.kind === 'cross' ? (known.others.get(config.notAbove)?.series.version ?? -1) : -1;
  const isKnown =
    watched.version === version && watched.otherVersion === otherVersion && watched.wasActive === alarm.active;
  if (isKnown) return watched.truth;
  watched.truth = truthOf(config, known, nowMs, alarm.active);
  watched.version = version;
  watched.otherVersion = otherVersion;
  watched.wasActive = alarm.active;
  return watched.truth;
}

const shown = (value: number | undefined) => (value === undefined ? '-' : String(Number(value.toPrecision(6))));
