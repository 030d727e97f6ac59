// Where alarms are dealt with: acknowledged (somebody has seen it, until it is over) and shelved (nobody wants to hear of it,
// until a time). It stands between those who raise alarms and the outbox: a shelved alarm is recorded, in a lane that
// disturbs nobody, and is told again when its shelving ends while it stands. What was done is on the disk before it is
// answered, outlives restarts, and is told with who did it. Shelving runs by the monotonic clock: a wall clock that is set
// back makes none longer, nor does a restart.
import { type Alarming, thingOf } from '../../domain/alarm.ts';
import type { Outgoing, Send } from '../../domain/outgoing.ts';
import { toIso } from '../../domain/time.ts';
import { type MessageCode, message, render } from '../../messages/catalogue.ts';
import { type Cancel, type Clock, every } from '../../runtime/clock.ts';
import { HaidangError } from '../../runtime/errors.ts';
import type { Health, Service } from '../../runtime/service.ts';
import type { KeyValue } from '../state-file.ts';
import { type Ack, type Care, caresSchema, type Shelf } from './care.ts';
import type { AlarmsConfig } from './config.ts';
import { isAlarming, type KnownAlarm, type KnownAlarms } from './known.ts';

/** Who deals with an alarm. */
export interface Handler {
  readonly by: string;
  /** Id of the command. */
  readonly command: string;
}

/** An alarm as it is answered and shown. Times are RFC 3339. */
export interface AlarmNow {
  readonly alarm: string;
  readonly active: boolean;
  readonly since: string | null;
  readonly acknowledged: { readonly at: string; readonly by: string; readonly command: string } | null;
  readonly shelved: { readonly until: string; readonly by: string; readonly command: string } | null;
}

export interface DeskOptions {
  readonly config: AlarmsConfig;
  readonly known: KnownAlarms;
  readonly send: Send;
  readonly kept: KeyValue;
  /** Resolves when what raised the alarms remembers over a restart that it did. */
  readonly remember: () => Promise<void>;
  readonly clock: Clock;
}

const key = 'alarms';
const tickMs = 1000;
/** The part that knows an alarm may be starting; one that no site file knows any more ends after so long. */
const patienceMs = 60_000;
/** Transitions of one alarm that are recorded one by one while it is shelved; more are counted. */
const recordedMost = 100;

