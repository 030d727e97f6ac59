// The one writer of a lamp. It is told a level and sees to it that the lamp has it: writes, reads back until the lamp
// is there or its settling time is over, tries again with growing waits, and asks again from time to time, because a
// lamp that restarted forgets. Nothing is written to a lamp that already is where it should be.
//
// One round runs at a time; a level that changes meanwhile ends the round early and the newest level counts. A lamp
// that left tries unanswered keeps its wait when its level changes, so that dead lamps cost the line little at a
// switching time; a person's command is tried at once.
import { sleep } from '../runtime/clock.ts';
import { HaidangError, messageOf } from '../runtime/errors.ts';
import { errorFields } from '../runtime/logger.ts';
import { blameOf, mayHear } from './blame.ts';
import type { Feedback, How } from './drivers/driver.ts';
import type { KeeperOptions } from './keeper-options.ts';
import { LampFaults } from './lamp-faults.ts';
import { actualOf, type Command, isNear, type LampCondition, type LampFault } from './lamp-report.ts';
import { type RoundEnd, Rounds } from './lamp-rounds.ts';
import { Tries } from './lamp-tries.ts';
import { LampVoice } from './lamp-voice.ts';
import type { Member } from './together.ts';

/** The first read-back after a write; the next ones wait twice as long each. */
const firstReadBackMs = 100;
/** Whoever waits for an answer waits for a rest of no more than this. */
const shortRestMs = 10_000;

