// How far the wall clock can be believed, and what follows from it: the quality of every instant, `gateway.clock` when it
// changes, and `time.corrected` when a clock that was wrong has been put right. Where no time service is there nobody
// confirms the clock, and it stays `unsynced`: lamps then keep to their default level.

import type { Send } from '../domain/outgoing.ts';
import type { TimeQuality } from '../domain/time.ts';
import { toIso } from '../domain/time.ts';
import { message } from '../messages/catalogue.ts';
import { type Cancel, type Clock, every } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Health, Service } from '../runtime/service.ts';
import { ClockHistory } from './clock-history.ts';
import type { KeyValue } from './state-file.ts';
import { askProbes, systemProbes, type TimeProbe } from './time-probes.ts';

/** How often the time services are asked, and how often a step of the clock is looked for. */
const askMs = 15_000;
const lookMs = 1000;
/**
 * How fast a clock that nobody disciplines may run away, as a share: three times the 15 ppm that RFC 5905 assumes (PHI),
 * for cheap crystals in a cabinet in the sun.
 */
const drift = 45e-6;

export interface ClockTrustOptions {
  readonly clock: Clock & { setQuality(quality: TimeQuality): void };
  readonly mode: 'auto' | 'assume-synced';
  readonly bootId: string;
  /** Names the boot of the machine; empty where that cannot be known. */
  readonly machineBoot: string;
  /** When this run began, by the monotonic clock, milliseconds. */
  readonly startedMs: number;
  /** Where the clocks of earlier runs are kept. */
  readonly kept: KeyValue;
  readonly probes?: readonly TimeProbe[];
  readonly send: Send;
  readonly logger: Logger;
}

const keptKey = 'clocks';

export class ClockTrust implements Service {
  readonly name = 'clock';
  readonly #options: ClockTrustOptions;
  readonly #history: ClockHistory;
  #quality: TimeQuality = 'unsynced';
  /** How far it may be off, and when that was so on the monotonic clock. */
  #error: { readonly ms: number; readonly atMs: number } | null = null;
  #cancels: Cancel[] = [];

  constructor(options: ClockTrustOptions) {
    this.#options = options;
    this.#history = new ClockHistory(options.machineBoot);
  }

  async start(): Promise<void> {
    const { clock, kept, mode } = this.#options;
    this.#history.load(kept.get(keptKey));
    this.#look();
    await this.#ask(true);
    this.#cancels.push(every(clock, lookMs, () => this.#look()));
    if (mode === 'auto') this.#cancels.push(every(clock, askMs, () => void this.#ask(false)));
  }

  async stop(): Promise<void> {
    for (const cancel of this.#cancels.splice(0)) cancel();
  }

  /** How far the clock may be off now, milliseconds; null where nobody knows. */
  errorMs(): number | null {
    if (!this.#error || this.#quality === 'unsynced') return null;
    return Math.ceil(this.#error.ms + drift * (this.#options.clock.monotonicMs() - this.#error.atMs));
  }

  /** The clock itself is never unhealthy, only doubted: what depends on it (the lamps) says so where it matters. */
  health(): Health {
    const facts = { quality: this.#quality, errorMs: this.errorMs() };
    if (this.#quality === 'synced') return { state: 'ok', reasons: [], facts };
    const reason = this.#quality === 'holdover' ? message('status.clock-holdover') : message('status.clock-unsynced');
    return { state: 'ok', reasons: [reason], facts };
  }

  /** Looks whether the wall clock has stepped. */
  #look(): void {
    const { clock, bootId, startedMs, logger, kept } = this.#options;
    const base = clock.now().ms - clock.monotonicMs();
    if (!this.#history.note(bootId, base, startedMs, clock.monotonicMs())) return;
    logger.info('the wall clock as it is', { start: toIso(base + startedMs), quality: this.#quality });
    void kept.set(keptKey, this.#history.kept);
    // What was confirmed was the clock before the step.
    if (this.#quality === 'holdover') this.#set('unsynced', 'the wall clock stepped, and no time source confirms it');
    else if (this.#quality === 'synced')
      void this.#ask(false).then(() => {
        if (this.#quality === 'synced') return this.#confirmed();
        this.#set('unsynced', 'the wall clock stepped, and no time source confirms it');
      });
  }

  async #ask(first: boolean): Promise<void> {
    const { mode, clock } = this.#options;
    const assumed = mode === 'assume-synced';
    const answer = assumed ? { inStep: true, errorMs: null } : await askProbes(this.#options.probes ?? systemProbes);
    const before = this.#quality;
    const quality = answer ? 'synced' : before === 'unsynced' ? 'unsynced' : 'holdover';
    if (answer) this.#error = answer.errorMs === null ? null : { ms: answer.errorMs, atMs: clock.monotonicMs() };
    if (quality === before && !first) return;
    const reason = assumed ? 'assumed by the site file' : answer ? 'confirmed' : 'no time source confirms it';
    this.#set(quality, reason);
    if (quality !== 'synced') return;
    // The time service may have stepped it since the last look.
    this.#look();
    this.#confirmed();
  }

  #set(quality: TimeQuality, reason: string): void {
    const { clock, logger, send } = this.#options;
    this.#quality = quality;
    clock.setQuality(quality);
    logger.info(`clock is ${quality}`, { reason });
    send({ kind: 'gateway.clock', at: clock.now(), quality, reason });
  }

  /** The clock is right now: says by how much those before it were off. */
  #confirmed(): void {
    const { clock, send, kept } = this.#options;
    const corrections = this.#history.confirm(clock.now().ms - clock.monotonicMs());
    if (corrections.length === 0) return;
    const errorMs = this.errorMs();
    for (const { clock: was, offsetMs, sinceMs, apartMs } of corrections) {
      // What is known is how far that clock was off by now; since its first event it may have run away.
      const awayMs = apartMs + drift * (clock.monotonicMs() - sinceMs);
      send({
        kind: 'time.corrected',
        at: clock.now(),
        bootid: was.bootId,
        startWas: toIso(was.startMs),
        offsetMs,
        errorMs: errorMs === null ? null : Math.ceil(errorMs + awayMs),
      });
    }
    void kept.set(keptKey, this.#history.kept);
  }
}