export class AlarmDesk implements Service {
  readonly name = 'alarms';
  readonly #options: DeskOptions;
  #cares = new Map<string, Care>();
  /** When each shelving ends, on the monotonic clock. */
  readonly #ends = new Map<string, number>();
  #hasChanged = false;
  #cancel: Cancel = () => {};

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { kept, clock } = this.#options;
    const read = caresSchema.safeParse(kept.get(key) ?? {});
    // What cannot be read leaves every alarm as loud as it was made.
    this.#cares = new Map(Object.entries(read.success ? read.data : {}));
    const { ms } = clock.now();
    this.#ends.clear();
    for (const [id, { shelf }] of this.#cares) {
      if (!shelf) continue;
      const leftMs = Math.min(shelf.untilMs - ms, shelf.untilMs - shelf.atMs);
      this.#ends.set(id, clock.monotonicMs() + leftMs);
    }
    this.#cancel = every(clock, tickMs, () => this.#tick());
  }

  async stop(): Promise<void> {
    this.#cancel();
    if (this.#hasChanged) await this.#keep();
  }

  health(): Health {
    const active = this.#options.known.active().length;
    const cares = [...this.#cares.values()];
    const acknowledged = cares.filter((c) => c.ack).length;
    return { state: 'ok', reasons: [], facts: { active, acknowledged, shelved: this.#ends.size } };
  }

  isShelved(id: string): boolean {
    return this.#ends.has(id);
  }

  /** Alarms that stand or are shelved. */
  now(): AlarmNow[] {
    const { known } = this.#options;
    const active = known.active();
    const ids = new Set(active.map((a) => a.id));
    const quiet = [...this.#ends.keys()].filter((id) => !ids.has(id));
    return [...active.map((alarm) => this.#shown(alarm)), ...quiet.flatMap((id) => this.#tried(id) ?? [])];
  }

  /** @returns what goes on to the outbox; undefined: it is counted, and told as a number. Never throws. */
  heard(o: Outgoing): Outgoing | undefined {
    const about = this.#options.known.heard(o);
    if (!about || !isAlarming(o)) return o;
    const care = this.#cares.get(about.id);
    return care ? this.#withCare(o, about.id, about.stands, care) : o;
  }

  /** @throws HaidangError (`configuration`): there is no such alarm, or it does not stand. */
  async acknowledge(id: string, by: Handler): Promise<AlarmNow> {
    const { known, clock, remember } = this.#options;
    const alarm = known.find(id);
    const before = this.#ackOf(alarm);
    if (!before && alarm.active !== true) {
      throw new HaidangError(
        'configuration',
        'alarm-not-active',
        `the alarm ${id} does not stand: nothing to acknowledge`,
      );
    }
    if (!before) {
      const { ms } = clock.now();
      this.#cares.set(id, { ...this.#cares.get(id), ack: { ...by, atMs: ms, sinceMs: alarm.sinceMs } });
      await remember();
      await this.#keep();
      this.#tell(alarm, 'acknowledged', by);
    }
    return this.#shown(alarm);
  }

  /**
   * @param forMs how long; 0 ends it.
   * @throws HaidangError (`configuration`): there is no such alarm, it is for too long, or too many are shelved.
   */
  async shelve(id: string, forMs: number, by: Handler, why?: string): Promise<AlarmNow> {
    const { known, clock, config } = this.#options;
    const alarm = known.find(id);
    if (forMs <= 0) {
      if (this.#ends.has(id)) await this.#unshelve(id, by);
      return this.#shown(alarm);
    }
    const { longest, most } = config.shelve;
    if (forMs > longest) {
      const reason = `an alarm is shelved for ${Math.round(longest / 60_000)} minutes at the most`;
      throw new HaidangError('configuration', 'shelved-too-long', reason);
    }
    if (!this.#ends.has(id) && this.#ends.size >= most) {
      throw new HaidangError('configuration', 'shelved-too-many', `${most} alarms are shelved: no more may be`);
    }
    const { ms } = clock.now();
    const { told = 0, untold = 0 } = this.#cares.get(id)?.shelf ?? {};
    const shelf: Shelf = { ...by, atMs: ms, untilMs: ms + forMs, told, untold };
    this.#cares.set(id, { ...this.#cares.get(id), shelf });
    this.#ends.set(id, clock.monotonicMs() + forMs);
    await this.#keep();
    this.#tell(alarm, 'shelved', by, { until: toIso(shelf.untilMs), ...(why === undefined ? {} : { why }) });
    return this.#shown(alarm);
  }

  #withCare(o: Alarming, id: string, stands: boolean, care: Care): Outgoing | undefined {
    const { shelf } = care;
    let { ack } = care;
    const since = o.kind === 'station.alarm' && ack ? this.#tried(id)?.acknowledged : undefined;
    // A station's alarm that was raised anew asks for anew; the gateway's own are told anew after each restart.
    if (o.kind === 'station.alarm' && stands && !since) ack = undefined;
    const said = {
      ...(ack ? { acknowledged: shownAck(ack) } : {}),
      ...(shelf ? { shelvedUntil: toIso(shelf.untilMs) } : {}),
    };
    if (!stands) ack = undefined;
    const isTold = !shelf || shelf.told < recordedMost;
    const counted = shelf && { ...shelf, told: shelf.told + (isTold ? 1 : 0), untold: shelf.untold + (isTold ? 0 : 1) };
    this.#set(id, { ...(ack ? { ack } : {}), ...(counted ? { shelf: counted } : {}) });
    this.#hasChanged = true;
    return isTold ? { ...o, ...said } : undefined;
  }

  #tick(): void {
    const nowMs = this.#options.clock.monotonicMs();
    for (const [id, end] of this.#ends) {
      // While its part is started again nobody knows whether it stands.
      if (nowMs >= end + patienceMs || (nowMs >= end && this.#found(id))) void this.#unshelve(id);
    }
    if (this.#hasChanged) void this.#keep();
  }

  async #unshelve(id: string, by?: Handler): Promise<void> {
    this.#ends.delete(id);
    const { ack, shelf } = this.#cares.get(id) ?? {};
    this.#set(id, ack ? { ack } : {});
    await this.#keep();
    const alarm = this.#found(id);
    const untold = shelf?.untold ?? 0;
    if (alarm) this.#tell(alarm, 'unshelved', by, untold > 0 ? { untold } : {});
  }

  #tell(
    alarm: KnownAlarm,
    state: 'acknowledged' | 'shelved' | 'unshelved',
    by: Handler | undefined,
    more: { until?: string; why?: string; untold?: number } = {},
  ): void {
    const { send, clock } = this.#options;
    const { id, station, sinceMs } = alarm;
    const active = alarm.active === true;
    const at = clock.now();
    const since = active && sinceMs !== null ? { since: toIso(sinceMs) } : {};
    const said = { ...since, ...by, ...more };
    const texts = textsOf(state, { alarm: id, by: by?.by ?? '-', until: more.until ?? '-' });
    if (!station) {
      send({ kind: 'alarm.handled', at, alarm: id, ...thingOf(id), state, active, ...said, texts });
      return;
    }
    const { device, point, alarm: name, type, severity } = station;
    const named = { device, point, alarm: name, type, severity } as const;
    send({ kind: 'station.alarm', at, ...named, state, ...said, texts });
    if (state !== 'unshelved' || !active) return;
    const again = textsOf('stands', { alarm: id, since: since.since ?? '-' });
    send({ kind: 'station.alarm', at, ...named, state: 'raised', ...since, texts: again });
  }

  #shown(alarm: KnownAlarm): AlarmNow {
    const { shelf } = this.#cares.get(alarm.id) ?? {};
    const ack = this.#ackOf(alarm);
    const sinceMs = alarm.active === true ? alarm.sinceMs : (ack?.sinceMs ?? null);
    return {
      alarm: alarm.id,
      active: alarm.active ?? ack !== undefined,
      since: sinceMs === null ? null : toIso(sinceMs),
      acknowledged: ack ? shownAck(ack) : null,
      shelved: shelf ? { until: toIso(shelf.untilMs), by: shelf.by, command: shelf.command } : null,
    };
  }

  /** Acknowledged as it stands now: not where it was over meanwhile. */
  #ackOf({ id, active, sinceMs, station }: KnownAlarm): Ack | undefined {
    const ack = this.#cares.get(id)?.ack;
    if (!ack || active === false) return undefined;
    return station && ack.sinceMs !== sinceMs ? undefined : ack;
  }

  /** undefined where there is no such alarm any more: another site file came meanwhile. */
  #found(id: string): KnownAlarm | undefined {
    try {
      return this.#options.known.find(id);
    } catch {
      return undefined;
    }
  }

  #tried(id: string): AlarmNow | undefined {
    const alarm = this.#found(id);
    return alarm && this.#shown(alarm);
  }

  #set(id: string, care: Care): void {
    if (care.ack || care.shelf) this.#cares.set(id, care);
    else this.#cares.delete(id);
  }

  async #keep(): Promise<void> {
    this.#hasChanged = false;
    await this.#options.kept.set(key, Object.fromEntries(this.#cares));
  }
}

const shownAck = ({ atMs, by, command }: Ack) => ({ at: toIso(atMs), by, command });

function textsOf(what: 'acknowledged' | 'shelved' | 'unshelved' | 'stands', params: Readonly<Record<string, string>>) {
  const text = message(`alarms.${what}` satisfies MessageCode, params);
  return { en: render(text, 'en'), vi: render(text, 'vi') };
}
