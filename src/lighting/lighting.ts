// Keeps every lamp of the site at its level. It looks at the time at the next switching point, when something is asked,
// and every few seconds whether the wall clock stepped or its quality changed; what it finds it tells the lamps' keepers,
// of which each is the one writer of its lamp. A stop leaves the lamps as they are: a street does not go dark because
// software stops, and after a restart a lamp that is at its level is only read.
import { z } from 'zod';
import type { Send } from '../domain/outgoing.ts';
import type { Instant } from '../domain/time.ts';
import type { ModbusLine } from '../fieldbus/line.ts';
import { createZone } from '../runtime/calendar/local-time.ts';
import { type Cancel, type Clock, withDeadline } from '../runtime/clock.ts';
import { HaidangError, timedOut } from '../runtime/errors.ts';
import type { Logger } from '../runtime/logger.ts';
import { type Health, healthy, type Service } from '../runtime/service.ts';
import type { LightingConfig } from './config.ts';
import { openDriver } from './drivers/table.ts';
import { healthOf, type LampStatus, statusOf } from './health.ts';
import { Kept, memoryStore, type Store } from './kept.ts';
import { LampKeeper } from './lamp-keeper.ts';
import type { LampFault } from './lamp-report.ts';
import { createLevels, type Levels } from './levels.ts';
import { LineShare } from './line-share.ts';
import { createSite } from './night.ts';
import { Overrides } from './overrides.ts';
import { checkOverride, type LampResult, lampsOf, type OverrideRequest, resultOf } from './result.ts';
import type { Position } from './sun.ts';

export interface LightingOptions {
  readonly config: LightingConfig;
  readonly position: Position;
  /** IANA name. */
  readonly timezone: string;
  readonly lines: ReadonlyMap<string, ModbusLine>;
  readonly send: Send;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Where overrides and active faults outlive a restart; in memory where left out. */
  readonly store?: Store;
  /** How often the wall clock is looked at, milliseconds. */
  readonly watchMs?: number;
}

/** A wall clock that moved this much against the monotonic one was set, milliseconds. */
const stepMs = 500;
/** A command is answered with what is known by then, milliseconds. */
const answerWithinMs = 15_000;

const faultsSchema = z.record(z.string(), z.array(z.enum(['dimmingFailure', 'controlGearCommFailure'])));

/** What exists between a start and a stop. */
interface Run {
  readonly keepers: ReadonlyMap<string, LampKeeper>;
  readonly shares: ReadonlyMap<string, LineShare>;
  readonly levelsAt: ReturnType<typeof createLevels>;
  levels: Levels | undefined;
  /** Wall clock minus monotonic clock at the last look. */
  skewMs: number;
  quality: Instant['quality'];
  /** Monotonic time at which the nearest presence ends. */
  presenceEndMs: number;
  cancel: Cancel;
}

export class Lighting implements Service {
  readonly name = 'lighting';
  readonly #options: Required<LightingOptions>;
  readonly #overrides: Overrides;
  readonly #keptFaults: Kept<typeof faultsSchema>;
  /** By lamp: until when presence counts, on the monotonic clock. */
  readonly #presence = new Map<string, number>();
  #run: Run | undefined;

  constructor(options: LightingOptions) {
    const store = options.store ?? memoryStore();
    this.#options = { watchMs: 2000, ...options, store };
    this.#overrides = new Overrides(store, options.logger);
    this.#keptFaults = new Kept(store, 'lighting.faults', faultsSchema, options.logger);
  }

  /** @throws HaidangError where a lamp names a line that does not exist. */
  async start(): Promise<void> {
    const { config, position, timezone } = this.#options;
    this.#overrides.load(new Set(config.lamps.map((l) => l.id)));
    const shares = new Map<string, LineShare>();
    const keepers = this.#openLamps(shares);
    const site = createSite(position, createZone(timezone));
    const levelsAt = createLevels(config, site);
    const never = Number.POSITIVE_INFINITY;
    const base = { levels: undefined, skewMs: 0, quality: 'unsynced', presenceEndMs: never, cancel: () => {} } as const;
    this.#run = { keepers, shares, levelsAt, ...base };
    this.#evaluate(this.#run);
    this.#watch(this.#run);
  }

  async stop(): Promise<void> {
    const run = this.#run;
    this.#run = undefined;
    if (!run) return;
    run.cancel();
    for (const share of run.shares.values()) share.close();
    await Promise.all([...run.keepers.values()].map((k) => k.stop()));
  }

