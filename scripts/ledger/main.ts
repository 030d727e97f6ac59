// npm run ledger -- --rounds N --seed S [--members M] [--only ROUND] [--faults a,b] [--evidence DIR] [--json]: the outbox
// and the uplink held against everything that happens to them in the field, with a ledger of what should have arrived.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { orSay, whole } from '../lib/flags.ts';
import { evidenceIn } from './evidence.ts';
import { faults } from './faults/table.ts';
import { roundLine, summaryText } from './report.ts';
import { isFailed } from './round.ts';
import { runLedger } from './run.ts';

const { values } = orSay(() =>
  parseArgs({
    options: {
      rounds: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      members: { type: 'string', default: '3' },
      only: { type: 'string' },
      faults: { type: 'string' },
      evidence: { type: 'string', default: join(tmpdir(), 'ledger-evidence') },
      json: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
    },
  }),
);

const asked = (name: string, text: string, least: number) => orSay(() => whole(name, text, least));
const only = values.only === undefined ? undefined : asked('only', values.only, 0);
const wanted = values.faults?.split(',');
const chosen = wanted ? faults.filter((f) => wanted.includes(f.name)) : faults;
if (chosen.length === 0) {
  console.error(`--faults: known are ${faults.map((f) => f.name).join(', ')}`);
  process.exit(2);
}

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.abort());

const summary = await runLedger({
  rounds: Math.max(asked('rounds', values.rounds, 1), (only ?? 0) + 1),
  seed: asked('seed', values.seed, 0),
  members: asked('members', values.members, 1),
  ...(only === undefined ? {} : { only }),
  faults: chosen,
  signal: stopped.signal,
  keepEvidence: evidenceIn(values.evidence),
  onRound: (result, log) => {
    if (values.verbose || isFailed(result)) console.error(roundLine(result));
    if (isFailed(result))
      console.error(
        log
          .slice(-30)
          .map((line) => `          ${line}`)
          .join('\n'),
      );
  },
});
console.log(values.json ? JSON.stringify(summary) : summaryText(summary));
process.exit(summary.lost + summary.unexplained > 0 ? 1 : 0);
