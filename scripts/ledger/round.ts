// One round: something is done to a gateway, and when it is over the books have to balance.
import { setTimeout as wait } from 'node:timers/promises';
import { messageOf } from '../../src/runtime/errors.ts';
import { type Random, seededRandom } from '../../src/simulator/random.ts';
import { between, type Effects, type Fault, pick } from './fault.ts';
import { lampId, type Served } from './field.ts';
import type { Member } from './member.ts';

export interface RoundResult {
  readonly round: number;
  readonly member: string;
  readonly fault: string;
  /** What was done, with its figures. */
  readonly done: string;
  readonly tookMs: number;
  /** From the end of the fault until the books balanced. */
  readonly settleMs: number;
  /** By how much announced intervals began before the kill, at most; undefined where there was none. */
  readonly leadMs: number | undefined;
  readonly duplicates: number;
  readonly announced: number;
  /** Committed, neither at the centre nor named in a gap event. */
  readonly lost: readonly string[];
  /** Given by a device, neither at the centre nor accounted for in any way. */
  readonly unexplained: readonly string[];
  /** What must not have happened. */
  readonly violations: readonly string[];
  /** All that is known about what is unexplained, and where the rest of it was put. */
  readonly evidence: readonly string[];
}

/** An interval may begin so long before the kill. */
const longestLeadMs = 1000;
/** What a round may take to come to rest. */
const settleWithinMs = 90_000;
/** In this share of the rounds the line is cut before the fault and comes back after it: there is a backlog. */
const outageShare = 0.2;
/** In this share of the rounds that do something to the agent, something happens to its way to the centre as well. */
const companyShare = 0.3;

/** The random numbers of a round depend on the seed and its number alone, so that it can be run alone. */
export const randomOf = (seed: number, round: number): Random => seededRandom(Math.imul(seed, 0x9e3779b1) ^ round);

export async function runRound(
  member: Member,
  round: number,
  seed: number,
  faults: readonly Fault[],
  keepEvidence: KeepEvidence = () => [],
): Promise<RoundResult> {
  const random = randomOf(seed, round);
  const fault = pick(random, faults);
  const { book, centre } = member;
  const start = performance.now();
  const sinceMs = Date.now();
  const before = { duplicates: centre.duplicates, announced: book.totals.excused.announced };
  const sinceViolation = centre.violations.length;
  const sinceInterval = book.intervals.length;
  const violations: string[] = [];

  const sides = workload(member, random);
  let effects: Effects = { done: '' };
  const outage = random() < outageShare && fault.kind !== 'none';
  // Numbers of its own: those of the round itself stay what they are.
  const besides = randomOf(~seed, round);
  const ways = faults.filter((f) => f.kind === 'way');
  const company = fault.kind === 'agent' && !outage && besides() < companyShare && pick(besides, ways);
  try {
    if (outage) {
      await member.proxy.set({ state: 'cut' });
      await wait(between(random, 100, 1500));
    }
    const meanwhile = company ? company.run(member, besides) : undefined;
    meanwhile?.catch(() => {});
    effects = await fault.run(member, random).finally(() => meanwhile);
    if (meanwhile && company) {
      effects = { ...effects, done: `${effects.done}; meanwhile ${company.name} ${(await meanwhile).done}` };
    }
  } catch (error) {
    violations.push(`the round broke: ${messageOf(error)}`);
  } finally {
    if (outage) await member.proxy.set({ state: 'up' });
    await sides;
  }
  const healed = performance.now();
  const { readings, rows } = await settle(member, effects, violations);
  const settleMs = performance.now() - healed;

  violations.push(...(effects.violations ?? []), ...centre.violations.slice(sinceViolation));
  const intervals = book.intervals.slice(sinceInterval);
  const leadMs = checkIntervals(effects, intervals, violations);
  if (member.agent.fell !== undefined) {
    violations.push(`the agent ended by itself: ${member.agent.fell}`);
    member.agent.fell = undefined;
  }
  const result = {
    round,
    member: member.name,
    fault: fault.name,
    done: outage ? `${effects.done}; line cut meanwhile` : effects.done,
    tookMs: performance.now() - start,
    settleMs,
    leadMs,
    duplicates: centre.duplicates - before.duplicates,
    announced: book.totals.excused.announced - before.announced,
    lost: rows.map((r) => r.id),
    unexplained: readings.map((s) => describe(s, member)),
    violations,
    evidence: [],
  };
  return { ...result, evidence: isFailed(result) ? keepEvidence(member, result, readings, sinceMs) : [] };
}