export class LampKeeper implements Member {
  readonly lamp: string;
  readonly shared: Member['shared'];
  readonly #options: KeeperOptions;
  readonly #faults: LampFaults;
  readonly #tries: Tries;
  readonly #voice: LampVoice;
  readonly #rounds: Rounds;
  #command: Command | undefined;
  #condition: LampCondition = { verdict: 'unknown', feedback: null, trouble: 'not-read' };
  /** The level the lamp proved to have; null where it may have any. */
  #proven: number | null = null;
  /** The level it was told last, whether it answered or not. */
  #told: number | null = null;
  #writes = 0;
  /** It is to be done before all else, and without asking first. */
  #urgent = false;
  /** Nothing is known of it since the start or since it was silent: it may just have got its power. */
  #isReturning = true;
  /** Its fail-safe state was looked at since then. */
  #isAssured = false;
  /** How long the driver asks to wait before the next write, milliseconds, and when that ends (monotonic). */
  #heldMs = 0;
  #heldUntilMs = 0;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.lamp = options.lamp;
    this.shared = options.driver.shared ?? [];
    this.#faults = new LampFaults(options);
    this.#tries = new Tries(options.random);
    this.#voice = new LampVoice(options, () => ({ command: this.#command, condition: this.#condition }));
    this.#rounds = new Rounds({
      clock: options.clock,
      round: () => this.#round(),
      restMs: () => this.#heldMs || this.#tries.waitMs(this.#condition.verdict, options.verifyMs),
    });
    options.together.add(this);
  }

  get command(): Command | undefined {
    return this.#command;
  }

  get condition(): LampCondition {
    return this.#condition;
  }

  /** The level that its power means, per cent; null where it has no meter or no type. */
  get actual(): number | null {
    return actualOf(this.#condition, this.#options.actualOf);
  }

  get faults(): readonly LampFault[] {
    return this.#faults.active;
  }

  /** Milliseconds until it may be told what it is commanded, because its device rests; 0 where nothing holds it back. */
  get heldMs(): number {
    return this.#heldMs === 0 ? 0 : Math.max(0, Math.ceil(this.#heldUntilMs - this.#options.clock.monotonicMs()));
  }

  get writes(): number {
    return this.#writes;
  }

  wanted(): number | undefined {
    return this.#command === undefined || this.#command.isHandsOff ? undefined : this.#nearest(this.#command.level);
  }

  isBehind(level: number): boolean {
    return this.#proven !== level;
  }

  /** It left tries unanswered: whatever is asked of it waits for the lamps that do answer. */
  isSuspect(): boolean {
    return this.#tries.isSuspect;
  }

  /** Tells the lamp what to do from now on; what is urgent goes before everything else on its line. */
  tell(command: Command, urgent = false): void {
    const before = this.#command;
    this.#command = command;
    this.#urgent ||= urgent;
    if (!before) this.#voice.start();
    const isNewLevel = before?.level !== command.level || before.isHandsOff !== command.isHandsOff;
    if (isNewLevel && this.#condition.feedback) this.#condition = { ...this.#condition, verdict: 'settling' };
    this.#voice.report();
    if ((isNewLevel && !this.isSuspect()) || urgent) this.#rounds.kick();
  }

  /** Asks the lamp now, whatever it did before, and resolves when its answer (or its silence) is known. */
  prove(): Promise<void> {
    return this.#rounds.answered();
  }

  /** Ends all that goes on. The lamp stays as it is: no street goes dark because software stops. */
  async stop(): Promise<void> {
    const ended = this.#rounds.stop();
    this.#voice.stop();
    this.#options.driver.close?.();
    await ended;
  }

  async #round(): Promise<RoundEnd> {
    const command = this.#command;
    if (!command) return 'idle';
    try {
      await this.#bring(command);
    } catch (error) {
      if (!this.#rounds.signal.aborted) this.#failed(error);
    }
    if (this.#isStale(command)) return 'again';
    // One failed try is no answer yet, nor is a short rest: whoever waits for one waits for the next try.
    const isResting = this.#heldMs > 0 && this.#heldMs <= shortRestMs;
    return isResting || this.#tries.isUndecided ? 'open' : 'answered';
  }

  async #bring(command: Command): Promise<void> {
    const { driver, together, stagger, lamp } = this.#options;
    const level = this.#nearest(command.level);
    const urgent = this.#urgent;
    const how: How = { suspect: this.isSuspect(), urgent };
    this.#heldMs = 0;
    let isRaised = true;
    // Who was silent is told once a level, in the place of being asked: noise may take its answers.
    const isBlind = this.#condition.verdict === 'silent' && this.#told !== level;
    if (command.isHandsOff || this.#proven === level || (this.#proven === null && !urgent && !isBlind)) {
      const found = await this.#look(level, how, command);
      if (found === 'done') return;
      if (found) isRaised = level > found.level;
    }
    this.#proven = null;
    if (this.#isStale(command)) return;
    const isReturning = this.#isReturning && isRaised && !urgent;
    const isTold = !isReturning && (await together.offer(lamp, level, how));
    if (this.#isStale(command)) return;
    if (!isTold) {
      this.#heldMs = driver.waitMs?.(level, how) ?? 0;
      this.#heldUntilMs = this.#options.clock.monotonicMs() + this.#heldMs;
      if (this.#heldMs > 0) return;
      if (isReturning) await stagger.turn(this.#rounds.signal);
      if (this.#isStale(command)) return;
      this.#told = level;
      await driver.write(level, how);
    }
    this.#told = level;
    this.#urgent = false;
    this.#writes++;
    await this.#readBack(command, level, how);
  }

  /** Reads before anything is written: `done` where nothing is to be written. */
  async #look(level: number, how: How, command: Command): Promise<Feedback | 'done' | undefined> {
    const { driver, logger } = this.#options;
    let feedback: Feedback;
    try {
      feedback = await driver.read(how);
    } catch (error) {
      // Of one that only listens nothing may be known, and one that cannot be read may hear: both are told all the same.
      if (mayHear(error, driver.isToldBlindly) && !command.isHandsOff) return undefined;
      throw error;
    }
    if (command.isHandsOff) {
      this.#proven = null;
      this.#heard({ verdict: 'local', feedback, trouble: '' });
      return 'done';
    }
    if (isNear(feedback.level, level, driver.tolerance)) {
      this.#obeys(command, level, feedback);
      await this.#assure(how);
      return 'done';
    }
    if (this.#proven === level) logger.warn('the lamp lost its level; it is set again', { found: feedback.level });
    // One that disobeyed before stays under that verdict until it has proven the contrary.
    const verdict = this.#condition.verdict === 'differs' ? 'differs' : 'settling';
    this.#condition = { verdict, feedback, trouble: '' };
    this.#voice.report();
    return feedback;
  }

  async #readBack(command: Command, level: number, how: How): Promise<void> {
    const { driver, clock, together, lamp } = this.#options;
    const deadline = clock.monotonicMs() + driver.settleMs;
    for (let wait = firstReadBackMs; ; wait *= 2) {
      const left = Math.max(0, deadline - clock.monotonicMs());
      await sleep(clock, Math.min(wait, left), this.#rounds.signal);
      if (this.#isStale(command)) return;
      const feedback = await driver.read(how);
      if (isNear(feedback.level, level, driver.tolerance)) {
        this.#obeys(command, level, feedback);
        together.judge(lamp, true);
        return this.#assure(how);
      }
      if (wait >= left) {
        together.judge(lamp, false);
        return this.#differs(level, feedback);
      }
    }
  }

  /** Once since the start, or since it was silent: the device may have been exchanged. */
  async #assure(how: How): Promise<void> {
    const { driver, logger } = this.#options;
    if (this.#isAssured) return;
    this.#isAssured = true;
    try {
      await driver.assureFailSafe?.(how);
    } catch (error) {
      logger.warn('the fail-safe state could not be written', errorFields(error));
    }
  }

  #nearest(level: number): number {
    return this.#options.driver.nearest?.(level) ?? level;
  }

  #isStale({ level, isHandsOff }: Command): boolean {
    return this.#command?.level !== level || this.#command.isHandsOff !== isHandsOff;
  }

  #obeys(command: Command, level: number, feedback: Feedback): void {
    this.#proven = level;
    this.#told = level;
    this.#isReturning = false;
    this.#urgent = false;
    this.#tries.obeyed();
    // The level may have changed during the last read: then it is not proven to be the one that counts now.
    this.#heard({ verdict: this.#isStale(command) ? 'settling' : 'obeys', feedback, trouble: '' });
    this.#faults.set('dimmingFailure', false, 'the lamp is at its level');
  }

  #differs(level: number, feedback: Feedback): void {
    this.#tries.disobeyed();
    this.#heard({ verdict: 'differs', feedback, trouble: '' });
    const { settleMs, tolerance } = this.#options.driver;
    const found = Math.round(feedback.level * 10) / 10;
    const detail = `commanded ${level} %, fed back ${found} % after ${settleMs} ms (tolerance ${tolerance})`;
    this.#faults.set('dimmingFailure', true, detail);
  }

  /** The lamp answered all it was asked in a round. */
  #heard(condition: LampCondition): void {
    this.#tries.answered();
    this.#condition = condition;
    this.#faults.set('controlGearCommFailure', false, 'the lamp answers');
    this.#voice.report();
  }

  #failed(error: unknown): void {
    const { logger, clock, together, lamp } = this.#options;
    const blame = blameOf(error);
    this.#proven = null;
    together.judge(lamp, undefined);
    if (blame === 'ours') {
      // Nothing is known of the lamp: neither good nor bad.
      logger.error('the lamp could not be asked', errorFields(error));
      this.#condition = { ...this.#condition, verdict: 'unknown' };
      return;
    }
    const isFault = this.#tries.failed(blame, clock.monotonicMs());
    if (this.isSuspect() || blame === 'line-down') {
      this.#isReturning = true;
      this.#isAssured = false;
    }
    const trouble = error instanceof HaidangError ? error.code : 'unexpected';
    this.#condition = { verdict: blame === 'refuses' ? 'refuses' : 'silent', feedback: null, trouble };
    this.#voice.report();
    if (blame === 'refuses') this.#faults.set('controlGearCommFailure', false, 'the lamp answers');
    if (isFault)
      this.#faults.set(blame === 'refuses' ? 'dimmingFailure' : 'controlGearCommFailure', true, messageOf(error));
  }
}
