// A process that appends to an outbox until it is killed, and says after each commit what it knows to be on the disk.
// It goes on counting where the rows in the store end, as a device's own counter would.
import { SystemClock } from '../../runtime/clock.ts';
import { countedBy } from './contiguous.ts';
import { draft } from './drafts.ts';
import { outboxFixture } from './fixture.ts';

export interface Confirmed {
  /** Everything up to this number is on the disk. */
  readonly committed: number;
  /** And so many alarms. */
  readonly alarms: number;
}

const [, , directory = ''] = process.argv;
const { outbox, start, claimAll } = outboxFixture(directory, new SystemClock(), {
  config: { cap: 256 * 1024 ** 2, retain: 1e9, groupCommit: 20 },
});
await start();
const rows = await claimAll();
let n = countedBy(rows, 'telemetry').length;
let alarms = countedBy(rows, 'alarm').length;
outbox.releaseAll();

for (;;) {
  for (let i = 0; i < 40; i++) {
    n++;
    outbox.append(draft('telemetry', n, { data: { n, fill: 'x'.repeat(300) } }));
    if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  outbox.append(draft('alarm', ++alarms));
  const upTo: Confirmed = { committed: n, alarms };
  void outbox.flush().then(() => process.stdout.write(`${JSON.stringify(upTo)}\n`));
  await new Promise((resolve) => setTimeout(resolve, 2));
}
