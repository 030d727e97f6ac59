// Takes commands in: checks them, sees to it that none is executed twice, too late or for somebody who may not, has them
// executed and answers each: refused with the reason, or accepted, and then with what really happened. The answers go
// through the outbox, so they arrive even where the link is gone by then, and so does the journal (audit.ts).
import type { Send } from '../../domain/outgoing.ts';
import { type Clock, withDeadline } from '../../runtime/clock.ts';
import { HaidangError, messageOf, timedOut } from '../../runtime/errors.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import type { Sender } from './answer.ts';
import type { AnswerStore } from './answers.ts';
import type { Command, CommandName } from './args.ts';
import { Audit, askedHash, hashOf } from './audit.ts';
import { type CommandOutcome, parseCommand } from './command.ts';
import type { CommandsConfig } from './config.ts';
import { fitted } from './fit.ts';
import { type Authority, Gate } from './gate.ts';
import { Share } from './share.ts';

/**
 * How the agent carries out a command. A rejection counts as failed; `later`: the agent starts anew for it, and the one
 * after it answers.
 */
export type OnCommand = (command: Command, by: Authority) => Promise<CommandOutcome | 'later'>;

/** How a command ends that was answered `later`; undefined: it was not. */
export type OutcomeOf = (id: string) => Promise<CommandOutcome> | undefined;

interface InboxDeps {
  readonly gateway: string;
  readonly config: CommandsConfig;
  readonly onCommand: OnCommand;
  readonly outcomeOf?: OutcomeOf;
  readonly answers: AnswerStore;
  readonly send: Send;
  /** Resolves when everything sent so far is on the disk. */
  readonly stored?: () => Promise<void>;
  readonly clock: Clock;
  readonly clockErrorMs?: () => number | null;
  readonly logger: Logger;
}

/** A command as it stood on the broker. */
interface Incoming {
  /** Parts of the topic. */
  readonly role: string;
  readonly name: string;
  readonly payload: Uint8Array;
  /** The broker says again what was said before we came. */
  readonly retained: boolean;
}

/** So many at once; more are refused, and may be sent again with the same id. */
const runningMax = 50;
/** What has not ended within that is told to be accepted: who sent it need not wonder. */
const graceMs = 100;
/** After that long nobody knows any more. */
const deadlineMs = 60_000;
/** A new site file that gives no time of its own has this long, and the start before it. */
const trialSeconds = 120 + 60;

export class CommandInbox {
  readonly #onCommand: OnCommand;
  readonly #outcomeOf: OutcomeOf;
  readonly #answers: AnswerStore;
  readonly #send: Send;
  readonly #stored: () => Promise<void>;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #gate: Gate;
  readonly #audit: Audit;
  /** Answers that are given again: a centre that asks in a loop must not push what was measured out of the outbox. */
  readonly #repeats: Share;
  readonly #running = new Set<string>();
  /** Told by this process, and not stored yet. */
  readonly #telling = new Set<string>();
  #received = 0;
  #executed = 0;
  #refused = 0;

  constructor(deps: InboxDeps) {
    const { gateway, config, answers, send, clock, clockErrorMs = () => null, logger } = deps;
    this.#onCommand = deps.onCommand;
    this.#outcomeOf = deps.outcomeOf ?? (() => undefined);
    this.#answers = answers;
    this.#send = send;
    this.#stored = deps.stored ?? (() => Promise.resolve());
    this.#clock = clock;
    this.#logger = logger;
    this.#gate = new Gate({ gateway, config, clock, clockErrorMs, forgottenMs: () => answers.forgottenMs });
    this.#audit = new Audit(send, clock);
    this.#repeats = new Share(clock);
  }

