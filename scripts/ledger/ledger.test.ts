// Thirty rounds of the ledger, and the rounds that once found something.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MosquittoBroker } from '../../src/simulator/broker/mosquitto.ts';
import { evidenceIn } from './evidence.ts';
import { faults } from './faults/table.ts';
import { roundLine } from './report.ts';
import { type RunOptions, runLedger } from './run.ts';

const run = async (options: Pick<RunOptions, 'rounds' | 'seed' | 'members' | 'only'>, named = faults) => {
  const failures: string[] = [];
  const summary = await runLedger({
    ...options,
    faults: named,
    signal: new AbortController().signal,
    keepEvidence: evidenceIn(join(tmpdir(), 'ledger-evidence')),
    onRound: (result, log) => {
      const line = roundLine(result);
      if (line.includes('\n')) failures.push(line, ...log.slice(-20));
    },
  });
  return { summary, failures };
};

describe.skipIf(!MosquittoBroker.available())('the ledger', () => {
  it('balances over 30 rounds of faults', { timeout: 300_000 }, async () => {
    const { summary, failures } = await run({ rounds: 30, seed: 20260622, members: 3 });
    expect(failures.join('\n')).toBe('');
    expect(summary).toMatchObject({ rounds: 30, lost: 0, unexplained: 0 });
    expect(summary.received).toBeGreaterThan(500);
  });

  // What each of them found: see the test of the part that was mended.
  it.concurrent.each([
    // Ids were given again to other events where the log had lost commits that were younger than the last heartbeat.
    { fault: 'WAL tail corrupted', seed: 8, only: 1 },
    // A store that had lost everything it ever stored did not know since when.
    { fault: 'WAL tail corrupted', seed: 8, only: 2 },
    // The clock was set back while the agent was down: the announced interval ended before it began.
    { fault: 'clock step', seed: 8, only: 12 },
  ])('balances over $fault, seed $seed, round $only, which it once did not', { timeout: 240_000 }, async (round) => {
    const { fault, ...rest } = round;
    const named = faults.filter((f) => f.name === fault);
    const { summary, failures } = await run({ rounds: rest.only + 1, members: 6, ...rest }, named);
    expect(failures.join('\n')).toBe('');
    expect(summary).toMatchObject({ rounds: 1, lost: 0, unexplained: 0 });
  });
});
