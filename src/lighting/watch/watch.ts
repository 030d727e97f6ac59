// The watch over lamps and cabinets of the running gateway. Every minute it looks at what the keepers know of their lamps
// and at the points that feed the cabinets, books the energy, judges, and tells what began and what ended. It writes
// nothing to any lamp. What was told, the open night and the burning hours outlive a restart: they are saved every hour
// and at the end; a power cut costs the modelled energy of an hour at most.
import type { Send } from '../../domain/outgoing.ts';
import { type Cancel, type Clock, every } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { type Health, healthy, type Service } from '../../runtime/service.ts';
import type { CabinetSample } from '../cabinet/sample.ts';
import type { LightingConfig } from '../config.ts';
import type { EnergyStore } from '../energy/store.ts';
import { expectedWatts } from '../faults/lamp-type.ts';
import type { LampStatus } from '../health.ts';
import type { Site } from '../night.ts';
import { CabinetLook } from './cabinet-look.ts';
import type { Point } from './cabinet-points.ts';
import { LampLook } from './lamp-look.ts';
import { Ledger } from './ledger.ts';

export interface WatchOptions {
  readonly config: LightingConfig;
  readonly site: Site;
  readonly status: () => readonly LampStatus[];
  readonly point: Point;
  readonly store: EnergyStore;
  readonly send: Send;
  readonly clock: Clock;
  readonly logger: Logger;
}

const lookMs = 60_000;
const saveMs = 3_600_000;
/** A process that stood still for longer does not know what the lamps did meanwhile. */
const longestSpanMs = 10 * lookMs;

export class LightingWatch implements Service {
  readonly name = 'lighting-watch';
  readonly #options: WatchOptions;
  readonly #lamps: ReadonlyMap<string, LampLook>;
  readonly #cabinets: readonly CabinetLook[];
  #ledger: Ledger | undefined;
  #cancel: Cancel = () => {};
  #lastMs = 0;
  #savedMs = 0;
  #reportedMs = Number.NEGATIVE_INFINITY;
  #saving: Promise<void> = Promise.resolve();
  #failure: string | undefined;