  /** Remembers what was answered before, and answers what an earlier process began and did not live to end. */
  async start(): Promise<void> {
    await this.#answers.load();
    for (const { id, name, from, outcome } of this.#answers.untold()) {
      if (outcome && !this.#telling.has(id)) this.#tell(id, name, from, outcome);
    }
    for (const { id, name, from } of this.#answers.unfinished()) {
      if (this.#running.has(id)) continue;
      const later = this.#outcomeOf(id);
      this.#running.add(id);
      if (later) void later.then((outcome) => this.#ended(id, name, from, fitted(outcome)));
      else {
        const reason = 'the gateway stopped before the command ended';
        await this.#ended(id, name, from, { outcome: 'unknown', reason });
      }
    }
  }

  /** @returns resolves when the broker may forget the command. Never rejects. */
  async receive({ role, name, payload, retained }: Incoming): Promise<void> {
    this.#received++;
    const parsed = parseCommand(name, payload);
    const known = parsed.id === undefined ? undefined : this.#answers.get(parsed.id);
    const asked = 'refused' in parsed ? undefined : askedHash({ name: parsed.name, args: parsed.claims.json['args'] });
    // An id that somebody gives out twice must not have the answer of the one command taken for that of the other.
    const isAgain = known?.name === parsed.name && (known.from.asked === undefined || known.from.asked === asked);
    if (known && isAgain) {
      this.#logger.info('a command came again', { command: known.id, name: known.name, retained });
      // What is retained comes with every connection. What runs will be answered.
      if (!retained && known.outcome && this.#repeats.take()) this.#reply(known.id, known.name, known.outcome);
      return;
    }
    const sha256 = hashOf(payload);
    const refuse = (reason: string, issuer: string | undefined) =>
      // Whoever sent something without an id finds it by its hash.
      this.#refuse(
        { id: parsed.id ?? `sha256:${sha256.slice(0, 16)}`, name: parsed.name, role, issuer, sha256 },
        reason,
      );
    if ('refused' in parsed) return refuse(parsed.refused, parsed.issuer);
    const { command, claims } = parsed;
    if (known) {
      const reason = `the id ${known.id} was given to another command before, a ${known.name}: each command has its own`;
      return refuse(reason, claims.issuer);
    }
    if (retained) return refuse('commands must not be retained: nobody knows when this one was meant', claims.issuer);
    if (this.#running.size >= runningMax)
      return refuse(`busy: ${runningMax} commands are being executed`, claims.issuer);
    const verdict = this.#gate.judge({ role, command, claims });
    if ('refused' in verdict) return refuse(verdict.refused, claims.issuer);
    const { by } = verdict;
    const from: Sender = {
      ...by,
      sha256,
      ...(asked ? { asked } : {}),
      ...(claims.issuedMs === undefined ? {} : { issuedMs: claims.issuedMs }),
    };
    this.#running.add(command.id);
    await this.#answers.begin(command.id, command.name, from);
    void this.#execute(command, by, from);
  }

  facts() {
    return { commands: this.#received, commandsExecuted: this.#executed, commandsRefused: this.#refused };
  }

  async #execute(command: Command, by: Authority, from: Sender): Promise<void> {
    const { id, name } = command;
    let outcome: CommandOutcome;
    let isAccepted = false;
    const accept = () => {
      if (!isAccepted) this.#accept(command);
      isAccepted = true;
    };
    const cancel = this.#clock.after(graceMs, accept);
    try {
      const result = this.#onCommand(command, by);
      const told = await withDeadline(this.#clock, deadlineMs, result, () => timedOut(name, deadlineMs, 'ours'));
      if (told === 'later') return accept();
      outcome = fitted(told);
    } catch (error) {
      const late = error instanceof HaidangError && error.code === 'timeout' && error.fault === 'ours';
      outcome = { outcome: late ? 'unknown' : 'failed', reason: messageOf(error) };
      this.#logger.warn('a command was not carried out', { command: id, name, ...errorFields(error) });
    } finally {
      cancel();
    }
    await this.#ended(id, name, from, outcome);
  }

  async #ended(id: string, name: string, from: Sender, outcome: CommandOutcome): Promise<void> {
    this.#executed++;
    // Before anybody is told: killed between the two, the next run would tell something else.
    this.#telling.add(id);
    await this.#answers.finish(id, outcome);
    this.#running.delete(id);
    this.#tell(id, name, from, outcome);
  }

  #tell(id: string, name: string, from: Sender, outcome: CommandOutcome): void {
    this.#telling.add(id);
    this.#reply(id, name, outcome);
    this.#audit.tell({ id, name, role: '', ...from }, 'accepted', outcome);
    void this.#stored().then(() => {
      this.#telling.delete(id);
      return this.#answers.told(id);
    });
  }

  #refuse(
    what: { id: string; name: string; role: string; issuer: string | undefined; sha256: string },
    reason: string,
  ): void {
    this.#refused++;
    const { id, name } = what;
    this.#logger.warn('a command is refused', { command: id, name, reason });
    if (!this.#audit.mayTell()) return;
    this.#reply(id, name, { outcome: 'refused', reason });
    this.#audit.tell(what, 'refused', { outcome: 'refused', reason });
  }

  #accept(command: Command): void {
    const { id, name } = command;
    this.#send({
      kind: 'command.reply',
      at: this.#clock.now(),
      ...{ command: id, name, outcome: 'accepted', withinSeconds: patience(name, command) },
    });
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

/** When its result is there at the latest, seconds from now. */
function patience(name: CommandName, { args }: Command): number {
  if (name !== 'config.apply' && name !== 'config.rollback') return deadlineMs / 1000;
  const { withinSeconds } = args as { withinSeconds?: number | undefined };
  return withinSeconds === undefined ? trialSeconds : withinSeconds + 60;
}
