// Keeps every lamp of the site at its level. It looks at the time at the next switching point, when something is asked,
// and every few seconds whether the wall clock stepped or its quality changed; what it finds it tells the lamps' keepers,
// of which each is the one writer of its lamp. A stop leaves the lamps as they are: a street does not go dark because
// software stops, and after a restart a lamp that is at its level is only read.
import { z } from 'zod';
import type { Outgoing, Send } from '../domain/outgoing.ts';
import type { Instant } from '../domain/time.ts';
import type { ModbusLine } from '../fieldbus/line.ts';
import { createZone } from '../runtime/calendar/local-time.ts';
import { type Cancel, type Clock, withDeadline } from '../runtime/clock.ts';
import { HaidangError, timedOut } from '../runtime/errors.ts';
import type { Logger } from '../runtime/logger.ts';
import { type Health, healthy, type Service } from '../runtime/service.ts';
import type { LightingConfig } from './config.ts';
import { type EmergencyRequest, type EmergencyResult, emergencyLamps, planEmergency } from './emergency.ts';
import { closeFleet, type Fleet, openFleet } from './fleet.ts';
import { healthOf, type LampStatus, statusOf } from './health.ts';
import { InputValues } from './inputs.ts';
import { Kept, memoryStore, type Store } from './kept.ts';
import { createLevels, type Levels } from './levels.ts';
import { createSite } from './night.ts';
import { Overrides } from './overrides.ts';
import { type Direction, Presence } from './presence.ts';
import { checkOverride, type LampResult, lampsOf, type OverrideRequest, resultOf } from './result.ts';
import { type Mode, Selectors } from './selector.ts';
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
  /** The newest value of a point, DEVICE/POINT, where it is fresh and good. */
  readonly point?: (name: string) => number | undefined;
  /** Name of this gateway to brokers of the site. */
  readonly clientId?: string;
  /** How often the wall clock and the inputs are looked at, milliseconds. */
  readonly watchMs?: number;
}

/** A wall clock that moved this much against the monotonic one was set, milliseconds. */
const stepMs = 500;
/** A command is answered with what is known by then, milliseconds. */
const answerWithinMs = 15_000;

const faultsSchema = z.record(z.string(), z.array(z.enum(['dimmingFailure', 'controlGearCommFailure'])));

/** What exists between a start and a stop. */
interface Run extends Fleet {
  readonly levelsAt: ReturnType<typeof createLevels>;
  levels: Levels | undefined;
  /** Wall clock minus monotonic clock at the last look. */
  skewMs: number;
  quality: Instant['quality'];
  /** What the inputs made of the lamps at the last look. */
  effect: string;
  cancel: Cancel;
}

export class Lighting implements Service {
  readonly name = 'lighting';
  readonly #options: Required<LightingOptions>;
  readonly #overrides: Overrides;
  readonly #keptFaults: Kept<typeof faultsSchema>;
  readonly #presence: Presence;
  readonly #inputs: InputValues;
  readonly #selectors: Selectors;
  #run: Run | undefined;
  #fail: (error: unknown) => void = () => {};

  constructor(options: LightingOptions) {
    const store = options.store ?? memoryStore();
    this.#options = { watchMs: 2000, point: () => undefined, clientId: 'haidang', ...options, store };
    const { config, clock } = options;
    this.#overrides = new Overrides(store, options.logger);
    this.#keptFaults = new Kept(store, 'lighting.faults', faultsSchema, options.logger);
    this.#presence = new Presence(clock, config.presence, config.presence.routes);
    this.#inputs = new InputValues(config, clock, this.#options.point);
    this.#selectors = new Selectors(config, store, options.logger, (name) => this.#inputs.value(name));
  }