  constructor(options: WatchOptions) {
    const { config, send, clock } = options;
    this.#options = options;
    const types = new Map(config.lampTypes.map((t) => [t.id, t]));
    const cabinets = new Map(config.cabinets.map((c) => [c.id, c]));
    this.#lamps = new Map(
      config.lamps.map((lamp, index) => {
        const hides = cabinets.get(lamp.cabinet ?? '')?.voltage !== undefined;
        return [
          lamp.id,
          new LampLook({ lamp, index, type: types.get(lamp.type ?? ''), hidesMains: hides, send, clock }),
        ];
      }),
    );
    this.#cabinets = config.cabinets.map((cabinet) => {
      const lamps = config.lamps.filter((l) => l.cabinet === cabinet.id).flatMap((l) => this.#lamps.get(l.id) ?? []);
      return new CabinetLook({ cabinet, lamps, point: options.point, send, clock });
    });
  }

  async start(): Promise<void> {
    const { clock, site, config, store, logger } = this.#options;
    this.#ledger = await Ledger.open({ config, store, site, at: clock.now(), logger });
    const { raised, lines } = this.#ledger;
    for (const [id, lamp] of this.#lamps) lamp.resume(raised[`lamp/${id}`] ?? [], this.#ledger.life(id).hours);
    for (const cabinet of this.#cabinets)
      cabinet.resume(raised[`cabinet/${cabinet.id}`] ?? [], lines[cabinet.id] ?? []);
    this.#lastMs = clock.monotonicMs();
    this.#savedMs = this.#lastMs;
    this.#cancel = every(clock, lookMs, () => this.#look());
  }

  async stop(): Promise<void> {
    this.#cancel();
    this.#save();
    await this.#saving;
    this.#ledger = undefined;
  }

  health(): Health {
    if (!this.#ledger) return { ...healthy, state: 'down' };
    const lamps = [...this.#lamps.values()].filter((l) => l.raised.length > 0).length;
    const cabinets = this.#cabinets.filter((c) => c.raised.length > 0).length;
    const facts = { lampsWithFaults: lamps, cabinetsWithFaults: cabinets, notSaved: this.#failure !== undefined };
    return { ...healthy, facts };
  }

  /** What a lamp really does, by its power, and what is wrong with it. */
  lamp(id: string): { readonly actual: number | null; readonly faults: readonly string[] } | undefined {
    const found = this.#lamps.get(id);
    return found && { actual: found.actual, faults: found.raised };
  }

  #look(): void {
    const { clock, status, config } = this.#options;
    const ledger = this.#ledger;
    if (!ledger) return;
    const at = clock.now();
    const nowMs = clock.monotonicMs();
    const spanMs = Math.min(longestSpanMs, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    for (const known of status()) {
      const lamp = this.#lamps.get(known.lamp);
      if (!lamp) continue;
      const { before, sample } = lamp.see(known, nowMs);
      if (before !== undefined && before !== sample.level) ledger.changed(lamp.index, before, sample.level);
      const modelled = lamp.type ? expectedWatts(lamp.type, sample.fedBack ?? sample.level, sample.hours) : 0;
      const isMetered = sample.watts !== undefined;
      const lit = (sample.watts ?? modelled) > 2 || (!lamp.type && (sample.fedBack ?? 0) > 0);
      ledger.add(lamp.index, spanMs, sample.watts ?? modelled, isMetered, lit);
      lamp.hours = ledger.life(known.lamp).hours;
    }
    const reports = nowMs - this.#reportedMs >= config.report;
    if (reports) this.#reportedMs = nowMs;
    // A clock in holdover is off by seconds, and a photocell by half an hour.
    const sun = at.quality === 'unsynced' ? undefined : this.#sun(at.ms);
    const fed = new Set<LampLook>();
    for (const cabinet of this.#cabinets) {
      cabinet.look(at, nowMs, sun, reports, (place, fault, active) => {
        const subject = `cabinet/${cabinet.id}${place === '' ? '' : `/${place}`}`;
        ledger.fault({ at: at.ms, subject, fault, active });
      });
      for (const lamp of cabinet.lamps) fed.add(lamp);
      ledger.counter(cabinet.id, cabinet.counter);
    }
    for (const [id, lamp] of this.#lamps) {
      if (!fed.has(lamp)) lamp.supplied = true;
      lamp.judge(at, nowMs, (fault, active) => ledger.fault({ at: at.ms, subject: `lamp/${id}`, fault, active }));
    }
    if (at.quality !== 'unsynced') ledger.turn(at.ms);
    if (nowMs - this.#savedMs >= saveMs) this.#save();
  }

  #sun(ms: number): CabinetSample['sun'] {
    const { site } = this.#options;
    const night = site.night(site.zone.lightingDayOf(ms));
    return { nowMs: ms, duskMs: night.sun('civil-dusk'), dawnMs: night.sun('civil-dawn') };
  }

  #save(): void {
    const ledger = this.#ledger;
    if (!ledger) return;
    this.#savedMs = this.#options.clock.monotonicMs();
    const raised: Record<string, string[]> = {};
    for (const [id, l] of this.#lamps) if (l.raised.length > 0) raised[`lamp/${id}`] = [...l.raised];
    for (const c of this.#cabinets) if (c.raised.length > 0) raised[`cabinet/${c.id}`] = [...c.raised];
    const lines = Object.fromEntries(this.#cabinets.map((c) => [c.id, c.lines]));
    this.#saving = this.#saving
      .then(() => ledger.save(raised, lines))
      .then(() => {
        this.#failure = undefined;
      })
      .catch((error: unknown) => {
        this.#failure = messageOf(error);
        this.#options.logger.error('the energy figures could not be saved', { error: this.#failure });
      });
  }
}
