// Takes commands in: checks them, sees to it that none is executed twice or too late, has them executed and answers each
// with what really happened. The answer goes through the outbox, so it arrives even where the link is gone by then.
import { createHash } from 'node:crypto';
import type { Send } from '../../domain/outgoing.ts';
import { type Clock, withDeadline } from '../../runtime/clock.ts';
import { HaidangError, messageOf, timedOut } from '../../runtime/errors.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import type { AnswerStore } from './answers.ts';
import { type Command, type CommandOutcome, parseCommand } from './command.ts';
import { fitted } from './fit.ts';

/**
 * How the agent carries out a command. A rejection counts as failed; `later`: the agent starts anew for it, and the one
 * after it answers.
 */
export type OnCommand = (command: Command) => Promise<CommandOutcome | 'later'>;

/** How a command ends that was answered `later`; undefined: it was not. */
export type OutcomeOf = (id: string) => Promise<CommandOutcome> | undefined;

interface InboxDeps {
  readonly onCommand: OnCommand;
  readonly outcomeOf?: OutcomeOf;
  readonly answers: AnswerStore;
  readonly send: Send;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** So many at once; more are refused, and may be sent again with the same id. */
const runningMax = 50;
/** After that long nobody knows any more. */
const deadlineMs = 60_000;
/** Refusals that are answered: a burst, then this many a second. A flood of nonsense must not fill the outbox. */
const refusalBurst = 100;
const refusalsPerSecond = 2;

export class CommandInbox {
  readonly #onCommand: OnCommand;
  readonly #outcomeOf: OutcomeOf;
  readonly #answers: AnswerStore;
  readonly #send: Send;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #running = new Set<string>();
  #received = 0;
  #executed = 0;
  #refused = 0;
  #refusalsLeft = refusalBurst;
  #refilledMs = 0;

  constructor(deps: InboxDeps) {
    this.#onCommand = deps.onCommand;
    this.#outcomeOf = deps.outcomeOf ?? (() => undefined);
    this.#answers = deps.answers;
    this.#send = deps.send;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
  }

  /** Remembers what was answered before, and answers what an earlier process began and did not live to end. */
  async start(): Promise<void> {
    await this.#answers.load();
    for (const { id, name } of this.#answers.unfinished()) {
      if (this.#running.has(id)) continue;
      const later = this.#outcomeOf(id);
      if (later) {
        this.#running.add(id);
        void later.then((outcome) => this.#ended(id, name, fitted(outcome)));
        continue;
      }
      const outcome = { outcome: 'unknown', reason: 'the gateway stopped before the command ended' } as const;
      this.#reply(id, name, outcome);
      await this.#answers.finish(id, outcome);
    }
  }

  /**
   * @param name the last part of the topic.
   * @param retained the broker says again what was said before we came.
   * @returns resolves when the broker may forget the command. Never rejects.
   */
  async receive(name: string, payload: Uint8Array, retained: boolean): Promise<void> {
    this.#received++;
    const parsed = parseCommand(name, payload);
    const known = parsed.id === undefined ? undefined : this.#answers.get(parsed.id);
    if (known) {
      this.#logger.info('a command came again', { command: known.id, name: known.name, retained });
      // What runs will be answered; what is retained comes with every connection.
      if (known.outcome && !retained) this.#reply(known.id, known.name, known.outcome);
      return;
    }
    const refusal = 'refused' in parsed ? parsed.refused : this.#whyNot(parsed.expiresMs, retained);
    if (refusal !== undefined || 'refused' in parsed) {
      // Whoever sent something without an id finds it by its hash.
      const digest = createHash('sha256').update(payload).digest('hex').slice(0, 16);
      this.#refuse(parsed.id ?? `sha256:${digest}`, parsed.name, refusal ?? '');
      return;
    }
    const { command } = parsed;
    this.#running.add(command.id);
    await this.#answers.begin(command.id, command.name);
    void this.#execute(command);
  }

  facts() {
    return { commands: this.#received, commandsExecuted: this.#executed, commandsRefused: this.#refused };
  }

  #whyNot(expiresMs: number | undefined, retained: boolean): string | undefined {
    if (retained) return 'commands must not be retained: nobody knows when this one was meant';
    const now = this.#clock.now();
    if (expiresMs !== undefined) {
      // Carried out hours late a command does harm; not carried out, it is sent again.
      if (now.quality === 'unsynced')
        return 'the clock of the gateway is not set, so it cannot tell whether this expired';
      if (expiresMs <= now.ms) return `expired ${Math.round((now.ms - expiresMs) / 1000)} s ago`;
    }
    return this.#running.size >= runningMax ? `busy: ${runningMax} commands are being executed` : undefined;
  }

  async #execute(command: Command): Promise<void> {
    const { id, name } = command;
    let outcome: CommandOutcome;
    try {
      const result = this.#onCommand(command);
      const told = await withDeadline(this.#clock, deadlineMs, result, () => timedOut(name, deadlineMs, 'ours'));
      if (told === 'later') return;
      outcome = fitted(told);
    } catch (error) {
      const late = error instanceof HaidangError && error.code === 'timeout' && error.fault === 'ours';
      outcome = { outcome: late ? 'unknown' : 'failed', reason: messageOf(error) };
      this.#logger.warn('a command was not carried out', { command: id, name, ...errorFields(error) });
    }
    await this.#ended(id, name, outcome);
  }

  async #ended(id: string, name: string, outcome: CommandOutcome): Promise<void> {
    this.#executed++;
    this.#running.delete(id);
    this.#reply(id, name, outcome);
    await this.#answers.finish(id, outcome);
  }

  #refuse(id: string, name: string, reason: string): void {
    this.#refused++;
    this.#logger.warn('a command is refused', { command: id, name, reason });
    const nowMs = this.#clock.monotonicMs();
    const refill = ((nowMs - this.#refilledMs) / 1000) * refusalsPerSecond;
    this.#refilledMs = nowMs;
    this.#refusalsLeft = Math.min(refusalBurst, this.#refusalsLeft + refill);
    if (this.#refusalsLeft < 1) return;
    this.#refusalsLeft--;
    this.#reply(id, name, { outcome: 'refused', reason });
  }

  #reply(command: string, name: string, { outcome, reason, result }: CommandOutcome): void {
    this.#send({
      kind: 'command.reply',
      at: this.#clock.now(),
      command,
      name,
      outcome,
      ...(reason === undefined ? {} : { reason }),
      ...(result === undefined ? {} : { result: { ...result } }),
    });
  }
}
