import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outboxSchema } from '../../src/outbox/config.ts';
import { Outbox } from '../../src/outbox/outbox.ts';
import { SystemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import type { Bench } from './bench.ts';
import { telemetryDraft } from './telemetry.ts';

const seconds = 65;

/** What a gateway that reads 30 points each 10 s, in three events a second, writes to its card in a day. */
export const outboxFlash: Bench = {
  name: 'outbox-flash',
  async run() {
    try {
      readFileSync('/proc/thread-self/io');
    } catch {
      return { skipped: 'the kernel does not count what a thread writes (/proc/thread-self/io)' };
    }
    const folder = mkdtempSync(join(tmpdir(), 'haidang-bench-'));
    const box = new Outbox({
      directory: folder,
      config: outboxSchema.parse({}),
      clock: new SystemClock(),
      logger: silentLogger,
      random: Math.random,
      announce: () => {},
    });
    await box.start(new AbortController().signal, (error) => console.error(error));
    let payload = 0;
    for (let i = 0; i < seconds; i++) {
      for (let k = 0; k < 3; k++) {
        const draft = telemetryDraft(i * 3 + k);
        payload += JSON.stringify(draft.attributes).length + JSON.stringify(draft.data).length;
        box.append(draft);
      }
      await new Promise((resolve) => setTimeout(resolve, 1000));
      box.acknowledge((await box.claim(100)).map((row) => row.key));
    }
    const { flash, commits } = box.stats();
    await box.stop();
    rmSync(folder, { recursive: true, force: true });
    const perDay = (flash.perDay ?? Number.NaN) / 1e6;
    const rowsPerDay = (payload / seconds) * 86_400 * 1e-6;
    return [
      {
        name: 'bytes written to the card for each byte of events',
        value: perDay / rowsPerDay,
        unit: 'times',
        target: { atMost: 10 },
        detail: `${perDay.toFixed(0)} MB a day (by ${flash.by}) for ${rowsPerDay.toFixed(0)} MB of events, 3 events a second, ${commits} commits in ${seconds} s`,
      },
    ];
  },
};
