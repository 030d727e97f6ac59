// One device: read by the clock, its readings sent, its presence watched.

import type { Send } from '../domain/outgoing.ts';
import type { Reading } from '../domain/reading.ts';
import type { ModbusLine, RequestOptions } from '../fieldbus/line.ts';
import { type Message, message } from '../messages/catalogue.ts';
import { type Cancel, type Clock, every } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import { formatDuration } from '../runtime/schema.ts';
import { type CompiledPoint, compilePoints } from './compile.ts';
import type { DeviceConfig } from './config.ts';
import { LatestValues } from './latest.ts';
import { type Block, planReads } from './plan.ts';
import { Presence } from './presence.ts';
import type { DeviceProfile } from './profile.ts';
import { BlockReader, failAll, newResult, type ReadResult } from './reader.ts';
import { type Periods, periodsOf, Schedule } from './schedule.ts';
import { type PollClass, pollClasses } from './types.ts';

type Plan = Record<PollClass, Block<CompiledPoint>[]>;

/** What the device refused is tried again after this while. */
const refusedRetryMs = 600_000;
/** While nothing at all can be read, that is reported once in this while and not at every poll. */
const deadReportMs = 60_000;

export interface DeviceDeps {
  readonly line: ModbusLine;
  readonly send: Send;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
}

export class Device {
  readonly config: DeviceConfig;
  readonly profile: DeviceProfile;
  readonly points: readonly CompiledPoint[];
  readonly latest: LatestValues;
  readonly presence: Presence;
  readonly reader: BlockReader;
  readonly periods: Periods;
  readonly #deps: DeviceDeps;
  readonly #schedule: Schedule;
  #plan: Plan;
  #refused: { block: Block<CompiledPoint>; class: PollClass; retryMs: number }[] = [];
  #cancel: Cancel = () => {};
  #polling: Promise<void> | undefined;
  #lastDeadReportMs = Number.NEGATIVE_INFINITY;
  #lastStartMs: number | undefined;
  /** Between the starts of polls, a moving average; milliseconds. */
  #intervalMs: number;
  readonly counters = { polls: 0, requests: 0, late: 0 };

  constructor(config: DeviceConfig, profile: DeviceProfile, deps: DeviceDeps) {
    this.config = config;
    this.profile = profile;
    this.#deps = deps;
    this.points = compilePoints(profile, config.confirmed !== undefined);
    this.periods = periodsOf(config, profile);
    this.#schedule = new Schedule(this.points, this.periods);
    this.#intervalMs = this.#schedule.tickMs;
    this.#plan = this.#newPlan();
    this.latest = new LatestValues(this.points, this.periods, deps.clock);
    this.presence = new Presence(deps.clock, deps.random, this.#schedule.tickMs);
    this.reader = new BlockReader(deps.line, config.unit, this.requestOptions);
  }

  get requestOptions(): RequestOptions {
    const { timeout } = this.profile.connection;
    return timeout === undefined ? {} : { timeoutMs: timeout };
  }

  get tickMs(): number {
    return this.#schedule.tickMs;
  }

  /** @param phaseMs when the first poll is, from now. */
  start(phaseMs: number): void {
    this.#schedule.dueNow();
    this.#cancel = every(this.#deps.clock, this.tickMs, (skipped) => this.#onTick(skipped), phaseMs);
  }

  /** Resolves when the poll under way has ended. */
  async stop(): Promise<void> {
    this.#cancel();
    await this.#polling;
  }

  /** The requests that a poll of a class makes now; what was learned from refusals is in them. */
  plan(c: PollClass): readonly Block<CompiledPoint>[] {
    return this.#plan[c];
  }

  troubles(): Message[] {
    const { id: device, line, unit } = this.config;
    const troubles: Message[] = [];
    if (this.presence.state === 'offline') {
      const code = this.presence.reason;
      if (code === 'disconnected') troubles.push(message('acquisition.line-down', { device, line }));
      else if (code === 'timeout' || code.startsWith('gateway')) {
        troubles.push(message('acquisition.silent', { device, line, unit }));
      } else troubles.push(message('acquisition.failing', { device, line, unit, code }));
      return troubles;
    }
    if (this.#refused.length > 0) {
      const names = this.#refused.flatMap((r) => r.block.items.map((p) => p.name));
      const shown = names.length > 5 ? `${names.slice(0, 5).join(', ')}, …` : names.join(', ');
      troubles.push(message('acquisition.points-refused', { device, names: shown }));
    }
    if (this.#intervalMs > 1.5 * this.tickMs) {
      const actual = formatDuration(Math.round(this.#intervalMs / 100) * 100);
      troubles.push(message('acquisition.overloaded', { device, actual, wanted: formatDuration(this.tickMs) }));
    }
    return troubles;
  }

  #onTick(skipped: number): void {
    this.#schedule.advance(skipped);
    // A poll that has not ended is not doubled, and the tick is not made up for.
    if (this.#polling) {
      this.counters.late++;
      return;
    }
    if (!this.presence.mayBeAsked) return;
    if (this.presence.state === 'offline') this.#schedule.dueNow();
    const due = this.#schedule.take();
    if (due.length === 0) return;
    this.#polling = this.#poll(due).finally(() => {
      this.#polling = undefined;
    });
  }

