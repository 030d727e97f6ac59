// One device: read by the clock, its readings sent, its presence watched.

import type { Send } from '../domain/outgoing.ts';
import type { Reading } from '../domain/reading.ts';
import type { ModbusLine, RequestOptions } from '../fieldbus/line.ts';
import { type Message, render } from '../messages/catalogue.ts';
import { type Cancel, type Clock, every, withDeadline } from '../runtime/clock.ts';
import { HaidangError, timedOut } from '../runtime/errors.ts';
import type { Logger } from '../runtime/logger.ts';
import { bad, type Decoded } from './codec/decode.ts';
import { type CompiledPoint, compilePoints } from './compile.ts';
import type { DeviceConfig } from './config.ts';
import { computeDerived, type DeviceDerived, derivedOf } from './device-derived.ts';
import { answers, overloaded, refusedPoints, silentPoints, whyOffline } from './device-words.ts';
import { LatestValues } from './latest.ts';
import { fingerprintOf, type Memory } from './learned.ts';
import { type ClassPace, Pace } from './pace.ts';
import { Presence } from './presence.ts';
import type { DeviceProfile } from './profile.ts';
import { RateWatch } from './rate.ts';
import { ReadPlan } from './read-plan.ts';
import { BlockReader, newResult, type ReadResult, readUrgently } from './reader.ts';
import { pointsWithSafeState, writeSafeState } from './safe-state.ts';
import { type Periods, periodsOf, Schedule } from './schedule.ts';
import { type PollClass, pollClasses } from './types.ts';
import type { WriteTarget } from './write.ts';
import { WriteBudget } from './write-budget.ts';

/** While nothing at all can be read, that is reported once in this while and not at every poll. */
const deadReportMs = 60_000;
/** What is read once and was not is asked for again after this while at the latest. */
const onceRetryMs = 60_000;
/** A stop waits so long for the safe state. */
const safeStateDeadlineMs = 3_000;

export interface DeviceDeps {
  readonly line: ModbusLine;
  readonly send: Send;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  readonly memory?: Memory | undefined;
}

export class Device {
  readonly config: DeviceConfig;
  /** 0 to 1: its place among the devices of its line. */
  readonly phase: number;
  readonly profile: DeviceProfile;
  readonly points: readonly CompiledPoint[];
  readonly latest: LatestValues;
  readonly presence: Presence;
  readonly reader: BlockReader;
  readonly periods: Periods;
  readonly requestOptions: RequestOptions;
  readonly plan: ReadPlan;
  readonly writeBudget: WriteBudget;
  readonly counters = { polls: 0, requests: 0, late: 0 };
  readonly #deps: DeviceDeps;
  readonly #derived: readonly DeviceDerived[];
  readonly #schedule: Schedule;
  readonly #fingerprint: string;
  readonly #rates = new RateWatch();
  readonly #pace = new Pace();
  readonly #lastWrites = new Map<string, number>();
  #cancel: Cancel = () => {};
  #polling: Promise<void> | undefined;
  #lastDeadReportMs = Number.NEGATIVE_INFINITY;
  #isSafeStateDue = false;
  /** What is read once and was not is not asked for before this. */
  #onceFromMs = Number.NEGATIVE_INFINITY;

