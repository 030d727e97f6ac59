// An inbox with everything around it in memory, fed with mutated commands: what became of each.
import type { Outgoing } from '../../domain/outgoing.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import type { Answer } from '../commands/answer.ts';
import type { AnswerStore } from '../commands/answers.ts';
import { commandsSchema } from '../commands/config.ts';
import { CommandInbox } from '../commands/inbox.ts';
import { type Mutated, mutated, seeded } from './mutated.ts';

/** More than the shares of an hour, so that it is not the rate that refuses. */
const perMinute = 100_000;
const startMs = Date.parse('2026-06-21T12:00:00Z');

function memoryAnswers(): AnswerStore {
  const all = new Map<string, Answer>();
  return {
    load: async () => {},
    get: (id) => all.get(id),
    unfinished: () => [],
    begin: async (id, name, from = {} as never) => void all.set(id, { id, name, from }),
    finish: async (id, outcome) => void all.set(id, { ...(all.get(id) as Answer), outcome }),
    untold: () => [],
    told: async () => {},
    forgottenMs: 0,
    trouble: null,
  };
}

export interface FuzzResult {
  /** Executed though it was mutated, or answered otherwise than it should; by what was done to it. */
  readonly wrong: readonly string[];
  /** What was thrown. */
  readonly crashes: readonly string[];
  /** How many there were of each kind. */
  readonly kinds: ReadonlyMap<string, number>;
}

/** @param count how many mutated commands. @param seed the same for the same commands. */
export async function fuzzInbox(count: number, seed: number): Promise<FuzzResult> {
  const clock = new ManualClock(startMs);
  const executed: string[] = [];
  let said: Outgoing[] = [];
  const inbox = new CommandInbox({
    gateway: 'gw-1',
    config: commandsSchema.parse({
      perMinute: { viewer: perMinute, operator: perMinute, maintainer: perMinute, config: perMinute },
    }),
    onCommand: async ({ id }) => {
      executed.push(id);
      return { outcome: 'done' };
    },
    answers: memoryAnswers(),
    send: (o) => void said.push(o),
    clock,
    logger: silentLogger,
  });
  await inbox.start();
  const good = Array.from({ length: 10 }, (_, i) => `good-${i}`);
  const [issued, expires] = [-1000, 60_000].map((ms) => new Date(startMs + ms).toISOString());
  for (const id of good) await take(inbox, 'gateway.ping', Buffer.from(JSON.stringify({ id, issued, expires })));
  const random = seeded(seed);
  const [wrong, crashes, kinds]: [string[], string[], Map<string, number>] = [[], [], new Map()];
  const before = executed.length;
  if (before !== good.length) wrong.push('good commands are not executed');
  for (let n = 0; n < count; n++) {
    // Nobody is answered more often than the journal takes; each of these shall be.
    clock.advance(60_000);
    const one = mutated(n, clock.now().ms, good, random);
    kinds.set(one.how, (kinds.get(one.how) ?? 0) + 1);
    said = [];
    try {
      await take(inbox, one.name, one.payload, one);
    } catch (error) {
      crashes.push(`${one.how}: ${String(error)}`);
    }
    if (executed.length > before) wrong.push(`${one.how}: executed ${executed.splice(before).join()}`);
    const answer = said.find((o) => o.kind === 'command.reply');
    if (!isRight(one, answer)) wrong.push(`${one.how}: answered ${JSON.stringify(answer)?.slice(0, 200)}`);
  }
  return { wrong, crashes, kinds };
}

async function take(inbox: CommandInbox, name: string, payload: Uint8Array, more: Partial<Mutated> = {}) {
  await inbox.receive({ role: more.role ?? 'config', name, payload, retained: more.retained ?? false });
  // What is executed is so after the beginning is remembered.
  await new Promise((resolve) => setImmediate(resolve));
}

function isRight({ replayed }: Mutated, answer: Outgoing | undefined): boolean {
  if (answer?.kind !== 'command.reply') return false;
  if (replayed !== undefined) return answer.command === replayed && answer.outcome === 'done';
  return answer.outcome === 'refused' && (answer.reason ?? '') !== '';
}