  /** @throws HaidangError where a lamp names a line that does not exist. */
  async start(_?: AbortSignal, fail: (error: unknown) => void = () => {}): Promise<void> {
    this.#fail = fail;
    const { config, position, timezone } = this.#options;
    this.#overrides.load(new Set(config.lamps.map((l) => l.id)));
    this.#selectors.load();
    const fleet = openFleet(this.#options, this.#keptFaults.load() ?? {}, (all) => void this.#keptFaults.save(all));
    await Promise.all(fleet.brokers.map((b) => b.start()));
    const levelsAt = createLevels(config, createSite(position, createZone(timezone)));
    const base = { levels: undefined, skewMs: 0, quality: 'unsynced', effect: '', cancel: () => {} } as const;
    this.#run = { ...fleet, levelsAt, ...base };
    this.#evaluate(this.#run);
    this.#watch(this.#run);
  }

  async stop(): Promise<void> {
    const run = this.#run;
    this.#run = undefined;
    if (!run) return;
    run.cancel();
    await closeFleet(run);
  }

  health(): Health {
    if (!this.#run) return { ...healthy, state: 'down' };
    const failure = this.#overrides.failure ?? this.#keptFaults.failure;
    const facts = { overrides: this.#overrides.size, failSafe: this.#run.quality === 'unsynced' };
    return healthOf(this.#run, { ...facts, defaultLevel: this.#options.config.defaultLevel, failure });
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
    return this.#act(lamps, this.#put(lamps, request), request.id);
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

  /** As `override`, before everything else on the lines, with what it was expected to take. */
  async emergency({ target, level = 100, until = null, forMs, id }: EmergencyRequest): Promise<EmergencyResult> {
    const { config, clock } = this.#options;
    const run = this.#running();
    const lamps = emergencyLamps(target, config);
    checkOverride({ target: target ?? '', level, until, id }, clock.now());
    const lines = planEmergency(lamps, config, run);
    const results = await this.#act(lamps, this.#put(lamps, { id, level, until, forMs }), id, new Set(lamps));
    return { expectedMs: Math.max(0, ...lines.map((l) => l.expectedMs)), lines, lamps: results };
  }

  /** Somebody is near a lamp or the lamps of a group, and goes that way along its routes where that is known. */
  presence(target: string, direction?: Direction): void {
    const run = this.#running();
    this.#presence.seen(lampsOf(target, this.#options.config), direction);
    this.#evaluate(run);
    this.#watch(run);
  }

  /** What other rooms say: events of rules that mean presence, and counts that controls follow. */
  heard(o: Outgoing): void {
    if (o.kind === 'camera.counts') this.#inputs.counted(o);
    if (o.kind !== 'camera.event' || o.phase === 'ended' || !this.#run) return;
    for (const s of this.#options.config.presence.sources) {
      if (s.camera === o.camera && s.rule === o.rule) this.presence(s.target, s.direction ?? wayOf(o.direction));
    }
  }

  /**
   * Sets the switch of a cabinet from afar; the switch itself stands above it.
   * @returns what each of its lamps does then, as for a release.
   * @throws HaidangError `unknown-target`.
   */
  async setMode(id: string, mode: Mode): Promise<LampResult[]> {
    this.#running();
    return this.#act(this.#selectors.lampsOf(id), this.#selectors.choose(id, mode));
  }

  /** What of a lamp's decision the configuration does not say: its override, presence, inputs. */
  live(lamp: string) {
    const names = this.#options.config.programs.flatMap((p) => (p.controls ?? []).map((c) => c.input));
    const inputs = names.flatMap((n): [string, number][] => {
      const value = this.#inputs.value(n);
      return value === undefined ? [] : [[n, value]];
    });
    const override = this.#overrides.of(lamp) ?? null;
    const now = this.#options.clock.now().ms;
    return { override, presenceLeftMs: this.#presence.leftMs(lamp), inputs: Object.fromEntries(inputs), now };
  }

  #put(lamps: readonly string[], { id, level, until, forMs }: Omit<OverrideRequest, 'target'>): Promise<void> {
    this.#running();
    const endMs = forMs === undefined ? undefined : this.#options.clock.monotonicMs() + forMs;
    return this.#overrides.put(lamps, { id, level, until }, endMs);
  }

  #running(): Run {
    if (this.#run) return this.#run;
    throw new HaidangError('ours', 'not-running', 'the lighting is not running');
  }

  async #act(lamps: readonly string[], kept: Promise<unknown>, overrideId?: string, urgent?: ReadonlySet<string>) {
    const run = this.#running();
    const { clock } = this.#options;
    this.#evaluate(run, urgent);
    this.#watch(run);
    const proofs = lamps.map((lamp) => run.keepers.get(lamp)?.prove());
    const all = Promise.all([...proofs, kept]);
    // What has not answered by then is answered for as `pending`.
    await withDeadline(clock, answerWithinMs, all, () => timedOut('lamps', answerWithinMs)).catch(() => {});
    return lamps.flatMap((lamp): LampResult[] => {
      const keeper = run.keepers.get(lamp);
      return keeper?.command ? [resultOf(lamp, keeper.command, keeper.condition, overrideId, keeper.heldMs)] : [];
    });
  }

  /** Decides every lamp's level from scratch and tells the lamps. */
  #evaluate(run: Run, urgent?: ReadonlySet<string>): void {
    const { clock } = this.#options;
    const at = clock.now();
    const monotonicMs = clock.monotonicMs();
    run.skewMs = at.ms - monotonicMs;
    run.quality = at.quality;
    run.effect = this.#inputs.effect();
    this.#overrides.expire(at, monotonicMs);
    const isFirst = run.levels === undefined;
    run.levels = run.levelsAt(at, {
      override: (lamp) => this.#overrides.of(lamp),
      presenceLeftMs: (lamp) => this.#presence.leftMs(lamp),
      presenceShare: (lamp) => this.#presence.share(lamp),
      input: (name) => this.#inputs.value(name),
    });
    for (const [lamp, found] of run.levels.lamps) {
      const keeper = run.keepers.get(lamp);
      const before = keeper?.command;
      const under = this.#selectors.under(lamp, found);
      const { decision, scheduled } = under?.level ?? found;
      const { level, source, rule, holdover } = decision;
      // After a restart a program's level is as old as its switch.
      const first = source === 'program' && isFirst ? (scheduled?.since ?? at.ms) : at.ms;
      const sinceMs = before?.level === level ? before.sinceMs : first;
      const reason = rule === undefined ? {} : { rule };
      const hands = under?.isHandsOff ? { isHandsOff: true } : {};
      keeper?.tell({ level, source, ...reason, holdover, sinceMs, ...hands }, urgent?.has(lamp));
    }
  }

  /** Sleeps until the next switching point, but never long: the wall clock may be set meanwhile. */
  #watch(run: Run): void {
    const { clock, watchMs } = this.#options;
    run.cancel();
    const { ms: now, quality } = clock.now();
    const monotonicMs = clock.monotonicMs();
    // An end that an unconfirmed clock cannot tell is not waited for: it may have passed, and would be for ever.
    const nextMs = Math.min(run.levels?.nextMs ?? now, this.#overrides.nextEnd(quality));
    const presenceMs = this.#presence.nextMs();
    const untilNext = Math.min(nextMs - now, presenceMs - monotonicMs);
    run.cancel = clock.after(Math.max(1, Math.min(watchMs, untilNext)), () => {
      try {
        for (const { target, direction } of this.#inputs.signs()) {
          this.#presence.seen(lampsOf(target, this.#options.config), direction);
        }
        if (this.#isDue(run, nextMs, presenceMs)) this.#evaluate(run);
        this.#watch(run);
      } catch (error) {
        // Who armed this last, for a command or for somebody who came by, is another part: it is not that one's failure.
        this.#fail(error);
      }
    });
  }

  #isDue(run: Run, nextMs: number, presenceMs: number): boolean {
    const at = this.#options.clock.now();
    const monotonicMs = this.#options.clock.monotonicMs();
    const stepped = Math.abs(at.ms - monotonicMs - run.skewMs) >= stepMs;
    run.skewMs = at.ms - monotonicMs;
    if (stepped || at.quality !== run.quality || at.ms >= nextMs || monotonicMs >= presenceMs) return true;
    return this.#inputs.signs().length > 0 || this.#inputs.effect() !== run.effect;
  }
}

const wayOf = (said: string | undefined): Direction | undefined =>
  said === 'forward' || said === 'backward' ? said : undefined;
