// A process with an outbox: appends a row each 100 ms, drains and acknowledges some, and says how it is. It is killed.
import { outboxSchema } from '../../src/outbox/config.ts';
import { Outbox } from '../../src/outbox/outbox.ts';
import { SystemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { telemetryDraft } from './telemetry.ts';

export interface Said {
  /** From the start of the process to the first row on disk, ms. */
  readonly firstStoredMs?: number;
  /** The highest memory of the process so far, bytes. */
  readonly peakRss?: number;
  readonly done?: boolean;
}

const [, , directory = ''] = process.argv;
const say = (said: Said) => process.stdout.write(`${JSON.stringify(said)}\n`);
const box = new Outbox({
  directory,
  config: outboxSchema.parse({ cap: '16GiB' }),
  clock: new SystemClock(),
  logger: silentLogger,
  random: Math.random,
  announce: () => {},
});
let n = 0;
let peakRss = 0;
box.append({ ...telemetryDraft(++n), durable: 'now' });
await box.start(new AbortController().signal, (error) => console.error(error));
await box.flush();
say({ firstStoredMs: performance.now() });
for (let i = 0; i < 100; i++) {
  box.append(telemetryDraft(++n));
  const rows = await box.claim(500);
  box.acknowledge(rows.map((row) => row.key));
  await new Promise((resolve) => setTimeout(resolve, 100));
  peakRss = Math.max(peakRss, process.memoryUsage.rss());
}
say({ peakRss, done: true });
// It goes on until it is killed.
setInterval(() => box.append(telemetryDraft(++n)), 100);
