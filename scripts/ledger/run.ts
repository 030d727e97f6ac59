// A whole run: several gateways, each with a broker and a field of its own, share the rounds among them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { messageOf } from '../../src/runtime/errors.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import type { Fault } from './fault.ts';
import { Member } from './member.ts';
import { faultTable, percentile, type Summary } from './report.ts';
import { describe, isFailed, type KeepEvidence, type RoundResult, runRound } from './round.ts';

export interface RunOptions {
  readonly rounds: number;
  readonly seed: number;
  /** Gateways that share the rounds: each takes the next one when it is done. */
  readonly members: number;
  /** Only this round. */
  readonly only?: number;
  readonly faults: readonly Fault[];
  readonly onRound: (result: RoundResult, log: readonly string[]) => void;
  readonly signal: AbortSignal;
  readonly keepEvidence?: KeepEvidence;
}

export async function runLedger(options: RunOptions): Promise<Summary> {
  const { seed, only, members, signal } = options;
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  const all: Member[] = [];
  const results: RoundResult[] = [];
  const start = performance.now();
  try {
    const indices = only === undefined ? Array.from({ length: members }, (_, i) => i) : [only % members];
    // Every third speaks the older protocol, which cannot say that nobody is subscribed.
    const version = (i: number) => (i % 3 === 2 ? '3.1.1' : 5);
    const opened = indices.map((i) =>
      Member.open(`gw-${i}`, join(folder, `gw-${i}`), version(i), seededRandom(seed + i)).then((m) => all.push(m)),
    );
    for (const settled of await Promise.allSettled(opened)) {
      if (settled.status === 'rejected') throw settled.reason;
    }
    const faults = options.faults.filter((f) => all.every((m) => f.impossible?.(m) === undefined));
    const skipped = options.faults.filter((f) => !faults.includes(f));
    let next = only ?? 0;
    const end = only === undefined ? options.rounds : only + 1;
    await Promise.all(
      all.map(async (member) => {
        while (next < end && !signal.aborted) {
          const result = await runRound(member, next++, seed, faults, options.keepEvidence);
          results.push(result);
          options.onRound(result, member.agent.log);
        }
      }),
    );
    const last = await Promise.all(all.map((m) => finish(m, options.keepEvidence)));
    for (const result of last) {
      if (isFailed(result)) options.onRound(result, []);
    }
    const reasons = skipped.map((f) => `${f.name}: ${all.map((m) => f.impossible?.(m)).find((r) => r !== undefined)}`);
    return summarize({ all, results, last, seed, skipped: reasons, minutes: (performance.now() - start) / 60_000 });
  } finally {
    await Promise.allSettled(all.map((m) => m.close()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The end: the devices fall silent, the agent is told to stop, and everything there is has to be accounted for. */
async function finish(member: Member, keepEvidence: KeepEvidence = () => []): Promise<RoundResult> {
  const { agent, book, centre, field } = member;
  const violations: string[] = [];
  const start = performance.now();
  const sinceMs = Date.now();
  let open: ReturnType<typeof book.balance> = { readings: [], rows: [] };
  try {
    await wait(1500);
    const how = await agent.stop();
    if (how !== 'exit 0') violations.push(`SIGTERM ended it with ${how}`);
    field.silence(true);
    // What waited for the link at SIGTERM is kept: a last start sends it.
    await agent.start();
    await member.ready();
    await book.readStore(true);
    const end = performance.now() + 90_000;
    const untilMs = Date.now();
    // What was given up is a hole until the centre has been told that it cannot be had.
    const isOpen = () => open.readings.length + open.rows.length + centre.holes.length > 0;
    do {
      await wait(200);
      open = book.balance(untilMs);
    } while (isOpen() && performance.now() < end);
    const holes = centre.holes.map((h) => `${h.lane} ${h.from} to ${h.to}`);
    if (holes.length > 0) violations.push(`the centre still sees holes: ${holes.join(', ')}`);
    await agent.stop();
  } catch (error) {
    violations.push(messageOf(error));
  }
  const result = {
    round: -1,
    member: member.name,
    fault: 'the end',
    done: 'silence and SIGTERM',
    tookMs: performance.now() - start,
    settleMs: 0,
    leadMs: undefined,
    duplicates: 0,
    announced: 0,
    lost: open.rows.map((r) => r.id),
    unexplained: open.readings.map((s) => describe(s, member)),
    violations,
    evidence: [],
  };
  return { ...result, evidence: isFailed(result) ? keepEvidence(member, result, open.readings, sinceMs) : [] };
}

function summarize(of: {
  all: readonly Member[];
  results: readonly RoundResult[];
  last: readonly RoundResult[];
  seed: number;
  skipped: readonly string[];
  minutes: number;
}): Summary {
  const { all, results, last } = of;
  const every = [...results, ...last];
  const sum = (value: (m: Member) => number) => all.reduce((n, m) => n + value(m), 0);
  const excused: Record<string, number> = {};
  for (const m of all) {
    for (const [how, n] of Object.entries(m.book.totals.excused)) excused[how] = (excused[how] ?? 0) + n;
  }
  return {
    rounds: results.length,
    produced: sum((m) => m.book.totals.produced),
    received: sum((m) => m.book.totals.received),
    duplicates: sum((m) => m.centre.duplicates),
    lost: every.reduce((n, r) => n + r.lost.length, 0),
    unexplained: every.reduce((n, r) => n + r.unexplained.length + r.violations.length, 0),
    p99LiveMs: percentile(
      all.flatMap((m) => m.book.liveMs),
      0.99,
    ),
    committed: sum((m) => m.book.totals.committed),
    excused,
    backfills: sum((m) => m.centre.backfills),
    chain: {
      chained: sum((m) => m.centre.chain.chained),
      restarts: sum((m) => m.centre.chain.restarts),
      unvouched: sum((m) => m.centre.chain.unvouched),
    },
    minutes: of.minutes,
    seed: of.seed,
    failedRounds: results.filter(isFailed).map((r) => r.round),
    faults: faultTable(results),
    skippedFaults: of.skipped,
  };
}
