// The one writer of a lamp. It is told a level and sees to it that the lamp has it: writes, reads back until the lamp
// is there or its settling time is over, tries again with growing waits, and asks again from time to time, because a
// lamp that restarted forgets. Nothing is written to a lamp that already is where it should be.
//
// One round runs at a time; a level that changes meanwhile ends the round early and the newest level counts. A lamp
// that left tries unanswered keeps its wait when its level changes, so that dead lamps cost the line little at a
// switching time; a person's command is tried at once.
import type { OutgoingOf, Send } from '../domain/outgoing.ts';
import { Backoff } from '../runtime/backoff.ts';
import { type Cancel, type Clock, every, sleep } from '../runtime/clock.ts';
import { HaidangError, messageOf } from '../runtime/errors.ts';
import { errorFields, type Logger } from '../runtime/logger.ts';
import { blameOf } from './blame.ts';
import type { Feedback, LampDriver } from './drivers/driver.ts';
import { type Command, isNear, isNews, type LampCondition, type LampFault, stateOf } from './lamp-report.ts';

export interface KeeperOptions {
  readonly lamp: string;
  readonly driver: LampDriver;
  /** How often the level is read where nothing changes, milliseconds. */
  readonly verifyMs: number;
  /** How often the state is sent where nothing changes, milliseconds. */
  readonly reportMs: number;
  /** Faults that an earlier run reported and that have not ended. */
  readonly faults: readonly LampFault[];
  readonly onFaults: () => void;
  readonly send: Send;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** So many failed tries, over so long, are a fault: a lost frame on a serial line or a line that reconnects is none. */
const faultAfterTries = 2;
const faultAfterMs = 10_000;
/** The first read-back after a write; the next ones wait twice as long each. */
const firstReadBackMs = 100;

export class LampKeeper {
  readonly #options: KeeperOptions;
  readonly #faults: Set<LampFault>;
  /** A lamp that is not reached is asked again soon, one that does not obey more and more rarely. */
  readonly #reachBackoff: Backoff;
  readonly #obeyBackoff: Backoff;
  readonly #abort = new AbortController();
  #command: Command | undefined;
  #condition: LampCondition = { verdict: 'unknown', feedback: null, trouble: 'not-read' };
  /** The level the lamp proved to have; null where it may have any. */
  #proven: number | null = null;
  /** Failed tries in a row, since when (monotonic), and how many of them the lamp left unanswered. */
  #failures = 0;
  #failingSince = 0;
  #silences = 0;
  #writes = 0;
  #lastSent: OutgoingOf<'lamp.state'> | undefined;
  #round: Promise<void> | undefined;
  #again = false;
  #waiters: (() => void)[] = [];
  #cancelNext: Cancel = () => {};
  #cancelReport: Cancel = () => {};

  constructor(options: KeeperOptions) {
    const { random } = options;
    this.#options = options;
    this.#faults = new Set(options.faults);
    this.#reachBackoff = new Backoff({ firstMs: 1000, maxMs: 60_000, random });
    this.#obeyBackoff = new Backoff({ firstMs: 5000, maxMs: 900_000, random });
  }

  get command(): Command | undefined {
    return this.#command;
  }

  get condition(): LampCondition {
    return this.#condition;
  }

  get faults(): readonly LampFault[] {
    return [...this.#faults];
  }

  /** Commands given to the lamp since the start. */
  get writes(): number {
    return this.#writes;
  }

  /** Tells the lamp what to do from now on. */
  tell(command: Command): void {
    const before = this.#command;
    this.#command = command;
    if (!before) {
      const { clock, reportMs, random } = this.#options;
      // The first report is early by a random part, so that not all lamps report at once.
      this.#cancelReport = every(clock, reportMs, () => this.#report(true), reportMs * (0.5 + 0.5 * random()));
    }
    const isNewLevel = before?.level !== command.level;
    if (isNewLevel && this.#condition.feedback) this.#condition = { ...this.#condition, verdict: 'settling' };
    this.#report();
    if (isNewLevel && !this.#isSuspect()) this.#kick();
  }

  /** Asks the lamp now, whatever it did before, and resolves when its answer (or its silence) is known. */
  prove(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#abort.signal.aborted) return resolve();
      this.#waiters.push(resolve);
      this.#kick();
    });
  }

  /** Ends all that goes on. The lamp stays as it is: no street goes dark because software stops. */
  async stop(): Promise<void> {
    this.#abort.abort(new Error('stopping'));
    this.#cancelNext();
    this.#cancelReport();
    await this.#round;
    for (const done of this.#waiters.splice(0)) done();
  }

  #kick(): void {
    this.#cancelNext();
    if (this.#abort.signal.aborted) return;
    this.#again = true;
    this.#round ??= this.#rounds().finally(() => {
      this.#round = undefined;
    });
  }