  constructor(config: DeviceConfig, profile: DeviceProfile, phase: number, deps: DeviceDeps) {
    this.config = config;
    this.profile = profile;
    this.phase = phase;
    this.#deps = deps;
    this.points = compilePoints(profile, config.confirmed !== undefined);
    this.#derived = derivedOf(profile, this.points);
    this.periods = periodsOf(config, profile);
    this.#schedule = new Schedule(this.points, this.periods, phase);
    this.plan = new ReadPlan(this.points, profile.limits);
    this.latest = new LatestValues([...this.points, ...this.#derived], this.periods, deps.clock);
    this.presence = new Presence(deps.clock, deps.random, this.#schedule.tickMs);
    const { timeout, pause } = profile.connection;
    this.requestOptions = {
      ...(timeout === undefined ? {} : { timeoutMs: timeout }),
      ...(pause === undefined ? {} : { pauseMs: pause }),
    };
    this.reader = new BlockReader(deps.line, config.unit, this.requestOptions, profile.limits);
    this.writeBudget = new WriteBudget(deps.clock);
    this.#fingerprint = fingerprintOf(config, profile);
  }

  get tickMs(): number {
    return this.#schedule.tickMs;
  }

  get writeTarget(): WriteTarget {
    const { config, requestOptions: options } = this;
    const { line, clock } = this.#deps;
    return { device: config.id, unit: config.unit, line, options, clock, lastWrites: this.#lastWrites };
  }

  /** @throws HaidangError (`configuration`, `unknown-point`). */
  point(name: string): CompiledPoint {
    const point = this.points.find((p) => p.name === name);
    if (!point) throw new HaidangError('configuration', 'unknown-point', `${this.config.id} has no point ${name}`);
    return point;
  }

  /**
   * Reads a point, or all that a derived one is computed from, before the polls that wait.
   * @throws HaidangError (`configuration`, `unknown-point`).
   */
  async readNow(name: string): Promise<Reading> {
    const derived = this.#derived.find((d) => d.name === name);
    const asked = derived ? derived.sources : [this.point(name)];
    const at = this.#deps.clock.now();
    const askedMs = this.#deps.clock.monotonicMs();
    const read = await readUrgently(this.#deps.line, this.config.unit, this.requestOptions, asked, this.profile.limits);
    for (const [point, decoded] of read) this.latest.put(point, decoded, at, askedMs);
    const decoded = derived
      ? derived.compute(derived.sources.map((s) => read.get(s) ?? bad('source')))
      : read.get(asked[0]!)!;
    if (derived) this.latest.put(derived, decoded, at, askedMs);
    const unit = derived ? derived.unit : asked[0]!.unit;
    return { point: name, ...decoded, ...(unit === undefined ? {} : { unit }) };
  }

  /** @param phaseMs when the first poll is, from now. */
  start(phaseMs: number): void {
    const { clock, memory } = this.#deps;
    const learned = memory?.recall(this.config.id, this.#fingerprint);
    if (learned) this.plan.recall(learned, clock.monotonicMs());
    this.#isSafeStateDue = pointsWithSafeState(this.points, 'start').length > 0;
    this.#schedule.dueNow();
    this.#onceFromMs = Number.NEGATIVE_INFINITY;
    this.#cancel = every(clock, this.tickMs, (skipped) => this.#onTick(skipped), phaseMs);
  }

  /** Resolves when the poll under way has ended and what is to be safe is. */
  async stop(): Promise<void> {
    this.#cancel();
    await this.#polling;
    if (this.presence.state !== 'online' || pointsWithSafeState(this.points, 'stop').length === 0) return;
    const { clock, logger } = this.#deps;
    const writing = writeSafeState('stop', this.writeTarget, this.points, logger);
    const late = () => timedOut(`device ${this.config.id}: safe state`, safeStateDeadlineMs);
    await withDeadline(clock, safeStateDeadlineMs, writing, late).catch((error: Error) => logger.error(error.message));
  }

  /** How often each class in use is read and should be. */
  pace(): ClassPace[] {
    return pollClasses
      .filter((c) => Number.isFinite(this.periods[c]) && this.points.some((p) => p.class === c))
      .map((c) => ({ class: c, periodMs: this.#schedule.periodMs(c), effectiveMs: this.#pace.effectiveMs(c) }));
  }

  troubles(): Message[] {
    const { config } = this;
    if (this.presence.state === 'offline') return [whyOffline(config, this.presence.reason)];
    const troubles: Message[] = [];
    const { refused, silent } = this.plan;
    if (refused.length > 0) troubles.push(refusedPoints(config, refused));
    if (silent.length > 0) troubles.push(silentPoints(config, silent));
    const slow = this.pace().find((p) => p.effectiveMs !== null && p.effectiveMs > 1.5 * p.periodMs);
    if (slow?.effectiveMs) troubles.push(overloaded(config, slow.effectiveMs, slow.periodMs));
    return troubles;
  }

  #onTick(skipped: number): void {
    this.#schedule.advance(skipped);
    this.counters.late += skipped;
    // A poll that has not ended is not doubled, and the tick is not made up for.
    if (this.#polling) {
      this.counters.late++;
      return;
    }
    if (!this.presence.mayBeAsked) return;
    // After a poll without any answer, perhaps only what was asked for is not answered.
    if (this.presence.failures > 0) this.#schedule.dueAgain();
    if (this.presence.state === 'offline') {
      this.#schedule.dueNow();
      this.plan.onceAgain();
      this.#onceFromMs = Number.NEGATIVE_INFINITY;
    }
    const mayOnce = this.#deps.clock.monotonicMs() >= this.#onceFromMs;
    const due = this.#schedule.take().filter((c) => mayOnce || c !== 'once');
    if (due.length === 0) return;
    this.#polling = this.#poll(due).finally(() => {
      this.#polling = undefined;
    });
  }

  async #poll(due: readonly PollClass[]): Promise<void> {
    const { clock, logger } = this.#deps;
    const startMs = clock.monotonicMs();
    const result = newResult();
    let hasLearned = false;
    await this.plan.begin(this.reader, result, this.presence.state === 'offline', startMs);
    for (const c of this.plan.inOrder(due)) {
      this.#pace.began(c, clock.monotonicMs());
      if (await this.plan.read(c, this.reader, result, startMs)) hasLearned = true;
    }
    const isOnceHeard = result.answered && !result.unreachable && !this.plan.isSilent('once');
    if (due.includes('once') && isOnceHeard) {
      // Busy, or damaged on its way: it is asked for seldom, and not given up.
      if (this.plan.isOnceOpen) this.#onceFromMs = startMs + Math.min(this.periods.slow, onceRetryMs);
      else {
        this.#schedule.onceDone();
        this.plan.onceAgain();
      }
    }
    if (hasLearned) this.#remember();
    this.counters.polls++;
    this.counters.requests += result.requests;
    this.#report(result, startMs);
    if (!this.#isSafeStateDue || !result.answered) return;
    this.#isSafeStateDue = !(await writeSafeState('start', this.writeTarget, this.points, logger));
  }

  #remember(): void {
    const { memory, logger } = this.#deps;
    const { id: device } = this.config;
    const { refused } = this.plan;
    memory?.remember(device, this.#fingerprint, this.plan.learned());
    logger.info('learned how the device wants to be read', { device, refused: refused.join(', ') });
  }

  #report(result: ReadResult, askedMs: number): void {
    const { clock } = this.#deps;
    const at = clock.now();
    if (result.answered) this.#cameBack();
    // Where nothing was asked, because all of it is left alone, nothing is known of the device.
    else if (result.requests > 0 && !this.#wentAway(result, askedMs)) return;
    const readings: Record<string, Omit<Reading, 'point'>> = {};
    const add = (point: CompiledPoint | DeviceDerived, decoded: Decoded) => {
      // What is computed is as old as the oldest that it is computed from.
      const sinceMs = 'sources' in point ? Math.min(askedMs, this.latest.askedMs(point.sources)) : askedMs;
      this.latest.put(point, decoded, at, sinceMs);
      readings[point.name] = point.unit === undefined ? decoded : { ...decoded, unit: point.unit };
    };
    for (const [point, decoded] of result.values) {
      result.values.set(point, this.#rates.check(point, decoded, clock.monotonicMs()));
    }
    for (const point of this.points) {
      const decoded = result.values.get(point);
      if (decoded) add(point, decoded);
    }
    for (const [point, decoded] of computeDerived(this.#derived, result.values, this.latest)) add(point, decoded);
    this.#deps.send({ kind: 'device.readings', at, device: this.config.id, readings });
  }

  #cameBack(): void {
    const wasOffline = this.presence.state === 'offline';
    this.#lastDeadReportMs = Number.NEGATIVE_INFINITY;
    if (!this.presence.answered()) return;
    this.#deps.logger.info('online', { device: this.config.id });
    this.#tell('online', 'answers', 'answers', answers(this.config));
    // What came back may know points that what went did not.
    if (wasOffline) this.plan.retryRefused();
  }

  /** @returns true where the failed poll is to be reported. */
  #wentAway(result: ReadResult, askedMs: number): boolean {
    const { clock, logger } = this.#deps;
    const { id: device } = this.config;
    const code = result.error?.code ?? 'timeout';
    const reason = result.error?.message ?? code;
    this.#pace.interrupted();
    this.#rates.reset();
    if (this.presence.failed(code, clock.monotonicMs() - askedMs)) {
      logger.warn('offline', { device, code, error: reason });
      this.#tell('offline', code, reason, whyOffline(this.config, code));
    } else if (this.presence.state === 'offline' && clock.monotonicMs() - this.#lastDeadReportMs < deadReportMs) {
      // Grown old all the same: nobody may take what was read before for what is there now.
      for (const [point, decoded] of result.values) this.latest.put(point, decoded, clock.now(), askedMs);
      return false;
    }
    this.#lastDeadReportMs = clock.monotonicMs();
    return true;
  }

  #tell(state: 'online' | 'offline', code: string, reason: string, text: Message): void {
    const { send, clock } = this.#deps;
    const texts = { en: render(text, 'en'), vi: render(text, 'vi') };
    send({ kind: 'device.state', at: clock.now(), device: this.config.id, state, reason, code, texts });
  }
}