  health(): Health {
    if (!this.#run) return { ...healthy, state: 'down' };
    const failure = this.#overrides.failure ?? this.#keptFaults.failure;
    const facts = { overrides: this.#overrides.size, failSafe: this.#run.quality === 'unsynced' };
    return healthOf(this.#run.keepers, { ...facts, defaultLevel: this.#options.config.defaultLevel, failure });
  }

  status(): LampStatus[] {
    const run = this.#run;
    if (!run) return [];
    return this.#options.config.lamps.flatMap((lamp) => {
      const keeper = run.keepers.get(lamp.id);
      return keeper?.command ? [statusOf(lamp, keeper, keeper.command, run.levels?.lamps.get(lamp.id))] : [];
    });
  }

  /**
   * Sets lamps to a level until an instant, over everything else. It replaces an override that the lamp has.
   * @returns what each lamp really does, read back, when all have answered or 15 s have passed.
   * @throws HaidangError (`unknown-target`, `bad-level`, `already-ended`, `not-running`) where nothing was changed.
   */
  async override(request: OverrideRequest): Promise<LampResult[]> {
    const { config, clock } = this.#options;
    const lamps = lampsOf(request.target, config);
    checkOverride(request, clock.now());
    const { id, level, until } = request;
    this.#running();
    const kept = this.#overrides.put(lamps, { id, level, until });
    return this.#act(lamps, kept, id);
  }

  /**
   * Ends the overrides of a lamp, a group, or all (no target); with an id only those of that override. The lamps return
   * to what holds now. Releasing what is not there is no mistake.
   */
  async release(request: { target?: string; id?: string }): Promise<LampResult[]> {
    const { config } = this.#options;
    this.#running();
    const asked = request.target === undefined ? config.lamps.map((l) => l.id) : lampsOf(request.target, config);
    const lamps = asked.filter((lamp) => {
      const found = this.#overrides.of(lamp);
      return found && (request.id === undefined || found.id === request.id);
    });
    return this.#act(lamps, this.#overrides.release(lamps));
  }

  /** Somebody is near a lamp or the lamps of a group. */
  presence(target: string): void {
    const { config, clock } = this.#options;
    const run = this.#running();
    const until = clock.monotonicMs() + config.presence.hold;
    for (const lamp of lampsOf(target, config)) this.#presence.set(lamp, until);
    this.#evaluate(run);
    this.#watch(run);
  }

  #running(): Run {
    if (this.#run) return this.#run;
    throw new HaidangError('ours', 'not-running', 'the lighting is not running');
  }

  async #act(lamps: readonly string[], kept: Promise<unknown>, overrideId?: string): Promise<LampResult[]> {
    const run = this.#running();
    const { clock } = this.#options;
    this.#evaluate(run);
    this.#watch(run);
    const proofs = lamps.map((lamp) => run.keepers.get(lamp)?.prove());
    const all = Promise.all([...proofs, kept]);
    // What has not answered by then is answered for as `pending`.
    await withDeadline(clock, answerWithinMs, all, () => timedOut('lamps', answerWithinMs)).catch(() => {});
    return lamps.flatMap((lamp) => {
      const keeper = run.keepers.get(lamp);
      return keeper?.command ? [resultOf(lamp, keeper.command, keeper.condition, overrideId)] : [];
    });
  }

  /** Decides every lamp's level from scratch and tells the lamps. */
  #evaluate(run: Run): void {
    const { clock } = this.#options;
    const at = clock.now();
    const monotonicMs = clock.monotonicMs();
    run.skewMs = at.ms - monotonicMs;
    run.quality = at.quality;
    for (const [lamp, until] of this.#presence) if (until <= monotonicMs) this.#presence.delete(lamp);
    run.presenceEndMs = Math.min(...this.#presence.values());
    this.#overrides.expire(at);
    const isFirst = run.levels === undefined;
    run.levels = run.levelsAt(at, {
      override: (lamp) => this.#overrides.of(lamp),
      presenceLeftMs: (lamp) => (this.#presence.get(lamp) ?? monotonicMs) - monotonicMs,
    });
    for (const [lamp, { decision, scheduled }] of run.levels.lamps) {
      const keeper = run.keepers.get(lamp);
      const before = keeper?.command;
      const { level, source, rule, holdover } = decision;
      // After a restart a program's level is as old as its switch.
      const first = source === 'program' && isFirst ? (scheduled?.since ?? at.ms) : at.ms;
      const sinceMs = before?.level === level ? before.sinceMs : first;
      keeper?.tell({ level, source, ...(rule === undefined ? {} : { rule }), holdover, sinceMs });
    }
  }

  /** Sleeps until the next switching point, but never long: the wall clock may be set meanwhile. */
  #watch(run: Run): void {
    const { clock, watchMs } = this.#options;
    run.cancel();
    const now = clock.now().ms;
    const monotonicMs = clock.monotonicMs();
    const nextMs = Math.min(run.levels?.nextMs ?? now, this.#overrides.nextEnd());
    const untilNext = Math.min(nextMs - now, run.presenceEndMs - monotonicMs);
    run.cancel = clock.after(Math.max(1, Math.min(watchMs, untilNext)), () => {
      if (this.#isDue(run, nextMs)) this.#evaluate(run);
      this.#watch(run);
    });
  }

  #isDue(run: Run, nextMs: number): boolean {
    const at = this.#options.clock.now();
    const monotonicMs = this.#options.clock.monotonicMs();
    const stepped = Math.abs(at.ms - monotonicMs - run.skewMs) >= stepMs;
    run.skewMs = at.ms - monotonicMs;
    return stepped || at.quality !== run.quality || at.ms >= nextMs || monotonicMs >= run.presenceEndMs;
  }

  #openLamps(shares: Map<string, LineShare>): Map<string, LampKeeper> {
    const { config, lines, send, clock, logger, random } = this.#options;
    const faults = this.#keptFaults.load() ?? {};
    const keepers = new Map<string, LampKeeper>();
    const onFaults = () => {
      const active: Record<string, LampFault[]> = {};
      for (const [id, k] of keepers) if (k.faults.length > 0) active[id] = [...k.faults];
      void this.#keptFaults.save(active);
    };
    const line = (id: string) => {
      const found = lines.get(id);
      if (!found) throw new HaidangError('configuration', 'unknown-line', `there is no line ${id}`);
      const share = shares.get(id) ?? new LineShare(found, clock);
      shares.set(id, share);
      return share.ask.bind(share);
    };
    for (const { id, driver } of config.lamps) {
      const options = { verifyMs: config.verify, reportMs: config.report, faults: faults[id] ?? [], onFaults };
      const lamp = { lamp: id, driver: openDriver(driver, { line }), logger: logger.child(id) };
      keepers.set(id, new LampKeeper({ ...options, ...lamp, send, clock, random }));
    }
    return keepers;
  }
}