  async #rounds(): Promise<void> {
    // Whoever tells a level and asks for its proof in one breath means one round.
    await Promise.resolve();
    while (this.#again && !this.#abort.signal.aborted) {
      this.#again = false;
      const waiters = this.#waiters.splice(0);
      const { level } = this.#command ?? { level: 100 };
      try {
        await this.#bring(level);
      } catch (error) {
        if (!this.#abort.signal.aborted) this.#failed(error);
      }
      const isStale = this.#command?.level !== level;
      if (isStale) this.#again = true;
      // One failed try is no answer yet: whoever waits for one waits for the next try.
      if (isStale || (this.#failures > 0 && this.#failures < faultAfterTries)) this.#waiters.unshift(...waiters);
      else for (const done of waiters) done();
    }
    if (!this.#abort.signal.aborted) this.#cancelNext = this.#options.clock.after(this.#waitMs(), () => this.#kick());
  }

  /** Until the next try, or until the level is checked again. */
  #waitMs(): number {
    const { verifyMs, random } = this.#options;
    switch (this.#condition.verdict) {
      case 'silent':
      case 'unknown':
        return this.#reachBackoff.next();
      case 'differs':
      case 'refuses':
        return this.#obeyBackoff.next();
      default:
        // Not all at once: what began together drifts apart.
        return verifyMs * (0.8 + 0.2 * random());
    }
  }

  async #bring(level: number): Promise<void> {
    const { driver, logger } = this.#options;
    const how = { suspect: this.#isSuspect() };
    if (this.#proven === null || this.#proven === level) {
      const feedback = await driver.read(how);
      if (isNear(feedback.level, level, driver.tolerance)) return this.#obeys(level, feedback);
      if (this.#proven === level) logger.warn('the lamp lost its level; it is set again', { found: feedback.level });
      // One that disobeyed before stays under that verdict until it has proven the contrary.
      const verdict = this.#condition.verdict === 'differs' ? 'differs' : 'settling';
      this.#condition = { verdict, feedback, trouble: '' };
      this.#report();
    }
    this.#proven = null;
    if (this.#command?.level !== level) return;
    await driver.write(level, how);
    this.#writes++;
    await this.#readBack(level, how);
  }

  async #readBack(level: number, how: { suspect: boolean }): Promise<void> {
    const { driver, clock } = this.#options;
    const deadline = clock.monotonicMs() + driver.settleMs;
    for (let wait = firstReadBackMs; ; wait *= 2) {
      const left = Math.max(0, deadline - clock.monotonicMs());
      await sleep(clock, Math.min(wait, left), this.#abort.signal);
      if (this.#command?.level !== level) return;
      const feedback = await driver.read(how);
      if (isNear(feedback.level, level, driver.tolerance)) return this.#obeys(level, feedback);
      if (wait >= left) return this.#differs(level, feedback);
    }
  }

  #obeys(level: number, feedback: Feedback): void {
    this.#proven = level;
    this.#reachBackoff.reset();
    this.#obeyBackoff.reset();
    // The level may have changed during the last read: then it is not proven to be the one that counts now.
    this.#heard({ verdict: this.#command?.level === level ? 'obeys' : 'settling', feedback, trouble: '' });
    this.#setFault('dimmingFailure', false, 'the lamp is at its level');
  }

  #differs(level: number, feedback: Feedback): void {
    this.#reachBackoff.reset();
    this.#heard({ verdict: 'differs', feedback, trouble: '' });
    const { settleMs, tolerance } = this.#options.driver;
    const found = Math.round(feedback.level * 10) / 10;
    const detail = `commanded ${level} %, fed back ${found} % after ${settleMs} ms (tolerance ${tolerance})`;
    this.#setFault('dimmingFailure', true, detail);
  }

  /** It left tries unanswered: whatever is asked of it waits for the lamps that do answer. */
  #isSuspect(): boolean {
    return this.#silences >= faultAfterTries;
  }

  /** The lamp answered all it was asked in a round. */
  #heard(condition: LampCondition): void {
    this.#failures = 0;
    this.#silences = 0;
    this.#condition = condition;
    this.#setFault('controlGearCommFailure', false, 'the lamp answers');
    this.#report();
  }

  #failed(error: unknown): void {
    const { logger, clock } = this.#options;
    const blame = blameOf(error);
    this.#proven = null;
    if (blame === 'ours') {
      // Nothing is known of the lamp: neither good nor bad.
      logger.error('the lamp could not be asked', errorFields(error));
      this.#condition = { ...this.#condition, verdict: 'unknown' };
      return;
    }
    if (this.#failures++ === 0) this.#failingSince = clock.monotonicMs();
    if (blame === 'silent') this.#silences++;
    if (blame === 'refuses') this.#silences = 0;
    const trouble = error instanceof HaidangError ? error.code : 'unexpected';
    this.#condition = { verdict: blame === 'refuses' ? 'refuses' : 'silent', feedback: null, trouble };
    this.#report();
    if (blame === 'refuses') this.#setFault('controlGearCommFailure', false, 'the lamp answers');
    if (this.#failures < faultAfterTries || clock.monotonicMs() - this.#failingSince < faultAfterMs) return;
    this.#setFault(blame === 'refuses' ? 'dimmingFailure' : 'controlGearCommFailure', true, messageOf(error));
  }

  #setFault(fault: LampFault, active: boolean, detail: string): void {
    if (this.#faults.has(fault) === active) return;
    if (active) this.#faults.add(fault);
    else this.#faults.delete(fault);
    const { send, clock, lamp, onFaults, logger } = this.#options;
    send({ kind: 'lamp.fault', at: clock.now(), lamp, fault, active, detail });
    if (active) logger.warn(fault, { error: detail });
    else logger.info(`${fault} ended`);
    onFaults();
  }

  /** Sends the state where it says something new, or in any case. */
  #report(anyway = false): void {
    // Before the first answer there is nothing to say but what was decided: wait for it, it comes or fails soon.
    if (!this.#command || this.#condition.trouble === 'not-read') return;
    const state = stateOf(this.#options.lamp, this.#options.clock.now(), this.#command, this.#condition);
    if (!anyway && !isNews(state, this.#lastSent)) return;
    this.#lastSent = state;
    this.#options.send(state);
  }
}