/** Something was lost or is not explained, or happened that must not. */
export const isFailed = (r: Pick<RoundResult, 'lost' | 'unexplained' | 'violations'>): boolean =>
  r.lost.length + r.unexplained.length + r.violations.length > 0;

/** Keeps what tells later why a round failed. @returns it in short, for people. */
export type KeepEvidence = (
  member: Member,
  result: RoundResult,
  readings: readonly Served[],
  sinceMs: number,
) => string[];

/** What goes on beside the fault: a device that goes and comes (alarms), a lamp that is set (a command, states). */
async function workload(member: Member, random: Random): Promise<void> {
  const flaps = random() < 0.5;
  const [first, absent, later] = [between(random, 0, 500), between(random, 350, 900), between(random, 0, 1000)];
  const level = Math.round(between(random, 0, 100));
  const command = wait(later).then(() => member.centre.command('lamp.set', { lamp: lampId, level, forSeconds: 3600 }));
  if (flaps) {
    await wait(first);
    await member.field.flap(false);
    await wait(absent);
    await member.field.flap(true);
  }
  await command;
}

/** Waits until the books balance. @returns what is left over when the time is up. */
async function settle(
  member: Member,
  effects: Effects,
  violations: string[],
): Promise<ReturnType<Member['book']['balance']>> {
  const { book, centre } = member;
  const end = performance.now() + settleWithinMs;
  const untilMs = Date.now();
  try {
    await member.ready();
    await book.readStore(false);
  } catch (error) {
    violations.push(messageOf(error));
  }
  let open = book.balance(untilMs, effects);
  for (let n = 1; open.readings.length + open.rows.length + centre.unanswered > 0 && performance.now() < end; n++) {
    await wait(100);
    // A disk that was full takes late what had been taken up before: it has to arrive as well.
    if (n % 20 === 0) await book.readStore(false).catch((error) => violations.push(messageOf(error)));
    open = book.balance(untilMs, effects);
  }
  book.writeOff(open.readings, open.rows);
  if (centre.unanswered > 0) violations.push(`${centre.unanswered} commands are not answered`);
  return open;
}

/** A reading that is missing, with when it was given on the agent's clock and how long until the next was asked for. */
export function describe(s: Served, { agent }: Member): string {
  return `${s.device} ${s.value} at ${iso(agent.wallMs(s.ms))} (${s.nextMs - s.ms} ms)`;
}

/** Intervals have to hold every kill and may not begin too early. @returns the longest lead. */
function checkIntervals(
  { killedMs = [], lossFromMs, steppedMs = 0 }: Effects,
  intervals: Member['book']['intervals'],
  violations: string[],
): number | undefined {
  for (const ms of killedMs) {
    if (intervals.some((i) => i.since <= ms && ms <= i.until)) continue;
    const said = intervals.map((i) => `${iso(i.since)} to ${iso(i.until)}`).join(', ');
    violations.push(`no announced interval holds the kill at ${iso(ms)}: ${said || 'none'}`);
  }
  if (intervals.length === 0) return undefined;
  if (lossFromMs === undefined) {
    violations.push('an interval is announced after a clean stop');
    return undefined;
  }
  const leads = intervals.map(({ since }) => {
    const either = [lossFromMs - since, lossFromMs + steppedMs - since];
    return either.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a));
  });
  for (const lead of leads) {
    if (lead > longestLeadMs) violations.push(`an announced interval begins ${Math.round(lead)} ms before the loss`);
  }
  return Math.max(...leads);
}

const iso = (ms: number) => new Date(ms).toISOString();