  async #poll(due: readonly PollClass[]): Promise<void> {
    const { clock } = this.#deps;
    const startMs = clock.monotonicMs();
    if (this.#lastStartMs !== undefined && this.presence.state === 'online') {
      this.#intervalMs += 0.2 * (startMs - this.#lastStartMs - this.#intervalMs);
    }
    this.#lastStartMs = startMs;
    const result = newResult();
    for (const c of due) await this.#readClass(c, result);
    if (due.includes('once') && !result.unreachable) this.#schedule.onceDone();
    this.counters.polls++;
    this.counters.requests += result.requests;
    this.#report(result, clock.monotonicMs() - startMs);
  }

  async #readClass(c: PollClass, result: ReadResult): Promise<void> {
    const now = this.#deps.clock.monotonicMs();
    const resting = this.#refused.filter((r) => r.class === c && r.retryMs > now);
    for (const r of resting) failAll(r.block, result, 'illegal-address');
    const again = this.#refused.filter((r) => r.class === c && r.retryMs <= now).map((r) => r.block);
    const next: Block<CompiledPoint>[] = [];
    const refused: Block<CompiledPoint>[] = [];
    for (const block of [...this.#plan[c], ...again]) {
      const learned = await this.reader.read(block, result);
      next.push(...learned.next);
      refused.push(...learned.refused);
    }
    if (refused.length > 0 && result.successes === 0) return;
    this.#plan[c] = next;
    const retryMs = now + refusedRetryMs;
    const newlyRefused = refused.map((block) => ({ block, class: c, retryMs }));
    this.#refused = [...this.#refused.filter((r) => r.class !== c), ...resting, ...newlyRefused];
    if (newlyRefused.length > again.length) {
      const points = refused.flatMap((b) => b.items.map((p) => p.name)).join(', ');
      this.#deps.logger.warn('the device does not know points of its profile', { device: this.config.id, points });
    }
  }

  #report(result: ReadResult, costMs: number): void {
    const { clock, send, logger } = this.#deps;
    const at = clock.now();
    const device = this.config.id;
    for (const [point, decoded] of result.values) this.latest.put(point, decoded, at);
    if (result.answered) {
      const wasOffline = this.presence.state === 'offline';
      if (this.presence.answered()) {
        logger.info('online', { device });
        send({ kind: 'device.state', at, device, state: 'online', reason: 'answers' });
        // What came back may be another device than what went.
        if (wasOffline) this.#relearn();
      }
      this.#lastDeadReportMs = Number.NEGATIVE_INFINITY;
    } else {
      const code = result.error?.code ?? 'timeout';
      if (this.presence.failed(code, costMs)) {
        logger.warn('offline', { device, code, error: result.error?.message ?? code });
        send({ kind: 'device.state', at, device, state: 'offline', reason: result.error?.message ?? code });
      } else if (this.presence.state === 'offline') {
        if (clock.monotonicMs() - this.#lastDeadReportMs < deadReportMs) return;
      }
      this.#lastDeadReportMs = clock.monotonicMs();
    }
    const readings: Record<string, Omit<Reading, 'point'>> = {};
    for (const point of this.points) {
      const decoded = result.values.get(point);
      if (decoded) readings[point.name] = point.unit === undefined ? decoded : { ...decoded, unit: point.unit };
    }
    send({ kind: 'device.readings', at, device, readings });
  }

  #newPlan(): Plan {
    const plan = {} as Plan;
    for (const c of pollClasses) {
      plan[c] = planReads(
        this.points.filter((p) => p.class === c),
        this.profile.limits,
      );
    }
    return plan;
  }

  #relearn(): void {
    this.#plan = this.#newPlan();
    this.#refused = [];
  }
}
